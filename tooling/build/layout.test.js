import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { layoutOf } from "./layout.js";

/** @type {string[]} */
const folders = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/**
 * @param {Record<string, string>} files
 * @param {string[]} [entries]
 */
function layout(files, entries = ["index.ts"]) {
  const folder = mkdtempSync(join(tmpdir(), "layout-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const { joined, apart } = layoutOf(entries.map((name) => join(folder, name)));
  const named = (/** @type {Iterable<string>} */ paths) => [...paths].map((path) => relative(folder, path)).toSorted();
  return { joined: named(joined), apart: named(apart) };
}

describe("which sources share a file of the build", () => {
  it("joins what needs no library of others, and keeps apart what does, itself or by what it imports", () => {
    const files = {
      "index.ts": `export { Chat } from "./chat.ts"; export * from "./ids.ts";`,
      "chat.ts": `import { Base } from "@langchain/core/base"; import { read } from "./read/read.ts"; export class Chat extends Base {}`,
      "read/read.ts": `import { toMessage } from "../message.ts"; import { idOf } from "../ids.ts"; export const read = [toMessage, idOf];`,
      "message.ts": `import { AIMessage } from "@langchain/core/messages"; export const toMessage = AIMessage;`,
      "ids.ts": `import { redact } from "@langchain-aws/core"; import { join } from "node:path"; import { platform } from "#platform"; export const idOf = [redact, join, platform];`,
    };
    expect(layout(files)).toEqual({ joined: ["ids.ts"], apart: ["chat.ts", "message.ts", "read/read.ts"] });
  });

  it("does not count types, and leaves alone the entries and what is loaded by import()", () => {
    const files = {
      "index.ts": `import "./first.ts"; export const later = () => import("./sdk.ts"); export * from "./other.ts";`,
      "first.ts": `import type { A } from "library"; import { type B } from "library"; export type { C } from "library"; export const a: A & B = 1;`,
      "other.ts": `import { Client } from "library"; export const client: typeof Client = Client;`,
      "sdk.ts": `import { only } from "./only.ts"; export * from "library";`,
      "only.ts": `export const only = 1;`,
    };
    expect(layout(files, ["index.ts", "other.ts"])).toEqual({ joined: ["first.ts"], apart: [] });
  });

  it("follows cycles once, and counts what is exported onwards and imported for its effect", () => {
    const files = {
      "index.ts": `export * from "./a.ts"; export * from "./effect.ts"; export * from "./onwards.ts";`,
      "a.ts": `import { b } from "./b.ts"; export const a = () => b;`,
      "b.ts": `import { a } from "./a.ts"; export const b = () => a;`,
      "effect.ts": `import "library/register"; export const x = 1;`,
      "onwards.ts": `export { y } from "library";`,
    };
    expect(layout(files)).toEqual({ joined: ["a.ts", "b.ts"], apart: ["effect.ts", "onwards.ts"] });
  });

  it("names the file that cannot be parsed", () => {
    expect(() => layout({ "index.ts": "import {" })).toThrow(/index\.ts cannot be parsed: /);
  });
});
