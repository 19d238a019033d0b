import { type AwsOptions, takeAwsFields } from "@langchain-aws/aws-auth";
import type { PlainRecord } from "@langchain-aws/core";

/** Milliseconds, as in Python. A search with reranking or agents takes longer than the AWS SDK's usual calls. */
const defaultTimeoutMs = 120_000;

/** Options taken apart. */
export interface TakenOptions {
  readonly options: AwsOptions;
  /** Everything that is not an AWS option. */
  readonly rest: PlainRecord;
}

/**
 * Takes the AWS options out of a caller's, with the names and the default of this service.
 *
 * @throws AwsConfigurationError for options that cannot work, an API key among them
 */
export function takeFields(fields: object): TakenOptions {
  const { options, rest } = takeAwsFields(fields, {
    service: "bedrock-agent-runtime",
    clientAliases: ["bedrockAgentRuntimeClient"],
    defaultTimeout: defaultTimeoutMs,
  });
  return { options, rest: { ...rest } };
}
