/** A row of a CSV text. */
export interface CsvRow {
  /** The line that it begins in, from 1. */
  line: number;
  /** By the names of the header. */
  cells: Readonly<Record<string, string>>;
}

/** A quoted cell or a bare one, and what follows it. No alternation inside the star: long cells cost no stack. */
const CELL = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;

/**
 * The rows of a CSV text with a header: cells between commas, quoted where they hold commas, quotes or line ends. Empty
 * lines are passed over.
 *
 * Source: RFC 4180.
 *
 * @throws Error naming the line of a quote that stands where none may, of a row that has not the header's number of
 * cells, or of a header with a name that is empty or comes twice
 */
export function parseCsv(text: string): CsvRow[] {
  const [header, ...rows] = splitRows(text.replace(/^\uFEFF/, ""));
  if (header === undefined) return [];
  const { cells: names, line } = header;
  const wrong = names.find((name, index) => name === "" || names.indexOf(name) !== index);
  if (wrong !== undefined) throw new Error(`line ${line}: each column of the header needs a name of its own`);
  return rows.map((row) => {
    if (row.cells.length === names.length) {
      return { line: row.line, cells: Object.fromEntries(names.map((name, index) => [name, row.cells[index] ?? ""])) };
    }
    throw new Error(`line ${row.line}: ${row.cells.length} cells, and the header has ${names.length}`);
  });
}

function splitRows(text: string): { line: number; cells: string[] }[] {
  const rows: { line: number; cells: string[] }[] = [];
  let cells: string[] = [];
  let [at, line, begin] = [0, 1, 1];
  while (at < text.length || cells.length > 0) {
    CELL.lastIndex = at;
    const [whole, quoted, bare = "", end = ""] = CELL.exec(text) ?? [];
    if (whole === undefined) throw new Error(`line ${line}: a quote stands inside a cell, or is not closed`);
    cells.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    line += whole.match(/\r\n|\n|\r/g)?.length ?? 0;
    at += whole.length;
    if (end === ",") continue;
    if (cells.length > 1 || quoted !== undefined || bare !== "") rows.push({ line: begin, cells });
    cells = [];
    begin = line;
  }
  return rows;
}
