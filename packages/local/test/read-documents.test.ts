import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { parseCsv } from "../src/documents/parse-csv.ts";
import { createLocalAws, readDocuments } from "../src/index.ts";
import { knowledgeBaseId, retrieve, textsOf } from "./support/knowledge-bases.ts";

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "langchain-aws-documents-"));
});
afterEach(async () => await rm(directory, { recursive: true, force: true }));

const write = async (name: string, content: unknown): Promise<string> => {
  const file = path.join(directory, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
};

describe("readDocuments", () => {
  it("reads each kind of file below a directory, in the order of their names", async () => {
    await write("b.txt", "Plain text.");
    await write("a/guide.md", "Intro.\n\n## The guide ##\n\nText.");
    await write("a/records.json", [
      { id: 7, title: "Seven", text: "Seven.", uri: "https://a.example/7", year: 2026, metadata: { tags: ["x"] } },
      { pageContent: "Of LangChain.", metadata: { source: "kept", n: null } },
    ]);
    await write("one.json", { content: "Alone." });
    await write("lines.jsonl", '{"body":"First."}\n\n{"city":"Graz","size":3,"open":true}\n');
    await write(
      "table.csv",
      'id,text,year,ok,code\r\n1,"He said ""hi"",\nand left",2024,true,007\r\n2,Second,,false,-1.5\r\n',
    );
    for (const skipped of [".git/a.md", "node_modules/a/b.md", "c.png", "b.txt.metadata.json"]) {
      await write(
        skipped,
        skipped.endsWith("json")
          ? { metadataAttributes: { year: { value: { type: "NUMBER", numberValue: 2020 } }, topic: "plain" } }
          : "no",
      );
    }
    expect(await readDocuments(directory, { uriPrefix: "s3://docs/" })).toEqual([
      { title: "The guide", text: "Intro.\n\n## The guide ##\n\nText.", uri: "s3://docs/a/guide.md", metadata: {} },
      { id: "7", title: "Seven", text: "Seven.", uri: "https://a.example/7", metadata: { year: 2026, tags: ["x"] } },
      { title: "records", text: "Of LangChain.", uri: "s3://docs/a/records.json#2", metadata: { source: "kept" } },
      { title: "b", text: "Plain text.", uri: "s3://docs/b.txt", metadata: { year: 2020, topic: "plain" } },
      { title: "lines", text: "First.", uri: "s3://docs/lines.jsonl#1", metadata: {} },
      {
        title: "lines",
        text: "city: Graz\nsize: 3\nopen: true",
        uri: "s3://docs/lines.jsonl#2",
        metadata: { city: "Graz", size: 3, open: true },
      },
      { title: "one", text: "Alone.", uri: "s3://docs/one.json", metadata: {} },
      {
        id: "1",
        title: "table",
        text: 'He said "hi",\nand left',
        uri: "s3://docs/table.csv#1",
        metadata: { year: 2024, ok: true, code: "007" },
      },
      { id: "2", title: "table", text: "Second", uri: "s3://docs/table.csv#2", metadata: { ok: false, code: -1.5 } },
    ]);
  });

  it("reads one file, a byte order mark and all", async () => {
    const file = await write("x/one.csv", "\uFEFFname\nAda\n");
    expect(await readDocuments(file)).toEqual([
      { title: "one", text: "name: Ada", uri: "one.csv#1", metadata: { name: "Ada" } },
    ]);
  });

  it.each([
    ["a.docx", "x", "a.docx is of no known kind. Known: txt, md, json, jsonl, csv."],
    ["a.json", "{ secret", "a.json: it is not JSON."],
    ["a.jsonl", '{"text":"a"}\n{ secret', "a.jsonl: line 2: it is not JSON."],
    ["a.json", [{ text: "a" }, 3], "a.json: record 2: it must be an object."],
    [
      "a.json",
      [{ text: "a", deep: { secret: 1 } }],
      "a.json: record 1: deep must be a text, a number, a boolean or a list of texts.",
    ],
    ["a.json", { text: "a", metadata: [1] }, "a.json: metadata must be an object."],
    ["a.csv", "a,b\n1,2,3\n", "a.csv: line 2: 3 cells, and the header has 2."],
    ["a.csv", 'a\nb"c\n', "a.csv: line 2: a quote stands inside a cell, or is not closed."],
    ["a.csv", 'a\n"b', "a.csv: line 2: a quote stands inside a cell, or is not closed."],
    ["a.csv", "a,a\n1,2", "a.csv: line 1: each column of the header needs a name of its own."],
  ])("says what is wrong with %s: %j", async (name, content, message) => {
    const file = await write(name, content);
    const error: unknown = await readDocuments(file).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain(message);
    expect(String(error)).not.toContain("secret");
  });

  it.each([
    ["{", "a.txt.metadata.json is not JSON."],
    [{ attributes: {} }, "a.txt.metadata.json: the member attributes is not known. Known: metadataAttributes."],
    [{ metadataAttributes: { a: { b: 1 } } }, "a.txt.metadata.json: a must be a text"],
    [{}, "a.txt.metadata.json: metadataAttributes must be an object."],
  ])("says what is wrong with a file of metadata: %j", async (content, message) => {
    const file = await write("a.txt", "a");
    await write("a.txt.metadata.json", content);
    await expect(readDocuments(file)).rejects.toThrow(message);
  });

  it("says that a directory is empty, and that a file is missing", async () => {
    await expect(readDocuments(directory)).rejects.toThrow("holds no file of the kinds txt, md, json, jsonl, csv.");
    await expect(readDocuments(path.join(directory, "none.md"))).rejects.toThrow("ENOENT");
  });

  it("fills a knowledge base and a Kendra index", async () => {
    await using aws = await createLocalAws();
    const documents = await readDocuments(fileURLToPath(new URL("../../../docs/decisions", import.meta.url)), {
      uriPrefix: "s3://decisions/",
    });
    expect(await aws.kb(knowledgeBaseId).add(documents)).toBeGreaterThan(documents.length);
    expect(await aws.kendra("00000000-0000-0000-0000-000000000001").add(documents)).toBe(documents.length);
    const filter = { startsWith: { key: "x-amz-bedrock-kb-source-uri", value: "s3://decisions/0001" } };
    const found = await retrieve(aws, "Which package manager?", { vector: { filter, numberOfResults: 1 } });
    expect(textsOf(found)[0]).toMatch(/pnpm/);
  });
});

describe("parseCsv", () => {
  const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
  const cell = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r\n", " ", "ü") });

  it("gives back whatever was quoted", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell), { maxLength: 5 }),
        fc.constantFrom("\n", "\r\n"),
        fc.boolean(),
        (rows, end, ends) => {
          const lines = ["a,b", ...rows.map((row) => row.map(quoted).join(","))];
          const parsed = parseCsv(lines.join(end) + (ends ? end : ""));
          expect(parsed.map(({ cells }) => cells)).toEqual(rows.map(([a, b]) => ({ a, b })));
        },
      ),
    );
  });

  it("takes long cells", () => {
    const long = 'x"'.repeat(500_000);
    expect(parseCsv(`a\n${quoted(long)}`)[0]?.cells).toEqual({ a: long });
  });
});
