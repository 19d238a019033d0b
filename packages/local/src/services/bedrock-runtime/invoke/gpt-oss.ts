import { openAiChat } from "./openai/openai-chat.ts";

/**
 * OpenAI's gpt-oss: thoughts stand in the text, between tags.
 *
 * Source: "OpenAI models", Amazon Bedrock User Guide; a recorded stream.
 */
export const gptOss = openAiChat({
  serves: ({ family, kind }) => family === "gpt-oss" && kind === "chat",
  thoughts: "tags",
  hasWholeThoughts: true,
  opening: { content: "" },
  moreOfChunk: { service_tier: "default" },
  obfuscates: "choices",
});
