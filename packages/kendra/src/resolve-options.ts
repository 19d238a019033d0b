import type {
  AttributeFilter as WireFilter,
  DocumentRelevanceConfiguration as WireRelevanceConfiguration,
  UserContext as WireUserContext,
} from "@aws-sdk/client-kendra";
import { warnOnce } from "@langchain-aws/core";
import { checkFilter } from "./filter/check-filter.ts";
import { misconfigured } from "./misconfigured.ts";
import { ignoreUnknown, overrideOptions, readOptions, refuseUnknown, retrieverOptions } from "./option-names.ts";
import type { QueryOptions } from "./options.ts";
import { checkQueryOptions } from "./request/query-options.ts";
import { checkRelevance } from "./request/relevance.ts";
import { checkUserContext } from "./request/user-context.ts";
import type { KendraResultItem } from "./response/kendra-result-item.ts";
import { combinedText } from "./response/page-content.ts";
import { type Check, flag, listOf, text, wholeNumber } from "./shape.ts";

/** The most results of a request. */
const mostResults = 100;
const defaultTopK = 3;

/** What is searched, and how: the same in every request of a retriever. */
export interface SearchSettings {
  readonly indexId: string;
  /** 0 to 100. */
  readonly topK: number;
  readonly attributeFilter?: WireFilter;
  readonly userContext?: WireUserContext;
  readonly requestedDocumentAttributes?: string[];
  readonly documentRelevanceOverrideConfigurations?: WireRelevanceConfiguration[];
  readonly pageNumber?: number;
  readonly queryOptions?: QueryOptions;
}

/** The retriever's own options, checked. */
export interface RetrieverSettings extends SearchSettings {
  readonly fallbackToQuery: boolean;
  /** 0 is no floor. */
  readonly minScoreConfidence: number;
  readonly pageContentFormatter: (item: KendraResultItem) => string;
  readonly maxConcurrency?: number;
  readonly onFailedAttempt?: (error: Error) => unknown;
}

type Given = ReadonlyMap<string, unknown>;

/** What each option that `with` can change may be. */
const overridable: Readonly<Record<string, Check>> = {
  topK: checkTopK,
  attributeFilter: checkFilter,
  userContext: checkUserContext,
  minScoreConfidence: checkConfidence,
  fallbackToQuery: flag,
  pageNumber: wholeNumber(1),
};

/** What each other option may be. */
const constant: Readonly<Record<string, Check>> = {
  pageContentFormatter: checkFunction,
  requestedDocumentAttributes: listOf(text),
  documentRelevanceOverrideConfigurations: checkRelevance,
  queryOptions: checkQueryOptions,
  maxConcurrency: (value, path) => (value === Infinity ? undefined : wholeNumber(1)(value, path)),
  onFailedAttempt: checkFunction,
};

const defaults = {
  topK: defaultTopK,
  fallbackToQuery: true,
  minScoreConfidence: 0,
  pageContentFormatter: combinedText,
};

/**
 * Reads the constructor's own options, in either spelling.
 *
 * @throws AwsConfigurationError naming the option
 */
export function resolveSettings(fields: object): RetrieverSettings {
  const given = readOptions(fields, retrieverOptions, ignoreUnknown);
  const indexId = given.get("indexId");
  if (typeof indexId !== "string" || indexId.trim() === "") {
    throw misconfigured(
      "No index. Pass `indexId`: the 36 characters that the Amazon Kendra console shows.",
      "CONFIG_MISSING_INDEX",
    );
  }
  return { ...defaults, indexId, ...checked(given, { ...overridable, ...constant }) };
}

/**
 * Settings with some replaced. A filter or a user that is named but missing is refused: it is one that got lost on the
 * way, and the search would be wider than was meant.
 *
 * @throws AwsConfigurationError as the constructor
 */
export function overrideSettings(settings: RetrieverSettings, overrides: object): RetrieverSettings {
  const given = readOptions(overrides, overrideOptions, refuseUnknown);
  for (const spelling of Object.keys(overrides)) {
    const name = overrideOptions.get(spelling);
    if ((name === "attributeFilter" || name === "userContext") && !given.has(name)) {
      throw misconfigured(`with() was given ${spelling}, but it is undefined. Leave it out, or pass a value.`);
    }
  }
  return { ...settings, ...checked(given, overridable) };
}

function checked(given: Given, checks: Readonly<Record<string, Check>>): Partial<RetrieverSettings> {
  const names = Object.keys(checks).filter((name) => given.has(name));
  return Object.fromEntries(names.map((name) => [name, checks[name]?.(given.get(name), name)]));
}

function checkTopK(value: unknown, path: string): number {
  const topK = wholeNumber(0)(value, path);
  if (topK <= mostResults) return topK;
  warnOnce("kendra/top-k", `Amazon Kendra gives ${mostResults} results at most, so a greater topK has no effect.`);
  return mostResults;
}

function checkConfidence(value: unknown, path: string): number {
  if (typeof value === "number" && value >= 0 && value <= 1) return value;
  throw misconfigured(`${path} must be a number from 0 to 1.`, "CONFIG_INVALID_NUMBER");
}

function checkFunction(value: unknown, path: string): unknown {
  if (typeof value === "function") return value;
  throw misconfigured(`${path} must be a function.`);
}
