import { isRecord } from "@langchain-aws/core";
import { isWanted, type TypeFilter } from "../resolve-options.ts";
import {
  byCodeUnit,
  byEnds,
  type NeptuneStructuredSchema,
  type SchemaProperty,
  type SchemaRelationship,
} from "./structured-schema.ts";
import { namesIn } from "./summary.ts";
import { noteType, type SeenTypes } from "./value-types.ts";

/** How a stored schema is read. */
export interface StoredSchemaSettings {
  readonly types: TypeFilter;
  readonly tripleLimit: number;
  /** Whether a schema without labels is that of an empty graph. */
  readonly isEmptyKnown: boolean;
}

/**
 * Reads what `neptune.graph.pg_schema` gives; members that are not known are left out.
 *
 * Source: "neptune.graph.pg_schema", Neptune Analytics User Guide.
 *
 * @returns `undefined` when nobody has computed it yet
 */
export function readStoredSchema(
  schema: unknown,
  { types, tripleLimit, isEmptyKnown }: StoredSchemaSettings,
): Omit<NeptuneStructuredSchema, "computedAt"> | undefined {
  const { nodeLabels, edgeLabels, nodeLabelDetails, edgeLabelDetails, labelTriples } = isRecord(schema) ? schema : {};
  if (namesIn(nodeLabels).length === 0 && !isEmptyKnown) return undefined;
  const wanted = (name: string): boolean => isWanted(name, types);
  return {
    source: "pg_schema",
    nodeProps: propertiesByName(nodeLabels, nodeLabelDetails, wanted),
    relProps: propertiesByName(edgeLabels, edgeLabelDetails, wanted),
    relationships: readTriples(labelTriples, wanted, tripleLimit),
  };
}

function propertiesByName(
  names: unknown,
  details: unknown,
  wanted: (name: string) => boolean,
): Record<string, SchemaProperty[]> {
  const table = isRecord(details) ? details : {};
  const all = [...new Set([...namesIn(names), ...Object.keys(table)])].filter(wanted).toSorted(byCodeUnit);
  return Object.fromEntries(all.map((name) => [name, readProperties(table[name])]));
}

function readProperties(details: unknown): SchemaProperty[] {
  const properties = isRecord(details) ? details["properties"] : undefined;
  const seen: SeenTypes = new Map();
  for (const [property, description] of Object.entries(isRecord(properties) ? properties : {})) {
    const datatypes = isRecord(description) ? namesIn(description["datatypes"]) : [];
    for (const type of datatypes) noteType(seen, property, type.toUpperCase());
  }
  // All datatypes are kept here: the service has seen every value, and tells whole numbers from fractions.
  return [...seen]
    .toSorted(([left], [right]) => byCodeUnit(left, right))
    .map(([property, all]) => {
      const types = [...all].toSorted(byCodeUnit);
      return { property, type: types.join(" | "), ...(types.length > 1 && { types }) };
    });
}

function readTriples(triples: unknown, wanted: (name: string) => boolean, limit: number): SchemaRelationship[] {
  const kept = new Map<string, SchemaRelationship>();
  for (const triple of Array.isArray(triples) ? triples : []) {
    if (!isRecord(triple)) continue;
    const { "~from": start, "~type": type, "~to": end } = triple;
    if (typeof start !== "string" || typeof type !== "string" || typeof end !== "string") continue;
    if ([start, type, end].every(wanted)) kept.set(JSON.stringify([start, type, end]), { start, type, end });
  }
  const counts = new Map<string, number>();
  return [...kept.values()].toSorted(byEnds).filter(({ type }) => {
    const count = (counts.get(type) ?? 0) + 1;
    counts.set(type, count);
    return count <= limit;
  });
}
