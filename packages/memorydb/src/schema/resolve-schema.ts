import { isRecord, warnOnce } from "@langchain-aws/core";
import { MemoryDBSchemaError } from "../errors.ts";
import {
  type IndexSchema,
  metadataField,
  type NumericFieldSchema,
  type ResolvedSchema,
  type ResolvedTagField,
  type ResolvedVectorField,
  TAG_SEPARATOR,
  type TagFieldSchema,
  type TextFieldSchema,
  type VectorFieldSchema,
} from "./index-schema.ts";

/** "Vector search features and limits", Amazon MemoryDB Developer Guide. */
const maxFields = 50;
const maxDims = 32_768;
const maxM = 512;
const maxEf = 4096;
const fieldName = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

type Reader = (value: unknown) => boolean;
const isText: Reader = (value) => typeof value === "string";
const isFlag: Reader = (value) => typeof value === "boolean";
const isCount: Reader = (value) => Number.isInteger(value) && Number(value) > 0;
const isNumber: Reader = (value) => typeof value === "number" && Number.isFinite(value);

const common = { no_index: isFlag, sortable: isFlag };
const kinds: Readonly<Record<"text" | "tag" | "numeric" | "vector", Readonly<Record<string, Reader>>>> = {
  text: {
    ...common,
    name: isText,
    weight: isNumber,
    no_stem: isFlag,
    phonetic_matcher: isText,
    withsuffixtrie: isFlag,
  },
  tag: { ...common, name: isText, separator: isText, case_sensitive: isFlag },
  numeric: { ...common, name: isText },
  vector: {
    name: isText,
    algorithm: isText,
    dims: isCount,
    datatype: isText,
    distance_metric: isText,
    initial_cap: isCount,
    m: isCount,
    ef_construction: isCount,
    ef_runtime: isCount,
    // Python's files carry them; no engine but RediSearch knows either.
    epsilon: isNumber,
    block_size: isCount,
  },
};

/** What a schema is made of besides the schema itself. */
export interface SchemaInput {
  schema: unknown;
  vector: VectorFieldSchema | undefined;
  /** Whether a lossless copy of the metadata is kept. */
  metadataJson: boolean;
}

/**
 * The only place where a schema is checked and its defaults applied.
 *
 * @throws MemoryDBSchemaError naming the field and what is wrong with it
 */
export function resolveSchema({ schema = {}, vector, metadataJson }: SchemaInput): ResolvedSchema {
  if (!isRecord(schema))
    throw new MemoryDBSchemaError("The schema must be an object, or the path of a YAML or JSON file.");
  checkNames(schema, [...Object.keys(kinds), "content_key", "content_vector_key"], "indexSchema");
  const text = readFields<TextFieldSchema>(schema, "text");
  const tag = readFields<TagFieldSchema>(schema, "tag").map(resolveTag);
  const numeric = readFields<NumericFieldSchema>(schema, "numeric");
  const vectors = readFields<VectorFieldSchema>(schema, "vector");
  const contentKey = readName(schema, "content_key") ?? "content";
  const vectorKey = readName(schema, "content_vector_key") ?? vector?.name ?? onlyName(vectors) ?? "content_vector";
  const declared = vectors.find(({ name = "content_vector" }) => name === vectorKey);
  const unused = vectors.find((field) => field !== declared);
  if (unused !== undefined) {
    throw new MemoryDBSchemaError(
      `The schema has the vector field ${unused.name ?? "content_vector"}, but the store writes ${vectorKey} alone. Leave it out, or name it in \`content_vector_key\`.`,
    );
  }
  if (declared !== undefined && vector !== undefined) {
    warnOnce(
      `memorydb/vector-schema/${vectorKey}`,
      `\`vectorSchema\` is ignored: \`indexSchema\` describes the vector field ${vectorKey} itself.`,
    );
  }
  const resolved: ResolvedSchema = {
    contentKey,
    metadataKey: metadataJson ? metadataField : undefined,
    text: text.filter(({ name }) => name !== metadataField),
    tag,
    numeric,
    vector: resolveVector({ ...(declared ?? vector), name: vectorKey }),
  };
  checkFieldNames(resolved);
  return resolved;
}

/**
 * Checks the description of a vector field and fills in its defaults.
 *
 * @throws MemoryDBSchemaError
 */
export function resolveVector(field: VectorFieldSchema): ResolvedVectorField {
  checkField(field, "vector", "vectorSchema");
  const name = field.name ?? "content_vector";
  const oneOf = <Value extends string>(what: string, value: string, allowed: readonly Value[]): Value => {
    const found = allowed.find((one) => one === value.toUpperCase());
    if (found === undefined)
      throw new MemoryDBSchemaError(
        `The vector field ${name} has an unknown \`${what}\`. Known: ${allowed.join(", ")}.`,
      );
    return found;
  };
  const atMost = (what: string, value: number, most: number): number => {
    if (value > most) throw new MemoryDBSchemaError(`\`${what}\` of the vector field ${name} is above ${most}.`);
    return value;
  };
  return {
    name,
    algorithm: oneOf("algorithm", field.algorithm ?? "FLAT", ["FLAT", "HNSW"]),
    dims: atMost("dims", field.dims ?? 0, maxDims),
    datatype: oneOf("datatype", field.datatype ?? "FLOAT32", ["FLOAT32", "FLOAT64"]),
    distanceMetric: oneOf("distance_metric", field.distance_metric ?? "COSINE", ["COSINE", "IP", "L2"]),
    initialCap: field.initial_cap,
    m: atMost("m", field.m ?? 16, maxM),
    efConstruction: atMost("ef_construction", field.ef_construction ?? 200, maxEf),
    efRuntime: atMost("ef_runtime", field.ef_runtime ?? 10, maxEf),
  };
}

