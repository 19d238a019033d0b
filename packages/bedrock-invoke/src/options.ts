import type { BedrockRuntimeClient, BedrockRuntimeClientConfig } from "@aws-sdk/client-bedrock-runtime";
import type { AwsClientFields } from "@langchain-aws/aws-auth";
import type {
  BaseChatModelCallOptions,
  BaseChatModelParams,
  BindToolsInput,
} from "@langchain/core/language_models/chat_models";
import type { BaseLLMCallOptions, BaseLLMParams } from "@langchain/core/language_models/llms";
import type { BaseMessage } from "@langchain/core/messages";

/** A JSON object that goes to the model as it is. */
export type JsonObject = Record<string, unknown>;

/**
 * The formats of request and reply bodies on InvokeModel. Which one a model has follows from its id; an imported model
 * has the one its architecture was imported with.
 */
export type BodyFormatName =
  | "anthropic-messages"
  | "anthropic-text"
  | "titan-text"
  | "nova"
  | "cohere-generate"
  | "cohere-chat"
  | "ai21-j2"
  | "llama"
  | "mistral-text"
  | "mistral-chat"
  | "openai-chat"
  | "openai-completions";

/** How a tool may be chosen: `auto`, `any`, `required`, `none`, a bound tool's name, or an object. */
export type InvokeToolChoice =
  | string
  | { type: "auto" | "any" | "none" }
  | { type: "tool"; name: string }
  | { type: "function"; function: { name: string } }
  | JsonObject;

/** The guardrail of a request. */
export interface InvokeGuardrail {
  /** The guardrail's id or ARN. Also taken as `guardrailId`, `id` and in snake_case. */
  guardrailIdentifier?: string | null;
  /** Its version, or `DRAFT`. Also taken as `version`. */
  guardrailVersion?: string | null;
  /**
   * Asks for the assessments: `true` is `ENABLED`. With a trace, callback handlers hear of an intervention as an error
   * with the reason `GUARDRAIL_INTERVENED`; the call itself succeeds.
   */
  trace?: boolean | "ENABLED" | "DISABLED" | "ENABLED_FULL" | (string & {});
  /** `ASYNCHRONOUS` lets a stream run ahead of the guardrail: text may arrive before the verdict. */
  streamProcessingMode?: "SYNCHRONOUS" | "ASYNCHRONOUS" | (string & {});
  /** The suffix of the tags around the parts of the input to look at; see `guardContent`. */
  tagSuffix?: string;
  /**
   * Makes an intervention an error.
   *
   * @defaultValue false
   */
  throwOnIntervention?: boolean;
}

/** `cache_control` of Anthropic's API, for the last block of the latest message. */
export interface CacheControl {
  type?: string;
  /** `5m` or `1h`. */
  ttl?: string;
}

/** How much a model should think. Said to each family in its own way; one warning where it means nothing. */
export type ReasoningEffort = "low" | "medium" | "high" | "xhigh" | "max" | (string & {});

/** What the constructor and a single call can both say. A call's value wins; `undefined` says nothing. */
export interface InvokeRequestOptions {
  /** Randomness. `0` is sent. */
  temperature?: number | null;
  /** Most tokens the model may write. @defaultValue 1024 for Anthropic, the service's own otherwise */
  maxTokens?: number | null;
  /** Texts at which the answer stops: by the service where the format has a field for it, else here. */
  stop?: string[];
  /** The guardrail to apply; `null` switches the constructor's off for a call. */
  guardrails?: InvokeGuardrail | null;
  /** `priority`, `default`, `flex` or `reserved`. */
  serviceTier?: string;
  /** Latency-optimised inference, where the model has it. */
  performanceConfig?: { latency?: string };
  /** Labels for invocation logs. */
  requestMetadata?: Record<string, string>;
  /**
   * Parameters of the model's own, sent as they are written. A call's are laid over the constructor's key by key;
   * `undefined` removes a key, `null` is sent.
   */
  modelKwargs?: JsonObject;
  /** How much the model should think. */
  reasoningEffort?: ReasoningEffort;
  /** Milliseconds of silence after which a stream is given up; 0 switches the watch off. @defaultValue 300000 */
  streamIdleTimeout?: number;
}

/** What the prompt formatter is told besides the messages. */
export interface PromptContext {
  /** The model id, as it was given. */
  readonly model: string;
  /** The foundation model behind it, when that is known. */
  readonly baseModelId?: string;
  readonly bodyFormat: BodyFormatName;
}

