import { parseCsv } from "./parse-csv.ts";
import { type FileDocument, type FileFacts, toDocument } from "./to-document.ts";

/**
 * The documents in the text of a file.
 *
 * @throws Error naming the line or the record that cannot be read, never its content
 */
export type DocumentFormat = (text: string, facts: FileFacts) => Iterable<FileDocument>;

/** What each kind of file holds, by its extension. */
export const documentFormats: Readonly<Record<string, DocumentFormat>> = {
  txt: (text, facts) => [{ text, ...facts }],
  md: (text, facts) => [{ text, ...facts, title: headingOf(text) ?? facts.title }],
  json: readJson,
  jsonl: readJsonLines,
  csv: readCsv,
};

/** The first heading of a text in Markdown, without the marks around it. */
function headingOf(text: string): string | undefined {
  const [, heading] = /^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$/m.exec(text) ?? [];
  return heading === "" ? undefined : heading;
}

function readJson(text: string, facts: FileFacts): FileDocument[] {
  const value = parseJson(text, "it");
  if (!Array.isArray(value)) return [toDocument(value, facts, "")];
  return value.map((record, index) => located(`record ${index + 1}`, () => toDocument(record, facts, `#${index + 1}`)));
}

function* readJsonLines(text: string, facts: FileFacts): Generator<FileDocument> {
  let record = 0;
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (line.trim() === "") continue;
    record += 1;
    const place = `#${record}`;
    yield located(`line ${index + 1}`, () => toDocument(parseJson(line, "it"), facts, place));
  }
}

function readCsv(text: string, facts: FileFacts): FileDocument[] {
  return parseCsv(text).map(({ line, cells }, index) =>
    located(`line ${line}`, () => toDocument(typed(cells), facts, `#${index + 1}`)),
  );
}

/** Cells that look like numbers are numbers, `true` and `false` booleans: filters compare by type. */
function typed(cells: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, typedCell(cell)]));
}

function typedCell(cell: string): string | number | boolean {
  if (cell === "true" || cell === "false") return cell === "true";
  // Not 007, which is no number to who wrote it, and nothing that a number could not hold.
  return /^-?(0|[1-9]\d{0,14})(\.\d{1,9})?$/.test(cell) ? Number(cell) : cell;
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Its message would quote the text.
    throw new Error(`${what} is not JSON`);
  }
}

function located<T>(where: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`${where}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
