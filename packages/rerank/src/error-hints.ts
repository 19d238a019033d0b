import { type MapAwsErrorContext, parseModelId, readEnvironment, type ValidationHint } from "@langchain-aws/core";

const anything = /(?:)/;

/** What to do about each kind of failure, where that is something else than for a chat model. */
const ownHints: readonly ValidationHint[] = [
  {
    kinds: ["validation", "not-found"],
    when: /modelArn|model ?arn|model identifier|inference profile/i,
    hint: (context) => `${acceptedForms} Is the model offered in the region${inRegion(context)}?`,
  },
  {
    kinds: ["not-found"],
    when: anything,
    hint: (context) =>
      `Check the model${ofModel(context)}: not every region has every reranking model${inRegion(context)}.`,
  },
  {
    kinds: ["access"],
    when: anything,
    hint: "Allow `bedrock:Rerank` on `*` and `bedrock:InvokeModel` on the model's ARN, and ask for access to the model in the Amazon Bedrock console.",
  },
  {
    kinds: ["throttling"],
    when: anything,
    hint: "Check the account's quotas for Rerank, lower maxConcurrency, or raise maxRetries to wait longer.",
  },
  { kinds: ["timeout"], when: anything, hint: "Raise `timeout`, or rank fewer or shorter documents." },
];

const acceptedForms =
  "Rerank takes foundation models only: pass arn:aws:bedrock:<region>::foundation-model/<id>, or the bare id such as cohere.rerank-v3-5:0.";

const profileHint: ValidationHint = {
  kinds: ["validation", "not-found", "access"],
  when: anything,
  hint: `The model is an inference profile. ${acceptedForms}`,
};

const bearerHint: ValidationHint = {
  kinds: ["credentials"],
  when: /could not|missing|not valid|no credentials/i,
  hint: "AWS_BEARER_TOKEN_BEDROCK is set, but Bedrock API keys (bearer) do not work for Rerank, which takes SigV4 only: pass `credentials` or keys, set `credentialsProfileName`, or give the environment a role, a profile or keys.",
};

/**
 * The hints for a request, most telling first.
 *
 * Bedrock API keys: "Use an Amazon Bedrock API key", Amazon Bedrock user guide. Permissions: "Permissions for reranking in
 * Amazon Bedrock", the same.
 */
export function hintsFor(model: string): readonly ValidationHint[] {
  const { kind } = parseModelId(model);
  return [
    ...(kind === "application-inference-profile" || kind === "inference-profile" ? [profileHint] : []),
    ...(readEnvironment("AWS_BEARER_TOKEN_BEDROCK") === undefined ? [] : [bearerHint]),
    ...ownHints,
  ];
}

function ofModel({ model }: MapAwsErrorContext): string {
  return model === undefined ? "" : ` (${model})`;
}

function inRegion({ region }: MapAwsErrorContext): string {
  return region === undefined ? "" : ` (${region})`;
}