/** What is set once, when the model is made. */
export interface InvokeModelOptions {
  /** A model id, an inference profile id or an ARN; sent as it is. The same as `modelId`. */
  model?: string;
  /** The same as {@link InvokeModelOptions.model}. */
  modelId?: string;
  /** The foundation model behind an ARN that does not say it. Never sent; it decides format and template. */
  baseModelId?: string;
  /** The same as {@link InvokeModelOptions.baseModelId}. */
  baseModel?: string;
  /** The model's provider, for example `meta`, when no id reveals it. */
  provider?: string;
  /** The body format, when the table of model families is wrong or cannot know, as for imported models. */
  bodyFormat?: BodyFormatName;
  /** The default stop list; a call's `stop` replaces it. */
  stopSequences?: string[];
  /** Makes `invoke` use the stream operation. @defaultValue false */
  streaming?: boolean;
  /** Counts tokens in place of the estimate. */
  customGetTokenIds?: (text: string) => number[];
  /**
   * Writes the prompt of formats that take a text, in place of the family's template. It gets the messages with the text
   * of `systemPromptWithTools` in front.
   */
  promptFormatter?: (messages: BaseMessage[], context: PromptContext) => string;
  /**
   * Breaks special tokens in what messages say, so that nobody speaks in another's role.
   *
   * @defaultValue true
   */
  escapeSpecialTokens?: boolean;
  /** Leaves `<reasoning>` and `</think>` in the text. @defaultValue false */
  includeRawReasoning?: boolean;
  /** Awaited before each request, never for an answer out of the cache. */
  rateLimiter?: { acquire(signal?: AbortSignal): Promise<void> };
  /** Keeps streams off: always, or only when tools are sent. @defaultValue false */
  disableStreaming?: boolean | "tool_calling";
}

type AwsFields = AwsClientFields<BedrockRuntimeClient, BedrockRuntimeClientConfig>;

/** What the Converse class is to this package: LangChain's chat model, made from fields. */
export type ConverseFactory = (fields: JsonObject) => unknown;

/** Constructor fields of `ChatBedrock`. Every name is also taken in the snake_case of Python's. */
export interface ChatBedrockInput
  extends Omit<BaseChatModelParams, "disableStreaming">, AwsFields, InvokeRequestOptions, InvokeModelOptions {
  /**
   * Sends everything through Converse, with `@langchain-aws/bedrock-converse`, which is loaded at the first call.
   *
   * @defaultValue true for Amazon Nova, else false
   */
  betaUseConverseApi?: boolean;
  /** Makes the Converse model in place of `@langchain-aws/bedrock-converse`. */
  converseFactory?: ConverseFactory;
  /** A system text put before the conversation's, which describes tools to models without a field for them. */
  systemPromptWithTools?: string;
  /** Whether a stream ends with token counts. @defaultValue true */
  streamUsage?: boolean;
  /** Python's name of {@link InvokeRequestOptions.guardrails}. */
  guardrailConfig?: InvokeGuardrail | null;
}

/** Call options of `ChatBedrock`. */
export interface ChatBedrockCallOptions extends Omit<BaseChatModelCallOptions, "tool_choice">, InvokeRequestOptions {
  /** Tools in any form `bindTools` takes. */
  tools?: (BindToolsInput | JsonObject)[];
  /** Which tool the model must use. */
  tool_choice?: InvokeToolChoice;
  /** Sent with each tool: arguments must match the schema. */
  strict?: boolean;
  /** Marks the last block of the latest message for Anthropic's prompt cache; a cache point for Nova. */
  cache_control?: CacheControl;
  /** Whether a stream ends with token counts. */
  streamUsage?: boolean;
  /**
   * The form of the answer, as OpenAI has it: `{type: "json_schema", json_schema: {schema}}`. Sent in the words of the
   * model's format; an error where it has none.
   */
  response_format?: JsonObject;
  /** The same as LangChain's agents send it along: `{format: {type: "json_schema", schema}}`. */
  outputConfig?: { format?: JsonObject };
}

/** Constructor fields of `BedrockLLM`. Every name is also taken in the snake_case of Python's. */
export interface BedrockLLMInput extends BaseLLMParams, AwsFields, InvokeRequestOptions, InvokeModelOptions {
  /** Python's name of {@link InvokeRequestOptions.guardrails}. */
  guardrailConfig?: InvokeGuardrail | null;
}

/** Call options of `BedrockLLM`. */
export interface BedrockLLMCallOptions extends BaseLLMCallOptions, InvokeRequestOptions {}
