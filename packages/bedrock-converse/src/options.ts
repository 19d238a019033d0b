import type {
  BedrockRuntimeClient,
  BedrockRuntimeClientConfig,
  GuardrailStreamConfiguration as WireGuardrailConfiguration,
  InferenceConfiguration as WireInferenceConfiguration,
  Message as WireMessage,
  OutputConfig as WireOutputConfig,
  PerformanceConfiguration as WirePerformanceConfiguration,
  ServiceTier as WireServiceTier,
  ServiceTierType as WireServiceTierType,
  SystemContentBlock as WireSystemContentBlock,
  ToolConfiguration as WireToolConfiguration,
} from "@aws-sdk/client-bedrock-runtime";
import type { AwsClientFields } from "@langchain-aws/aws-auth";
import type {
  BaseChatModelCallOptions,
  BaseChatModelParams,
  BindToolsInput,
} from "@langchain/core/language_models/chat_models";
import type { ModelProfile } from "@langchain/core/language_models/profile";
import type { ReasoningEffort, ToolChoiceKind } from "./model-families.ts";
import type { AnswerFormat } from "./request/answer-format.ts";

/** A JSON object that goes to the model as it is. */
export type JsonObject = Record<string, unknown>;

/** How a tool may be chosen: `auto`, `any`, `required`, `none`, a bound tool's name, or an object. */
export type ConverseToolChoice = string | ToolChoiceObject;

/** The object spellings of a tool choice: Converse's, Anthropic's and OpenAI's. */
export type ToolChoiceObject =
  | { auto: object }
  | { any: object }
  | { tool: { name: string } }
  | { type: "auto" | "any" | "none" }
  | { type: "tool"; name: string }
  | { type: "function"; function: { name: string } };

/**
 * Structured output of the service, as Converse has it. The spelling LangChain's agents use
 * (`{format: {type: "json_schema", schema}}`) is taken too.
 */
export type ConverseOutputConfig =
  | WireOutputConfig
  | { format: { type: string; schema?: unknown; name?: string; description?: string }; effort?: string };

/** What the constructor and a single call can both say. A call's value wins; `undefined` says nothing. */
export interface ConverseRequestOptions {
  /** Randomness from 0 to 1. `0` is sent. */
  temperature?: number;
  /** Most tokens the model may write. */
  maxTokens?: number;
  /** Nucleus sampling, 0 to 1. */
  topP?: number;
  /** Sampling among the k likeliest tokens. Converse has no such field; it goes where the model's family wants it. */
  topK?: number;
  /** Texts at which the model stops. */
  stopSequences?: string[];
  /** The same as {@link ConverseRequestOptions.stopSequences}, by LangChain's name. */
  stop?: string[];
  /**
   * Fields of the model's own that Converse does not know, as JSON; keys are sent as they are written.
   * A call's fields are merged over the constructor's, key by key.
   */
  additionalModelRequestFields?: JsonObject;
  /** JSON pointers (at most 10) to fields of the model's own reply, returned in `response_metadata`. */
  additionalModelResponseFieldPaths?: string[];
  /** The guardrail to apply. `streamProcessingMode` is sent with streams only. */
  guardrailConfig?: WireGuardrailConfiguration;
  /** Latency-optimised inference, where the model has it. */
  performanceConfig?: WirePerformanceConfiguration;
  /** The service tier, as a name or as Converse writes it. */
  serviceTier?: WireServiceTierType | WireServiceTier | (string & {});
  /** Labels for invocation logs. Keys are sent as they are written. */
  requestMetadata?: Record<string, string>;
  /** Structured output of the service; see `withStructuredOutput` for the comfortable way. */
  outputConfig?: ConverseOutputConfig;
  /** Variables of a prompt from Prompt management; `model` is then the prompt's ARN. */
  promptVariables?: Record<string, string | { text: string }>;
  /** How much the model should think. Said to each family in its own way; one warning where it means nothing. */
  reasoningEffort?: ReasoningEffort;
  /** Anthropic's `thinking` object, for example `{type: "enabled", budget_tokens: 2048}`. */
  thinking?: JsonObject;
  /** Places cache points by itself: `{ttl?: "5m" | "1h"}`; `false` switches the constructor's setting off. */
  cacheControl?: { type?: string; ttl?: string } | false;
  /**
   * Whether a stream ends with token counts.
   *
   * @defaultValue true
   */
  streamUsage?: boolean;
  /**
   * Milliseconds of silence after which a stream is given up: before the response, before the first event and between
   * events. 0 switches the watch off.
   *
   * @defaultValue 300000
   */
  streamIdleTimeout?: number;
}

