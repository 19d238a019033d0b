import { textOf } from "../clients/bytes.ts";

/** A row of a search. */
export interface SearchRow {
  readonly key: string;
  readonly distance: number;
  /** Texts by name, the distance and bytes left out. */
  readonly fields: ReadonlyMap<string, string>;
  /** The vector, when it was asked for. */
  readonly vector: Uint8Array | undefined;
}

/**
 * Reads the reply to FT.SEARCH: `[total, key, [name, value, …], …]`, pairs in any order.
 *
 * Rows that expired between being found and being read, and rows without a distance, are left out. The rest is sorted
 * by distance; rows of one distance keep their order.
 *
 * @param alias - the name of the distance
 * @param vectorField - the name of the field whose value stays bytes
 */
export function parseReply(reply: unknown, alias: string, vectorField: string): SearchRow[] {
  if (!Array.isArray(reply)) throw new TypeError("The reply to FT.SEARCH is no list.");
  const rows: SearchRow[] = [];
  for (let at = 1; at + 1 < reply.length; at += 2) {
    const row = parseRow(textOf(reply[at]), reply[at + 1], alias, vectorField);
    if (row !== undefined) rows.push(row);
  }
  return rows.toSorted((left, right) => left.distance - right.distance);
}

function parseRow(key: string, pairs: unknown, alias: string, vectorField: string): SearchRow | undefined {
  if (!Array.isArray(pairs) || pairs.length === 0) return undefined;
  const fields = new Map<string, string>();
  let distance = Number.NaN;
  let vector: Uint8Array | undefined;
  for (let at = 0; at + 1 < pairs.length; at += 2) {
    const name = textOf(pairs[at]);
    const value: unknown = pairs[at + 1];
    if (name === alias) distance = Number(textOf(value));
    else if (name === vectorField && value instanceof Uint8Array) vector = value;
    else fields.set(name, textOf(value));
  }
  return Number.isFinite(distance) ? { key, distance, fields, vector } : undefined;
}
