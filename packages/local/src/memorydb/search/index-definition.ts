import { RespError } from "../resp/reply.ts";
import type { EngineProfile } from "./engine-profiles.ts";
import { Words } from "./words.ts";

/** How two vectors are compared. */
export type DistanceMetric = "COSINE" | "L2" | "IP";

/** A field of an index. */
export type IndexField =
  | { kind: "text"; name: string }
  | { kind: "tag"; name: string; separator: string; caseSensitive: boolean }
  | { kind: "numeric"; name: string }
  | VectorField;

/** A field that is found by nearness. */
export interface VectorField {
  kind: "vector";
  name: string;
  algorithm: "FLAT" | "HNSW";
  dimensions: number;
  type: "FLOAT32" | "FLOAT64";
  metric: DistanceMetric;
  /** The other attributes, by name. */
  attributes: ReadonlyMap<string, number>;
}

/** What FT.CREATE said. */
export interface IndexDefinition {
  name: string;
  prefixes: readonly string[];
  fields: readonly IndexField[];
}

const maxFields = 50;
const maxDimensions = 32_768;
const fieldWords = ["SORTABLE", "UNF", "NOINDEX", "NOSTEM", "WITHSUFFIXTRIE"];
const fieldWordsWithValue = ["WEIGHT", "PHONETIC"];
const hnswAttributes = ["M", "EF_CONSTRUCTION", "EF_RUNTIME"];

/**
 * Reads FT.CREATE. Source: "Vector search commands", Amazon MemoryDB Developer Guide.
 *
 * @throws RespError for everything that the engine does not take
 */
export function parseCreate(args: readonly Buffer[], profile: EngineProfile): IndexDefinition {
  const words = new Words(args, 1);
  const name = words.name("index");
  if (words.take("ON") && words.keyword("ON") !== "HASH") throw new RespError("Invalid rule type: only HASH is served");
  const prefixes: string[] = [];
  if (words.take("PREFIX")) {
    const count = words.integer("PREFIX", 1, 16);
    for (let index = 0; index < count; index += 1) prefixes.push(words.name("PREFIX"));
  }
  if (!words.take("SCHEMA")) throw new RespError(`Unknown argument \`${words.isDone ? "" : words.text("SCHEMA")}\``);
  const fields: IndexField[] = [];
  while (!words.isDone) fields.push(parseField(words, profile));
  checkFields(fields, profile);
  return { name, prefixes: prefixes.length === 0 ? [""] : prefixes, fields };
}

function checkFields(fields: readonly IndexField[], profile: EngineProfile): void {
  if (fields.length === 0) throw new RespError("Fields arguments are missing");
  if (fields.length > maxFields) throw new RespError(`The maximum number of fields (${maxFields}) is exceeded`);
  const names = fields.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new RespError(`Duplicate field in schema - ${twice}`);
  if (profile.needsVector && !fields.some(({ kind }) => kind === "vector")) {
    throw new RespError("At least one attribute must be indexed as a vector");
  }
}

function parseField(words: Words, profile: EngineProfile): IndexField {
  const name = words.name("field");
  if (words.take("AS")) throw new RespError("Unknown argument `AS`: fields have the names of the hash here");
  const type = words.keyword("type");
  try {
    const field = readers[type]?.(name, words, profile);
    if (field === undefined || (field.kind === "text" && !profile.hasText))
      throw new RespError(`Unknown argument \`${type}\``);
    parseExtras(words, profile);
    return field;
  } catch (error) {
    if (!(error instanceof RespError)) throw error;
    throw new RespError(`Invalid field type for field \`${name}\`: ${error.message}`);
  }
}

const readers: Readonly<Record<string, (name: string, words: Words, profile: EngineProfile) => IndexField>> = {
  TEXT: (name) => ({ kind: "text", name }),
  NUMERIC: (name) => ({ kind: "numeric", name }),
  TAG: parseTag,
  VECTOR: parseVector,
};

function parseTag(name: string, words: Words): IndexField {
  let separator = ",";
  let caseSensitive = false;
  for (;;) {
    if (words.take("SEPARATOR")) {
      separator = words.text("SEPARATOR");
      if (separator.length !== 1) throw new RespError("Tag separator must be a single character");
    } else if (words.take("CASESENSITIVE")) caseSensitive = true;
    else return { kind: "tag", name, separator, caseSensitive };
  }
}

function parseExtras(words: Words, profile: EngineProfile): void {
  for (;;) {
    const word = words.peek();
    const hasValue = fieldWordsWithValue.includes(word);
    if (!hasValue && !fieldWords.includes(word)) return;
    if (profile.fieldExtras === "refused") throw new RespError(`Unexpected argument \`${word}\``);
    words.take(word);
    if (hasValue) words.text(word);
  }
}

function parseVector(name: string, words: Words, profile: EngineProfile): VectorField {
  const algorithm = words.keyword("algorithm");
  if (algorithm !== "FLAT" && algorithm !== "HNSW") throw new RespError(`Unknown argument \`${algorithm}\``);
  const count = words.integer("attributes", 2, 40);
  if (count % 2 !== 0) throw new RespError("Bad number of arguments for vector similarity index");
  const texts = new Map<string, string>();
  const attributes = new Map<string, number>();
  for (let index = 0; index < count; index += 2) {
    const attribute = words.keyword("attribute");
    if (["TYPE", "DISTANCE_METRIC"].includes(attribute)) texts.set(attribute, words.keyword(attribute));
    else attributes.set(attribute, readAttribute(attribute, algorithm, words, profile));
  }
  const type = texts.get("TYPE");
  const metric = texts.get("DISTANCE_METRIC");
  const dimensions = attributes.get("DIM");
  if (type !== "FLOAT32" && !(type === "FLOAT64" && profile.hasFloat64))
    throw new RespError(`Unknown argument \`${type ?? "TYPE"}\``);
  if (metric !== "COSINE" && metric !== "L2" && metric !== "IP")
    throw new RespError(`Unknown argument \`${metric ?? "DISTANCE_METRIC"}\``);
  if (dimensions === undefined) throw new RespError("Missing DIM parameter.");
  attributes.delete("DIM");
  return { kind: "vector", name, algorithm, dimensions, type, metric, attributes };
}

function readAttribute(attribute: string, algorithm: string, words: Words, profile: EngineProfile): number {
  if (attribute === "DIM") return words.integer("DIM", 1, maxDimensions);
  if (attribute === "INITIAL_CAP") return words.integer("INITIAL_CAP", 1, Number.MAX_SAFE_INTEGER);
  if (hnswAttributes.includes(attribute) && algorithm === "HNSW") {
    return words.integer(attribute, 1, attribute === "M" ? 512 : 4096);
  }
  if (!profile.vectorExtras.includes(attribute)) throw new RespError(`Unexpected argument \`${attribute}\``);
  return Number(words.text(attribute));
}
