import { openAiChat } from "./openai/openai-chat.ts";

/** OpenAI's gpt-oss: thoughts stand in the text, between tags. Source: "OpenAI models", Amazon Bedrock User Guide. */
export const gptOss = openAiChat({
  serves: ({ family, kind }) => family === "gpt-oss" && kind === "chat",
  thoughts: "tags",
});
