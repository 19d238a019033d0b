// @langchain-aws/local

type Bytes = string | Uint8Array;
type MediaSource = {
  bytes: Bytes;
} | {
  s3Location: {
    uri: string;
    bucketOwner?: string;
  };
};
type DocumentSource = MediaSource | {
  text: string;
} | {
  content: readonly {
    text: string;
  }[];
};
type CitationLocation = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
interface Citation {
  title?: string;
  source?: string;
  sourceContent?: readonly {
    text: string;
  }[];
  location?: CitationLocation;
}
interface ToolUse {
  toolUseId: string;
  name: string;
  input: unknown;
  type?: "server_tool_use";
}
interface ToolResult {
  toolUseId: string;
  content: readonly ToolResultContent[];
  status?: "success" | "error";
  type?: string;
}
interface ToolChange {
  tool: {
    type?: string;
    name?: string;
    serverName?: string;
  };
}
type ToolResultContent = UnionOf<Pick<ContentBlocks, "text" | "image" | "document" | "video" | "searchResult">> | {
  json: unknown;
};
type ReasoningContent = {
  reasoningText: {
    text: string;
    signature?: string;
  };
} | {
  redactedContent: Bytes;
};
interface ContentBlocks {
  text: string;
  image: {
    format: string;
    source: MediaSource;
  };
  document: {
    format?: string;
    name: string;
    source: DocumentSource;
    context?: string;
    citations?: {
      enabled: boolean;
    };
  };
  video: {
    format: string;
    source: MediaSource;
  };
  audio: {
    format: string;
    source: MediaSource;
  };
  toolUse: ToolUse;
  toolResult: ToolResult;
  guardContent: Readonly<Record<string, unknown>>;
  cachePoint: {
    type: string;
    ttl?: string;
  };
  reasoningContent: ReasoningContent;
  citationsContent: {
    content?: readonly {
      text: string;
    }[];
    citations?: readonly Citation[];
  };
  searchResult: {
    source: string;
    title: string;
    content: readonly {
      text: string;
    }[];
    citations?: {
      enabled: boolean;
    };
  };
  toolAddition: ToolChange;
  toolRemoval: ToolChange;
}
type UnionOf<Members> = { [Kind in keyof Members]: { [Key in Kind]: Members[Kind] } }[keyof Members];
type ContentBlock = UnionOf<ContentBlocks>;
interface Message {
  role: string;
  content: readonly ContentBlock[];
}
type StopReason = "end_turn" | "tool_use" | "max_tokens" | "stop_sequence" | "content_filtered" | "guardrail_intervened" | "malformed_model_output" | "malformed_tool_use" | "model_context_window_exceeded";
interface ReplyUsage {
  inputTokens: number;
  outputTokens: number;
  totalTokens: number;
  cacheReadInputTokens?: number;
  cacheWriteInputTokens?: number;
  cacheDetails?: readonly {
    ttl: string;
    inputTokens: number;
  }[];
}
interface ReplyToolUse {
  name: string;
  input?: unknown;
  toolUseId?: string;
  type?: "server_tool_use";
  inputChunks?: readonly string[];
}
type ReplyReasoning = string | {
  text: string;
  signature?: string;
} | {
  redacted: string | Uint8Array;
};
interface ChatReply {
  text?: string;
  chunks?: readonly string[];
  reasoning?: ReplyReasoning | readonly ReplyReasoning[];
  citations?: readonly Citation[];
  toolUse?: ReplyToolUse | readonly ReplyToolUse[];
  blocks?: readonly ContentBlock[];
  stopReason?: StopReason;
  usage?: Partial<ReplyUsage>;
  delayMs?: number;
  additionalModelResponseFields?: unknown;
  trace?: unknown;
  latencyMs?: number;
}
interface ReplyDelta {
  delta: UnionOfPieces;
}
type UnionOfPieces = Extract<ContentBlock, {
  text: unknown;
} | {
  reasoningContent: unknown;
} | {
  toolUse: unknown;
}>;
type ReplyPart = ContentBlock | ReplyDelta | {
  stopReason?: StopReason;
  usage?: Partial<ReplyUsage>;
};
interface RequestTool {
  name: string;
  description?: string;
  schema: Readonly<Record<string, unknown>>;
}
type RequestToolChoice = {
  kind: "auto";
} | {
  kind: "any";
} | {
  kind: "none";
} | {
  kind: "tool";
  name: string;
};
interface ChatRequest {
  id: string;
  modelId: string;
  baseModelId: string;
  family: string;
  operation: string;
  messages: readonly Message[];
  system: string;
  tools: readonly RequestTool[];
  systemTools: readonly string[];
  toolChoice: RequestToolChoice;
  parallelToolCalls?: boolean;
  inferenceConfig: {
    maxTokens?: number;
    temperature?: number;
    topP?: number;
    stopSequences?: readonly string[];
  };
  additionalFields: Readonly<Record<string, unknown>>;
  outputSchema?: Readonly<Record<string, unknown>>;
  body: Readonly<Record<string, unknown>>;
  attempt: number;
  signal: AbortSignal;
}
type ResponderResult = ChatReply | AsyncIterable<ReplyPart> | undefined;
type Responder = (request: ChatRequest) => ResponderResult | Promise<ResponderResult>;
interface RequestPattern {
  model?: string | RegExp;
  operation?: string;
  text?: string | RegExp;
  system?: string | RegExp;
  tool?: string;
}
type RequestMatch = string | RegExp | RequestPattern | ((request: ChatRequest) => boolean);
type ModelKind = "chat" | "embedding" | "rerank" | "image" | "video" | "speech";
type Modality = "TEXT" | "IMAGE" | "VIDEO" | "SPEECH" | "EMBEDDING";
type ToolChoiceKind = "auto" | "any" | "tool";
type MediaKind = "image" | "document" | "video" | "audio";
interface ModelCaching {
  minimumTokens: number;
  ttls: readonly ("5m" | "1h")[];
  places: readonly ("tools" | "system" | "messages")[];
  alwaysCounted?: boolean;
  countedByTtl?: boolean;
}
interface Model {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly family: string;
  readonly kind: ModelKind;
  readonly inputModalities: readonly Modality[];
  readonly outputModalities: readonly Modality[];
  readonly streaming: boolean;
  readonly contextTokens: number;
  readonly maxOutputTokens: number;
  readonly inferenceTypes: readonly ("ON_DEMAND" | "INFERENCE_PROFILE")[];
  readonly profilePrefixes: readonly string[];
  readonly tools: boolean;
  readonly toolsInStreams: boolean;
  readonly toolChoices: readonly ToolChoiceKind[];
  readonly statesCallType?: boolean;
  readonly refusedSettings?: readonly ("temperature" | "topP" | "stopSequences")[];
  readonly sampling?: "fixed" | "exclusive";
  readonly thinkingBudget?: boolean;
  readonly strictTools?: boolean;
  readonly system: boolean;
  readonly media: readonly MediaKind[];
  readonly s3Media: boolean;
  readonly toolResultMedia: readonly MediaKind[];
  readonly mixedToolResults: boolean;
  readonly leadingAssistant: boolean;
  readonly trailingAssistant: boolean;
  readonly whitespaceText: boolean;
  readonly caching?: ModelCaching;
  readonly reasoning?: "budget" | "adaptive" | "effort" | "always";
  readonly reasoningReplay?: "signed" | "unsigned" | "none";
  readonly systemTools?: readonly string[];
  readonly lateSystemMessages?: boolean;
  readonly jsonSchemaOutput?: boolean;
  readonly countsTokens: boolean;
  readonly dimensions?: readonly number[];
}
type ModelProfile = Pick<Model, "id"> & Partial<Omit<Model, "id">>;
declare class IssuedThoughts {
  #private;
  add(text: string, signature: string): void;
  isGenuine(text: string, signature: string): boolean;
  clear(): void;
}
type InputUsage = Pick<ReplyUsage, "inputTokens" | "cacheReadInputTokens" | "cacheWriteInputTokens" | "cacheDetails">;
interface PromptPart {
  place: "tools" | "system" | "messages";
  tokens: number;
  value: unknown;
  cachePoint?: {
    ttl?: string;
  };
}
declare class PromptCache {
  #private;
  constructor(clock: () => number);
  clear(): void;
  use(model: Model, parts: Iterable<PromptPart>): InputUsage;
}
interface ScriptStep extends ChatReply {
  expect?: Readonly<Record<string, unknown>> | ((request: ChatRequest) => unknown);
}
interface ScriptOptions {
  fallback?: boolean;
}
type ReplySource = ChatReply | Responder;
interface ChatEngineSettings {
  responders?: readonly Responder[];
  clock?: () => number;
}
declare class ChatEngine {
  #private;
  readonly promptCache: PromptCache;
  readonly thoughts: IssuedThoughts;
  constructor(settings?: ChatEngineSettings);
  script(steps: ScriptStep | readonly ScriptStep[], options?: ScriptOptions): void;
  on(match: RequestMatch, reply: ReplySource): this;
  reset(): void;
  get remaining(): number;
  get failures(): readonly string[];
  respond(request: ChatRequest): Promise<NonNullable<ResponderResult>>;
}
type ContainerName = "echo" | "text" | "tgi" | "lmi" | "openai" | "jumpstart-llama2-chat" | "tei" | "lmi-embedding" | "jumpstart-embedding" | "hf-feature-extraction";
interface ContainerCall {
  readonly id: string;
  readonly endpointName: string;
  readonly variant: string;
  readonly inferenceComponent: string | undefined;
  readonly streaming: boolean;
  readonly json: unknown;
  readonly attempt: number;
  readonly signal: AbortSignal;
}
type ContainerAnswer = string | Uint8Array | AsyncIterable<string | Uint8Array> | Response;
type Container = (body: Uint8Array, headers: Readonly<Record<string, string>>, call: ContainerCall) => ContainerAnswer | Promise<ContainerAnswer>;
type PartSizes = number | readonly number[] | "random";
interface EndpointOptions {
  name: string;
  container: ContainerName | Container;
  parts?: PartSizes;
  variants?: readonly string[];
  inferenceComponents?: readonly string[];
  targetModels?: readonly string[];
  sessions?: boolean;
  dimensions?: number;
}
interface EndpointHandle {
  readonly name: string;
  serve(container: ContainerName | Container, options?: Omit<EndpointOptions, "name" | "container">): void;
}
interface Limits {
  connections: number;
  headMs: number;
  requestMs: number;
  unreadMs: number;
  idleMs: number;
  loggedBytes: number;
}
type AgentParameterType = "string" | "number" | "integer" | "boolean" | "array";
interface AgentParameter {
  type: AgentParameterType;
  description?: string;
  required?: boolean;
}
interface AgentFunction {
  name: string;
  description?: string;
  parameters?: Readonly<Record<string, AgentParameter>>;
}
interface AgentCall {
  actionGroup: string;
  function: string;
  input: Readonly<Record<string, unknown>>;
  sessionAttributes: Readonly<Record<string, string>>;
}
interface AgentActionGroup {
  name: string;
  description?: string;
  functions?: readonly AgentFunction[];
  apiSchema?: Readonly<Record<string, unknown>>;
  execute?: (call: AgentCall) => string | Promise<string>;
}
interface AgentOptions {
  id: string;
  name?: string;
  model: string;
  instruction: string;
  aliases?: readonly string[];
  actionGroups?: readonly AgentActionGroup[];
  knowledgeBases?: readonly string[];
  guardrail?: {
    id: string;
    version: string;
  };
}
interface ApplicationProfile {
  id: string;
  model: string;
  name?: string;
  description?: string;
}
interface CustomEmbeddings {
  embed(texts: readonly string[], dimensions: number): readonly ArrayLike<number>[] | Promise<readonly ArrayLike<number>[]>;
}
type EmbeddingsOption = "hash" | "semantic" | CustomEmbeddings;
interface GraphOptions {
  id?: string;
  openCypher?: readonly string[];
  turtle?: string;
  statistics?: boolean;
  statisticsComputedAt?: number;
  engineVersion?: string;
  queryTimeoutMs?: number;
  reader?: boolean;
}
type GraphRow = Record<string, unknown>;
interface GraphHandle {
  openCypher(statement: string, parameters?: Readonly<Record<string, unknown>>): Promise<GraphRow[]>;
  loadTurtle(turtle: string): Promise<void>;
  dumpRdf(): Promise<string>;
  clear(): void;
}
type PiiType = "EMAIL" | "PHONE" | "URL" | "IP_ADDRESS" | "MAC_ADDRESS" | "US_SOCIAL_SECURITY_NUMBER" | "CREDIT_DEBIT_CARD_NUMBER" | "INTERNATIONAL_BANK_ACCOUNT_NUMBER" | "AWS_ACCESS_KEY";
type SensitiveAction = "BLOCK" | "ANONYMIZE" | "NONE";
interface GuardrailDirections {
  inputEnabled?: boolean;
  outputEnabled?: boolean;
}
interface GuardrailWord extends GuardrailDirections {
  text: string;
}
interface GuardrailTopic extends GuardrailDirections {
  name: string;
  definition?: string;
  phrases: readonly string[];
}
interface GuardrailRegex extends GuardrailDirections {
  name: string;
  description?: string;
  pattern: string;
  action: SensitiveAction;
}
interface GuardrailPiiEntity extends GuardrailDirections {
  type: PiiType;
  action: SensitiveAction;
}
interface GuardrailOptions {
  id: string;
  name?: string;
  description?: string;
  versions?: readonly string[];
  words?: readonly (string | GuardrailWord)[];
  topics?: readonly GuardrailTopic[];
  regexes?: readonly GuardrailRegex[];
  piiEntities?: readonly GuardrailPiiEntity[];
  blockedInputMessaging?: string;
  blockedOutputsMessaging?: string;
}
type DocumentMetadata = Readonly<Record<string, DocumentMetadataValue>>;
type DocumentMetadataValue = string | number | boolean | Date | readonly string[];
interface LocalDocument {
  id?: string;
  title?: string;
  text?: string;
  uri?: string;
  metadata?: DocumentMetadata;
}
type FileMetadata = Readonly<Record<string, string | number | boolean | readonly string[]>>;
interface FileDocument extends LocalDocument {
  text: string;
  title: string;
  uri: string;
  metadata: FileMetadata;
}
type KendraAttribute = string | number | Date | readonly string[];
interface KendraDocument extends LocalDocument {
  metadata?: Readonly<Record<string, KendraAttribute>>;
  question?: string;
  answer?: string;
  table?: readonly (readonly string[])[];
}
interface KendraIndexOptions {
  id: string;
  name?: string;
  description?: string;
  edition?: "DEVELOPER_EDITION" | "ENTERPRISE_EDITION" | "GEN_AI_ENTERPRISE_EDITION";
  documents?: readonly KendraDocument[];
}
interface KendraHandle {
  readonly id: string;
  readonly size: number;
  add(documents: readonly (KendraDocument | FileDocument)[]): Promise<number>;
  clear(): void;
}
type KnowledgeBaseMetadataValue = string | number | boolean | readonly string[];
interface KnowledgeBaseContent {
  type?: string;
  text?: string;
  byteContent?: string;
  row?: readonly {
    columnName?: string;
    columnValue?: string;
    type?: string;
  }[];
  audio?: {
    s3Uri: string;
    transcription?: string;
  };
  video?: {
    s3Uri: string;
    summary?: string;
  };
}
interface KnowledgeBaseLocation {
  type: string;
  readonly [member: string]: unknown;
}
interface KnowledgeBaseDocument extends LocalDocument {
  content?: KnowledgeBaseContent;
  location?: KnowledgeBaseLocation;
  metadata?: Readonly<Record<string, KnowledgeBaseMetadataValue>>;
}
interface KnowledgeBaseChunking {
  maxTokens?: number;
  overlapPercentage?: number;
}
interface KnowledgeBaseOptions {
  id: string;
  type?: "vector" | "managed";
  chunking?: KnowledgeBaseChunking | "none";
  documents?: readonly KnowledgeBaseDocument[];
}
interface KnowledgeBaseHandle {
  readonly id: string;
  readonly size: number;
  add(documents: readonly KnowledgeBaseDocument[]): Promise<number>;
  clear(): void;
}
interface UpstreamOptions {
  url: string;
  model?: string;
  apiKey?: string;
  allowRemote?: boolean;
}
type MemoryDbEngine = "memorydb" | "valkey-1.0.0" | "valkey-1.0" | "valkey-1.2" | "redisearch";
interface MemoryDbUser {
  password?: string;
  iam?: boolean;
  deny?: readonly string[];
}
interface MemoryDbOptions {
  port?: number;
  engine?: MemoryDbEngine;
  cluster?: boolean;
  replicas?: number;
  users?: Readonly<Record<string, MemoryDbUser>>;
  clusterName?: string;
  service?: "memorydb" | "elasticache";
  visibilityDelayMs?: number;
  maxCommands?: number;
}
interface MemoryDbCommand {
  readonly name: string;
  readonly args: readonly (string | Uint8Array)[];
  readonly connection: number;
  readonly node: "primary" | "replica";
  readonly error?: string;
}
interface MemoryDbFault {
  command?: string;
  key?: string;
  from?: number;
  times?: number;
  error?: string;
  drop?: boolean;
  hang?: boolean;
}
interface LocalMemoryDb {
  readonly url: string;
  readonly port: number;
  readonly replicaPorts: readonly number[];
  readonly clusterName: string;
  commands(name?: string): MemoryDbCommand[];
  waitForCommand(name: string, options?: {
    count?: number;
    timeoutMs?: number;
  }): Promise<MemoryDbCommand>;
  clearCommands(): void;
  fault(fault: MemoryDbFault): void;
  holdBackfill(): () => void;
  dropConnections(): void;
  readonly connectionCount: number;
  readonly keyCount: number;
}
interface PromptOptions {
  id: string;
  version?: string;
  model: string;
  text?: string;
  messages?: readonly Message[];
  system?: string;
  inferenceConfig?: Readonly<{
    maxTokens?: number;
    temperature?: number;
    topP?: number;
    stopSequences?: readonly string[];
  }>;
  toolConfig?: Readonly<Record<string, unknown>>;
  additionalModelRequestFields?: Readonly<Record<string, unknown>>;
}
interface ReplayOptions {
  directory: string;
  match?: "strict" | "positional" | "loose";
  fallback?: boolean;
}
type VectorMetric = "cosine" | "euclidean";
interface VectorIndexOptions {
  name: string;
  dimension: number;
  distanceMetric?: VectorMetric;
  nonFilterableMetadataKeys?: readonly string[];
}
interface VectorBucketOptions {
  name: string;
  indexes?: readonly VectorIndexOptions[];
}
interface S3VectorsOptions {
  buckets?: readonly VectorBucketOptions[];
  queryPageSize?: number;
}
type EndedBy = "answer" | "fault" | "client" | "server";
type ServiceName = "bedrock-runtime" | "bedrock" | "bedrock-agent-runtime" | "sagemaker-runtime" | "neptune-graph" | "neptune-db" | "kendra" | "s3vectors";
interface Usage {
  inputTokens: number;
  outputTokens: number;
  totalTokens?: number;
  cacheReadInputTokens?: number;
  cacheWriteInputTokens?: number;
}
interface RequestAuth {
  kind: "sigv4" | "bearer" | "none";
  accessKeyId?: string;
}
interface RequestEntry {
  id: string;
  at: number;
  service?: ServiceName;
  operation?: string;
  model?: string;
  params?: Readonly<Record<string, string>>;
  http: "1.1" | "2";
  method: string;
  path: string;
  region?: string;
  auth: RequestAuth;
  headers: Readonly<Record<string, string>>;
  body?: unknown;
  attempt: number;
  invocationId?: string;
  userAgent?: string;
  faultId?: string;
  status?: number;
  errorType?: string;
  message?: string;
  answer?: unknown;
  timeline?: TimelineEvent[];
  problem?: string;
  eventsSent: number;
  abortedByClient: boolean;
  endedBy?: EndedBy;
  durationMs?: number;
  usage?: Usage;
}
interface TimelineEvent {
  afterMs: number;
  type: string;
  body?: unknown;
}
type RequestQuery = PartialEntry | ((entry: Readonly<RequestEntry>) => boolean);
type PartialEntry = { readonly [Key in keyof RequestEntry]?: unknown };
interface RequestLogOptions {
  maxEntries: number;
  bodies: boolean;
  answers: boolean;
}
interface FaultMatch {
  service?: string;
  operation?: string;
  model?: string | RegExp;
  test?(entry: Readonly<RequestEntry>): boolean;
}
interface FaultTiming {
  nth?: number;
  every?: number;
  first?: number;
  probability?: number;
  times?: number;
}
interface FaultError {
  status: number;
  type: string;
  message: string;
}
interface FaultAction {
  error?: FaultError;
  throttle?: boolean | string;
  unavailable?: boolean | string;
  timeout?: boolean | string;
  accessDenied?: boolean | string;
  modelError?: boolean | string;
  latencyMs?: number;
  jitterMs?: number;
  firstByteMs?: number;
  eventDelayMs?: number;
  bytesPerSecond?: number;
  reset?: "beforeHeaders" | "afterHeaders";
  afterEvents?: number;
  exception?: string | {
    type: string;
    message: string;
  };
  drop?: boolean;
  hang?: boolean;
  endEarly?: boolean;
  truncateFrame?: boolean;
  corruptCrc?: boolean;
  errorFrame?: boolean | {
    code: string;
    message: string;
  };
  unknownEvent?: boolean | string;
  duplicateEvent?: boolean;
  splitEvery?: number;
  goaway?: boolean;
  lateError?: boolean | string | {
    type: string;
    message: string;
  };
  badJson?: boolean;
  html502?: boolean;
  emptyBody?: boolean;
  expireCredentials?: {
    after: number;
  };
}
interface Fault {
  match?: FaultMatch;
  when?: FaultTiming;
  do: FaultAction;
}
interface AppliedFault {
  id: string;
  action: FaultAction;
  latencyMs: number;
}
interface LocalKey {
  secretAccessKey: string;
  sessionToken?: string;
  sessionExpiresAt?: number;
  allow?: readonly string[];
}
interface AuthOptions {
  mode?: "strict" | "lenient" | "off";
  keys?: Readonly<Record<string, LocalKey>>;
  bearerTokens?: readonly string[];
  regions?: readonly string[] | "any";
  skewSeconds?: number;
  allowRealKeys?: boolean;
}
interface ModelOptions {
  preset?: "current";
  extra?: readonly ModelProfile[];
  applicationProfiles?: readonly ApplicationProfile[];
  denied?: readonly string[];
  unknown?: "reject" | "accept";
}
interface LocalAwsOptions {
  host?: string;
  port?: number;
  allowRemote?: boolean;
  allowedHosts?: readonly string[];
  tls?: {
    key: string;
    cert: string;
  };
  region?: string;
  accountId?: string;
  auth?: AuthOptions;
  models?: ModelOptions;
  endpoints?: readonly EndpointOptions[];
  validation?: "current" | "strict2024" | "off";
  responders?: readonly Responder[];
  upstream?: string | UpstreamOptions;
  replay?: ReplayOptions;
  embeddings?: EmbeddingsOption;
  guardrails?: readonly GuardrailOptions[];
  knowledgeBases?: readonly KnowledgeBaseOptions[];
  kendraIndexes?: readonly KendraIndexOptions[];
  memorydb?: boolean | MemoryDbOptions;
  graphs?: readonly GraphOptions[];
  agents?: readonly AgentOptions[];
  prompts?: readonly PromptOptions[];
  s3Vectors?: S3VectorsOptions;
  dataDir?: string;
  faults?: readonly Fault[];
  streamFiller?: boolean;
  seed?: number;
  clock?: () => number;
  limits?: Partial<Limits>;
  log?: Partial<RequestLogOptions>;
}
interface FaultRule extends Fault {
  id: string;
  seen: number;
  applied: number;
}
declare class FaultRules {
  #private;
  constructor(configured: readonly Fault[], random: () => number);
  add(fault: Fault): string;
  clear(id?: string): void;
  reset(): void;
  list(): readonly Readonly<FaultRule>[];
  pick(entry: Readonly<RequestEntry>): AppliedFault | undefined;
}
interface LocalCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}
interface LocalClientConfig {
  region: string;
  endpoint: string;
  credentials: LocalCredentials;
  disableHostPrefix?: boolean;
}
interface LocalAws extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly region: string;
  readonly credentials: LocalCredentials;
  readonly controlToken: string;
  readonly pageUrl: string;
  readonly chat: ChatEngine;
  readonly faults: FaultRules;
  kb(id: string): KnowledgeBaseHandle;
  kendra(id: string): KendraHandle;
  readonly memorydb: LocalMemoryDb;
  graph(id?: string): GraphHandle;
  clientConfig(service: ServiceName): LocalClientConfig;
  env(): Record<string, string>;
  endpoint(name: string): EndpointHandle;
  requests(query?: RequestQuery): RequestEntry[];
  lastRequest(): RequestEntry | undefined;
  waitForRequest(query: RequestQuery, options?: {
    timeoutMs?: number;
  }): Promise<RequestEntry>;
  expectRequest(expected: PartialEntry): RequestEntry;
  onRequest(listener: (entry: RequestEntry) => void): () => void;
  describeRequests(): string;
  snapshot(path: string): Promise<void>;
  restore(path: string): Promise<void>;
  reset(): void;
  close(): Promise<void>;
}
declare function createLocalAws(options?: LocalAwsOptions): Promise<LocalAws>;
interface ReadDocumentsOptions {
  uriPrefix?: string;
}
declare function readDocuments(where: string, options?: ReadDocumentsOptions): Promise<FileDocument[]>;
interface BytesSummary {
  bytes: number;
  sha256: string;
}
interface NumbersSummary {
  numbers: number;
}
export { type AgentActionGroup, type AgentCall, type AgentFunction, type AgentOptions, type AgentParameter, type AgentParameterType, type ApplicationProfile, type AppliedFault, type AuthOptions, type BytesSummary, type ChatEngine, type ChatReply, type ChatRequest, type Container, type ContainerAnswer, type ContainerCall, type ContainerName, type ContentBlock, type CustomEmbeddings, type DocumentMetadata, type DocumentMetadataValue, type EmbeddingsOption, type EndpointHandle, type EndpointOptions, type Fault, type FaultAction, type FaultError, type FaultMatch, type FaultRule, type FaultRules, type FaultTiming, type FileDocument, type FileMetadata, type GraphHandle, type GraphOptions, type GraphRow, type GuardrailDirections, type GuardrailOptions, type GuardrailPiiEntity, type GuardrailRegex, type GuardrailTopic, type GuardrailWord, type KendraAttribute, type KendraDocument, type KendraHandle, type KendraIndexOptions, type KnowledgeBaseChunking, type KnowledgeBaseContent, type KnowledgeBaseDocument, type KnowledgeBaseHandle, type KnowledgeBaseLocation, type KnowledgeBaseMetadataValue, type KnowledgeBaseOptions, type Limits, type LocalAws, type LocalAwsOptions, type LocalClientConfig, type LocalCredentials, type LocalDocument, type LocalKey, type LocalMemoryDb, type MemoryDbCommand, type MemoryDbEngine, type MemoryDbFault, type MemoryDbOptions, type MemoryDbUser, type Message, type ModelOptions, type ModelProfile, type NumbersSummary, type PartSizes, type PartialEntry, type PiiType, type PromptOptions, type ReadDocumentsOptions, type ReplayOptions, type ReplyDelta, type ReplyPart, type ReplyReasoning, type ReplySource, type ReplyToolUse, type ReplyUsage, type RequestAuth, type RequestEntry, type RequestLogOptions, type RequestMatch, type RequestPattern, type RequestQuery, type RequestTool, type RequestToolChoice, type Responder, type ResponderResult, type S3VectorsOptions, type ScriptOptions, type ScriptStep, type SensitiveAction, type ServiceName, type StopReason, type UpstreamOptions, type Usage, type VectorBucketOptions, type VectorIndexOptions, type VectorMetric, createLocalAws, readDocuments };

