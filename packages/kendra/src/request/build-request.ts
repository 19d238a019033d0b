import type {
  QueryCommandInput as WireQueryInput,
  RetrieveCommandInput as WireRetrieveInput,
} from "@aws-sdk/client-kendra";
import type { SearchSettings } from "../resolve-options.ts";

/**
 * The input of the Retrieve operation, which every Query has, too.
 *
 * @see https://docs.aws.amazon.com/kendra/latest/APIReference/API_Retrieve.html
 */
export function buildRequest(settings: SearchSettings, QueryText: string): WireRetrieveInput {
  const { indexId, topK, attributeFilter, userContext, requestedDocumentAttributes, pageNumber } = settings;
  const { documentRelevanceOverrideConfigurations } = settings;
  return {
    IndexId: indexId,
    QueryText,
    PageSize: topK,
    ...(attributeFilter !== undefined && { AttributeFilter: attributeFilter }),
    ...(userContext !== undefined && { UserContext: userContext }),
    ...(requestedDocumentAttributes !== undefined && { RequestedDocumentAttributes: requestedDocumentAttributes }),
    ...(documentRelevanceOverrideConfigurations !== undefined && {
      DocumentRelevanceOverrideConfigurations: documentRelevanceOverrideConfigurations,
    }),
    ...(pageNumber !== undefined && { PageNumber: pageNumber }),
  };
}

/**
 * The input of the Query operation for the same question.
 *
 * @see https://docs.aws.amazon.com/kendra/latest/APIReference/API_Query.html
 */
export const buildQuery = (request: WireRetrieveInput, { queryOptions }: SearchSettings): WireQueryInput => ({
  ...queryOptions,
  ...request,
});
