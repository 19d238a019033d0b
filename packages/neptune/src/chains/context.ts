/** How much of the data the second model sees. */
export interface ContextLimits {
  readonly topK: number;
  readonly maxChars: number;
}

/**
 * Rows for the second model, one on each line, between markers that no row can imitate: JSON has no line breaks inside.
 */
export function writeContext(rows: readonly unknown[], { topK, maxChars }: ContextLimits): string {
  const lines: string[] = [];
  let length = 0;
  let isCut = false;
  for (const row of rows.slice(0, topK)) {
    const line = JSON.stringify(row) ?? "null";
    if (length + line.length > maxChars) {
      if (lines.length === 0) {
        lines.push(`${line.slice(0, maxChars)}…`);
        isCut = true;
      }
      break;
    }
    lines.push(line);
    length += line.length + 1;
  }
  const isWhole = lines.length === rows.length;
  const note =
    rows.length === 0
      ? "(no data)"
      : isWhole
        ? isCut
          ? "(the row was cut)"
          : ""
        : `(${rows.length} rows; only the first ${lines.length} are here, the others were cut)`;
  return [begin, ...lines, ...(note === "" ? [] : [note]), end].join("\n");
}

const begin = "<<<DATA";
const end = "DATA>>>";
