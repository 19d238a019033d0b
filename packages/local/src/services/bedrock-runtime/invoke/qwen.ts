import { openAiChat } from "./openai/openai-chat.ts";

/** Qwen. Source: "Qwen models", Amazon Bedrock User Guide. */
export const qwen = openAiChat({
  serves: ({ family, kind }) => family === "qwen" && kind === "chat",
  more: ["enable_thinking"],
});
