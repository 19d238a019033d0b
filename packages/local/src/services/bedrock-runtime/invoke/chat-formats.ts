import { isObject } from "../../../chat/rules/json-schema.ts";
import { jamba, jurassic } from "./ai21.ts";
import { anthropicMessages } from "./anthropic/anthropic-messages.ts";
import { anthropicText } from "./anthropic/anthropic-text.ts";
import type { ChatFormat } from "./chat-format.ts";
import { cohereChat } from "./cohere-chat.ts";
import { cohereGenerate } from "./cohere-generate.ts";
import { deepseek, deepseekR1 } from "./deepseek.ts";
import { gptOss } from "./gpt-oss.ts";
import { gpt } from "./gpt.ts";
import type { InvokeCall } from "./invoke-family.ts";
import { llama } from "./llama.ts";
import { marketplaceText } from "./marketplace.ts";
import { mistralChat, mistralLarge2, mistralText } from "./mistral.ts";
import { nova } from "./nova.ts";
import { moonshot, otherOpenAi } from "./other-openai.ts";
import { qwen } from "./qwen.ts";
import { titanText } from "./titan-text.ts";
import { importedText, writer, writerText } from "./writer.ts";

/**
 * Every form of chat and completion body; a new one is a file beside this and a row here.
 *
 * The order is that in which a body is compared with them where the model does not decide.
 */
export const chatFormats: readonly ChatFormat[] = [
  anthropicText,
  anthropicMessages,
  nova,
  titanText,
  cohereChat,
  llama,
  mistralText,
  mistralLarge2,
  mistralChat,
  cohereGenerate,
  jurassic,
  jamba,
  gptOss,
  gpt,
  qwen,
  deepseek,
  deepseekR1,
  moonshot,
  otherOpenAi,
  writer,
  writerText,
  marketplaceText,
  importedText,
];

/**
 * The form of a request: the one that its model takes. Where the model takes several, or nothing is known of it, as of
 * imported models, the one that the body has.
 */
export function formatOfCall({ model, body }: InvokeCall): ChatFormat | undefined {
  const own = chatFormats.filter((format) => format.serves(model));
  if (own.length === 1) return own[0];
  const isOpen = own.length === 0 && model.family === "generic";
  const [first = isOpen ? importedText : undefined] = own;
  return (isOpen ? chatFormats : own).find((format) => isObject(body) && format.recognises(body)) ?? first;
}
