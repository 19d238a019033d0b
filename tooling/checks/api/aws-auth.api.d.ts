// @langchain-aws/aws-auth

import { AsyncCaller } from "@langchain/core/utils/async_caller";
import { Environment, MapAwsErrorContext, ParsedModelId, ValidationHint } from "@langchain-aws/core";
import { EventBatches, EventReaders } from "@langchain-aws/core/event-stream";
type AwsService = "bedrock-runtime" | "bedrock" | "bedrock-agent-runtime" | "kendra" | "s3vectors" | "sagemaker-runtime" | "neptune-graph" | "neptune-db" | "memorydb";
interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}
type AwsCredentialsProvider = (options?: Record<string, unknown>) => Promise<AwsCredentials>;
interface BearerToken {
  readonly token: string;
  readonly expiration?: Date;
}
type BearerTokenProvider = () => Promise<string | BearerToken>;
interface CredentialChainFields {
  filepath?: string;
  configFilepath?: string;
  ignoreCache?: boolean;
  mfaCodeProvider?: (mfaSerial: string) => Promise<string>;
  roleAssumer?: (...parameters: never[]) => Promise<AwsCredentials>;
  roleArn?: string;
  webIdentityTokenFile?: string;
  roleAssumerWithWebIdentity?: (...parameters: never[]) => Promise<AwsCredentials>;
}
interface AwsClientFields<Client = unknown, Config = Record<string, unknown>> extends CredentialChainFields {
  regionName?: string;
  region?: string;
  credentialsProfileName?: string;
  profile?: string;
  awsAccessKeyId?: string;
  accessKeyId?: string;
  awsSecretAccessKey?: string;
  secretAccessKey?: string;
  awsSessionToken?: string;
  sessionToken?: string;
  credentials?: AwsCredentials | AwsCredentialsProvider;
  credentialProvider?: AwsCredentials | AwsCredentialsProvider;
  apiKey?: string | BearerTokenProvider;
  bedrockApiKey?: string | BearerTokenProvider;
  bedrockBearerToken?: string | BearerTokenProvider;
  bedrockApiSecret?: string;
  bedrockApiSessionToken?: string;
  endpointUrl?: string;
  endpoint?: string;
  baseUrl?: string;
  endpointHost?: string;
  controlPlaneEndpointUrl?: string;
  config?: Config;
  clientConfig?: Config;
  clientOptions?: Config;
  client?: Client;
  bedrockClient?: unknown;
  transport?: "http1" | "http2";
  timeout?: number;
  maxRetries?: number;
  retryMode?: "standard" | "adaptive";
  proxy?: string | object;
}
declare const awsSecretNames: Readonly<Record<string, string>>;
declare const awsSerializableKeys: readonly string[];
interface PrivateOptions {
  readonly service: AwsService;
  readonly apiKey?: string | BearerTokenProvider;
  readonly credentials?: AwsCredentials | AwsCredentialsProvider;
  readonly keys?: AwsCredentials;
  readonly config: Readonly<Record<string, unknown>>;
  readonly configIdentity?: object;
  readonly client?: object;
  readonly bedrockClient?: object;
  readonly proxy?: string | object;
  readonly chain: Readonly<Record<string, unknown>>;
  readonly env?: Environment;
  readonly legacyBedrockEnv: boolean;
}
interface PublicOptions {
  readonly region?: string;
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly controlPlaneEndpointUrl?: string;
  readonly transport?: "http1" | "http2";
  readonly timeout?: number;
  readonly maxRetries?: number;
  readonly retryMode?: "standard" | "adaptive";
}
declare class AwsOptions implements PublicOptions {
  #private;
  readonly region?: string;
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly controlPlaneEndpointUrl?: string;
  readonly transport?: "http1" | "http2";
  readonly timeout?: number;
  readonly maxRetries?: number;
  readonly retryMode?: "standard" | "adaptive";
  readonly hasInjectedClient: boolean;
  constructor(shown: PublicOptions, hidden: PrivateOptions);
  get secrets(): readonly string[];
}
interface AwsClientLike {
  send(command: object, options?: object): unknown;
  destroy?(): void;
}
interface AwsCommand<Output> {
  readonly input: object;
  resolveMiddleware(stack: never, configuration: never, options: never): (parameters: never) => Promise<{
    readonly output: Output;
  }>;
}
interface ExpiringIdentity {
  readonly expiration?: Date;
}
type IdentityProvider<Identity extends ExpiringIdentity> = (options?: {
  readonly forceRefresh?: boolean;
}) => Promise<Identity>;
type Identity = {
  readonly kind: "bearer";
  readonly token: IdentityProvider<BearerToken>;
  readonly source: string | object;
} | {
  readonly kind: "keys";
  readonly credentials: AwsCredentials;
} | {
  readonly kind: "provider";
  readonly credentials: AwsCredentialsProvider;
} | {
  readonly kind: "profile";
  readonly profile: string;
} | {
  readonly kind: "config";
  readonly scheme: AuthScheme;
  readonly config: object | undefined;
} | InheritedIdentity | {
  readonly kind: "chain";
};
interface InheritedIdentity {
  readonly kind: "inherited";
  readonly client: object;
  readonly config: Readonly<Record<string, unknown>>;
}
type AuthScheme = "sigv4" | "httpBearerAuth";
interface ResolvedClientConfig {
  region: string;
  profile?: string;
  credentials?: AwsCredentials | AwsCredentialsProvider;
  token?: () => Promise<BearerToken>;
  authSchemePreference: string[];
  endpoint?: string;
  maxAttempts?: number;
  retryMode?: string;
  customUserAgent: [string, string][];
  requestHandler?: Record<string, unknown>;
  useFipsEndpoint?: boolean;
  useDualstackEndpoint?: boolean;
}
interface ClientConfigInput {
  readonly options: AwsOptions;
  readonly service: AwsService;
  readonly region: string;
  readonly identity: Identity;
  readonly userAgent: readonly [name: string, version: string];
  readonly requestHandler?: object;
  readonly profileEndpoint?: string;
  readonly ambientCredentials?: AwsCredentialsProvider;
}
declare const defaultMaxRetries = 4;
declare function resolveClientConfig(input: ClientConfigInput): ResolvedClientConfig;
interface ClientSourceSettings<Client> {
  service: AwsService;
  options: AwsOptions;
  modelArnRegion?: string;
  userAgent: [name: string, version: string];
  create(config: ResolvedClientConfig): Client | Promise<Client>;
}
interface ClientSource<Client> {
  get(): Promise<Client>;
  region(): Promise<string>;
  identity(): Promise<string>;
  dispose(): Promise<void>;
  readonly injected: boolean;
}
declare const disposeAllClients: () => Promise<void>;
declare const sharedClientCount: () => number;
declare function createClientSource<Client extends AwsClientLike>(settings: ClientSourceSettings<Client>): ClientSource<Client>;
interface ControlPlaneModule {
  readonly BedrockClient: new (config: ResolvedClientConfig) => AwsClientLike;
  readonly GetInferenceProfileCommand: new (input: {
    inferenceProfileIdentifier: string;
  }) => AwsCommand<object>;
  readonly GetProvisionedModelThroughputCommand: new (input: {
    provisionedModelId: string;
  }) => AwsCommand<object>;
  readonly GetCustomModelDeploymentCommand: new (input: {
    customModelDeploymentIdentifier: string;
  }) => AwsCommand<object>;
}
interface ControlPlaneSettings {
  options: AwsOptions;
  modelArnRegion?: string;
  userAgent: [name: string, version: string];
  load(): Promise<ControlPlaneModule>;
}
interface ControlPlane extends ClientSource<AwsClientLike> {
  load(): Promise<ControlPlaneModule>;
}
declare function createControlPlane(settings: ControlPlaneSettings): ControlPlane;
interface BaseModel {
  readonly baseModelId?: string;
  readonly provider?: string;
}
interface LookUpOptions {
  optional?: boolean;
  signal?: AbortSignal;
  clock?: () => number;
}
declare function lookUpBaseModel(parsed: ParsedModelId, controlPlane: ControlPlane, options?: LookUpOptions): Promise<BaseModel>;
declare const forgetBaseModels: () => void;
interface BedrockRuntimeModule {
  readonly BedrockRuntimeClient: new (config: ResolvedClientConfig) => AwsClientLike;
}
interface BedrockModelClientSettings<Sdk extends BedrockRuntimeModule> {
  readonly options: AwsOptions;
  readonly modelId: string;
  readonly userAgent: readonly [name: string, version: string];
  readonly load: () => Promise<Sdk>;
  readonly loadControlPlane: () => Promise<ControlPlaneModule>;
}
declare class BedrockModelClient<Sdk extends BedrockRuntimeModule> {
  #private;
  protected readonly source: ClientSource<AwsClientLike>;
  protected readonly loadSdk: () => Promise<Sdk>;
  constructor({
    options,
    modelId,
    userAgent,
    load,
    loadControlPlane
  }: BedrockModelClientSettings<Sdk>);
  identity(signal?: AbortSignal): Promise<string>;
  ready(): Promise<void>;
  dispose(): Promise<void>;
  protected timeoutFor(timeout?: number): number | undefined;
  protected lookUp(modelId: string, options?: LookUpOptions): Promise<BaseModel>;
}
interface IdentitySource {
  readonly credentials: AwsCredentialsProvider;
  region(): Promise<string>;
}
interface IdentitySourceSettings {
  readonly options: AwsOptions;
  readonly service: AwsService;
  readonly resourceRegion?: string;
}
declare function createIdentitySource(settings: IdentitySourceSettings): IdentitySource;
declare function requirePlatform(): void;
interface SendOptions {
  signal?: AbortSignal | undefined;
  timeout?: number | undefined;
  maxRetries?: number | undefined;
  isRetryable?: ((error: unknown) => boolean) | undefined;
  onFailedAttempt?: ((error: Error) => unknown) | undefined;
  headers?: Record<string, string> | undefined;
  onResponseHeaders?: ((headers: Record<string, string>, statusCode: number) => void) | undefined;
  context: MapAwsErrorContext;
}
declare function sendCommand<Output>(client: AwsClientLike, command: AwsCommand<Output>, options: SendOptions): Promise<Output>;
declare function sendWithHeaders<Output>(client: AwsClientLike, command: AwsCommand<Output>, options: SendOptions): Promise<{
  output: Output;
  headers: Record<string, string>;
}>;
interface EventStreamReply<Output, Event> {
  readonly output: Output;
  readonly events: EventBatches<Event> | undefined;
}
declare function sendEventStream<Output, Event>(client: AwsClientLike, command: AwsCommand<Output>, options: SendOptions & {
  readonly readers: EventReaders<Event>;
}): Promise<EventStreamReply<Output, Event>>;
interface SendForEventsOptions<Output, Event> extends SendOptions {
  readonly readers: EventReaders<Event>;
  readonly fromSdk: (output: Output) => EventBatches<Event> | undefined;
}
declare function sendForEvents<Output, Event>(source: ClientSource<AwsClientLike>, command: AwsCommand<Output>, {
  readers,
  fromSdk,
  ...options
}: SendForEventsOptions<Output, Event>): Promise<EventStreamReply<Output, Event>>;
interface ServiceClientSettings<Sdk> {
  readonly service: AwsService;
  readonly options: AwsOptions;
  readonly userAgent: readonly [name: string, version: string];
  readonly load: () => Promise<Sdk>;
  readonly create: (sdk: Sdk, config: ResolvedClientConfig) => AwsClientLike;
  readonly arnRegion?: string | undefined;
  readonly model?: string | undefined;
  readonly caller?: AsyncCaller | undefined;
  readonly hints?: ((operation: string) => readonly ValidationHint[]) | undefined;
  readonly onFailedAttempt?: ((error: Error) => unknown) | undefined;
}
interface ServiceCall {
  readonly signal?: AbortSignal | undefined;
  readonly texts?: (() => readonly (string | undefined)[]) | undefined;
}
declare class ServiceClient<Sdk> {
  #private;
  constructor(settings: ServiceClientSettings<Sdk>);
  send<Output>(operation: string, build: (sdk: Sdk) => AwsCommand<Output>, call?: ServiceCall): Promise<Output>;
  context(operation: string, texts?: ServiceCall["texts"]): MapAwsErrorContext;
  region(): Promise<string>;
  ready(): Promise<void>;
  dispose(): Promise<void>;
}
interface TakeAwsFieldsSettings {
  service: AwsService;
  legacyBedrockEnv?: boolean;
  env?: Environment;
  clientAliases?: readonly string[];
  stringAliases?: Record<string, string>;
  defaultTimeout?: number;
}
interface TakenFields<F> {
  options: AwsOptions;
  rest: Omit<F, keyof AwsClientFields>;
  marks: Record<string, string | number>;
}
declare function takeAwsFields<F extends object>(fields: F | undefined, settings: TakeAwsFieldsSettings): TakenFields<F>;
interface AwsSerialization {
  readonly secrets: Record<string, string>;
  readonly serializableKeys: string[];
}
declare const awsSerialization: (ownKeys: readonly string[]) => AwsSerialization;
declare function warmUp(source: ClientSource<object>, context?: MapAwsErrorContext): Promise<void>;
interface StreamStart<Exchange, Event> {
  readonly exchange: Exchange;
  readonly events: EventBatches<Event>;
}
interface WatchedStream<Exchange, Event> {
  readonly exchange: Exchange;
  read(): Promise<readonly Event[] | undefined>;
  close(): void;
  explain(error: unknown, phase: "opening" | "open"): unknown;
  isWorthRepeating(error: unknown): boolean;
}
interface WatchedStreamSettings<Exchange, Event> {
  readonly open: (signal: AbortSignal) => Promise<StreamStart<Exchange, Event>>;
  readonly idleTimeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly caller?: AsyncCaller | undefined;
  readonly context: MapAwsErrorContext;
}
declare function openWatchedStream<Exchange, Event>({
  open,
  idleTimeoutMs,
  signal,
  caller,
  context
}: WatchedStreamSettings<Exchange, Event>): Promise<WatchedStream<Exchange, Event>>;
export { type AwsClientFields, type AwsClientLike, type AwsCommand, type AwsCredentials, type AwsCredentialsProvider, AwsOptions, type AwsSerialization, type AwsService, type BaseModel, type BearerToken, type BearerTokenProvider, BedrockModelClient, type BedrockModelClientSettings, type BedrockRuntimeModule, type ClientConfigInput, type ClientSource, type ClientSourceSettings, type ControlPlane, type ControlPlaneModule, type ControlPlaneSettings, type CredentialChainFields, type EventStreamReply, type IdentitySource, type IdentitySourceSettings, type LookUpOptions, type PublicOptions, type ResolvedClientConfig, type SendForEventsOptions, type SendOptions, type ServiceCall, ServiceClient, type ServiceClientSettings, type StreamStart, type TakeAwsFieldsSettings, type TakenFields, type WatchedStream, type WatchedStreamSettings, awsSecretNames, awsSerializableKeys, awsSerialization, createClientSource, createControlPlane, createIdentitySource, defaultMaxRetries, disposeAllClients, forgetBaseModels, lookUpBaseModel, openWatchedStream, requirePlatform, resolveClientConfig, sendCommand, sendEventStream, sendForEvents, sendWithHeaders, sharedClientCount, takeAwsFields, warmUp };

