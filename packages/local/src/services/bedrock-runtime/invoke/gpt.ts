import { openAiChat } from "./openai/openai-chat.ts";

/** Members of every answer of these models. */
const members = { service_tier: "default", system_fingerprint: null };

/** OpenAI's own models, in OpenAI's own form; what they think is not said. Source: recorded answers. */
export const gpt = openAiChat({
  serves: ({ family, kind }) => family === "gpt" && kind === "chat",
  thoughts: "hidden",
  moreOfAnswer: members,
  moreOfChunk: members,
  moreOfMessage: { annotations: [], refusal: null },
  opening: { content: "", refusal: null },
  obfuscates: "chunks",
  hasUsageDetails: true,
});
