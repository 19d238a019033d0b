import { warnOnce } from "@langchain-aws/core";
import { NeptuneConfigError } from "./errors.ts";
import type { GivenOptions, OptionName } from "./option-names.ts";
import type { NeptuneLogger, NeptuneSchemaSource, PropertyDescription, RdfSchemaSource } from "./options.ts";

/** What every graph goes by. */
export interface ConnectionSettings {
  readonly maxConcurrency: number;
  readonly queryTimeoutMs?: number;
  readonly requestTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly readOnly: boolean;
  readonly logger: NeptuneLogger;
  readonly onFailedAttempt?: (error: Error) => unknown;
}

/** How the schema of a property graph is found and written. */
export interface SchemaSettings {
  readonly descriptions: readonly PropertyDescription[];
  readonly source: NeptuneSchemaSource;
  readonly allowScan: boolean;
  readonly types: TypeFilter;
  readonly sampleSize: number;
  readonly tripleSampleSize: number;
  readonly tripleLimit: number;
  readonly batchSize: number;
  readonly concurrency: number;
  readonly ttlMs: number;
  readonly style: "compact" | "legacy";
  readonly maxChars: number;
}

/** Which labels and relationship types are looked at. */
export interface TypeFilter {
  readonly include?: ReadonlySet<string>;
  readonly exclude?: ReadonlySet<string>;
}

/** How the schema of an RDF graph is found. */
export interface RdfSchemaSettings {
  readonly source: RdfSchemaSource;
  readonly allowScan: boolean;
  readonly excludeMetaClasses: boolean;
  readonly includeAnnotations: boolean;
  readonly maxElements: number;
  readonly prefixes: Readonly<Record<string, string>>;
  readonly ttlMs: number;
}

const consoleLogger: NeptuneLogger = { warn: (message) => warnOnce(`neptune/${message}`, message) };

/**
 * @param timeout the AWS option of that name, another one for `requestTimeoutMs`
 * @param isReadOnly what `readOnly` is when nothing is said
 * @throws NeptuneConfigError naming the option
 */
export function resolveConnection(
  given: GivenOptions,
  { timeout, isReadOnly }: { timeout: number | undefined; isReadOnly: boolean },
): ConnectionSettings {
  const queryTimeoutMs = count(given, "queryTimeoutMs");
  const requestTimeoutMs = count(given, "requestTimeoutMs");
  if (requestTimeoutMs !== undefined && timeout !== undefined && requestTimeoutMs !== timeout) {
    throw wrong(
      "requestTimeoutMs",
      "the same as `timeout`, which is another name for it",
      "CONFIG_CONFLICTING_OPTIONS",
    );
  }
  const onFailedAttempt = given.get("onFailedAttempt");
  if (onFailedAttempt !== undefined && !isFunction(onFailedAttempt)) throw wrong("onFailedAttempt", "a function");
  return {
    maxConcurrency: count(given, "maxConcurrency") ?? 10,
    ...(queryTimeoutMs !== undefined && { queryTimeoutMs }),
    requestTimeoutMs: requestTimeoutMs ?? timeout ?? 130_000,
    connectTimeoutMs: count(given, "connectTimeoutMs") ?? 5_000,
    readOnly: flag(given, "readOnly") ?? isReadOnly,
    logger: loggerOf(given),
    ...(onFailedAttempt !== undefined && { onFailedAttempt }),
  };
}

/** @throws NeptuneConfigError naming the option */
export function resolveSchema(given: GivenOptions): SchemaSettings {
  return {
    descriptions: descriptionsOf(given.get("propertyDescriptions")),
    source: choice(given, "schemaSource", ["auto", "pg_schema", "summary", "scan", "none"]) ?? "auto",
    allowScan: flag(given, "allowSchemaScan") ?? false,
    types: resolveTypes(given.get("includeTypes"), given.get("excludeTypes")),
    sampleSize: count(given, "sampleSize") ?? 100,
    tripleSampleSize: count(given, "tripleSampleSize") ?? 3000,
    tripleLimit: count(given, "tripleLimit") ?? 10,
    batchSize: count(given, "schemaBatchSize") ?? 20,
    concurrency: count(given, "schemaConcurrency") ?? 4,
    ttlMs: lifetime(given),
    style: choice(given, "schemaStyle", ["compact", "legacy"]) ?? "compact",
    maxChars: count(given, "maxSchemaChars") ?? Infinity,
  };
}

