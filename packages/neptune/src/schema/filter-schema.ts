import { isWanted, type TypeFilter } from "../resolve-options.ts";
import type { NeptuneStructuredSchema } from "./structured-schema.ts";

/** A schema with the wanted labels and types alone; a relationship stays when its type and both ends do. */
export function filterSchema(schema: NeptuneStructuredSchema, types: TypeFilter): NeptuneStructuredSchema {
  const wanted = (name: string): boolean => isWanted(name, types);
  const pick = <Value>(table: Readonly<Record<string, Value>>): Record<string, Value> =>
    Object.fromEntries(Object.entries(table).filter(([name]) => wanted(name)));
  return {
    ...schema,
    nodeProps: pick(schema.nodeProps),
    relProps: pick(schema.relProps),
    relationships: schema.relationships.filter(({ start, type, end }) => [start, type, end].every(wanted)),
  };
}
