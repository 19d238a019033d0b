import { isPlainRecord } from "@langchain-aws/core";
import { misconfigured } from "../misconfigured.ts";
import type { CommonRequestKey, QueryOptions } from "../options.ts";

/** A new member of the Query operation stops the build here. */
const queryKeys: Readonly<Record<keyof QueryOptions, true>> = {
  CollapseConfiguration: true,
  Facets: true,
  QueryResultTypeFilter: true,
  SortingConfiguration: true,
  SortingConfigurations: true,
  SpellCorrectionConfiguration: true,
  VisitorId: true,
};

/** Under which option each of the others is set. */
const ownOptions: Readonly<Record<CommonRequestKey, string>> = {
  IndexId: "indexId",
  QueryText: "the text that is searched for",
  AttributeFilter: "attributeFilter",
  RequestedDocumentAttributes: "requestedDocumentAttributes",
  DocumentRelevanceOverrideConfigurations: "documentRelevanceOverrideConfigurations",
  PageNumber: "pageNumber",
  PageSize: "topK",
  UserContext: "userContext",
};

/**
 * Checks the names in the options for Query, and gives a copy. What is behind them is the service's to judge.
 *
 * @throws AwsConfigurationError for a name that Query does not have, or that both operations share
 */
export function checkQueryOptions(value: unknown, path: string): QueryOptions {
  if (!isPlainRecord(value)) throw misconfigured(`${path} must be a plain object.`);
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(queryKeys, name)) continue;
    const own = isCommon(name) ? ownOptions[name] : undefined;
    const way =
      own === undefined ? `It takes ${Object.keys(queryKeys).join(", ")}` : `Both operations share it: ${own}`;
    throw misconfigured(`${path} takes no "${name}". ${way}.`);
  }
  return { ...value };
}

function isCommon(name: string): name is CommonRequestKey {
  return Object.hasOwn(ownOptions, name);
}
