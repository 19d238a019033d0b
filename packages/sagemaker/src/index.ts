export { ChatSagemaker, type ChatSagemakerCallOptions, type ChatSagemakerInput } from "./chat-sagemaker.ts";
export { ChatSagemaker as ChatSagemakerEndpoint, ChatSagemaker as ChatSageMakerEndpoint } from "./chat-sagemaker.ts";
export {
  BaseSageMakerContentHandler,
  ChatModelContentHandler,
  type ChatReply,
  type ContentHandler,
  EmbeddingsContentHandler,
  type HandlerContext,
  LLMContentHandler,
  type StreamPiece,
  type TextReply,
} from "./content-handler.ts";
export {
  AutoEmbeddingsHandler,
  HfFeatureExtractionHandler,
  JumpStartEmbeddingsHandler,
  LmiEmbeddingsHandler,
  OpenAIEmbeddingsHandler,
  TeiEmbeddingsHandler,
} from "./embeddings/embedding-handlers.ts";
export type { Pooling } from "./embeddings/vectors.ts";
export {
  SagemakerAccessDeniedError,
  SagemakerConfigError,
  SagemakerEndpointNotFoundError,
  SagemakerError,
  type SagemakerErrorFields,
  SagemakerHandlerError,
  SagemakerModelError,
  type SagemakerModelErrorFields,
  SagemakerModelNotReadyError,
  SagemakerModelTimeoutError,
  type SagemakerPhase,
  type SagemakerPhaseErrorFields,
  SagemakerServiceError,
  SagemakerStreamError,
  type SagemakerStreamErrorFields,
  SagemakerStreamFormatError,
  SagemakerThrottledError,
  SagemakerValidationError,
} from "./errors.ts";
export type {
  ChatHandler,
  ChatHandlerName,
  EmbeddingsHandler,
  EmbeddingsHandlerName,
  TextHandler,
  TextHandlerName,
} from "./handler-names.ts";
export { JumpStartLlama2ChatHandler } from "./handlers/jumpstart-llama2-chat.ts";
export { JumpStartTextHandler, type JumpStartTextHandlerOptions } from "./handlers/jumpstart-text.ts";
export { LmiTextHandler, type LmiTextHandlerOptions } from "./handlers/lmi-text.ts";
export { OpenAIChatHandler, type OpenAIChatHandlerOptions } from "./handlers/openai-chat.ts";
export { OpenAICompletionsHandler } from "./handlers/openai-completions.ts";
export { PlainTextHandler } from "./handlers/plain-text.ts";
export { TgiTextHandler } from "./handlers/tgi-text.ts";
export type { EndpointKwargs, SagemakerCallFields, SagemakerFields } from "./options.ts";
export {
  SagemakerEmbeddings,
  SagemakerEmbeddings as SagemakerEndpointEmbeddings,
  SagemakerEmbeddings as SageMakerEndpointEmbeddings,
  type SagemakerEmbeddingsCallOptions,
  type SagemakerEmbeddingsInput,
} from "./sagemaker-embeddings.ts";
export {
  SagemakerEndpoint,
  SagemakerEndpoint as SageMakerEndpoint,
  type SagemakerEndpointCallOptions,
  type SagemakerEndpointInput,
} from "./sagemaker-endpoint.ts";
export { type ByteSource, iterateJson, iterateLines, iterateRecords, iterateSse } from "./stream/iterate.ts";
export { StopSequenceFilter } from "./stream/stop-sequence-filter.ts";
export type { Framing, RecordReaderOptions, StreamRecord } from "./stream/stream-record.ts";
