import type { BodyFormatName } from "../options.ts";
import { ai21J2 } from "./ai21-j2.ts";
import { anthropicMessages } from "./anthropic-messages.ts";
import { anthropicText } from "./anthropic-text.ts";
import type { BodyFormat } from "./body-format.ts";
import { cohereChat } from "./cohere-chat.ts";
import { cohereGenerate } from "./cohere-generate.ts";
import { llama } from "./llama.ts";
import { mistralChat } from "./mistral-chat.ts";
import { mistralText } from "./mistral-text.ts";
import { nova } from "./nova.ts";
import { openAiChat } from "./openai-chat.ts";
import { openAiCompletions } from "./openai-completions.ts";
import { titanText } from "./titan-text.ts";

/** Every body format, by its name. */
export const formats: Readonly<Record<BodyFormatName, BodyFormat>> = {
  "anthropic-messages": anthropicMessages,
  "anthropic-text": anthropicText,
  "titan-text": titanText,
  nova,
  "cohere-generate": cohereGenerate,
  "cohere-chat": cohereChat,
  "ai21-j2": ai21J2,
  llama,
  "mistral-text": mistralText,
  "mistral-chat": mistralChat,
  "openai-chat": openAiChat,
  "openai-completions": openAiCompletions,
};
