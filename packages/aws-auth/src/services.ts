import type { AwsService } from "./options.ts";

/** What differs between services when a client is built. */
export interface ServiceTraits {
  /** Whether Bedrock API keys work ("Use an Amazon Bedrock API key", Amazon Bedrock user guide). */
  readonly takesBearerToken: boolean;
}

/** One row per service. */
export const services: Readonly<Record<AwsService, ServiceTraits>> = {
  "bedrock-runtime": { takesBearerToken: true },
  bedrock: { takesBearerToken: true },
  "bedrock-agent-runtime": { takesBearerToken: false },
  kendra: { takesBearerToken: false },
  s3vectors: { takesBearerToken: false },
  "sagemaker-runtime": { takesBearerToken: false },
  "neptune-graph": { takesBearerToken: false },
  "neptune-db": { takesBearerToken: false },
  memorydb: { takesBearerToken: false },
};
