import { debugLog } from "@langchain-aws/core";
import type { Engine } from "../engine.ts";
import { MemoryDBUnsupportedError } from "../errors.ts";
import type {
  NumericFieldSchema,
  ResolvedSchema,
  ResolvedVectorField,
  TagFieldSchema,
  TextFieldSchema,
} from "./index-schema.ts";

/** What FT.CREATE is built from. */
export interface CreateInput {
  indexName: string;
  /** With its colon. */
  prefix: string;
  schema: ResolvedSchema;
  dims: number;
  engine: Engine;
}

/**
 * The words of FT.CREATE: only what all engines take, and what this engine takes besides.
 *
 * @throws MemoryDBUnsupportedError for FLOAT64 where it does not exist
 */
export function buildCreate({ indexName, prefix, schema, dims, engine }: CreateInput): string[] {
  const content = schema.text.find(({ name }) => name === schema.contentKey) ?? { name: schema.contentKey };
  const others = schema.text.filter(({ name }) => name !== schema.contentKey);
  const kept = schema.metadataKey === undefined ? [] : [{ name: schema.metadataKey }];
  const texts = engine.hasText ? [content, ...kept, ...others] : [];
  return [
    "FT.CREATE",
    indexName,
    "ON",
    "HASH",
    "PREFIX",
    "1",
    prefix,
    "SCHEMA",
    ...texts.flatMap((field) => [field.name, "TEXT", ...textOptions(field, engine)]),
    ...schema.tag.flatMap((field) => [
      field.name,
      "TAG",
      "SEPARATOR",
      field.separator,
      ...(field.case_sensitive ? ["CASESENSITIVE"] : []),
      ...fieldOptions(field, engine),
    ]),
    ...schema.numeric.flatMap((field) => [field.name, "NUMERIC", ...fieldOptions(field, engine)]),
    ...vectorField(schema.vector, dims, engine),
  ];
}

function vectorField(field: ResolvedVectorField, dims: number, engine: Engine): string[] {
  if (field.datatype === "FLOAT64" && !engine.hasFloat64) {
    throw new MemoryDBUnsupportedError(
      `FLOAT64 vectors exist on RediSearch alone; this server has ${engine.name}. Use FLOAT32.`,
    );
  }
  const attributes = [
    "TYPE",
    field.datatype,
    "DIM",
    String(dims),
    "DISTANCE_METRIC",
    field.distanceMetric,
    ...(field.initialCap === undefined ? [] : ["INITIAL_CAP", String(field.initialCap)]),
    ...(field.algorithm === "FLAT"
      ? []
      : ["M", String(field.m), "EF_CONSTRUCTION", String(field.efConstruction), "EF_RUNTIME", String(field.efRuntime)]),
  ];
  return [field.name, "VECTOR", field.algorithm, String(attributes.length), ...attributes];
}

function textOptions(field: TextFieldSchema, engine: Engine): string[] {
  const own = [
    ...(field.no_stem === true ? ["NOSTEM"] : []),
    ...(field.weight === undefined || field.weight === 1 ? [] : ["WEIGHT", String(field.weight)]),
    ...(field.phonetic_matcher === undefined ? [] : ["PHONETIC", field.phonetic_matcher]),
    ...(field.withsuffixtrie === true ? ["WITHSUFFIXTRIE"] : []),
  ];
  return [...dropped(field.name, own, engine), ...fieldOptions(field, engine)];
}

function fieldOptions(field: NumericFieldSchema | TagFieldSchema | TextFieldSchema, engine: Engine): string[] {
  const own = [...(field.sortable === true ? ["SORTABLE"] : []), ...(field.no_index === true ? ["NOINDEX"] : [])];
  return dropped(field.name, own, engine);
}

function dropped(name: string, options: string[], engine: Engine): string[] {
  if (engine.takesFieldOptions || options.length === 0) return options;
  debugLog("memorydb", () => `${engine.name} does not know ${options.join(" ")} of the field ${name}; it is left out.`);
  return [];
}
