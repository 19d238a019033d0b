import type { LocalAws } from "@langchain-aws/local";
import type { TinyChatFields } from "./tiny-chat.ts";

/** Options that send a model to a local endpoint. */
export const localFields = (aws: LocalAws): TinyChatFields => ({
  region: aws.region,
  endpointUrl: aws.url,
  controlPlaneEndpointUrl: aws.url,
  awsAccessKeyId: aws.credentials.accessKeyId,
  awsSecretAccessKey: aws.credentials.secretAccessKey,
});
