import { isPlainRecord } from "@langchain-aws/core";
import type { EmbeddingsInterface } from "@langchain/core/embeddings";
import { S3VectorsConfigError } from "./errors.ts";
import { checkFilter } from "./filter/check-filter.ts";
import type { S3VectorsFilter } from "./filter/search-filter.ts";
import { type IndexPlace, placeOf } from "./names.ts";
import { type OptionName, readOptions } from "./option-names.ts";
import type { S3VectorsDistanceMetric, S3VectorsEncryption, S3VectorsNestedMetadata } from "./options.ts";

/** The metadata key of this package's own: the names of the keys whose values are JSON. */
export const jsonKeysKey = "_lc_json";

/** The constructor's options, checked, with every default filled in. */
export interface StoreSettings {
  readonly place: IndexPlace;
  readonly distanceMetric: S3VectorsDistanceMetric;
  /** As an index is created with: the user's keys and those of this package. */
  readonly nonFilterableKeys: readonly string[];
  readonly pageContentKey: string | null;
  readonly createIndexIfNotExist: boolean;
  readonly encryption?: S3VectorsEncryption;
  readonly tags?: Readonly<Record<string, string>>;
  readonly relevanceScoreFn?: (distance: number) => number;
  readonly queryEmbeddings?: EmbeddingsInterface;
  readonly baseFilter?: S3VectorsFilter;
  readonly batchSize: number;
  readonly maxConcurrency: number;
  readonly maxRequestBytes: number;
  readonly nestedMetadata: S3VectorsNestedMetadata;
  readonly compactFloats: boolean;
  readonly onFailedAttempt?: (error: Error) => unknown;
}

/** Most vectors of a PutVectors request. */
export const mostVectors = 500;

const mostNonFilterableKeys = 10;
const longestNonFilterableKey = 63;
const MIB = 1_048_576;
/** The service's limit. */
const mostRequestBytes = 20 * MIB;

type Given = ReadonlyMap<OptionName, unknown>;

/** @throws S3VectorsConfigError naming the option that cannot work */
export function resolveSettings(fields: object): StoreSettings {
  const given = readOptions(fields);
  const nestedMetadata = choiceOf(given, "nestedMetadata", ["json", "flatten", "drop", "error"]) ?? "json";
  choiceOf(given, "dataType", ["float32"]);
  const pageContentKey = pageContentKeyOf(given);
  const isFilterable = flagOf(given, "pageContentFilterable") ?? false;
  const baseFilter = given.get("baseFilter");
  return {
    place: placeOf(given),
    distanceMetric: choiceOf(given, "distanceMetric", ["cosine", "euclidean"]) ?? "cosine",
    pageContentKey,
    nonFilterableKeys: nonFilterableKeysOf(given, [
      ...(pageContentKey === null || isFilterable ? [] : [pageContentKey]),
      ...(nestedMetadata === "json" ? [jsonKeysKey] : []),
    ]),
    createIndexIfNotExist: flagOf(given, "createIndexIfNotExist") ?? true,
    batchSize: countOf(given, "batchSize", mostVectors) ?? 200,
    maxConcurrency: countOf(given, "maxConcurrency", Number.MAX_SAFE_INTEGER) ?? 4,
    maxRequestBytes: countOf(given, "maxRequestBytes", mostRequestBytes) ?? 18 * MIB,
    nestedMetadata,
    compactFloats: flagOf(given, "compactFloats") ?? true,
    ...defined({
      encryption: encryptionOf(given),
      tags: tagsOf(given),
      relevanceScoreFn: valueOf(given, "relevanceScoreFn", isScoreFunction, "a function"),
      onFailedAttempt: valueOf(given, "onFailedAttempt", isErrorListener, "a function"),
      queryEmbeddings: valueOf(given, "queryEmbeddings", isEmbeddings, "LangChain embeddings"),
      baseFilter: baseFilter === undefined ? undefined : checkFilter(baseFilter),
    }),
  };
}

/** A whole number from 1 to a limit; `undefined` when nothing was passed. */
export function checkCount(name: string, value: unknown, most: number): number | undefined {
  if (value === undefined || (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most)) {
    return value === undefined ? undefined : Number(value);
  }
  const limit = most === Number.MAX_SAFE_INTEGER ? "above 0" : `from 1 to ${most}`;
  throw new S3VectorsConfigError(`${name} must be a whole number ${limit}.`, { code: "CONFIG_INVALID_NUMBER" });
}

