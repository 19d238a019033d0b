import type { PropertyGraphRow } from "./property-graph.ts";

/** Gives the id that a node of the engine is shown by. */
export type NodeIdOf = (engineId: number) => string;

/** The property that holds an id of the caller's own: CREATE (n {`~id`: "sea"}). */
const ownId = "~id";

/**
 * Rows of the engine in Neptune's shapes. Source: "openCypher HTTP endpoint", Neptune User Guide.
 *
 * @param nodeIdOf finds the ids of the nodes at the ends of a relationship
 */
export function toNeptuneRows(rows: readonly Record<string, unknown>[], nodeIdOf: NodeIdOf): PropertyGraphRow[] {
  return rows.map((row) => mapMembers(row, (value) => toNeptuneValue(value, nodeIdOf)));
}

function toNeptuneValue(value: unknown, nodeIdOf: NodeIdOf): unknown {
  if (typeof value === "bigint") return new LargeInteger(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => toNeptuneValue(item, nodeIdOf));
  if (value instanceof Date) return value.toISOString();
  return toNeptuneObject({ ...value }, nodeIdOf);
}

function toNeptuneObject(value: Record<string, unknown>, nodeIdOf: NodeIdOf): unknown {
  const { _id: id, _labels: labels, _type: type, _source: source, _target: target, nodes, edges } = value;
  if (typeof id === "number" && Array.isArray(labels)) {
    const properties = propertiesOf(value, ["_id", "_labels"], nodeIdOf);
    return { "~id": idOf(value, id), "~entityType": "node", "~labels": labels, "~properties": properties };
  }
  if (typeof id === "number" && typeof type === "string" && typeof source === "number" && typeof target === "number") {
    return {
      "~id": idOf(value, id),
      "~entityType": "relationship",
      "~start": nodeIdOf(source),
      "~end": nodeIdOf(target),
      "~type": type,
      "~properties": propertiesOf(value, ["_id", "_type", "_source", "_target"], nodeIdOf),
    };
  }
  if (Array.isArray(nodes) && Array.isArray(edges) && nodes.length === edges.length + 1) {
    return nodes.flatMap((node: unknown, index) =>
      (index === 0 ? [node] : [edges[index - 1], node]).map((part: unknown) => toNeptuneValue(part, nodeIdOf)),
    );
  }
  return propertiesOf(value, [], nodeIdOf);
}

function idOf(value: Readonly<Record<string, unknown>>, engineId: number): string {
  const own = value[ownId];
  return typeof own === "string" ? own : String(engineId);
}

function propertiesOf(
  value: Readonly<Record<string, unknown>>,
  without: readonly string[],
  nodeIdOf: NodeIdOf,
): Record<string, unknown> {
  const kept = Object.entries(value).filter(([name]) => name !== ownId && !without.includes(name));
  return Object.fromEntries(kept.map(([name, member]) => [name, toNeptuneValue(member, nodeIdOf)]));
}

function mapMembers(row: Readonly<Record<string, unknown>>, map: (value: unknown) => unknown): PropertyGraphRow {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, map(value)]));
}

/** An integer that JavaScript's numbers cannot hold; on the wire its digits, as Neptune writes them. */
export class LargeInteger {
  readonly digits: string;

  constructor(value: bigint) {
    this.digits = String(value);
  }
}

/** A value as JSON text, with large integers as their digits. */
export function toJsonText(value: unknown): string {
  const marks: string[] = [];
  const text = JSON.stringify(value, (_key, member: unknown) => {
    if (!(member instanceof LargeInteger)) return member;
    marks.push(member.digits);
    return `\u0000${member.digits}`;
  });
  return marks.length === 0 ? text : text.replaceAll(/"\\u0000(-?\d+)"/g, "$1");
}
