import { isRecord } from "@langchain-aws/core";
import type { AIMessage, BaseMessage } from "@langchain/core/messages";
import type { ChatReply, ContentHandler, TextReply } from "./content-handler.ts";
import {
  AutoEmbeddingsHandler,
  HfFeatureExtractionHandler,
  JumpStartEmbeddingsHandler,
  LmiEmbeddingsHandler,
  OpenAIEmbeddingsHandler,
  TeiEmbeddingsHandler,
} from "./embeddings/embedding-handlers.ts";
import { SagemakerConfigError } from "./errors.ts";
import { JumpStartLlama2ChatHandler } from "./handlers/jumpstart-llama2-chat.ts";
import { JumpStartTextHandler } from "./handlers/jumpstart-text.ts";
import { LmiTextHandler } from "./handlers/lmi-text.ts";
import { OpenAIChatHandler } from "./handlers/openai-chat.ts";
import { OpenAICompletionsHandler } from "./handlers/openai-completions.ts";
import { PlainTextHandler } from "./handlers/plain-text.ts";
import { TgiTextHandler } from "./handlers/tgi-text.ts";

/** A handler that `SagemakerEndpoint` takes. */
export type TextHandler = ContentHandler<string, string | TextReply | ChatReply>;
/** A handler that `ChatSagemaker` takes. */
export type ChatHandler = ContentHandler<BaseMessage[], string | AIMessage | ChatReply>;
/** A handler that `SagemakerEmbeddings` takes. */
export type EmbeddingsHandler = ContentHandler<string[], number[][]>;

/** Names of the ready-made handlers of `SagemakerEndpoint`. */
export type TextHandlerName = "tgi" | "lmi" | "jumpstart" | "openai-completions" | "openai-chat" | "text";
/** Names of the ready-made handlers of `ChatSagemaker`. */
export type ChatHandlerName = "openai-chat" | "jumpstart-llama2-chat";
/** Names of the ready-made handlers of `SagemakerEmbeddings`. */
export type EmbeddingsHandlerName =
  | "auto"
  | "tei"
  | "lmi-embedding"
  | "openai-embedding"
  | "jumpstart-embedding"
  | "hf-feature-extraction";

const textHandlers: Readonly<Record<TextHandlerName, () => TextHandler>> = {
  tgi: () => new TgiTextHandler(),
  lmi: () => new LmiTextHandler(),
  jumpstart: () => new JumpStartTextHandler(),
  "openai-completions": () => new OpenAICompletionsHandler(),
  "openai-chat": () => new OpenAIChatHandler(),
  text: () => new PlainTextHandler(),
};

const chatHandlers: Readonly<Record<ChatHandlerName, () => ChatHandler>> = {
  "openai-chat": () => new OpenAIChatHandler(),
  "jumpstart-llama2-chat": () => new JumpStartLlama2ChatHandler(),
};

const embeddingsHandlers: Readonly<Record<EmbeddingsHandlerName, () => EmbeddingsHandler>> = {
  auto: () => new AutoEmbeddingsHandler(),
  tei: () => new TeiEmbeddingsHandler(),
  "lmi-embedding": () => new LmiEmbeddingsHandler(),
  "openai-embedding": () => new OpenAIEmbeddingsHandler(),
  "jumpstart-embedding": () => new JumpStartEmbeddingsHandler(),
  "hf-feature-extraction": () => new HfFeatureExtractionHandler(),
};

/** The handler of a `SagemakerEndpoint`. @throws SagemakerConfigError when there is none of the name */
export const toTextHandler = (given: unknown): TextHandler => resolve<TextHandler>(given, textHandlers);
/** The handler of a `ChatSagemaker`. @throws SagemakerConfigError when there is none of the name */
export const toChatHandler = (given: unknown = "openai-chat"): ChatHandler => resolve<ChatHandler>(given, chatHandlers);
/** The handler of a `SagemakerEmbeddings`. @throws SagemakerConfigError when there is none of the name */
export const toEmbeddingsHandler = (given: unknown = "auto"): EmbeddingsHandler =>
  resolve<EmbeddingsHandler>(given, embeddingsHandlers);

function resolve<Handler extends object>(given: unknown, known: Readonly<Record<string, () => Handler>>): Handler {
  if (typeof given === "string" && Object.hasOwn(known, given)) {
    const create = known[given];
    if (create !== undefined) return create();
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the methods are there; what they do, a call shows
  if (isHandler(given)) return given as unknown as Handler;
  throw new SagemakerConfigError(
    `contentHandler is ${typeof given === "string" ? `"${given}"` : "missing or no handler"}. Pass one of ${Object.keys(known).join(", ")}, or an object with transformInput and transformOutput.`,
    { code: "CONFIG_INVALID_HANDLER" },
  );
}

function isHandler(given: unknown): given is object {
  return (
    isRecord(given) && typeof given["transformInput"] === "function" && typeof given["transformOutput"] === "function"
  );
}
