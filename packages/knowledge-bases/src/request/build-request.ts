import type {
  KnowledgeBaseQuery as WireQuery,
  RetrieveCommandInput as WireRetrieveInput,
} from "@aws-sdk/client-bedrock-agent-runtime";
import type { SearchSettings } from "../resolve-options.ts";
import { mergeDeep } from "./merge-deep.ts";
import { withResultCount } from "./search-config.ts";

/**
 * The input of the Retrieve operation.
 *
 * @param nextToken where to go on; without it, where the settings begin
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_Retrieve.html
 */
export function buildRequest(
  settings: SearchSettings,
  retrievalQuery: WireQuery,
  nextToken: string | undefined = settings.nextToken,
): WireRetrieveInput {
  const { knowledgeBaseId, search, guardrail, userContext, extraRequest } = settings;
  const { kind, config } = search === undefined ? {} : withResultCount(search);
  const input: WireRetrieveInput = {
    knowledgeBaseId,
    retrievalQuery,
    ...(kind !== undefined && { retrievalConfiguration: { [kind]: config } }),
    ...(guardrail !== undefined && { guardrailConfiguration: guardrail }),
    ...(userContext !== undefined && { userContext }),
    ...(nextToken !== undefined && { nextToken }),
  };
  if (extraRequest === undefined) return input;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the caller adds on purpose is not checked
  return mergeDeep({ ...input }, extraRequest) as unknown as WireRetrieveInput;
}
