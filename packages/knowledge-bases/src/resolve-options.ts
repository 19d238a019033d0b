import type { PlainRecord } from "@langchain-aws/core";
import { checkFilter } from "./filter/check-filter.ts";
import { misconfigured } from "./misconfigured.ts";
import { conflict, overrideOptions, readOptions, retrieverOptions } from "./option-names.ts";
import { addShorthands, checkConfig, type Search } from "./request/search-config.ts";
import { members, plainObject, text, wholeNumber } from "./request/shape.ts";

/** What is searched, and how: the same in every request of a retriever. */
export interface SearchSettings {
  readonly knowledgeBaseId: string;
  readonly search?: Search;
  /** Where the first request begins. */
  readonly nextToken?: string;
  readonly guardrail?: { readonly guardrailId: string; readonly guardrailVersion: string };
  readonly userContext?: { readonly userId: string };
  readonly extraRequest?: PlainRecord;
}

/** The retriever's own options, checked. */
export interface RetrieverSettings extends SearchSettings {
  /** 0 is no floor. */
  readonly minScoreConfidence: number;
  /** `Infinity` is no ceiling. */
  readonly maxScore: number;
  readonly flattenMetadata: boolean;
  readonly maxPages: number;
  readonly maxConcurrency?: number;
  readonly onFailedAttempt?: (error: Error) => unknown;
}

type Given = ReadonlyMap<string, unknown>;

/**
 * Reads the constructor's own options, in any spelling.
 *
 * @throws AwsConfigurationError naming the option
 */
export function resolveSettings(fields: object): RetrieverSettings {
  const given = readOptions(fields, retrieverOptions, "AmazonKnowledgeBasesRetriever");
  const { search: base, nextToken } = given.has("retrievalConfig") ? checkConfig(given.get("retrievalConfig")) : {};
  const search = addShorthands(base, given, false);
  const guardrail = guardrailOf(given);
  const maxConcurrency = maxConcurrencyOf(given);
  const onFailedAttempt = onFailedAttemptOf(given);
  const extraRequest = given.get("extraRequest");
  return {
    knowledgeBaseId: knowledgeBaseIdOf(given),
    ...(search !== undefined && { search }),
    ...(nextToken !== undefined && { nextToken }),
    ...(guardrail !== undefined && { guardrail }),
    ...userContextOf(given),
    ...(extraRequest !== undefined && { extraRequest: plainObject(extraRequest, "extraRequest") }),
    minScoreConfidence: 0,
    maxScore: Infinity,
    ...scoresOf(given),
    flattenMetadata: flattenMetadataOf(given),
    maxPages: wholeNumber(1)(given.get("maxPages") ?? 1, "maxPages"),
    ...(maxConcurrency !== undefined && { maxConcurrency }),
    ...(onFailedAttempt !== undefined && { onFailedAttempt }),
  };
}

/**
 * Settings with some replaced. A filter or a user that is named but missing is refused: it is one that got lost on the
 * way, and the search would be wider than was meant.
 *
 * @throws AwsConfigurationError as the constructor
 */
export function overrideSettings(settings: RetrieverSettings, overrides: object): RetrieverSettings {
  const given = readOptions(overrides, overrideOptions, "with()");
  for (const spelling of Object.keys(overrides)) {
    const name = overrideOptions.get(spelling);
    if ((name === "filter" || name === "userContext") && !given.has(name)) {
      throw misconfigured(`with() was given ${spelling}, but it is undefined. Leave it out, or pass a value.`);
    }
  }
  const search = addShorthands(settings.search, given, true);
  return { ...settings, ...(search !== undefined && { search }), ...userContextOf(given), ...scoresOf(given) };
}

/**
 * The id of a knowledge base.
 *
 * @throws AwsConfigurationError when it is missing or blank
 */
