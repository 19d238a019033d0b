/**
 * One store in two files: `s3-vectors.jsonl`, a line for each record between a first and a last line, and a binary file
 * that the first line names. The binary file is complete before the first takes its place by a rename, so that a process
 * that is killed leaves the state before or the state after, never a mixture.
 */
import { randomBytes } from "node:crypto";
import { type FileHandle, open, readdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";

import type { StoredRecord } from "./persistent-store.ts";

/** What is written; it grows when older versions cannot read it any more. */
export const formatVersion = 1;
const formatName = "langchain-aws-local";
const extension = ".jsonl";
const chunkBytes = 256 * 1024;

interface FirstLine {
  format: string;
  version: number;
  store: string;
  binary: string;
}

/** How much there is, so that a file that was cut off is not taken for a whole one. */
interface LastLine {
  records: number;
  binaryBytes: number;
}

interface RecordLine {
  data: object;
  /** How many bytes belong to the record, one number for each piece; they follow each other in the binary file. */
  bytes?: readonly number[];
}

/** The stores that a directory holds, by their names. */
export async function storesIn(directory: string): Promise<string[]> {
  const names = await readdir(directory);
  return names.filter((name) => isStoreFile(name)).map((name) => name.slice(0, -extension.length));
}

/** Whether a file of a directory was written by this module, complete or not. */
export function isOwnFile(name: string): boolean {
  return isStoreFile(name) || /^[a-z0-9-]+\.[0-9a-f]{16}\.(bin|tmp)$/.test(name);
}

function isStoreFile(name: string): boolean {
  return /^[a-z0-9-]+\.jsonl$/.test(name);
}

/** Writes a store in place of what the directory holds of it. */
export async function writeStore(directory: string, name: string, records: Iterable<StoredRecord>): Promise<void> {
  const mark = randomBytes(8).toString("hex");
  const binary = `${name}.${mark}.bin`;
  const [textPath, binaryPath] = [path.join(directory, `${name}.${mark}.tmp`), path.join(directory, binary)];
  const text = new Appender(await open(textPath, "wx", 0o600));
  const bytes = new Appender(await open(binaryPath, "wx", 0o600));
  try {
    const first: FirstLine = { format: formatName, version: formatVersion, store: name, binary };
    await text.append(toLine(first));
    await text.append(toLine(await writeRecords(records, text, bytes)));
    await bytes.finish();
    await text.finish();
    await rename(textPath, path.join(directory, `${name}${extension}`));
    await syncDirectory(directory);
  } catch (error) {
    await Promise.all([textPath, binaryPath].map(async (file) => await rm(file, { force: true })));
    throw error;
  } finally {
    await Promise.all([text.close(), bytes.close()]);
  }
  await removeFiles(directory, name, (file) => file === binary || isStoreFile(file));
}

/** Removes a store from a directory. */
export async function removeStore(directory: string, name: string): Promise<void> {
  await removeFiles(directory, name, () => false);
}

/**
 * Reads a store of a directory; `undefined` when there is none of that name.
 *
 * @throws Error when it was written in a newer format, or is damaged
 */
export async function readStore(directory: string, name: string): Promise<StoredRecord[] | undefined> {
  const file = path.join(directory, `${name}${extension}`);
  const text = await readFile(file).catch((error: unknown) => {
    if (isAbsent(error)) return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const lines = linesOf(text);
  const first: Partial<FirstLine> = parseLine(lines.next().value, file, 1);
  if (first.format !== formatName || typeof first.version !== "number") {
    throw new Error(`${file} was not written by @langchain-aws/local.`);
  }
  if (first.version > formatVersion) {
    throw new Error(
      `${file} has the format ${first.version}, and this version of @langchain-aws/local reads formats up to ` +
        `${formatVersion}. Update the package, or choose another directory.`,
    );
  }
  const { records, last } = readRecords(lines, file);
  const binary = last.binaryBytes === 0 ? new Uint8Array() : await readFile(path.join(directory, first.binary ?? ""));
  if (records.length !== last.records || binary.length !== last.binaryBytes) throw damaged(file, "it is not complete");
  return withBytes(records, binary);
}

async function writeRecords(records: Iterable<StoredRecord>, text: Appender, bytes: Appender): Promise<LastLine> {
  let count = 0;
  for (const { data, bytes: pieces = [] } of records) {
    const line: RecordLine = { data, ...(pieces.length > 0 && { bytes: pieces.map((piece) => piece.length) }) };
    for (const piece of pieces) await bytes.append(piece);
    await text.append(toLine(line));
    count += 1;
  }
  return { records: count, binaryBytes: bytes.length };
}

function readRecords(lines: Iterable<Buffer>, file: string): { records: RecordLine[]; last: LastLine } {
  const records: RecordLine[] = [];
  let number = 1;
  for (const line of lines) {
    number += 1;
    const parsed: Partial<LastLine & RecordLine> = parseLine(line, file, number);
    const { data, bytes, records: count, binaryBytes } = parsed;
    if (data !== undefined) records.push({ data, ...(bytes !== undefined && { bytes }) });
    else if (count !== undefined && binaryBytes !== undefined) {
      return { records, last: { records: count, binaryBytes } };
    } else throw damaged(file, `line ${number} is no record`);
  }
  throw damaged(file, "its last line is missing");
}

function withBytes(records: readonly RecordLine[], binary: Uint8Array): StoredRecord[] {
  let at = 0;
  return records.map(({ data, bytes: lengths }) => {
    if (lengths === undefined) return { data };
    // No Buffers, whose `slice` does not copy.
    const bytes = lengths.map(
      (length) => new Uint8Array(binary.buffer, binary.byteOffset + (at += length) - length, length),
    );
    return { data, bytes };
  });
}

/** Lines are cut as bytes: a text of everything could be longer than a text may be. */
function* linesOf(text: Buffer): Generator<Buffer, undefined> {
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf(0x0a, start);
    if (end < 0) return undefined;
    yield text.subarray(start, end);
    start = end + 1;
  }
  return undefined;
}

function parseLine(line: Buffer | undefined, file: string, number: number): object {
  try {
    const parsed: unknown = JSON.parse(line?.toString("utf8") ?? "");
    if (typeof parsed === "object" && parsed !== null) return parsed;
  } catch {
    // Said below.
  }
  throw damaged(file, `line ${number} is not a JSON object`);
}

function toLine(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}

/** Appends to a new file in chunks of a size that the disk likes. */
class Appender {
  length = 0;
  readonly #file: FileHandle;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  async append(bytes: Uint8Array): Promise<void> {
    this.length += bytes.length;
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes >= chunkBytes) await this.#flush();
  }

  /** Everything is on the disk. */
  async finish(): Promise<void> {
    await this.#flush();
    await this.#file.sync();
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
    await this.#file.appendFile(bytes);
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

/** The rename is on the disk too; some systems cannot sync a directory, and do not need it. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

async function removeFiles(directory: string, name: string, isKept: (file: string) => boolean): Promise<void> {
  const own = (await readdir(directory)).filter((file) => file.startsWith(`${name}.`) && isOwnFile(file));
  for (const file of own) if (!isKept(file)) await rm(path.join(directory, file), { force: true });
}

function damaged(file: string, how: string): Error {
  return new Error(`${file} is damaged: ${how}. Put a copy of it in its place, or remove it to begin anew.`);
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
