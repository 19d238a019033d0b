export { createLocalAws } from "./local-aws.ts";
export type { LocalAws, LocalClientConfig, LocalCredentials } from "./local-aws.ts";
export type {
  Container,
  ContainerAnswer,
  ContainerCall,
  ContainerName,
  EndpointHandle,
  EndpointOptions,
  PartSizes,
} from "./endpoints/endpoint-options.ts";
export type { Limits } from "./limits.ts";
export type { AuthOptions, LocalAwsOptions, LocalKey, ModelOptions } from "./options.ts";
export type { ChatEngine, ReplySource, ScriptOptions, ScriptStep } from "./chat/chat-engine.ts";
export type { ReplayOptions } from "./replay/replay-options.ts";
export type { UpstreamOptions } from "./chat/upstream/upstream-options.ts";
export type {
  ChatReply,
  ReplyDelta,
  ReplyPart,
  ReplyReasoning,
  ReplyToolUse,
  ReplyUsage,
  StopReason,
} from "./chat/reply.ts";
export type { ChatRequest, RequestTool, RequestToolChoice, Responder, ResponderResult } from "./chat/responder.ts";
export type { RequestMatch, RequestPattern } from "./chat/match.ts";
export type { ContentBlock, Message } from "./chat/content-blocks.ts";
export type { CustomEmbeddings, EmbeddingsOption } from "./engines/embedder.ts";
export type { ApplicationProfile } from "./catalogue/model-catalogue.ts";
export type { ModelProfile } from "./catalogue/model-profile.ts";
export type {
  GuardrailDirections,
  GuardrailOptions,
  GuardrailPiiEntity,
  GuardrailRegex,
  GuardrailTopic,
  GuardrailWord,
  SensitiveAction,
} from "./guardrails/guardrail-options.ts";
export type { PiiType } from "./guardrails/pii-patterns.ts";
export { readDocuments, type ReadDocumentsOptions } from "./documents/read-documents.ts";
export type { FileDocument, FileMetadata } from "./documents/to-document.ts";
export type { DocumentMetadata, DocumentMetadataValue, LocalDocument } from "./documents/local-document.ts";
export type { KendraAttribute, KendraDocument, KendraHandle, KendraIndexOptions } from "./kendra/kendra-options.ts";
export type {
  KnowledgeBaseChunking,
  KnowledgeBaseContent,
  KnowledgeBaseDocument,
  KnowledgeBaseHandle,
  KnowledgeBaseLocation,
  KnowledgeBaseMetadataValue,
  KnowledgeBaseOptions,
} from "./knowledge-bases/knowledge-base-options.ts";
export type {
  LocalMemoryDb,
  MemoryDbCommand,
  MemoryDbEngine,
  MemoryDbFault,
  MemoryDbOptions,
  MemoryDbUser,
} from "./memorydb/memorydb-options.ts";
export type { GraphHandle, GraphOptions, GraphRow } from "./graphs/graph-options.ts";
export type {
  AgentActionGroup,
  AgentCall,
  AgentFunction,
  AgentOptions,
  AgentParameter,
  AgentParameterType,
} from "./agents/agent-options.ts";
export type { PromptOptions } from "./prompts/prompt-options.ts";
export type { S3VectorsOptions, VectorBucketOptions, VectorIndexOptions } from "./s3-vectors/s3-vectors-options.ts";
export type { VectorMetric } from "./engines/vector-index.ts";
export type { AppliedFault, Fault, FaultAction, FaultError, FaultMatch, FaultTiming } from "./fault.ts";
export type { FaultRule, FaultRules } from "./fault-rules.ts";
export type { PartialEntry, RequestEntry, RequestLogOptions, RequestQuery } from "./request-log.ts";
export type { BytesSummary, NumbersSummary } from "./logged-body.ts";
export type { RequestAuth, ServiceName, Usage } from "./operation.ts";