/** @throws NeptuneConfigError naming the option */
export function resolveRdfSchema(given: GivenOptions): RdfSchemaSettings {
  const prefixes = given.get("defaultPrefixes") ?? {};
  if (!isRecordOfTexts(prefixes)) throw wrong("defaultPrefixes", "an object: prefix name to namespace");
  return {
    source: choice(given, "schemaSource", ["auto", "summary", "scan", "none"]) ?? "auto",
    allowScan: flag(given, "allowSchemaScan") ?? false,
    excludeMetaClasses: flag(given, "excludeMetaClasses") ?? true,
    includeAnnotations: flag(given, "includeAnnotations") ?? false,
    maxElements: count(given, "maxSchemaElements") ?? 500,
    prefixes: { ...prefixes },
    ttlMs: lifetime(given),
  };
}

/** @throws NeptuneConfigError when both lists are there, or one is none */
export function resolveTypes(include: unknown, exclude: unknown): TypeFilter {
  if (include !== undefined && exclude !== undefined) {
    throw new NeptuneConfigError("Pass includeTypes or excludeTypes, not both.", {
      code: "CONFIG_CONFLICTING_OPTIONS",
    });
  }
  const names = (option: string, value: unknown): ReadonlySet<string> => {
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) return new Set<string>(value);
    throw wrong(option, "a list of labels and relationship types");
  };
  return {
    ...(include !== undefined && { include: names("includeTypes", include) }),
    ...(exclude !== undefined && { exclude: names("excludeTypes", exclude) }),
  };
}

/** Whether a label or a relationship type is looked at. */
export const isWanted = (type: string, { include, exclude }: TypeFilter): boolean =>
  include === undefined ? exclude?.has(type) !== true : include.has(type);

/** @throws NeptuneConfigError unless the option is missing, true or false */
export function flag(given: GivenOptions, name: OptionName): boolean | undefined {
  const value = given.get(name);
  if (value === undefined || typeof value === "boolean") return value;
  throw wrong(name, "true or false");
}

/** @throws NeptuneConfigError unless the option is missing or a text that is not empty */
export function text(given: GivenOptions, name: OptionName): string | undefined {
  const value = given.get(name);
  if (value === undefined || (typeof value === "string" && value.trim() !== "")) return value?.trim();
  throw wrong(name, "a text that is not empty");
}

/** @throws NeptuneConfigError unless the option is missing or one of these */
export function choice<const Value extends string>(
  given: GivenOptions,
  name: OptionName,
  allowed: readonly Value[],
): Value | undefined {
  const value = given.get(name);
  const found = allowed.find((one) => one === value);
  if (value === undefined || found !== undefined) return found;
  throw wrong(name, allowed.map((one) => JSON.stringify(one)).join(", "));
}

/** @throws NeptuneConfigError unless the option is missing or a whole number above 0 */
export function count(given: GivenOptions, name: OptionName): number | undefined {
  const value = given.get(name);
  if (value === undefined || (typeof value === "number" && Number.isInteger(value) && value > 0)) return value;
  throw wrong(name, "a whole number above 0", "CONFIG_INVALID_NUMBER");
}

/** The error for an option that is wrong; its value is not in the text. */
export const wrong = (name: string, expected: string, code = "CONFIG_INVALID_OPTION"): NeptuneConfigError =>
  new NeptuneConfigError(`${name} must be ${expected}.`, { code });

function lifetime(given: GivenOptions): number {
  const value = given.get("schemaTtlMs") ?? Infinity;
  if (typeof value === "number" && value >= 0) return value;
  throw wrong("schemaTtlMs", "milliseconds, 0 or more", "CONFIG_INVALID_NUMBER");
}

function loggerOf(given: GivenOptions): NeptuneLogger {
  const logger = given.get("logger");
  if (logger === undefined) return consoleLogger;
  if (isLogger(logger)) return logger;
  throw wrong("logger", "an object with a function `warn`");
}

const isLogger = (value: unknown): value is NeptuneLogger =>
  typeof value === "object" && value !== null && "warn" in value && typeof value.warn === "function";

const isFunction = (value: unknown): value is (error: Error) => unknown => typeof value === "function";

function descriptionsOf(value: unknown): PropertyDescription[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.map((one: unknown, index) => toDescription(one, index));
  if (typeof value !== "object" || value === null) throw wrong("propertyDescriptions", descriptionForms);
  return Object.entries(value).flatMap(([type, properties]: [string, unknown]) => {
    if (!isRecordOfTexts(properties)) throw wrong(`propertyDescriptions.${type}`, "an object: property to description");
    return Object.entries(properties).map(([property, description]) => ({ type, property, description }));
  });
}

const descriptionForms = "an object { type: { property: description } } or a list of { type, property, description }";

function toDescription(value: unknown, index: number): PropertyDescription {
  if (isRecordOfTexts(value)) {
    const { type, property, description } = value;
    if (type !== undefined && property !== undefined && description !== undefined)
      return { type, property, description };
  }
  throw wrong(`propertyDescriptions[${index}]`, "an object { type, property, description } of texts");
}

const isRecordOfTexts = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((item) => typeof item === "string");
