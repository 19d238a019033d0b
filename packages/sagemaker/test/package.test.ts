import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { packageName, packageVersion } from "../src/version.ts";

test("the name and the version are the manifest's", () => {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  expect(manifest).toMatchObject({ name: packageName, version: packageVersion });
});
