export { BedrockLLM } from "./bedrock-llm.ts";
export { ChatBedrock } from "./chat-bedrock.ts";
export { guardContent } from "./guardrail.ts";
export type {
  BedrockLLMCallOptions,
  BedrockLLMInput,
  BodyFormatName,
  CacheControl,
  ChatBedrockCallOptions,
  ChatBedrockInput,
  ConverseFactory,
  InvokeGuardrail,
  InvokeModelOptions,
  InvokeRequestOptions,
  InvokeToolChoice,
  JsonObject,
  PromptContext,
  ReasoningEffort,
} from "./options.ts";
export type { GuardrailReport } from "./reply/reply-parser.ts";