function countOf(given: Given, name: OptionName, most: number): number | undefined {
  return checkCount(name, given.get(name), most);
}

function pageContentKeyOf(given: Given): string | null {
  const key = given.get("pageContentMetadataKey");
  if (key === undefined) return "_page_content";
  if (key === null || (typeof key === "string" && key !== "" && key !== jsonKeysKey)) return key;
  throw invalid("pageContentMetadataKey", `a text other than ${jsonKeysKey}, or null`);
}

function nonFilterableKeysOf(given: Given, own: readonly string[]): string[] {
  const keys = given.get("nonFilterableMetadataKeys") ?? [];
  if (!Array.isArray(keys) || !keys.every(isKey)) {
    throw invalid("nonFilterableMetadataKeys", `a list of texts of 1 to ${longestNonFilterableKey} characters`);
  }
  const all = [...new Set<string>([...keys, ...own])];
  if (all.length <= mostNonFilterableKeys) return all;
  const added = own.length === 0 ? "" : `, ${own.join(" and ")} included`;
  throw new S3VectorsConfigError(
    `An index has at most ${mostNonFilterableKeys} non-filterable metadata keys; these are ${all.length}${added}.`,
    { code: "CONFIG_TOO_MANY_KEYS" },
  );
}

const isKey = (value: unknown): value is string =>
  typeof value === "string" && value.length >= 1 && value.length <= longestNonFilterableKey;

function encryptionOf(given: Given): S3VectorsEncryption | undefined {
  const value = given.get("encryption");
  if (value === undefined) return undefined;
  const { sseType, kmsKeyArn } = isPlainRecord(value) ? value : {};
  if (sseType === "AES256" && kmsKeyArn === undefined) return { sseType };
  if (sseType === "aws:kms" && typeof kmsKeyArn === "string") return { sseType, kmsKeyArn };
  throw invalid("encryption", '{ sseType: "AES256" }, or { sseType: "aws:kms", kmsKeyArn } with the ARN of a key');
}

function tagsOf(given: Given): Record<string, string> | undefined {
  const value = given.get("tags");
  if (value === undefined) return undefined;
  if (!isPlainRecord(value)) throw invalid("tags", "an object of texts");
  const tags: Record<string, string> = {};
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== "string") throw invalid("tags", "an object of texts");
    tags[key] = text;
  }
  return tags;
}

/** Whether something embeds, of whatever copy of LangChain it is. */
export function isEmbeddings(value: unknown): value is EmbeddingsInterface {
  return (
    typeof value === "object" &&
    value !== null &&
    "embedQuery" in value &&
    typeof value.embedQuery === "function" &&
    "embedDocuments" in value &&
    typeof value.embedDocuments === "function"
  );
}

function flagOf(given: Given, name: OptionName): boolean | undefined {
  return valueOf(given, name, isFlag, "true or false");
}

/** The value of an option that is of a type, if it was passed. */
function valueOf<T>(
  given: Given,
  name: OptionName,
  is: (value: unknown) => value is T,
  expected: string,
): T | undefined {
  const value = given.get(name);
  if (value === undefined || is(value)) return value;
  throw invalid(name, expected);
}

// What a function takes and gives cannot be checked before it is called.
const isScoreFunction = (value: unknown): value is (distance: number) => number => typeof value === "function";
const isErrorListener = (value: unknown): value is (error: Error) => unknown => typeof value === "function";
const isFlag = (value: unknown): value is boolean => typeof value === "boolean";

function choiceOf<const C extends string>(given: Given, name: OptionName, choices: readonly C[]): C | undefined {
  const value = given.get(name);
  const found = choices.find((choice) => choice === value);
  if (value === undefined || found !== undefined) return found;
  throw invalid(name, choices.map((choice) => `"${choice}"`).join(" or "));
}

function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same members, less those without a value
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function invalid(name: string, expected: string): S3VectorsConfigError {
  return new S3VectorsConfigError(`${name} must be ${expected}.`, { code: "CONFIG_INVALID_OPTION" });
}
