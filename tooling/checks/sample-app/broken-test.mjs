// Written into the project for the second run alone: the command has to end as its tests do.
import { expect, it } from "vitest";
import { ask } from "./ask.mjs";

it("fails", async () => {
  expect(await ask("How far is the moon?")).toBe("Nobody says this.");
});
