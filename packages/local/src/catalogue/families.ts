import type { Model } from "./model-profile.ts";

/** What holds for a family unless a model's own row says otherwise. */
export type FamilyTraits = Omit<Model, "id" | "name">;

const chat: FamilyTraits = {
  provider: "Local",
  family: "generic",
  kind: "chat",
  inputModalities: ["TEXT"],
  outputModalities: ["TEXT"],
  streaming: true,
  contextTokens: 128_000,
  maxOutputTokens: 8_192,
  inferenceTypes: ["ON_DEMAND"],
  profilePrefixes: [],
  tools: true,
  toolsInStreams: true,
  toolChoices: ["auto", "any", "tool"],
  system: true,
  media: ["document"],
  s3Media: false,
  toolResultMedia: [],
  mixedToolResults: true,
  leadingAssistant: false,
  trailingAssistant: true,
  whitespaceText: true,
  countsTokens: false,
};

const vectors: FamilyTraits = {
  ...chat,
  kind: "embedding",
  outputModalities: ["EMBEDDING"],
  streaming: false,
  tools: false,
  toolsInStreams: false,
  toolChoices: [],
  system: false,
  media: [],
};

/**
 * The families, by name.
 *
 * Sources: "Supported foundation models in Amazon Bedrock", "Supported models and model features" (Converse) and
 * "Prompt caching for faster model inference", Amazon Bedrock User Guide; read November 2026.
 */
export const families = {
  // Models of the user's own, and `local.*`: nothing is refused.
  generic: {
    ...chat,
    inputModalities: ["TEXT", "IMAGE", "VIDEO", "SPEECH"],
    contextTokens: 10_000_000,
    maxOutputTokens: 1_000_000,
    media: ["image", "document", "video", "audio"],
    s3Media: true,
    toolResultMedia: ["image", "document", "video"],
    leadingAssistant: true,
    caching: { minimumTokens: 1_024, ttls: ["5m", "1h"], places: ["tools", "system", "messages"] },
    systemTools: ["nova_grounding", "nova_code_interpreter"],
    lateSystemMessages: true,
    countsTokens: true,
  },
  claude: {
    ...chat,
    provider: "Anthropic",
    family: "claude",
    inputModalities: ["TEXT", "IMAGE"],
    contextTokens: 200_000,
    maxOutputTokens: 64_000,
    inferenceTypes: ["INFERENCE_PROFILE"],
    profilePrefixes: ["us", "eu", "global"],
    media: ["image", "document"],
    toolResultMedia: ["image", "document"],
    leadingAssistant: true,
    whitespaceText: false,
    caching: { minimumTokens: 1_024, ttls: ["5m"], places: ["tools", "system", "messages"] },
    reasoning: "budget",
    reasoningReplay: "signed",
    countsTokens: true,
  },
  nova: {
    ...chat,
    provider: "Amazon",
    family: "nova",
    inputModalities: ["TEXT", "IMAGE", "VIDEO"],
    contextTokens: 300_000,
    maxOutputTokens: 10_000,
    inferenceTypes: ["ON_DEMAND", "INFERENCE_PROFILE"],
    profilePrefixes: ["us", "eu", "apac", "us-gov"],
    media: ["image", "document", "video"],
    s3Media: true,
    toolResultMedia: ["image", "document", "video"],
    caching: { minimumTokens: 1_000, ttls: ["5m"], places: ["system", "messages"] },
  },
  titan: {
    ...chat,
    provider: "Amazon",
    family: "titan",
    contextTokens: 8_192,
    tools: false,
    toolsInStreams: false,
    toolChoices: [],
    system: false,
    jsonSchemaOutput: false,
  },
  llama: {
    ...chat,
    provider: "Meta",
    family: "llama",
    inferenceTypes: ["INFERENCE_PROFILE"],
    profilePrefixes: ["us"],
    toolChoices: ["auto"],
    toolsInStreams: false,
    mixedToolResults: false,
  },
  mistral: {
    ...chat,
    provider: "Mistral AI",
    family: "mistral",
    contextTokens: 32_000,
    toolChoices: ["auto", "any"],
    mixedToolResults: false,
  },
  cohere: { ...chat, provider: "Cohere", family: "cohere", maxOutputTokens: 4_096, toolChoices: [] },
  deepseek: { ...chat, provider: "DeepSeek", family: "deepseek", maxOutputTokens: 32_768 },
  qwen: { ...chat, provider: "Qwen", family: "qwen", contextTokens: 262_144, leadingAssistant: true },
  zhipu: { ...chat, provider: "Z.AI", family: "zhipu", contextTokens: 200_000, leadingAssistant: true },
  moonshot: {
    ...chat,
    provider: "Moonshot AI",
    family: "moonshot",
    contextTokens: 262_144,
    leadingAssistant: true,
    reasoning: "always",
  },
  minimax: { ...chat, provider: "MiniMax", family: "minimax", contextTokens: 204_800, reasoning: "always" },
  "gpt-oss": {
    ...chat,
    provider: "OpenAI",
    family: "gpt-oss",
    maxOutputTokens: 16_384,
    reasoning: "effort",
    reasoningReplay: "unsigned",
  },
  gemma: { ...chat, provider: "Google", family: "gemma", media: ["image", "document"] },
  nemotron: { ...chat, provider: "NVIDIA", family: "nemotron" },
  ai21: {
    ...chat,
    provider: "AI21 Labs",
    family: "ai21",
    contextTokens: 256_000,
    maxOutputTokens: 4_096,
    toolChoices: [],
  },
  writer: {
    ...chat,
    provider: "Writer",
    family: "writer",
    inferenceTypes: ["INFERENCE_PROFILE"],
    profilePrefixes: ["us"],
    toolsInStreams: false,
    mixedToolResults: false,
  },
  "titan-embed": { ...vectors, provider: "Amazon", family: "titan-embed", contextTokens: 8_192 },
  "cohere-embed": { ...vectors, provider: "Cohere", family: "cohere-embed", contextTokens: 512 },
  "nova-embed": { ...vectors, provider: "Amazon", family: "nova-embed", contextTokens: 8_192 },
  marengo: { ...vectors, provider: "TwelveLabs", family: "marengo", contextTokens: 500 },
  rerank: { ...vectors, kind: "rerank", family: "rerank", outputModalities: ["TEXT"], contextTokens: 4_096 },
  image: { ...vectors, kind: "image", family: "image", outputModalities: ["IMAGE"] },
} satisfies Record<string, FamilyTraits>;

