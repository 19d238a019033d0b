import { type MapAwsErrorContext, readEnvironment, type ValidationHint } from "@langchain-aws/core";

const anything = /(?:)/;

/** What to do about each kind of failure, where that is something else than for a chat model. */
const ownHints: readonly ValidationHint[] = [
  {
    kinds: ["validation"],
    when: /QueryText|character count/i,
    hint: "The query is too long for the account's quota, 1,000 characters unless it was changed. Shorten it.",
  },
  {
    kinds: ["validation"],
    when: /user ?context|token|principal/i,
    hint: "Indexes of the GenAI Enterprise edition take UserId and Groups in userContext and no Token; others take a Token only with a token configuration of the index.",
  },
  {
    kinds: ["validation"],
    when: /filter|attribute/i,
    hint: "Check the filter's keys and the types of its values against the fields of the index; a field must be searchable or facetable.",
  },
  {
    kinds: ["not-found"],
    when: anything,
    hint: (context) => `Check indexId and the region${inRegion(context)}: an index exists in one only.`,
  },
  {
    kinds: ["access"],
    when: anything,
    hint: "Allow `kendra:Retrieve`, and `kendra:Query` for the fallback, on the index's ARN.",
  },
  {
    kinds: ["throttling"],
    when: anything,
    hint: "An index answers a fraction of a query a second per capacity unit: add query capacity units, lower maxConcurrency, or raise maxRetries to wait longer.",
  },
  { kinds: ["quota"], when: anything, hint: "Check the account's quotas for Amazon Kendra." },
  {
    kinds: ["conflict"],
    when: anything,
    hint: "The index is being changed: wait until it is active, and ask again.",
  },
  { kinds: ["timeout"], when: anything, hint: "Raise `timeout`." },
];

const bearerHint: ValidationHint = {
  kinds: ["credentials"],
  when: /could not|missing|not valid|no credentials/i,
  hint: "AWS_BEARER_TOKEN_BEDROCK is set, but Bedrock API keys (bearer) do not work for Amazon Kendra, which takes SigV4 only: pass `credentials` or keys, set `credentialsProfileName`, or give the environment a role, a profile or keys.",
};

/**
 * The hints for a request, most telling first.
 *
 * Permissions: "Actions, resources, and condition keys for Amazon Kendra", Service Authorization Reference.
 */
export function hints(): readonly ValidationHint[] {
  return readEnvironment("AWS_BEARER_TOKEN_BEDROCK") === undefined ? ownHints : [bearerHint, ...ownHints];
}

function inRegion({ region }: MapAwsErrorContext): string {
  return region === undefined ? "" : ` (${region})`;
}
