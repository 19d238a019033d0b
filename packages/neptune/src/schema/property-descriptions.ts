import type { NeptuneLogger, PropertyDescription } from "../options.ts";
import type { NeptuneStructuredSchema, SchemaProperty } from "./structured-schema.ts";

/** The longest description, in characters: it is a remark for a model, not a text. */
const longest = 200;

/** Joins descriptions to the properties that they are about; those about no property are named in one warning. */
export function describeProperties(
  schema: NeptuneStructuredSchema,
  descriptions: readonly PropertyDescription[],
  logger: NeptuneLogger,
): NeptuneStructuredSchema {
  if (descriptions.length === 0) return schema;
  const texts = new Map(
    descriptions.map(({ type, property, description }) => [key(type, property), clean(description)]),
  );
  const used = new Set<string>();
  const describe = (table: Readonly<Record<string, SchemaProperty[]>>): Record<string, SchemaProperty[]> =>
    Object.fromEntries(
      Object.entries(table).map(([type, properties]) => [
        type,
        properties.map((property) => {
          const name = key(type, property.property);
          const description = texts.get(name);
          if (description !== undefined) used.add(name);
          return description === undefined ? property : { ...property, description };
        }),
      ]),
    );
  const described = { ...schema, nodeProps: describe(schema.nodeProps), relProps: describe(schema.relProps) };
  const unknown = descriptions.filter(({ type, property }) => !used.has(key(type, property)));
  if (unknown.length > 0) {
    const names = unknown.map(({ type, property }) => `${type}.${property}`).join(", ");
    logger.warn(`Descriptions of properties that the schema does not have are left out: ${names}.`);
  }
  return described;
}

const key = (type: string, property: string): string => JSON.stringify([type, property]);

/** Descriptions are data: on one line, and not too long. */
function clean(description: string): string {
  const line = description.replaceAll(/[\s\p{Cc}]+/gu, " ").trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}
