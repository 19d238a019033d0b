import { type MapAwsErrorContext, readEnvironment, type ValidationHint } from "@langchain-aws/core";

const anything = /(?:)/;

/** What to do about each kind of failure, where that is something else than for a chat model. */
const ownHints: readonly ValidationHint[] = [
  {
    kinds: ["validation"],
    when: /retrievalQuery|query.*(?:length|long)|length.*query/i,
    hint: "The query is too long: the service takes 20,000 characters, in some regions 1,000. Shorten it.",
  },
  {
    kinds: ["validation"],
    when: /hybrid|searchtype/i,
    hint: "Not every vector store can search by text and vectors together: leave overrideSearchType out, or use SEMANTIC.",
  },
  {
    kinds: ["validation"],
    when: /managedSearch|vectorSearch|managed knowledge base/i,
    hint: "A knowledge base with a vector store takes vectorSearchConfiguration, a managed one managedSearchConfiguration.",
  },
  {
    kinds: ["validation"],
    when: /filter|operator|metadata/i,
    hint: "Check the filter's keys and the types of its values against the documents' metadata.",
  },
  {
    kinds: ["not-found"],
    when: anything,
    hint: (context) => `Check knowledgeBaseId and the region${inRegion(context)}: a knowledge base exists in one only.`,
  },
  {
    kinds: ["access"],
    when: anything,
    hint: "Allow `bedrock:Retrieve` on the knowledge base's ARN (for agentic retrieval `bedrock:AgenticRetrieveStream` on `*` as well); a guardrail needs `bedrock:ApplyGuardrail`, reranking `bedrock:Rerank` and `bedrock:InvokeModel`.",
  },
  {
    kinds: ["throttling"],
    when: anything,
    hint: "Check the account's quotas for Retrieve, lower maxConcurrency, or raise maxRetries to wait longer.",
  },
  { kinds: ["timeout"], when: anything, hint: "Raise `timeout`, or ask for fewer results." },
];

const bearerHint: ValidationHint = {
  kinds: ["credentials"],
  when: /could not|missing|not valid|no credentials/i,
  hint: "AWS_BEARER_TOKEN_BEDROCK is set, but Bedrock API keys (bearer) do not work for knowledge bases, which take SigV4 only: pass `credentials` or keys, set `credentialsProfileName`, or give the environment a role, a profile or keys.",
};

/**
 * The hints for a request, most telling first.
 *
 * Permissions: "Actions, resources, and condition keys for Amazon Bedrock", Service Authorization Reference.
 */
export function hints(): readonly ValidationHint[] {
  return readEnvironment("AWS_BEARER_TOKEN_BEDROCK") === undefined ? ownHints : [bearerHint, ...ownHints];
}

function inRegion({ region }: MapAwsErrorContext): string {
  return region === undefined ? "" : ` (${region})`;
}
