export { ChatBedrockConverse } from "./chat-bedrock-converse.ts";
export type {
  ChatBedrockConverseCallOptions,
  ChatBedrockConverseInput,
  ConverseModelOptions,
  ConverseModelProfile,
  ConverseOutputConfig,
  ConverseRequestOptions,
  ConverseToolChoice,
  JsonObject,
  ToolChoiceObject,
} from "./options.ts";
export type { ReasoningEffort, ToolChoiceKind } from "./model-families.ts";
export type { PartialReply } from "./stream-reply.ts";
export { NovaCodeInterpreterTool, NovaGroundingTool } from "./system-tools.ts";
export type { SystemToolName } from "./system-tools.ts";
export { redactBlockedTurns } from "./redact-blocked-turns.ts";
export type { CachePoint } from "./request/cache-point.ts";