/** The name of a family that this file knows. */
export type FamilyName = keyof typeof families;

/** Vendor words of model ids, for ids that no row of the data names. The first that fits decides. */
const vendors: readonly [pattern: RegExp, family: FamilyName][] = [
  [/^anthropic\./, "claude"],
  [/^amazon\.nova.*embed/, "nova-embed"],
  [/^amazon\.nova/, "nova"],
  [/^amazon\.titan-embed/, "titan-embed"],
  [/^amazon\.titan-text/, "titan"],
  [/rerank/, "rerank"],
  [/^meta\./, "llama"],
  [/^mistral\./, "mistral"],
  [/^cohere\.embed/, "cohere-embed"],
  [/^cohere\./, "cohere"],
  [/^deepseek\./, "deepseek"],
  [/^qwen\./, "qwen"],
  [/^zai\./, "zhipu"],
  [/^moonshot(ai)?\./, "moonshot"],
  [/^minimax\./, "minimax"],
  [/^openai\./, "gpt-oss"],
  [/^google\./, "gemma"],
  [/^nvidia\./, "nemotron"],
  [/^ai21\./, "ai21"],
  [/^writer\./, "writer"],
  [/^twelvelabs\.marengo/, "marengo"],
];

/** The family that a model id speaks of by its vendor; `generic` when it says nothing. */
export function familyOf(modelId: string): FamilyName {
  return vendors.find(([pattern]) => pattern.test(modelId))?.[1] ?? "generic";
}
