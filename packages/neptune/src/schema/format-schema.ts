import { writeCypherName } from "../request/quote-cypher-identifier.ts";
import type { NeptuneStructuredSchema, SchemaProperty, SchemaRelationship } from "./structured-schema.ts";

/** How a schema is written. */
export interface FormatSchemaOptions {
  /** Compact, or JSON lists with the member names of Python's. @defaultValue "compact" */
  style?: "compact" | "legacy";
  /** The longest text, in characters; what is over it is left out, least useful first. @defaultValue no limit */
  maxChars?: number;
}

/** A schema as a text. */
export interface FormattedSchema {
  readonly text: string;
  /** How long the whole text would have been, when it is abridged. */
  readonly fullLength?: number;
}

/**
 * The schema of a property graph as a text for a model. The same graph gives the same text each time.
 *
 * When it is too long, descriptions go first, then the rarer properties of relationships (beyond 10) and of nodes (beyond
 * 20), then the last relationships, and a line at the end says so. A line is never cut.
 */
export function formatNeptuneSchema(schema: NeptuneStructuredSchema, options: FormatSchemaOptions = {}): string {
  return formatSchema(schema, options).text;
}

/** {@link formatNeptuneSchema} that tells whether something was left out. */
export function formatSchema(
  schema: NeptuneStructuredSchema,
  { style = "compact", maxChars = Infinity }: FormatSchemaOptions,
): FormattedSchema {
  const write = style === "legacy" ? writeLegacy : writeCompact;
  const whole = write(schema);
  if (whole.length <= maxChars) return { text: whole };
  const room = maxChars - abridged.length - 1;
  let smaller = schema;
  for (const reduce of reductions) {
    smaller = reduce(smaller);
    const text = write(smaller);
    if (text.length <= room) return { text: `${text}\n${abridged}`, fullLength: whole.length };
  }
  const text = [fitTail(smaller, write, room), abridged].filter((part) => part !== "").join("\n");
  return { text, fullLength: whole.length };
}

const abridged = "(This schema is abridged.)";

const keptRelationshipProperties = 10;
const keptNodeProperties = 20;

type Reduction = (schema: NeptuneStructuredSchema) => NeptuneStructuredSchema;

const reductions: readonly Reduction[] = [
  (schema) => ({
    ...schema,
    nodeProps: mapProperties(schema.nodeProps, withoutDescriptions),
    relProps: mapProperties(schema.relProps, withoutDescriptions),
  }),
  (schema) => ({
    ...schema,
    relProps: mapProperties(
      schema.relProps,
      mostFrequent(keptRelationshipProperties, schema.counts?.relationshipProperties),
    ),
  }),
  (schema) => ({
    ...schema,
    nodeProps: mapProperties(schema.nodeProps, mostFrequent(keptNodeProperties, schema.counts?.nodeProperties)),
  }),
];

/** As many relationships as fit, then as many types. What is left may still be longer than the room: a line is whole. */
function fitTail(
  schema: NeptuneStructuredSchema,
  write: (schema: NeptuneStructuredSchema) => string,
  room: number,
): string {
  const relationships = largestFit(schema.relationships.length, (count) => {
    return write({ ...schema, relationships: schema.relationships.slice(0, count) }).length <= room;
  });
  const fewer = { ...schema, relationships: schema.relationships.slice(0, relationships) };
  const text = write(fewer);
  return text.length <= room ? text : cutLines(text, room);
}

function cutLines(text: string, room: number): string {
  const lines = text.split("\n");
  const count = largestFit(lines.length, (kept) => lines.slice(0, kept).join("\n").length <= room);
  return lines.slice(0, count).join("\n");
}

/** The largest count up to `most` that fits, by halving. */
function largestFit(most: number, fits: (count: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function mapProperties(
  table: Readonly<Record<string, SchemaProperty[]>>,
  map: (properties: readonly SchemaProperty[]) => SchemaProperty[],
): Record<string, SchemaProperty[]> {
  return Object.fromEntries(Object.entries(table).map(([name, properties]) => [name, map(properties)]));
}

const withoutDescriptions = (properties: readonly SchemaProperty[]): SchemaProperty[] =>
  properties.map(({ description: _description, ...property }) => property);

const mostFrequent =
  (limit: number, counts: Readonly<Record<string, number>> = {}) =>
  (properties: readonly SchemaProperty[]): SchemaProperty[] => {
    const ranked = properties.toSorted((left, right) => (counts[right.property] ?? 0) - (counts[left.property] ?? 0));
    const kept = new Set(ranked.slice(0, limit));
    return properties.filter((property) => kept.has(property));
  };

function writeCompact({ nodeProps, relProps, relationships }: NeptuneStructuredSchema): string {
  return sections([
    ["Node properties:", Object.entries(nodeProps).map(compactLine)],
    ["Relationship properties:", Object.entries(relProps).map(compactLine)],
    ["Relationships:", relationships.map(arrow)],
  ]);
}

function compactLine([name, properties]: [string, readonly SchemaProperty[]]): string {
  const written = properties.map(({ property, type, description }) => {
    const remark = description === undefined ? "" : ` ${JSON.stringify(description)}`;
    return `${writeCypherName(property)}: ${type}${remark}`;
  });
  return `${writeCypherName(name)} {${written.join(", ")}}`;
}

const arrow = ({ start, type, end }: SchemaRelationship): string =>
  `(:${writeCypherName(start)})-[:${writeCypherName(type)}]->(:${writeCypherName(end)})`;

/** Prompts that were tuned on Python's `langchain-aws` expect these member names. */
function writeLegacy({ nodeProps, relProps, relationships }: NeptuneStructuredSchema): string {
  const plain = (properties: readonly SchemaProperty[]): object[] =>
    properties.map(({ property, type, description }) => ({
      property,
      type,
      ...(description !== undefined && { description }),
    }));
  const nodes = Object.entries(nodeProps).map(([labels, properties]) => ({ properties: plain(properties), labels }));
  const edges = Object.entries(relProps).map(([type, properties]) => ({ type, properties: plain(properties) }));
  return sections(
    [
      ["Node properties are the following:", nodes.map((node) => JSON.stringify(node))],
      ["Relationship properties are the following:", edges.map((edge) => JSON.stringify(edge))],
      [
        "The relationships are the following:",
        relationships.map((relationship) => JSON.stringify(arrow(relationship))),
      ],
    ],
    (lines) => `[${lines.join(",\n")}]`,
  );
}

function sections(
  parts: readonly (readonly [caption: string, lines: readonly string[]])[],
  join = (lines: readonly string[]): string => lines.join("\n"),
): string {
  return parts.map(([caption, lines]) => `${caption}\n${lines.length === 0 ? "(none)" : join(lines)}`).join("\n");
}