/**
 * The schema as a plain object, without what was not given: what `writeSchema` writes. The data types that Python adds
 * are part of it.
 */
export function toPlainSchema({ contentKey, text, tag, numeric, vector }: ResolvedSchema): IndexSchema {
  const fields = {
    text: text.map(withoutEmpty),
    tag: tag.map(withoutEmpty),
    numeric: numeric.map(withoutEmpty),
    vector: [
      withoutEmpty({
        name: vector.name,
        algorithm: vector.algorithm,
        dims: vector.dims === 0 ? undefined : vector.dims,
        datatype: vector.datatype,
        distance_metric: vector.distanceMetric,
        initial_cap: vector.initialCap,
        ...(vector.algorithm === "HNSW"
          ? { m: vector.m, ef_construction: vector.efConstruction, ef_runtime: vector.efRuntime }
          : {}),
      }),
    ],
  };
  return {
    ...Object.fromEntries(Object.entries(fields).filter(([, list]) => list.length > 0)),
    content_key: contentKey,
    content_vector_key: vector.name,
  };
}

function onlyName(vectors: readonly VectorFieldSchema[]): string | undefined {
  return vectors.length === 1 ? vectors[0]?.name : undefined;
}

function withoutEmpty<Field extends object>(field: Field): Field {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same members, but for those without a value
  return Object.fromEntries(
    Object.entries(field).filter(([, value]) => value !== undefined && value !== null),
  ) as Field;
}

function resolveTag(field: TagFieldSchema): ResolvedTagField {
  const separator = field.separator ?? TAG_SEPARATOR;
  if (separator.length !== 1)
    throw new MemoryDBSchemaError(`The separator of the tag field ${field.name} must be one character.`);
  return { ...field, separator, case_sensitive: field.case_sensitive ?? false };
}

function readFields<Field extends object>(schema: Record<string, unknown>, kind: keyof typeof kinds): Field[] {
  const list = schema[kind] ?? [];
  if (!Array.isArray(list)) throw new MemoryDBSchemaError(`\`${kind}\` of the schema must be a list of fields.`);
  return list.map((field: unknown, index) => {
    const where = `${kind}[${index}]`;
    const cleaned = isRecord(field) ? withoutEmpty(field) : field;
    checkField(cleaned, kind, where);
    if (kind !== "vector" && (!isRecord(cleaned) || typeof cleaned["name"] !== "string"))
      throw new MemoryDBSchemaError(`${where} of the schema has no \`name\`.`);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked member by member
    return cleaned as Field;
  });
}

function checkField(field: unknown, kind: keyof typeof kinds, where: string): void {
  if (!isRecord(field)) throw new MemoryDBSchemaError(`${where} of the schema must be an object with a \`name\`.`);
  checkNames(field, Object.keys(kinds[kind]), where);
  for (const [name, value] of Object.entries(field)) {
    if (value !== undefined && kinds[kind][name]?.(value) === false) {
      throw new MemoryDBSchemaError(`\`${name}\` of ${where} has a value of the wrong kind.`);
    }
  }
}

function checkNames(record: object, known: readonly string[], where: string): void {
  const unknown = Object.keys(record).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new MemoryDBSchemaError(`${where} has an unknown member \`${unknown}\`. Known: ${known.join(", ")}.`);
}

function readName(schema: Record<string, unknown>, member: string): string | undefined {
  const value = schema[member];
  if (value === undefined || value === null || typeof value === "string") return value ?? undefined;
  throw new MemoryDBSchemaError(`\`${member}\` of the schema must be the name of a field.`);
}

function checkFieldNames({ contentKey, metadataKey, text, tag, numeric, vector }: ResolvedSchema): void {
  const others = [...text.filter(({ name }) => name !== contentKey), ...tag, ...numeric].map(({ name }) => name);
  const names = [contentKey, ...(metadataKey === undefined ? [] : [metadataKey]), vector.name, ...others];
  const bad = names.find((name) => !fieldName.test(name));
  if (bad !== undefined) {
    throw new MemoryDBSchemaError(
      `The field name "${bad}" cannot be indexed: a letter or _ first, then letters, digits, _ . and -.`,
    );
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new MemoryDBSchemaError(
      `The field ${twice} is there twice: names are unique, and those of content, vector and ${metadataField} are taken.`,
    );
  if (names.length > maxFields)
    throw new MemoryDBSchemaError(
      `An index has at most ${maxFields} fields, content and vector among them; here are ${names.length}.`,
    );
}
