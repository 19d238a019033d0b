import { type AwsOptions, takeAwsFields } from "@langchain-aws/aws-auth";
import { S3VectorsConfigError } from "./errors.ts";
import type { AmazonS3VectorsFields } from "./options.ts";
import { resolveSettings, type StoreSettings } from "./resolve-options.ts";

/** The fields of the constructor, taken apart and checked. */
export interface TakenStoreFields {
  readonly aws: AwsOptions;
  readonly settings: StoreSettings;
}

/**
 * Takes the constructor's fields apart.
 *
 * @throws S3VectorsConfigError, or AwsConfigurationError for the options of AWS clients
 */
export function takeStoreFields(fields: AmazonS3VectorsFields): TakenStoreFields {
  const { options, rest } = takeAwsFields(fields, { service: "s3vectors" });
  if (options.hasInjectedClient) refuseBesideClient(fields, rest);
  return { aws: options, settings: resolveSettings(rest) };
}

/** A client that is passed has its own settings: what is passed beside it would be taken for granted and do nothing. */
function refuseBesideClient(fields: object, rest: object): void {
  const beside = Object.entries(fields)
    .filter(([name, value]) => name !== "client" && !(name in rest) && value !== undefined && value !== null)
    .map(([name]) => `"${name}"`);
  if (beside.length === 0) return;
  throw new S3VectorsConfigError(
    `A client was passed, which has its own settings: ${beside.join(", ")} beside it would do nothing. Pass the client alone, or the options without it.`,
    { code: "CONFIG_CONFLICTING_OPTIONS" },
  );
}
