import { openAiChat } from "./openai/openai-chat.ts";

/** Kimi says its thoughts between tags, as gpt-oss does. Source: "Moonshot AI models", Amazon Bedrock User Guide. */
export const moonshot = openAiChat({
  serves: ({ family, kind }) => family === "moonshot" && kind === "chat",
  thoughts: "tags",
});

const FAMILIES: readonly string[] = ["zhipu", "minimax", "nemotron", "gemma", "marketplace"];

/** The other open-weight families, and imported models, in OpenAI's own form. Source: "Invoke your imported model", same guide. */
export const otherOpenAi = openAiChat({
  serves: ({ family, kind }) => FAMILIES.includes(family) && kind === "chat",
  recognisesMessages: true,
});
