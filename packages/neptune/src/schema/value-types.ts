import { byCodeUnit, type SchemaProperty } from "./structured-schema.ts";

/** The types that a property was seen with, by property; an empty set where only nulls were seen. */
export type SeenTypes = Map<string, Set<string>>;

/** Notes the types of an element's properties. */
export function noteValues(seen: SeenTypes, properties: Readonly<Record<string, unknown>>): void {
  for (const [property, value] of Object.entries(properties)) {
    const type = typeOfValue(value);
    if (type !== undefined) noteType(seen, property, type);
  }
}

/** Notes a type by its name. */
export function noteType(seen: SeenTypes, property: string, type: string): void {
  const types = seen.get(property);
  if (types === undefined) seen.set(property, new Set([type]));
  else types.add(type);
}

function typeOfValue(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) return "LIST";
  if (typeof value === "number") return Number.isInteger(value) ? "INTEGER" : "DOUBLE";
  if (typeof value === "string") return "STRING";
  return typeof value === "boolean" ? "BOOLEAN" : "MAP";
}

/** Properties with their types, in order. Whole numbers among fractions are fractions: `1.0` arrives as `1`. */
export function toProperties(seen: SeenTypes): SchemaProperty[] {
  return [...seen]
    .toSorted(([left], [right]) => byCodeUnit(left, right))
    .map(([property, all]) => {
      const types = [...all].filter((type) => type !== "INTEGER" || !all.has("DOUBLE")).toSorted(byCodeUnit);
      return { property, type: types.join(" | "), ...(types.length > 1 && { types }) };
    });
}
