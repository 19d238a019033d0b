import { readFile } from "node:fs/promises";
import path from "node:path";

import { documentFormats } from "./document-formats.ts";
import { kindOf, listFiles } from "./list-files.ts";
import { readSidecar, SIDECAR } from "./sidecar.ts";
import type { FileDocument } from "./to-document.ts";

/** How files become documents. */
export interface ReadDocumentsOptions {
  /**
   * What stands before the path of a file in its document's `uri`: `s3://docs/` makes it a document of a bucket.
   *
   * @defaultValue nothing: the path alone
   */
  uriPrefix?: string;
}

/**
 * Reads documents from a file, or from all files below a directory: txt and md, of which each is one document; json,
 * jsonl and csv, which hold many. Knowledge bases and Kendra indexes take them.
 *
 * ```ts
 * await aws.kb("KB12345678").add(await readDocuments("docs", { uriPrefix: "s3://docs/" }));
 * ```
 *
 * Records (objects of json and jsonl, rows of csv) have their text in `text`, `content`, `body` or `pageContent`, else all
 * their members are the text; `id`, `title` and `uri`, `url` or `source` are what they say; `metadata` and all other members
 * are metadata. A file `x.md.metadata.json` beside `x.md`, as data sources of knowledge bases have it, adds metadata.
 * Names that begin with a dot, `node_modules` and files of other kinds are passed over.
 *
 * @param where - a file or a directory; paths in `uri` are relative to the directory, with `/`
 * @throws Error naming the file, and the line or the record in it, that cannot be read; or a directory without documents
 */
export async function readDocuments(where: string, options: ReadDocumentsOptions = {}): Promise<FileDocument[]> {
  const files = await listFiles(where, isDocument);
  if (files.length === 0) throw new Error(`${where} holds no file of the kinds ${known}.`);
  const documents: FileDocument[] = [];
  // One after the other: a directory may hold more files than a process may have open.
  for (const { file, relative } of files) {
    documents.push(...(await readFileDocuments(file, `${options.uriPrefix ?? ""}${relative}`)));
  }
  return documents;
}

function isDocument(name: string): boolean {
  return Object.hasOwn(documentFormats, kindOf(name)) && !name.endsWith(SIDECAR);
}

async function readFileDocuments(file: string, uri: string): Promise<FileDocument[]> {
  const read = documentFormats[kindOf(file)];
  if (read === undefined) throw new Error(`${file} is of no known kind. Known: ${known}.`);
  const text = await readFile(file, "utf8");
  const metadata = await readSidecar(file);
  try {
    return [...read(text.replace(/^\uFEFF/, ""), { uri, title: path.parse(file).name, metadata })];
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}.`, { cause: error });
  }
}

const known = Object.keys(documentFormats).join(", ");
