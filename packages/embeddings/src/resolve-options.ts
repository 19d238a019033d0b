import { AwsConfigurationError, isRecord } from "@langchain-aws/core";
import type { EmbeddingType, EmbeddingUsage, Truncate } from "./options.ts";

/** The options of one object, checked, with every default filled in. */
export interface EmbeddingsSettings {
  readonly model: string;
  readonly baseModelId: string | undefined;
  readonly provider: string | undefined;
  readonly modelKwargs: Readonly<Record<string, unknown>>;
  readonly dimensions: number | undefined;
  readonly normalize: boolean;
  readonly embeddingType: EmbeddingType;
  readonly documentInputType: string;
  readonly queryInputType: string;
  readonly documentPurpose: string;
  readonly queryPurpose: string;
  readonly truncate: Truncate | undefined;
  readonly stripNewLines: boolean;
  readonly batchSize: number;
  readonly maxConcurrency: number;
  readonly allowFilePaths: boolean;
  readonly onUsage: ((usage: EmbeddingUsage) => void) | undefined;
  readonly onFailedAttempt: ((error: Error) => unknown) | undefined;
}

/** The model of Python's class and of `@langchain/aws` when none is named. */
export const defaultModel = "amazon.titan-embed-text-v1";

/** Cohere's limit ("Cohere Embed v3" in the Amazon Bedrock user guide). */
const maxBatchSize = 96;

const defaultMaxConcurrency = 10;

/**
 * The only place where options are checked and defaults applied.
 *
 * @param fields - under their canonical names
 * @throws AwsConfigurationError naming the option
 */
export function resolveSettings(fields: Readonly<Record<string, unknown>>): EmbeddingsSettings {
  const read = new FieldReader(fields);
  const settings: EmbeddingsSettings = {
    model: read.text("model") ?? defaultModel,
    baseModelId: read.text("baseModelId"),
    provider: read.text("provider"),
    modelKwargs: read.record("modelKwargs"),
    dimensions: read.count("dimensions"),
    normalize: read.flag("normalize") ?? false,
    embeddingType: read.choice("embeddingType", ["float", "int8", "uint8", "binary", "ubinary"]) ?? "float",
    documentInputType: read.text("documentInputType") ?? "search_document",
    queryInputType: read.text("queryInputType") ?? "search_query",
    documentPurpose: read.text("documentPurpose") ?? "GENERIC_INDEX",
    queryPurpose: read.text("queryPurpose") ?? "GENERIC_RETRIEVAL",
    truncate: read.choice("truncate", ["NONE", "START", "END"]),
    stripNewLines: read.flag("stripNewLines") ?? true,
    batchSize: read.count("batchSize", maxBatchSize) ?? maxBatchSize,
    maxConcurrency:
      fields["maxConcurrency"] === Infinity ? Infinity : (read.count("maxConcurrency") ?? defaultMaxConcurrency),
    allowFilePaths: read.flag("allowFilePaths") ?? true,
    onUsage: read.callback("onUsage"),
    onFailedAttempt: read.callback("onFailedAttempt"),
  };
  if (settings.normalize && settings.embeddingType !== "float") {
    throw new AwsConfigurationError(
      `normalize needs embeddingType "float": vectors of ${settings.embeddingType} are integers. Drop one of the two.`,
    );
  }
  return settings;
}

/** Reads options of which nothing is known, by the type they must have. */
class FieldReader {
  readonly #fields: Readonly<Record<string, unknown>>;

  constructor(fields: Readonly<Record<string, unknown>>) {
    this.#fields = fields;
  }

  /** A blank text counts as not given. */
  text(name: string): string | undefined {
    const value = this.#fields[name];
    if (value === undefined) return undefined;
    if (typeof value !== "string") throw wrong(name, "a string");
    return value.trim() === "" ? undefined : value.trim();
  }

  flag(name: string): boolean | undefined {
    const value = this.#fields[name];
    if (value === undefined || typeof value === "boolean") return value;
    throw wrong(name, "true or false");
  }

  count(name: string, most = Infinity): number | undefined {
    const value = this.#fields[name];
    if (value === undefined) return undefined;
    if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= most) return value;
    throw wrong(name, most === Infinity ? "a whole number above 0" : `a whole number from 1 to ${most}`);
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const value = this.#fields[name];
    if (value === undefined) return undefined;
    const found = choices.find((choice) => choice === value);
    if (found === undefined) throw wrong(name, `one of ${choices.map((choice) => `"${choice}"`).join(", ")}`);
    return found;
  }

  record(name: string): Readonly<Record<string, unknown>> {
    const value = this.#fields[name];
    if (value === undefined || isRecord(value)) return value ?? {};
    throw wrong(name, "an object");
  }

  callback(name: string): ((value: unknown) => unknown) | undefined {
    const value = this.#fields[name];
    if (value === undefined) return undefined;
    if (typeof value !== "function") throw wrong(name, "a function");
    return (argument) => Reflect.apply(value, undefined, [argument]);
  }
}

function wrong(name: string, expected: string): AwsConfigurationError {
  return new AwsConfigurationError(`${name} must be ${expected}.`, { code: "CONFIG_INVALID_OPTION" });
}
