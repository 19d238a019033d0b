import type { ServiceName } from "./operation.ts";
import type { LocalKey } from "./options.ts";

/** The variable that points one service's clients elsewhere, without touching STS, SSO or S3. */
export const endpointVariables: Readonly<Record<ServiceName, string>> = {
  "bedrock-runtime": "AWS_ENDPOINT_URL_BEDROCK_RUNTIME",
  bedrock: "AWS_ENDPOINT_URL_BEDROCK",
  "bedrock-agent-runtime": "AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME",
  "sagemaker-runtime": "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME",
  "neptune-graph": "AWS_ENDPOINT_URL_NEPTUNE_GRAPH",
  "neptune-db": "AWS_ENDPOINT_URL_NEPTUNEDATA",
  kendra: "AWS_ENDPOINT_URL_KENDRA",
  s3vectors: "AWS_ENDPOINT_URL_S3VECTORS",
};

/** What clients need to know of an instance. */
export interface Address {
  url: string;
  region: string;
  accessKeyId: string;
  key: LocalKey;
  /** Of the MemoryDB port, where there is one. */
  memorydbUrl?: string | undefined;
}

/**
 * The variables that send the AWS clients of a process to an instance.
 *
 * Both names of the region are set: `@langchain/aws` reads the one, the SDK the other.
 */
export function toEnvironment({ url, region, accessKeyId, key, memorydbUrl }: Address): Record<string, string> {
  return {
    ...Object.fromEntries(Object.values(endpointVariables).map((name) => [name, url])),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    ...(key.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: key.sessionToken }),
    ...(memorydbUrl === undefined ? {} : { REDIS_URL: memorydbUrl }),
    AWS_EC2_METADATA_DISABLED: "true",
  };
}