// @langchain-aws/local/vitest

type Bytes = string | Uint8Array;
type MediaSource = {
  bytes: Bytes;
} | {
  s3Location: {
    uri: string;
    bucketOwner?: string;
  };
};
type DocumentSource = MediaSource | {
  text: string;
} | {
  content: readonly {
    text: string;
  }[];
};
type CitationLocation = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
interface Citation {
  title?: string;
  source?: string;
  sourceContent?: readonly {
    text: string;
  }[];
  location?: CitationLocation;
}
interface ToolUse {
  toolUseId: string;
  name: string;
  input: unknown;
  type?: "server_tool_use";
}
interface ToolResult {
  toolUseId: string;
  content: readonly ToolResultContent[];
  status?: "success" | "error";
  type?: string;
}
interface ToolChange {
  tool: {
    type?: string;
    name?: string;
    serverName?: string;
  };
}
type ToolResultContent = UnionOf<Pick<ContentBlocks, "text" | "image" | "document" | "video" | "searchResult">> | {
  json: unknown;
};
type ReasoningContent = {
  reasoningText: {
    text: string;
    signature?: string;
  };
} | {
  redactedContent: Bytes;
};
interface ContentBlocks {
  text: string;
  image: {
    format: string;
    source: MediaSource;
  };
  document: {
    format?: string;
    name: string;
    source: DocumentSource;
    context?: string;
    citations?: {
      enabled: boolean;
    };
  };
  video: {
    format: string;
    source: MediaSource;
  };
  audio: {
    format: string;
    source: MediaSource;
  };
  toolUse: ToolUse;
  toolResult: ToolResult;
  guardContent: Readonly<Record<string, unknown>>;
  cachePoint: {
    type: string;
    ttl?: string;
  };
  reasoningContent: ReasoningContent;
  citationsContent: {
    content?: readonly {
      text: string;
    }[];
    citations?: readonly Citation[];
  };
  searchResult: {
    source: string;
    title: string;
    content: readonly {
      text: string;
    }[];
    citations?: {
      enabled: boolean;
    };
  };
  toolAddition: ToolChange;
  toolRemoval: ToolChange;
}
type UnionOf<Members> = { [Kind in keyof Members]: { [Key in Kind]: Members[Kind] } }[keyof Members];
type ContentBlock = UnionOf<ContentBlocks>;
interface Message {
  role: string;
  content: readonly ContentBlock[];
}
type StopReason = "end_turn" | "tool_use" | "max_tokens" | "stop_sequence" | "content_filtered" | "guardrail_intervened" | "malformed_model_output" | "malformed_tool_use" | "model_context_window_exceeded";
interface ReplyUsage {
  inputTokens: number;
  outputTokens: number;
  totalTokens: number;
  cacheReadInputTokens?: number;
  cacheWriteInputTokens?: number;
  cacheDetails?: readonly {
    ttl: string;
    inputTokens: number;
  }[];
}
interface ReplyToolUse {
  name: string;
  input?: unknown;
  toolUseId?: string;
  type?: "server_tool_use";
  inputChunks?: readonly string[];
}
type ReplyReasoning = string | {
  text: string;
  signature?: string;
} | {
  redacted: string | Uint8Array;
};
interface ChatReply {
  text?: string;
  chunks?: readonly string[];
  reasoning?: ReplyReasoning | readonly ReplyReasoning[];
  citations?: readonly Citation[];
  toolUse?: ReplyToolUse | readonly ReplyToolUse[];
  blocks?: readonly ContentBlock[];
  stopReason?: StopReason;
  usage?: Partial<ReplyUsage>;
  delayMs?: number;
  additionalModelResponseFields?: unknown;
  trace?: unknown;
  latencyMs?: number;
}
interface ReplyDelta {
  delta: UnionOfPieces;
}
type UnionOfPieces = Extract<ContentBlock, {
  text: unknown;
} | {
  reasoningContent: unknown;
} | {
  toolUse: unknown;
}>;
type ReplyPart = ContentBlock | ReplyDelta | {
  stopReason?: StopReason;
  usage?: Partial<ReplyUsage>;
};
interface RequestTool {
  name: string;
  description?: string;
  schema: Readonly<Record<string, unknown>>;
}
type RequestToolChoice = {
  kind: "auto";
} | {
  kind: "any";
} | {
  kind: "none";
} | {
  kind: "tool";
  name: string;
};
interface ChatRequest {
  id: string;
  modelId: string;
  baseModelId: string;
  family: string;
  operation: string;
  messages: readonly Message[];
  system: string;
  tools: readonly RequestTool[];
  systemTools: readonly string[];
  toolChoice: RequestToolChoice;
  parallelToolCalls?: boolean;
  inferenceConfig: {
    maxTokens?: number;
    temperature?: number;
    topP?: number;
    stopSequences?: readonly string[];
  };
  additionalFields: Readonly<Record<string, unknown>>;
  outputSchema?: Readonly<Record<string, unknown>>;
  body: Readonly<Record<string, unknown>>;
  attempt: number;
  signal: AbortSignal;
}
type ResponderResult = ChatReply | AsyncIterable<ReplyPart> | undefined;
type Responder = (request: ChatRequest) => ResponderResult | Promise<ResponderResult>;
type ModelKind = "chat" | "embedding" | "rerank" | "image" | "video" | "speech";
type Modality = "TEXT" | "IMAGE" | "VIDEO" | "SPEECH" | "EMBEDDING";
type ToolChoiceKind = "auto" | "any" | "tool";
type MediaKind = "image" | "document" | "video" | "audio";
interface ModelCaching {
  minimumTokens: number;
  ttls: readonly ("5m" | "1h")[];
  places: readonly ("tools" | "system" | "messages")[];
  alwaysCounted?: boolean;
  countedByTtl?: boolean;
}
interface Model {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly family: string;
  readonly kind: ModelKind;
  readonly inputModalities: readonly Modality[];
  readonly outputModalities: readonly Modality[];
  readonly streaming: boolean;
  readonly contextTokens: number;
  readonly maxOutputTokens: number;
  readonly inferenceTypes: readonly ("ON_DEMAND" | "INFERENCE_PROFILE")[];
  readonly profilePrefixes: readonly string[];
  readonly tools: boolean;
  readonly toolsInStreams: boolean;
  readonly toolChoices: readonly ToolChoiceKind[];
  readonly statesCallType?: boolean;
  readonly refusedSettings?: readonly ("temperature" | "topP" | "stopSequences")[];
  readonly sampling?: "fixed" | "exclusive";
  readonly thinkingBudget?: boolean;
  readonly strictTools?: boolean;
  readonly system: boolean;
  readonly media: readonly MediaKind[];
  readonly s3Media: boolean;
  readonly toolResultMedia: readonly MediaKind[];
  readonly mixedToolResults: boolean;
  readonly leadingAssistant: boolean;
  readonly trailingAssistant: boolean;
  readonly whitespaceText: boolean;
  readonly caching?: ModelCaching;
  readonly reasoning?: "budget" | "adaptive" | "effort" | "always";
  readonly reasoningReplay?: "signed" | "unsigned" | "none";
  readonly systemTools?: readonly string[];
  readonly lateSystemMessages?: boolean;
  readonly jsonSchemaOutput?: boolean;
  readonly countsTokens: boolean;
  readonly dimensions?: readonly number[];
}
type ModelProfile = Pick<Model, "id"> & Partial<Omit<Model, "id">>;
type ContainerName = "echo" | "text" | "tgi" | "lmi" | "openai" | "jumpstart-llama2-chat" | "tei" | "lmi-embedding" | "jumpstart-embedding" | "hf-feature-extraction";
interface ContainerCall {
  readonly id: string;
  readonly endpointName: string;
  readonly variant: string;
  readonly inferenceComponent: string | undefined;
  readonly streaming: boolean;
  readonly json: unknown;
  readonly attempt: number;
  readonly signal: AbortSignal;
}
type ContainerAnswer = string | Uint8Array | AsyncIterable<string | Uint8Array> | Response;
type Container = (body: Uint8Array, headers: Readonly<Record<string, string>>, call: ContainerCall) => ContainerAnswer | Promise<ContainerAnswer>;
type PartSizes = number | readonly number[] | "random";
interface EndpointOptions {
  name: string;
  container: ContainerName | Container;
  parts?: PartSizes;
  variants?: readonly string[];
  inferenceComponents?: readonly string[];
  targetModels?: readonly string[];
  sessions?: boolean;
  dimensions?: number;
}
interface EndpointHandle {
  readonly name: string;
  serve(container: ContainerName | Container, options?: Omit<EndpointOptions, "name" | "container">): void;
}
interface Limits {
  connections: number;
  headMs: number;
  requestMs: number;
  unreadMs: number;
  idleMs: number;
  loggedBytes: number;
}
type AgentParameterType = "string" | "number" | "integer" | "boolean" | "array";
interface AgentParameter {
  type: AgentParameterType;
  description?: string;
  required?: boolean;
}
interface AgentFunction {
  name: string;
  description?: string;
  parameters?: Readonly<Record<string, AgentParameter>>;
}
interface AgentCall {
  actionGroup: string;
  function: string;
  input: Readonly<Record<string, unknown>>;
  sessionAttributes: Readonly<Record<string, string>>;
}
interface AgentActionGroup {
  name: string;
  description?: string;
  functions?: readonly AgentFunction[];
  apiSchema?: Readonly<Record<string, unknown>>;
  execute?: (call: AgentCall) => string | Promise<string>;
}
interface AgentOptions {
  id: string;
  name?: string;
  model: string;
  instruction: string;
  aliases?: readonly string[];
  actionGroups?: readonly AgentActionGroup[];
  knowledgeBases?: readonly string[];
  guardrail?: {
    id: string;
    version: string;
  };
}
interface ApplicationProfile {
  id: string;
  model: string;
  name?: string;
  description?: string;
}
interface CustomEmbeddings {
  embed(texts: readonly string[], dimensions: number): readonly ArrayLike<number>[] | Promise<readonly ArrayLike<number>[]>;
}
type EmbeddingsOption = "hash" | "semantic" | CustomEmbeddings;
interface GraphOptions {
  id?: string;
  openCypher?: readonly string[];
  turtle?: string;
  statistics?: boolean;
  statisticsComputedAt?: number;
  engineVersion?: string;
  queryTimeoutMs?: number;
  reader?: boolean;
}
type GraphRow = Record<string, unknown>;
interface GraphHandle {
  openCypher(statement: string, parameters?: Readonly<Record<string, unknown>>): Promise<GraphRow[]>;
  loadTurtle(turtle: string): Promise<void>;
  dumpRdf(): Promise<string>;
  clear(): void;
}
type PiiType = "EMAIL" | "PHONE" | "URL" | "IP_ADDRESS" | "MAC_ADDRESS" | "US_SOCIAL_SECURITY_NUMBER" | "CREDIT_DEBIT_CARD_NUMBER" | "INTERNATIONAL_BANK_ACCOUNT_NUMBER" | "AWS_ACCESS_KEY";
type SensitiveAction = "BLOCK" | "ANONYMIZE" | "NONE";
interface GuardrailDirections {
  inputEnabled?: boolean;
  outputEnabled?: boolean;
}
interface GuardrailWord extends GuardrailDirections {
  text: string;
}
interface GuardrailTopic extends GuardrailDirections {
  name: string;
  definition?: string;
  phrases: readonly string[];
}
interface GuardrailRegex extends GuardrailDirections {
  name: string;
  description?: string;
  pattern: string;
  action: SensitiveAction;
}
interface GuardrailPiiEntity extends GuardrailDirections {
  type: PiiType;
  action: SensitiveAction;
}
interface GuardrailOptions {
  id: string;
  name?: string;
  description?: string;
  versions?: readonly string[];
  words?: readonly (string | GuardrailWord)[];
  topics?: readonly GuardrailTopic[];
  regexes?: readonly GuardrailRegex[];
  piiEntities?: readonly GuardrailPiiEntity[];
  blockedInputMessaging?: string;
  blockedOutputsMessaging?: string;
}
type DocumentMetadata = Readonly<Record<string, DocumentMetadataValue>>;
type DocumentMetadataValue = string | number | boolean | Date | readonly string[];
interface LocalDocument {
  id?: string;
  title?: string;
  text?: string;
  uri?: string;
  metadata?: DocumentMetadata;
}
type FileMetadata = Readonly<Record<string, string | number | boolean | readonly string[]>>;
interface FileDocument extends LocalDocument {
  text: string;
  title: string;
  uri: string;
  metadata: FileMetadata;
}
type KendraAttribute = string | number | Date | readonly string[];
interface KendraDocument extends LocalDocument {
  metadata?: Readonly<Record<string, KendraAttribute>>;
  question?: string;
  answer?: string;
  table?: readonly (readonly string[])[];
}
interface KendraIndexOptions {
  id: string;
  name?: string;
  description?: string;
  edition?: "DEVELOPER_EDITION" | "ENTERPRISE_EDITION" | "GEN_AI_ENTERPRISE_EDITION";
  documents?: readonly KendraDocument[];
}
interface KendraHandle {
  readonly id: string;
  readonly size: number;
  add(documents: readonly (KendraDocument | FileDocument)[]): Promise<number>;
  clear(): void;
}
type KnowledgeBaseMetadataValue = string | number | boolean | readonly string[];
interface KnowledgeBaseContent {
  type?: string;
  text?: string;
  byteContent?: string;
  row?: readonly {
    columnName?: string;
    columnValue?: string;
    type?: string;
  }[];
  audio?: {
    s3Uri: string;
    transcription?: string;
  };
  video?: {
    s3Uri: string;
    summary?: string;
  };
}
interface KnowledgeBaseLocation {
  type: string;
  readonly [member: string]: unknown;
}
interface KnowledgeBaseDocument extends LocalDocument {
  content?: KnowledgeBaseContent;
  location?: KnowledgeBaseLocation;
  metadata?: Readonly<Record<string, KnowledgeBaseMetadataValue>>;
}
interface KnowledgeBaseChunking {
  maxTokens?: number;
  overlapPercentage?: number;
}
interface KnowledgeBaseOptions {
  id: string;
  type?: "vector" | "managed";
  chunking?: KnowledgeBaseChunking | "none";
  documents?: readonly KnowledgeBaseDocument[];
}
interface KnowledgeBaseHandle {
  readonly id: string;
  readonly size: number;
  add(documents: readonly KnowledgeBaseDocument[]): Promise<number>;
  clear(): void;
}
interface UpstreamOptions {
  url: string;
  model?: string;
  apiKey?: string;
  allowRemote?: boolean;
}
type MemoryDbEngine = "memorydb" | "valkey-1.0.0" | "valkey-1.0" | "valkey-1.2" | "redisearch";
interface MemoryDbUser {
  password?: string;
  iam?: boolean;
  deny?: readonly string[];
}
interface MemoryDbOptions {
  port?: number;
  engine?: MemoryDbEngine;
  cluster?: boolean;
  replicas?: number;
  users?: Readonly<Record<string, MemoryDbUser>>;
  clusterName?: string;
  service?: "memorydb" | "elasticache";
  visibilityDelayMs?: number;
  maxCommands?: number;
}
interface MemoryDbCommand {
  readonly name: string;
  readonly args: readonly (string | Uint8Array)[];
  readonly connection: number;
  readonly node: "primary" | "replica";
  readonly error?: string;
}
interface MemoryDbFault {
  command?: string;
  key?: string;
  from?: number;
  times?: number;
  error?: string;
  drop?: boolean;
  hang?: boolean;
}
interface LocalMemoryDb {
  readonly url: string;
  readonly port: number;
  readonly replicaPorts: readonly number[];
  readonly clusterName: string;
  commands(name?: string): MemoryDbCommand[];
  waitForCommand(name: string, options?: {
    count?: number;
    timeoutMs?: number;
  }): Promise<MemoryDbCommand>;
  clearCommands(): void;
  fault(fault: MemoryDbFault): void;
  holdBackfill(): () => void;
  dropConnections(): void;
  readonly connectionCount: number;
  readonly keyCount: number;
}
interface PromptOptions {
  id: string;
  version?: string;
  model: string;
  text?: string;
  messages?: readonly Message[];
  system?: string;
  inferenceConfig?: Readonly<{
    maxTokens?: number;
    temperature?: number;
    topP?: number;
    stopSequences?: readonly string[];
  }>;
  toolConfig?: Readonly<Record<string, unknown>>;
  additionalModelRequestFields?: Readonly<Record<string, unknown>>;
}
interface ReplayOptions {
  directory: string;
  match?: "strict" | "positional" | "loose";
  fallback?: boolean;
}
type VectorMetric = "cosine" | "euclidean";
interface VectorIndexOptions {
  name: string;
  dimension: number;
  distanceMetric?: VectorMetric;
  nonFilterableMetadataKeys?: readonly string[];
}
interface VectorBucketOptions {
  name: string;
  indexes?: readonly VectorIndexOptions[];
}
interface S3VectorsOptions {
  buckets?: readonly VectorBucketOptions[];
  queryPageSize?: number;
}
type EndedBy = "answer" | "fault" | "client" | "server";
type ServiceName = "bedrock-runtime" | "bedrock" | "bedrock-agent-runtime" | "sagemaker-runtime" | "neptune-graph" | "neptune-db" | "kendra" | "s3vectors";
interface Usage {
  inputTokens: number;
  outputTokens: number;
  totalTokens?: number;
  cacheReadInputTokens?: number;
  cacheWriteInputTokens?: number;
}
interface RequestAuth {
  kind: "sigv4" | "bearer" | "none";
  accessKeyId?: string;
}
interface RequestEntry {
  id: string;
  at: number;
  service?: ServiceName;
  operation?: string;
  model?: string;
  params?: Readonly<Record<string, string>>;
  http: "1.1" | "2";
  method: string;
  path: string;
  region?: string;
  auth: RequestAuth;
  headers: Readonly<Record<string, string>>;
  body?: unknown;
  attempt: number;
  invocationId?: string;
  userAgent?: string;
  faultId?: string;
  status?: number;
  errorType?: string;
  message?: string;
  answer?: unknown;
  timeline?: TimelineEvent[];
  problem?: string;
  eventsSent: number;
  abortedByClient: boolean;
  endedBy?: EndedBy;
  durationMs?: number;
  usage?: Usage;
}
interface TimelineEvent {
  afterMs: number;
  type: string;
  body?: unknown;
}
type RequestQuery = PartialEntry | ((entry: Readonly<RequestEntry>) => boolean);
type PartialEntry = { readonly [Key in keyof RequestEntry]?: unknown };
interface RequestLogOptions {
  maxEntries: number;
  bodies: boolean;
  answers: boolean;
}
interface FaultMatch {
  service?: string;
  operation?: string;
  model?: string | RegExp;
  test?(entry: Readonly<RequestEntry>): boolean;
}
interface FaultTiming {
  nth?: number;
  every?: number;
  first?: number;
  probability?: number;
  times?: number;
}
interface FaultError {
  status: number;
  type: string;
  message: string;
}
interface FaultAction {
  error?: FaultError;
  throttle?: boolean | string;
  unavailable?: boolean | string;
  timeout?: boolean | string;
  accessDenied?: boolean | string;
  modelError?: boolean | string;
  latencyMs?: number;
  jitterMs?: number;
  firstByteMs?: number;
  eventDelayMs?: number;
  bytesPerSecond?: number;
  reset?: "beforeHeaders" | "afterHeaders";
  afterEvents?: number;
  exception?: string | {
    type: string;
    message: string;
  };
  drop?: boolean;
  hang?: boolean;
  endEarly?: boolean;
  truncateFrame?: boolean;
  corruptCrc?: boolean;
  errorFrame?: boolean | {
    code: string;
    message: string;
  };
  unknownEvent?: boolean | string;
  duplicateEvent?: boolean;
  splitEvery?: number;
  goaway?: boolean;
  lateError?: boolean | string | {
    type: string;
    message: string;
  };
  badJson?: boolean;
  html502?: boolean;
  emptyBody?: boolean;
  expireCredentials?: {
    after: number;
  };
}
interface Fault {
  match?: FaultMatch;
  when?: FaultTiming;
  do: FaultAction;
}
interface AppliedFault {
  id: string;
  action: FaultAction;
  latencyMs: number;
}
interface LocalKey {
  secretAccessKey: string;
  sessionToken?: string;
  sessionExpiresAt?: number;
  allow?: readonly string[];
}
interface AuthOptions {
  mode?: "strict" | "lenient" | "off";
  keys?: Readonly<Record<string, LocalKey>>;
  bearerTokens?: readonly string[];
  regions?: readonly string[] | "any";
  skewSeconds?: number;
  allowRealKeys?: boolean;
}
interface ModelOptions {
  preset?: "current";
  extra?: readonly ModelProfile[];
  applicationProfiles?: readonly ApplicationProfile[];
  denied?: readonly string[];
  unknown?: "reject" | "accept";
}
interface LocalAwsOptions {
  host?: string;
  port?: number;
  allowRemote?: boolean;
  allowedHosts?: readonly string[];
  tls?: {
    key: string;
    cert: string;
  };
  region?: string;
  accountId?: string;
  auth?: AuthOptions;
  models?: ModelOptions;
  endpoints?: readonly EndpointOptions[];
  validation?: "current" | "strict2024" | "off";
  responders?: readonly Responder[];
  upstream?: string | UpstreamOptions;
  replay?: ReplayOptions;
  embeddings?: EmbeddingsOption;
  guardrails?: readonly GuardrailOptions[];
  knowledgeBases?: readonly KnowledgeBaseOptions[];
  kendraIndexes?: readonly KendraIndexOptions[];
  memorydb?: boolean | MemoryDbOptions;
  graphs?: readonly GraphOptions[];
  agents?: readonly AgentOptions[];
  prompts?: readonly PromptOptions[];
  s3Vectors?: S3VectorsOptions;
  dataDir?: string;
  faults?: readonly Fault[];
  streamFiller?: boolean;
  seed?: number;
  clock?: () => number;
  limits?: Partial<Limits>;
  log?: Partial<RequestLogOptions>;
}
declare class IssuedThoughts {
  #private;
  add(text: string, signature: string): void;
  isGenuine(text: string, signature: string): boolean;
  clear(): void;
}
interface RequestPattern {
  model?: string | RegExp;
  operation?: string;
  text?: string | RegExp;
  system?: string | RegExp;
  tool?: string;
}
type RequestMatch = string | RegExp | RequestPattern | ((request: ChatRequest) => boolean);
type InputUsage = Pick<ReplyUsage, "inputTokens" | "cacheReadInputTokens" | "cacheWriteInputTokens" | "cacheDetails">;
interface PromptPart {
  place: "tools" | "system" | "messages";
  tokens: number;
  value: unknown;
  cachePoint?: {
    ttl?: string;
  };
}
declare class PromptCache {
  #private;
  constructor(clock: () => number);
  clear(): void;
  use(model: Model, parts: Iterable<PromptPart>): InputUsage;
}
interface ScriptStep extends ChatReply {
  expect?: Readonly<Record<string, unknown>> | ((request: ChatRequest) => unknown);
}
interface ScriptOptions {
  fallback?: boolean;
}
type ReplySource = ChatReply | Responder;
interface ChatEngineSettings {
  responders?: readonly Responder[];
  clock?: () => number;
}
declare class ChatEngine {
  #private;
  readonly promptCache: PromptCache;
  readonly thoughts: IssuedThoughts;
  constructor(settings?: ChatEngineSettings);
  script(steps: ScriptStep | readonly ScriptStep[], options?: ScriptOptions): void;
  on(match: RequestMatch, reply: ReplySource): this;
  reset(): void;
  get remaining(): number;
  get failures(): readonly string[];
  respond(request: ChatRequest): Promise<NonNullable<ResponderResult>>;
}
interface FaultRule extends Fault {
  id: string;
  seen: number;
  applied: number;
}
declare class FaultRules {
  #private;
  constructor(configured: readonly Fault[], random: () => number);
  add(fault: Fault): string;
  clear(id?: string): void;
  reset(): void;
  list(): readonly Readonly<FaultRule>[];
  pick(entry: Readonly<RequestEntry>): AppliedFault | undefined;
}
interface LocalCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}
interface LocalClientConfig {
  region: string;
  endpoint: string;
  credentials: LocalCredentials;
  disableHostPrefix?: boolean;
}
interface LocalAws extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly region: string;
  readonly credentials: LocalCredentials;
  readonly controlToken: string;
  readonly pageUrl: string;
  readonly chat: ChatEngine;
  readonly faults: FaultRules;
  kb(id: string): KnowledgeBaseHandle;
  kendra(id: string): KendraHandle;
  readonly memorydb: LocalMemoryDb;
  graph(id?: string): GraphHandle;
  clientConfig(service: ServiceName): LocalClientConfig;
  env(): Record<string, string>;
  endpoint(name: string): EndpointHandle;
  requests(query?: RequestQuery): RequestEntry[];
  lastRequest(): RequestEntry | undefined;
  waitForRequest(query: RequestQuery, options?: {
    timeoutMs?: number;
  }): Promise<RequestEntry>;
  expectRequest(expected: PartialEntry): RequestEntry;
  onRequest(listener: (entry: RequestEntry) => void): () => void;
  describeRequests(): string;
  snapshot(path: string): Promise<void>;
  restore(path: string): Promise<void>;
  reset(): void;
  close(): Promise<void>;
}
declare function useLocalAws(options?: LocalAwsOptions): LocalAws;
export { useLocalAws };

// @langchain-aws/local/cli

export { };
