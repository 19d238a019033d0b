import { readFile } from "node:fs/promises";

import { kindOf, listFiles } from "../documents/list-files.ts";
import type { SeedVector } from "./seed-vectors.ts";

/** Where a record may have its parts; the first that it has. */
const keyNames = ["key", "id", "_id"];
const vectorNames = ["vector", "embedding", "values", "float32"];
const known = "json, jsonl";

/**
 * Reads vectors from a file, or from all files below a directory: json, a list of records or an object with a list
 * `vectors`, and jsonl, a record a line. A record has its key in `key` or `id`, its numbers in `vector`, `embedding`,
 * `values` or, as PutVectors has them, `data.float32`, and may have `metadata`.
 *
 * @throws Error naming the file, and the line or the record in it, that cannot be read
 */
export async function readVectors(where: string): Promise<SeedVector[]> {
  const files = await listFiles(where, (name) => ["json", "jsonl"].includes(kindOf(name)));
  if (files.length === 0) throw new Error(`${where} holds no file of the kinds ${known}.`);
  const vectors: SeedVector[] = [];
  for (const { file } of files) {
    const text = (await readFile(file, "utf8")).replace(/^\uFEFF/, "");
    for (const { place, record } of recordsOf(text, file)) vectors.push(toVector(record, place));
  }
  return vectors;
}

interface FoundRecord {
  place: string;
  record: unknown;
}

function* recordsOf(text: string, file: string): Generator<FoundRecord> {
  const kind = kindOf(file);
  if (kind === "jsonl") {
    for (const [at, line] of text.split(/\r\n|\n|\r/).entries()) {
      const place = `${file}: line ${at + 1}`;
      if (line.trim() !== "") yield { place, record: parseJson(line, place) };
    }
    return;
  }
  if (kind !== "json") throw new Error(`${file} is of no known kind. Known: ${known}.`);
  const value = parseJson(text, file);
  const list = isObject(value) ? value["vectors"] : value;
  if (!Array.isArray(list)) throw new Error(`${file} must hold a list, or an object with a list \`vectors\`.`);
  for (const [at, record] of list.entries()) yield { place: `${file}: record ${at + 1}`, record };
}

function toVector(record: unknown, place: string): SeedVector {
  if (!isObject(record)) throw new Error(`${place} is no object.`);
  const key = keyNames.map((name) => record[name]).find((value) => value !== undefined);
  const data = isObject(record["data"]) ? record["data"]["float32"] : undefined;
  const vector = vectorNames.map((name) => record[name]).find((value) => value !== undefined) ?? data;
  const { metadata } = record;
  if (typeof key !== "string" && typeof key !== "number") throw new Error(`${place} has no \`key\`.`);
  if (!isNumbers(vector)) throw new Error(`${place} has no \`vector\`: a list of numbers.`);
  if (metadata !== undefined && !isObject(metadata)) throw new Error(`${place} has \`metadata\` that is no object.`);
  return { key: String(key), vector, ...(metadata !== undefined && { metadata }) };
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Its message would quote the text.
    throw new Error(`${place} is not JSON.`);
  }
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "number");
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
