import { AwsConfigurationError } from "@langchain-aws/core";

/**
 * What the AWS SDK means when a client of a far older release is handed a new command: the middleware of the two does not
 * fit together, and it names a piece of its own insides.
 *
 * @returns the error to throw in place of it; nothing for any other failure
 */
export function describeOldClient(error: unknown, service: string): AwsConfigurationError | undefined {
  if (!(error instanceof Error) || !/Middleware is not found when adding/.test(error.message)) return undefined;
  return new AwsConfigurationError(
    "The client that was passed is of a release of the AWS SDK that is too old for this package. Install a newer one: " +
      `npm install @aws-sdk/client-${service}@latest`,
    { code: "CONFIG_OLD_VERSION", cause: error },
  );
}
