import { openAiChat } from "./openai/openai-chat.ts";
import { openAiCompletions } from "./openai/openai-completions.ts";

/** The text that ends each stream of Writer's. */
const lastText = "[DONE]";

/** Writer's Palmyra, chat. Source: "Writer AI Palmyra models", Amazon Bedrock User Guide. */
export const writer = openAiChat({
  serves: ({ family, kind }) => family === "writer" && kind === "chat",
  recognisesMessages: true,
  lastText,
});

/** Writer's Palmyra, a prompt. Source: the same. */
export const writerText = openAiCompletions({
  serves: ({ family, kind }) => family === "writer" && kind === "chat",
  mostStops: 4,
  lastText,
});

/** Imported models of any kind that take a prompt. Source: "Invoke your imported model", same guide. */
export const importedText = openAiCompletions({ serves: () => false, mostStops: 4 });
