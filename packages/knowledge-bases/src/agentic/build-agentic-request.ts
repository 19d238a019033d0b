import type { AgenticRetrieveStreamCommandInput as WireAgenticInput } from "@aws-sdk/client-bedrock-agent-runtime";
import { type OptionSpellings, optionSpellings } from "@langchain-aws/core";
import { misconfigured } from "../misconfigured.ts";
import { queryText } from "../request/query.ts";
import { resultCount } from "../request/search-config.ts";
import { text, wholeNumber } from "../request/shape.ts";
import { filterOf, guardrailOf, knowledgeBaseIdOf, userContextOf } from "../resolve-options.ts";

/** The options of agentic retrieval. */
export const agenticOptions: OptionSpellings<string> = /* @__PURE__ */ optionSpellings({
  knowledgeBaseId: [],
  query: [],
  generateResponse: [],
  numberOfResults: [],
  filter: [],
  userContext: [],
  guardrailConfig: ["guardrails"],
  foundationModelArn: [],
  rerankingModelType: [],
  maxAgentIteration: [],
  onFailedAttempt: [],
  signal: [],
});

type Given = ReadonlyMap<string, unknown>;

const defaultResults = 4;
const rerankingTypes = ["CUSTOM", "MANAGED", "NONE"] as const;

/**
 * The input of the AgenticRetrieveStream operation.
 *
 * @throws AwsConfigurationError naming the option; TypeError or RangeError for the query
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_AgenticRetrieveStream.html
 */
export function buildAgenticRequest(given: Given): WireAgenticInput {
  const guardrail = guardrailOf(given);
  const filter = filterOf(given);
  return {
    messages: [{ role: "user", content: { text: queryOf(given) } }],
    retrievers: [
      {
        configuration: {
          knowledgeBase: {
            knowledgeBaseId: knowledgeBaseIdOf(given),
            retrievalOverrides: {
              maxNumberOfResults: resultCount(given.get("numberOfResults") ?? defaultResults, "numberOfResults"),
              // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a checked filter is one of the service's
              ...(filter !== undefined && { filter: filter as never }),
            },
          },
        },
      },
    ],
    agenticRetrieveConfiguration: configurationOf(given),
    ...(guardrail !== undefined && { policyConfiguration: { bedrockGuardrailConfiguration: guardrail } }),
    ...userContextOf(given),
    generateResponse: generateResponseOf(given),
  };
}

function configurationOf(given: Given): NonNullable<WireAgenticInput["agenticRetrieveConfiguration"]> {
  const modelArn = given.get("foundationModelArn");
  const iterations = given.get("maxAgentIteration");
  return {
    ...(modelArn === undefined ? { foundationModelType: "MANAGED" } : customModel(modelArn)),
    rerankingModelType: rerankingTypeOf(given),
    ...(iterations !== undefined && { maxAgentIteration: wholeNumber(1)(iterations, "maxAgentIteration") }),
  };
}

function customModel(modelArn: unknown): NonNullable<WireAgenticInput["agenticRetrieveConfiguration"]> {
  const arn = String(text(modelArn, "foundationModelArn"));
  return {
    foundationModelType: "CUSTOM",
    foundationModelConfiguration: {
      type: "BEDROCK_FOUNDATION_MODEL",
      bedrockFoundationModelConfiguration: { modelConfiguration: { modelArn: arn } },
    },
  };
}

function rerankingTypeOf(given: Given): (typeof rerankingTypes)[number] {
  const type = given.get("rerankingModelType") ?? "MANAGED";
  const known = rerankingTypes.find((each) => each === type);
  if (known === undefined) throw misconfigured(`rerankingModelType must be one of ${rerankingTypes.join(", ")}.`);
  return known;
}

function generateResponseOf(given: Given): boolean {
  const generate = given.get("generateResponse") ?? false;
  if (typeof generate === "boolean") return generate;
  throw misconfigured("generateResponse must be true or false.");
}

function queryOf(given: Given): string {
  const query = queryText(given.get("query"));
  if (query === "") throw new RangeError("The query is blank. Pass a text.");
  return query;
}