export function knowledgeBaseIdOf(given: Given): string {
  const id = given.get("knowledgeBaseId");
  if (typeof id === "string" && id.trim() !== "") return id;
  throw misconfigured(
    "No knowledge base. Pass `knowledgeBaseId`: the id that the Amazon Bedrock console shows, such as KB12345678.",
    "CONFIG_MISSING_KNOWLEDGE_BASE",
  );
}

/**
 * A guardrail, under the names that Retrieve has.
 *
 * @throws AwsConfigurationError unless it has an id and a version
 */
export function guardrailOf(given: Given): SearchSettings["guardrail"] {
  const guardrail = given.get("guardrailConfig");
  if (guardrail === undefined) return undefined;
  const checked = members({
    guardrailId: idOrVersion,
    guardrailIdentifier: idOrVersion,
    guardrailVersion: idOrVersion,
  })(guardrail, "guardrailConfig");
  const { guardrailId, guardrailIdentifier, guardrailVersion } = checked;
  if (guardrailId !== undefined && guardrailIdentifier !== undefined && guardrailId !== guardrailIdentifier) {
    throw conflict("guardrailConfig.guardrailId", "guardrailConfig.guardrailIdentifier");
  }
  const id = guardrailId ?? guardrailIdentifier;
  if (typeof id !== "string" || typeof guardrailVersion !== "string") throw incompleteGuardrail();
  return { guardrailId: id, guardrailVersion };
}

/**
 * Whom is searched for.
 *
 * @throws AwsConfigurationError when there is no user in it
 */
export function userContextOf(given: Given): { userContext?: { userId: string } } {
  if (!given.has("userContext")) return {};
  const { userId } = members({ userId: text }, ["userId"])(given.get("userContext"), "userContext");
  return typeof userId === "string" ? { userContext: { userId } } : {};
}

/**
 * A filter under the option of this name.
 *
 * @throws AwsConfigurationError naming the path inside it
 */
export const filterOf = (given: Given): ReturnType<typeof checkFilter> | undefined =>
  given.has("filter") ? checkFilter(given.get("filter"), "filter") : undefined;

/**
 * How many requests at a time.
 *
 * @throws AwsConfigurationError when it is no count
 */
export function maxConcurrencyOf(given: Given): number | undefined {
  const limit = given.get("maxConcurrency");
  return limit === undefined || limit === Infinity ? undefined : wholeNumber(1)(limit, "maxConcurrency");
}

/**
 * Who is told about failed attempts.
 *
 * @throws AwsConfigurationError when it is no function
 */
export function onFailedAttemptOf(given: Given): ((error: Error) => unknown) | undefined {
  const listener = given.get("onFailedAttempt");
  if (listener === undefined) return undefined;
  if (typeof listener !== "function") throw misconfigured("onFailedAttempt must be a function.");
  return (error) => Reflect.apply(listener, undefined, [error]);
}

function scoresOf(given: Given): { minScoreConfidence?: number; maxScore?: number } {
  const floor = given.get("minScoreConfidence");
  const ceiling = given.get("maxScore");
  return {
    ...(floor !== undefined && { minScoreConfidence: score(floor, "minScoreConfidence", 1) }),
    ...(ceiling !== undefined && { maxScore: score(ceiling, "maxScore", Infinity) }),
  };
}

function score(value: unknown, name: string, most: number): number {
  if (typeof value === "number" && value >= 0 && value <= most) return value;
  const range = most === Infinity ? "of at least 0" : `from 0 to ${most}`;
  throw misconfigured(`${name} must be a number ${range}.`, "CONFIG_INVALID_NUMBER");
}

function flattenMetadataOf(given: Given): boolean {
  const flatten = given.get("flattenMetadata") ?? false;
  if (typeof flatten === "boolean") return flatten;
  throw misconfigured("flattenMetadata must be true or false.");
}

function idOrVersion(value: unknown): string {
  if (typeof value === "string" && value.trim() !== "") return value;
  throw incompleteGuardrail();
}

const incompleteGuardrail = (): Error =>
  misconfigured("guardrailConfig needs both guardrailId and guardrailVersion, as texts that are not blank.");
