import type { DocumentRelevanceConfiguration as WireRelevanceConfiguration } from "@aws-sdk/client-kendra";
import { isPlainRecord } from "@langchain-aws/core";
import { misconfigured } from "../misconfigured.ts";
import { type Check, flag, listOf, members, oneOf, text, wholeNumber } from "../shape.ts";

const importance = wholeNumber(1, 10);

const duration: Check = (value, path) => {
  if (typeof value === "string" && /^\d+s$/.test(value)) return value;
  throw misconfigured(`${path} must be a number of seconds such as "2592000s".`);
};

const importances: Check = (value, path) => {
  if (!isPlainRecord(value)) throw misconfigured(`${path} must be a plain object.`);
  const entries = Object.entries(value).map(([name, number]) => [name, importance(number, `${path}.${name}`)] as const);
  return Object.fromEntries(entries);
};

const relevance = members({
  Freshness: flag,
  Importance: importance,
  Duration: duration,
  RankOrder: oneOf("ASCENDING", "DESCENDING"),
  ValueImportanceMap: importances,
});

const configurations = listOf(members({ Name: text, Relevance: relevance }, ["Name", "Relevance"]));

/**
 * Checks how much attributes count, and gives a copy.
 *
 * @see https://docs.aws.amazon.com/kendra/latest/APIReference/API_Relevance.html
 * @throws AwsConfigurationError naming the path
 */
export function checkRelevance(value: unknown, path: string): WireRelevanceConfiguration[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked member by member
  return configurations(value, path) as unknown as WireRelevanceConfiguration[];
}
