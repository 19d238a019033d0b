import { type AwsOptions, takeAwsFields } from "@langchain-aws/aws-auth";
import type { PlainRecord } from "@langchain-aws/core";

/** Options taken apart. */
export interface TakenOptions {
  readonly options: AwsOptions;
  /** Everything that is not an AWS option. */
  readonly rest: PlainRecord;
}

/**
 * Takes the AWS options out of a caller's, with the names of this service.
 *
 * @throws AwsConfigurationError for options that cannot work, an API key among them
 */
export function takeFields(fields: object): TakenOptions {
  const { options, rest } = takeAwsFields(fields, {
    service: "kendra",
    clientAliases: ["kendraClient"],
  });
  return { options, rest: { ...rest } };
}
