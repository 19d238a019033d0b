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
type ReplyPart = ContentBlock | {
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
  problem?: string;
  eventsSent: number;
  abortedByClient: boolean;
  endedBy?: EndedBy;
  durationMs?: number;
  usage?: Usage;
}
type RequestQuery = PartialEntry | ((entry: Readonly<RequestEntry>) => boolean);
type PartialEntry = { readonly [Key in keyof RequestEntry]?: unknown };
interface RequestLogOptions {
  maxEntries: number;
  bodies: boolean;
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
  validation?: "current" | "strict2024" | "off";
  responders?: readonly Responder[];
  embeddings?: EmbeddingsOption;
  guardrails?: readonly GuardrailOptions[];
  knowledgeBases?: readonly KnowledgeBaseOptions[];
  prompts?: readonly PromptOptions[];
  faults?: readonly Fault[];
  streamFiller?: boolean;
  seed?: number;
  clock?: () => number;
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
  readonly chat: ChatEngine;
  readonly faults: FaultRules;
  kb(id: string): KnowledgeBaseHandle;
  clientConfig(service: ServiceName): LocalClientConfig;
  env(): Record<string, string>;
  requests(query?: RequestQuery): RequestEntry[];
  lastRequest(): RequestEntry | undefined;
  waitForRequest(query: RequestQuery, options?: {
    timeoutMs?: number;
  }): Promise<RequestEntry>;
  expectRequest(expected: PartialEntry): RequestEntry;
  onRequest(listener: (entry: RequestEntry) => void): () => void;
  describeRequests(): string;
  reset(): void;
  close(): Promise<void>;
}
declare function createLocalAws(options?: LocalAwsOptions): Promise<LocalAws>;
interface BytesSummary {
  bytes: number;
  sha256: string;
}
export { type ApplicationProfile, type AppliedFault, type AuthOptions, type BytesSummary, type ChatEngine, type ChatReply, type ChatRequest, type ContentBlock, type CustomEmbeddings, type DocumentMetadata, type DocumentMetadataValue, type EmbeddingsOption, type Fault, type FaultAction, type FaultError, type FaultMatch, type FaultRule, type FaultRules, type FaultTiming, type GuardrailDirections, type GuardrailOptions, type GuardrailPiiEntity, type GuardrailRegex, type GuardrailTopic, type GuardrailWord, type KnowledgeBaseChunking, type KnowledgeBaseContent, type KnowledgeBaseDocument, type KnowledgeBaseHandle, type KnowledgeBaseLocation, type KnowledgeBaseMetadataValue, type KnowledgeBaseOptions, type LocalAws, type LocalAwsOptions, type LocalClientConfig, type LocalCredentials, type LocalDocument, type LocalKey, type Message, type ModelOptions, type ModelProfile, type PartialEntry, type PiiType, type PromptOptions, type ReplyPart, type ReplyReasoning, type ReplySource, type ReplyToolUse, type ReplyUsage, type RequestAuth, type RequestEntry, type RequestLogOptions, type RequestMatch, type RequestPattern, type RequestQuery, type RequestTool, type RequestToolChoice, type Responder, type ResponderResult, type ScriptOptions, type ScriptStep, type SensitiveAction, type ServiceName, type StopReason, type Usage, createLocalAws };

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
type ReplyPart = ContentBlock | {
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
  problem?: string;
  eventsSent: number;
  abortedByClient: boolean;
  endedBy?: EndedBy;
  durationMs?: number;
  usage?: Usage;
}
type RequestQuery = PartialEntry | ((entry: Readonly<RequestEntry>) => boolean);
type PartialEntry = { readonly [Key in keyof RequestEntry]?: unknown };
interface RequestLogOptions {
  maxEntries: number;
  bodies: boolean;
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
  validation?: "current" | "strict2024" | "off";
  responders?: readonly Responder[];
  embeddings?: EmbeddingsOption;
  guardrails?: readonly GuardrailOptions[];
  knowledgeBases?: readonly KnowledgeBaseOptions[];
  prompts?: readonly PromptOptions[];
  faults?: readonly Fault[];
  streamFiller?: boolean;
  seed?: number;
  clock?: () => number;
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
  readonly chat: ChatEngine;
  readonly faults: FaultRules;
  kb(id: string): KnowledgeBaseHandle;
  clientConfig(service: ServiceName): LocalClientConfig;
  env(): Record<string, string>;
  requests(query?: RequestQuery): RequestEntry[];
  lastRequest(): RequestEntry | undefined;
  waitForRequest(query: RequestQuery, options?: {
    timeoutMs?: number;
  }): Promise<RequestEntry>;
  expectRequest(expected: PartialEntry): RequestEntry;
  onRequest(listener: (entry: RequestEntry) => void): () => void;
  describeRequests(): string;
  reset(): void;
  close(): Promise<void>;
}
declare function useLocalAws(options?: LocalAwsOptions): LocalAws;
export { useLocalAws };

// @langchain-aws/local/cli

export { };
