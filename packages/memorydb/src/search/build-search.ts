import type { CommandArgument } from "../clients/memorydb-client.ts";
import type { ResolvedVectorField } from "../schema/index-schema.ts";

/** What FT.SEARCH is built from. */
export interface SearchInput {
  indexName: string;
  /** The text of a filter, `*` for none. */
  filter: string;
  vector: Uint8Array;
  field: ResolvedVectorField;
  k: number;
  /** The fields that come back, besides the distance. */
  fields: readonly string[];
  /** The name under which the distance comes back. */
  alias: string;
  efRuntime: number | undefined;
  timeoutMs: number | undefined;
}

/** The words of FT.SEARCH: only clauses that all engines take, and LIMIT always, since without it ten rows come back. */
export function buildSearch(input: SearchInput): CommandArgument[] {
  const { filter, field, k, alias, efRuntime, timeoutMs } = input;
  // Wrapped, whatever it is: an `=>` behind it then belongs to nothing else.
  const prefilter = filter === "*" || isWrapped(filter) ? filter : `(${filter})`;
  const width = efRuntime === undefined || field.algorithm === "FLAT" ? "" : ` EF_RUNTIME ${efRuntime}`;
  const fields = [...input.fields, alias];
  return [
    "FT.SEARCH",
    input.indexName,
    `${prefilter}=>[KNN ${k} @${field.name} $vector${width} AS ${alias}]`,
    "RETURN",
    String(fields.length),
    ...fields,
    ...(timeoutMs === undefined ? [] : ["TIMEOUT", String(timeoutMs)]),
    "PARAMS",
    "2",
    "vector",
    input.vector,
    "LIMIT",
    "0",
    String(k),
    "DIALECT",
    "2",
  ];
}

/** A name for the distance that no field has. */
export function distanceAlias(names: readonly string[]): string {
  let alias = "distance";
  while (names.includes(alias)) alias += "_";
  return alias;
}

/** Whether one pair of parentheses is around the whole text. Marks in quotes and behind a backslash are no syntax. */
function isWrapped(text: string): boolean {
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "\\") at += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === "(") depth += 1;
    else if (!isQuoted && character === ")") depth -= 1;
    if (depth === 0 && at < text.length - 1) return false;
  }
  return depth === 0 && text.startsWith("(");
}