/** What is set once, when the model is made. */
export interface ConverseModelOptions {
  /**
   * A model id, an inference profile id or an ARN.
   *
   * @defaultValue `anthropic.claude-haiku-4-5-20251001-v1:0`, with a warning
   */
  model?: string;
  /** The foundation model behind an ARN that does not say it. Never sent; it decides which family's rules apply. */
  baseModelId?: string;
  /** An application inference profile to send the request to; `model` stays the descriptive id. */
  applicationInferenceProfile?: string;
  /** The model's provider, for example `anthropic`, when no id reveals it. */
  provider?: string;
  /** What the model can do. An object under the name `profile` means the same; a string there is an AWS profile. */
  modelProfile?: ModelProfile & ConverseModelProfile;
  /** Tool choices the model accepts, when this package's table is wrong about it. */
  supportsToolChoiceValues?: ToolChoiceKind[];
  /** Blocks put before the system messages of every call. */
  system?: (string | WireSystemContentBlock)[];
  /** Converse messages sent instead of the converted ones. */
  rawBlocks?: WireMessage[];
  /**
   * Shows the guardrail only the last user message.
   *
   * @defaultValue false
   */
  guardLastTurnOnly?: boolean;
  /**
   * Whether a failed tool result says so: for families that accept it, always or never.
   *
   * @defaultValue "auto"
   */
  includeToolResultStatus?: "auto" | boolean;
  /**
   * Which earlier reasoning is sent back: signed blocks, all, or none.
   *
   * @defaultValue "signed"
   */
  reasoningReplay?: "signed" | "all" | "none";
  /**
   * The text that stands for a message without content, which the service refuses.
   *
   * @defaultValue "."
   */
  emptyContentPlaceholder?: string;
  /**
   * System messages after the first turn: moved up, kept in place as user text, or sent as they are. Sent as they are,
   * they may hold `{toolAddition: {tool: {name}}}` and `{toolRemoval: {tool: {name}}}`.
   *
   * @defaultValue "native" where the model's profile has `midConversationSystemMessages`, else "hoist"
   */
  midConversationSystem?: "hoist" | "user" | "native";
  /**
   * Makes `invoke` use ConverseStream.
   *
   * @defaultValue false
   */
  streaming?: boolean;
  /**
   * Keeps streams off: always, or only when tools are sent. The default follows the model's family.
   */
  disableStreaming?: boolean | "tool_calling";
  /**
   * Streamed text as strings while nothing else has been seen, or always as indexed blocks.
   *
   * @defaultValue "auto"
   */
  streamContent?: "auto" | "blocks";
  /**
   * Turns `<thinking>…</thinking>` in the text of Nova models into reasoning blocks.
   *
   * @defaultValue true
   */
  stripInlineReasoning?: boolean;
  /** Headers of every request to the model. They are signed. */
  defaultHeaders?: Record<string, string>;
}

/** Capabilities this package reads beside LangChain's own {@link ModelProfile}. */
export interface ConverseModelProfile {
  /** `false`: temperature and topP are refused. */
  temperature?: boolean;
  /** The steps of `reasoningEffort` the model knows. */
  reasoningEffortLevels?: readonly string[];
}

/** Constructor fields of `ChatBedrockConverse`. Every name is also taken in the snake_case of Python's. */
export interface ChatBedrockConverseInput
  extends
    Omit<BaseChatModelParams, "disableStreaming">,
    Omit<AwsClientFields<BedrockRuntimeClient, BedrockRuntimeClientConfig>, "profile">,
    ConverseRequestOptions,
    ConverseModelOptions {
  /** @deprecated Use {@link ConverseModelOptions.model}. */
  modelId?: string;
  /** An AWS profile of the shared configuration files (a string), or the model's capabilities (an object). */
  profile?: string | (ModelProfile & ConverseModelProfile);
  /** @deprecated Use {@link ConverseRequestOptions.additionalModelRequestFields}. */
  modelKwargs?: JsonObject;
}

/** Call options of `ChatBedrockConverse`. */
export interface ChatBedrockConverseCallOptions
  extends Omit<BaseChatModelCallOptions, "tool_choice">, ConverseRequestOptions {
  /** Another model for this call. */
  model?: string;
  /** Tools in any form `bindTools` takes. */
  tools?: (BindToolsInput | string)[];
  /** Which tool the model must use; see the README. */
  tool_choice?: ConverseToolChoice;
  /** Sent with each tool: arguments must match the schema. */
  strict?: boolean;
  /** OpenAI's spelling of structured output; `json_schema` and `text` are understood. */
  response_format?: JsonObject;
  /** The snake_case spelling of `cacheControl`. */
  cache_control?: { type?: string; ttl?: string } | false;
  /** Set by `withStructuredOutput`, for the methods that ask for JSON in words. */
  answerFormat?: AnswerFormat;
  /** Converse's own `inferenceConfig`, merged key by key over the single fields. */
  inferenceConfig?: WireInferenceConfiguration;
  /** Converse's own `toolConfig`, sent as it is; `tools` is then ignored. */
  toolConfig?: WireToolConfiguration;
}