// @langchain-aws/aws-auth/sign

import { Environment, MapAwsErrorContext } from "@langchain-aws/core";
type AwsService = "bedrock-runtime" | "bedrock" | "bedrock-agent-runtime" | "kendra" | "s3vectors" | "sagemaker-runtime" | "neptune-graph" | "neptune-db" | "memorydb";
interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}
type AwsCredentialsProvider = (options?: Record<string, unknown>) => Promise<AwsCredentials>;
interface BearerToken {
  readonly token: string;
  readonly expiration?: Date;
}
type BearerTokenProvider = () => Promise<string | BearerToken>;
interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly trailers: Readonly<Record<string, string>>;
  text(): string;
}
interface PrivateOptions {
  readonly service: AwsService;
  readonly apiKey?: string | BearerTokenProvider;
  readonly credentials?: AwsCredentials | AwsCredentialsProvider;
  readonly keys?: AwsCredentials;
  readonly config: Readonly<Record<string, unknown>>;
  readonly configIdentity?: object;
  readonly client?: object;
  readonly bedrockClient?: object;
  readonly proxy?: string | object;
  readonly chain: Readonly<Record<string, unknown>>;
  readonly env?: Environment;
  readonly legacyBedrockEnv: boolean;
}
interface PublicOptions {
  readonly region?: string;
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly controlPlaneEndpointUrl?: string;
  readonly transport?: "http1" | "http2";
  readonly timeout?: number;
  readonly maxRetries?: number;
  readonly retryMode?: "standard" | "adaptive";
}
declare class AwsOptions implements PublicOptions {
  #private;
  readonly region?: string;
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly controlPlaneEndpointUrl?: string;
  readonly transport?: "http1" | "http2";
  readonly timeout?: number;
  readonly maxRetries?: number;
  readonly retryMode?: "standard" | "adaptive";
  readonly hasInjectedClient: boolean;
  constructor(shown: PublicOptions, hidden: PrivateOptions);
  get secrets(): readonly string[];
}
interface HttpTransportRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  readonly signal: AbortSignal;
  readonly maxResponseBytes: number;
}
type HttpTransport = (request: HttpTransportRequest) => Promise<HttpAnswer>;
interface HttpTransportSettings {
  readonly connectTimeoutMs?: number;
}
interface ConnectedTransport {
  readonly send: HttpTransport;
  dispose(): Promise<void>;
}
declare function createHttpTransport(options: AwsOptions, settings?: HttpTransportSettings): ConnectedTransport;
type SignableBody = string | Uint8Array | URLSearchParams;
interface SignHttpRequestInput {
  method: string;
  url: string | URL;
  headers?: Readonly<Record<string, string>>;
  body?: SignableBody;
  service: string;
  region: string;
  credentials: AwsCredentials | AwsCredentialsProvider;
  date?: Date;
  payloadHashHeader?: boolean;
}
declare function signHttpRequest(input: SignHttpRequestInput): Promise<Record<string, string>>;
interface SignedFetchInput extends Omit<SignHttpRequestInput, "credentials" | "date"> {
  credentials?: AwsCredentials | AwsCredentialsProvider;
  sign?: boolean;
  signal?: AbortSignal;
  timeout?: number;
  maxRetries?: number;
  onFailedAttempt?: (error: Error) => unknown;
  maxResponseBytes?: number;
  context: MapAwsErrorContext;
  fetch?: typeof globalThis.fetch;
  transport?: HttpTransport;
  mapError?: (error: unknown) => Error;
}
declare function signedFetch(input: SignedFetchInput): Promise<HttpAnswer>;
interface PresignHttpRequestInput extends Pick<SignHttpRequestInput, "method" | "url" | "service" | "region" | "credentials" | "date"> {
  expiresInSeconds: number;
}
declare function presignHttpRequest(input: PresignHttpRequestInput): Promise<string>;
export { type AwsCredentials, type AwsCredentialsProvider, type ConnectedTransport, type HttpAnswer, type HttpTransport, type HttpTransportRequest, type HttpTransportSettings, type PresignHttpRequestInput, type SignHttpRequestInput, type SignableBody, type SignedFetchInput, createHttpTransport, presignHttpRequest, signHttpRequest, signedFetch };
