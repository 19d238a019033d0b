import { expect, test } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { packageName, packageVersion } from "./version.ts";

test("name and version are the manifest's", () => {
  expect({ name: packageName, version: packageVersion }).toEqual({ name: manifest.name, version: manifest.version });
});
