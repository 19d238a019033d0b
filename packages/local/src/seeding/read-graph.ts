import { readFile } from "node:fs/promises";

import { kindOf, listFiles } from "../documents/list-files.ts";
import { cypherTokens } from "../engines/cypher-text.ts";
import type { GraphSeed } from "./seed-graph.ts";

const cypherKinds = ["cypher", "cql"];
const rdfKinds = ["ttl", "nt"];
const known = [...cypherKinds, ...rdfKinds].join(", ");

/** What one file holds. */
export interface GraphFile {
  file: string;
  seed: GraphSeed;
}

/**
 * Reads openCypher (cypher, cql; statements end with a semicolon) and RDF (ttl, nt) from a file, or from all files below a
 * directory.
 *
 * @throws Error naming the file that cannot be read
 */
export async function readGraph(where: string): Promise<GraphFile[]> {
  const isKnown = (name: string): boolean => [...cypherKinds, ...rdfKinds].includes(kindOf(name));
  const files = await listFiles(where, isKnown);
  if (files.length === 0) throw new Error(`${where} holds no file of the kinds ${known}.`);
  const read: GraphFile[] = [];
  for (const { file } of files) {
    if (!isKnown(file)) throw new Error(`${file} is of no known kind. Known: ${known}.`);
    const text = (await readFile(file, "utf8")).replace(/^\uFEFF/, "");
    const seed = rdfKinds.includes(kindOf(file)) ? { turtle: text } : { openCypher: toStatements(text) };
    read.push({ file, seed });
  }
  return read;
}

/** The statements of a text, without their semicolons. Those in strings, names and comments end nothing. */
export function toStatements(text: string): string[] {
  const statements: string[] = [];
  let start: number | undefined;
  for (const { kind, text: sign, start: at } of cypherTokens(text)) {
    if (kind === "sign" && sign === ";") {
      if (start !== undefined) statements.push(text.slice(start, at).trim());
      start = undefined;
    } else {
      start ??= at;
    }
  }
  if (start !== undefined) statements.push(text.slice(start).trim());
  return statements;
}
