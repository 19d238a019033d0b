export { AwsOptions, type PublicOptions } from "./aws-options.ts";
export {
  BedrockModelClient,
  type BedrockModelClientSettings,
  type BedrockRuntimeModule,
} from "./bedrock-model-client.ts";
export type { AwsClientLike, AwsCommand } from "./client.ts";
export {
  createClientSource,
  disposeAllClients,
  sharedClientCount,
  type ClientSource,
  type ClientSourceSettings,
} from "./client-source.ts";
export {
  createControlPlane,
  type ControlPlane,
  type ControlPlaneModule,
  type ControlPlaneSettings,
} from "./control-plane.ts";
export { createIdentitySource, type IdentitySource, type IdentitySourceSettings } from "./identity-source.ts";
export { forgetBaseModels, lookUpBaseModel, type BaseModel, type LookUpOptions } from "./model-lookup.ts";
export {
  awsSecretNames,
  awsSerializableKeys,
  type AwsClientFields,
  type AwsCredentials,
  type AwsCredentialsProvider,
  type AwsService,
  type BearerToken,
  type BearerTokenProvider,
  type CredentialChainFields,
} from "./options.ts";
export { requirePlatform } from "./require-platform.ts";
export {
  defaultMaxRetries,
  resolveClientConfig,
  type ClientConfigInput,
  type ResolvedClientConfig,
} from "./resolve-client-config.ts";
export { sendCommand, sendWithHeaders, type SendOptions } from "./send.ts";
export { sendEventStream, type EventStreamReply } from "./send-event-stream.ts";
export { sendForEvents, type SendForEventsOptions } from "./send-for-events.ts";
export { ServiceClient, type ServiceCall, type ServiceClientSettings } from "./service-client.ts";
export { takeAwsFields, type TakeAwsFieldsSettings, type TakenFields } from "./take-aws-fields.ts";
export { awsSerialization, warmUp, type AwsSerialization } from "./surface.ts";
export {
  openWatchedStream,
  type StreamStart,
  type WatchedStream,
  type WatchedStreamSettings,
} from "./watched-stream.ts";
