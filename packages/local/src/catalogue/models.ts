import type { FamilyName } from "./families.ts";
import type { Model } from "./model-profile.ts";

/** A model of the preset: its family's traits hold, but for what the row states. */
export type ModelRow = readonly [
  id: string,
  name: string,
  family: FamilyName,
  differences?: Partial<Omit<Model, "id" | "name" | "family">>,
];

type Differences = NonNullable<ModelRow[3]>;

const BOTH: Differences = { inferenceTypes: ["ON_DEMAND", "INFERENCE_PROFILE"] };
const EVERYWHERE = ["us", "eu", "jp", "au", "global"] as const;
const TEXT_ONLY: Differences = { inputModalities: ["TEXT"], media: [] };
const IMAGES: Differences = { inputModalities: ["TEXT", "IMAGE"], media: ["image", "document"] };
const NOVA_TOOLS = ["nova_grounding", "nova_code_interpreter"] as const;
const NO_TOOLS: Differences = { tools: false, toolsInStreams: false, toolChoices: [] };

/** Prompt caching of a Claude model that differs from its family's. */
function claudeCaching(minimumTokens: number, ttls: readonly ("5m" | "1h")[]): NonNullable<Model["caching"]> {
  return { minimumTokens, ttls, places: ["tools", "system", "messages"], alwaysCounted: true, countedByTtl: true };
}

const OLD_CLAUDE: Differences = {
  maxOutputTokens: 4_096,
  whitespaceText: true,
  caching: undefined,
  statesCallType: false,
  reasoning: undefined,
  reasoningReplay: undefined,
  jsonSchemaOutput: false,
  countsTokens: false,
};
const CLAUDE_3: Differences = { ...OLD_CLAUDE, ...BOTH, profilePrefixes: ["us", "eu", "apac"] };
const CLAUDE_3_5: Differences = { ...CLAUDE_3, maxOutputTokens: 8_192, countsTokens: true };
const CLAUDE_4: Differences = { profilePrefixes: ["us", "eu", "apac", "global"] };
const CLAUDE_4_5: Differences = {
  sampling: "exclusive",
  profilePrefixes: EVERYWHERE,
  caching: claudeCaching(1_024, ["5m", "1h"]),
};
const CLAUDE_4_5_LARGE_CACHE: Differences = {
  ...CLAUDE_4_5,
  caching: claudeCaching(4_096, ["5m", "1h"]),
};
// From the 4.6 line on, a conversation must not end with the assistant.
const CLAUDE_4_6: Differences = {
  ...CLAUDE_4_5,
  contextTokens: 1_000_000,
  maxOutputTokens: 128_000,
  trailingAssistant: false,
  reasoning: "adaptive",
};
// From the 4.7 line on, nothing is sampled by request, and thinking has no budget.
const CLAUDE_4_7: Differences = { ...CLAUDE_4_6, sampling: "fixed", thinkingBudget: false };
const CLAUDE_5: Differences = { ...CLAUDE_4_7, reasoning: "always" };

/**
 * The models of the preset `current`.
 *
 * Sources: "Supported foundation models in Amazon Bedrock", "Supported Regions and models for inference profiles",
 * Amazon Bedrock User Guide, and the model cards it links; read November 2026. Retired models that people still have
 * in their code stay in the list.
 */
export const models: readonly ModelRow[] = [
  ["anthropic.claude-fable-5", "Claude Fable 5", "claude", CLAUDE_5],
  ["anthropic.claude-opus-5", "Claude Opus 5", "claude", CLAUDE_5],
  ["anthropic.claude-sonnet-5", "Claude Sonnet 5", "claude", CLAUDE_5],
  ["anthropic.claude-opus-4-8", "Claude Opus 4.8", "claude", CLAUDE_4_7],
  ["anthropic.claude-opus-4-7", "Claude Opus 4.7", "claude", CLAUDE_4_7],
  ["anthropic.claude-opus-4-6-v1", "Claude Opus 4.6", "claude", CLAUDE_4_6],
  ["anthropic.claude-sonnet-4-6", "Claude Sonnet 4.6", "claude", CLAUDE_4_6],
  ["anthropic.claude-opus-4-5-20251101-v1:0", "Claude Opus 4.5", "claude", CLAUDE_4_5_LARGE_CACHE],
  ["anthropic.claude-haiku-4-5-20251001-v1:0", "Claude Haiku 4.5", "claude", CLAUDE_4_5_LARGE_CACHE],
  ["anthropic.claude-sonnet-4-5-20250929-v1:0", "Claude Sonnet 4.5", "claude", CLAUDE_4_5],
  [
    "anthropic.claude-opus-4-1-20250805-v1:0",
    "Claude Opus 4.1",
    "claude",
    { ...CLAUDE_4, profilePrefixes: ["us"], maxOutputTokens: 32_000 },
  ],
  [
    "anthropic.claude-opus-4-20250514-v1:0",
    "Claude Opus 4",
    "claude",
    { ...CLAUDE_4, profilePrefixes: ["us"], maxOutputTokens: 32_000 },
  ],
  ["anthropic.claude-sonnet-4-20250514-v1:0", "Claude Sonnet 4", "claude", CLAUDE_4],
  [
    "anthropic.claude-3-7-sonnet-20250219-v1:0",
    "Claude 3.7 Sonnet",
    "claude",
    { profilePrefixes: ["us", "eu", "apac", "us-gov"] },
  ],
  [
    "anthropic.claude-3-5-sonnet-20241022-v2:0",
    "Claude 3.5 Sonnet v2",
    "claude",
    {
      ...CLAUDE_3_5,
      profilePrefixes: ["us", "apac"],
      caching: claudeCaching(1_024, ["5m"]),
    },
  ],
  [
    "anthropic.claude-3-5-sonnet-20240620-v1:0",
    "Claude 3.5 Sonnet",
    "claude",
    { ...CLAUDE_3_5, profilePrefixes: ["us", "eu", "apac", "us-gov"] },
  ],
  [
    "anthropic.claude-3-5-haiku-20241022-v1:0",
    "Claude 3.5 Haiku",
    "claude",
    {
      ...CLAUDE_3_5,
      profilePrefixes: ["us"],
      caching: claudeCaching(2_048, ["5m"]),
    },
  ],
  ["anthropic.claude-3-opus-20240229-v1:0", "Claude 3 Opus", "claude", { ...CLAUDE_3, profilePrefixes: ["us"] }],
  ["anthropic.claude-3-sonnet-20240229-v1:0", "Claude 3 Sonnet", "claude", CLAUDE_3],
  [
    "anthropic.claude-3-haiku-20240307-v1:0",
    "Claude 3 Haiku",
    "claude",
    { ...CLAUDE_3, profilePrefixes: ["us", "eu", "apac", "us-gov"] },
  ],
  [
    "anthropic.claude-v2:1",
    "Claude 2.1",
    "claude",
    {
      ...OLD_CLAUDE,
      ...NO_TOOLS,
      inputModalities: ["TEXT"],
      media: ["document"],
      inferenceTypes: ["ON_DEMAND"],
      profilePrefixes: [],
      toolResultMedia: [],
    },
  ],
  [
    "anthropic.claude-v2",
    "Claude 2",
    "claude",
    {
      ...OLD_CLAUDE,
      ...NO_TOOLS,
      inputModalities: ["TEXT"],
      media: ["document"],
      inferenceTypes: ["ON_DEMAND"],
      profilePrefixes: [],
      toolResultMedia: [],
      contextTokens: 100_000,
    },
  ],
  [
    "anthropic.claude-instant-v1",
    "Claude Instant",
    "claude",
    {
      ...OLD_CLAUDE,
      ...NO_TOOLS,
      inputModalities: ["TEXT"],
      media: ["document"],
      inferenceTypes: ["ON_DEMAND"],
      profilePrefixes: [],
      toolResultMedia: [],
      contextTokens: 100_000,
    },
  ],

  [
    "amazon.nova-premier-v1:0",
    "Nova Premier",
    "nova",
    {
      inferenceTypes: ["INFERENCE_PROFILE"],
      profilePrefixes: ["us"],
      contextTokens: 1_000_000,
      systemTools: ["nova_grounding"],
    },
  ],
  ["amazon.nova-pro-v1:0", "Nova Pro", "nova"],
  ["amazon.nova-lite-v1:0", "Nova Lite", "nova"],
  [
    "amazon.nova-micro-v1:0",
    "Nova Micro",
    "nova",
    { ...TEXT_ONLY, contextTokens: 128_000, toolResultMedia: [], s3Media: false },
  ],
  [
    "amazon.nova-2-lite-v1:0",
    "Nova 2 Lite",
    "nova",
    {
      inferenceTypes: ["INFERENCE_PROFILE"],
      profilePrefixes: ["us", "eu", "jp", "global"],
      contextTokens: 1_000_000,
      maxOutputTokens: 65_536,
      statesCallType: true,
      reasoning: "effort",
      systemTools: NOVA_TOOLS,
    },
  ],
  [
    "amazon.nova-2-pro-v1:0",
    "Nova 2 Pro",
    "nova",
    {
      inferenceTypes: ["INFERENCE_PROFILE"],
      profilePrefixes: ["us", "global"],
      contextTokens: 1_000_000,
      maxOutputTokens: 65_536,
      statesCallType: true,
      reasoning: "effort",
      systemTools: NOVA_TOOLS,
    },
  ],
  [
    "amazon.nova-sonic-v1:0",
    "Nova Sonic",
    "nova",
    {
      kind: "speech",
      inputModalities: ["SPEECH"],
      outputModalities: ["SPEECH", "TEXT"],
      inferenceTypes: ["ON_DEMAND"],
      profilePrefixes: [],
    },
  ],
  [
    "amazon.nova-2-sonic-v1:0",
    "Nova 2 Sonic",
    "nova",
    {
      kind: "speech",
      inputModalities: ["SPEECH"],
      outputModalities: ["SPEECH", "TEXT"],
      inferenceTypes: ["ON_DEMAND"],
      profilePrefixes: [],
    },
  ],
  ["amazon.nova-canvas-v1:0", "Nova Canvas", "image", { provider: "Amazon", inputModalities: ["TEXT", "IMAGE"] }],
  [
    "amazon.titan-text-premier-v1:0",
    "Titan Text G1 - Premier",
    "titan",
    { contextTokens: 32_000, maxOutputTokens: 3_072 },
  ],
  ["amazon.titan-text-express-v1", "Titan Text G1 - Express", "titan"],
  ["amazon.titan-text-lite-v1", "Titan Text G1 - Lite", "titan", { contextTokens: 4_096, maxOutputTokens: 4_096 }],
  ["amazon.titan-tg1-large", "Titan Text Large", "titan"],

  [
    "meta.llama4-maverick-17b-instruct-v1:0",
    "Llama 4 Maverick 17B Instruct",
    "llama",
    { ...IMAGES, contextTokens: 1_000_000 },
  ],
  [
    "meta.llama4-scout-17b-instruct-v1:0",
    "Llama 4 Scout 17B Instruct",
    "llama",
    { ...IMAGES, contextTokens: 3_500_000 },
  ],
  ["meta.llama3-3-70b-instruct-v1:0", "Llama 3.3 70B Instruct", "llama", BOTH],
  ["meta.llama3-2-90b-instruct-v1:0", "Llama 3.2 90B Instruct", "llama", { ...IMAGES, profilePrefixes: ["us"] }],
  ["meta.llama3-2-11b-instruct-v1:0", "Llama 3.2 11B Instruct", "llama", { ...IMAGES, profilePrefixes: ["us"] }],
  ["meta.llama3-2-3b-instruct-v1:0", "Llama 3.2 3B Instruct", "llama", { ...NO_TOOLS, profilePrefixes: ["us", "eu"] }],
  [
    "meta.llama3-2-1b-instruct-v1:0",
    "Llama 3.2 1B Instruct",
    "llama",
    { ...NO_TOOLS, ...BOTH, profilePrefixes: ["us", "eu"] },
  ],
  ["meta.llama3-1-405b-instruct-v1:0", "Llama 3.1 405B Instruct", "llama", BOTH],
  ["meta.llama3-1-70b-instruct-v1:0", "Llama 3.1 70B Instruct", "llama", BOTH],
  ["meta.llama3-1-8b-instruct-v1:0", "Llama 3.1 8B Instruct", "llama", BOTH],
  [
    "meta.llama3-70b-instruct-v1:0",
    "Llama 3 70B Instruct",
    "llama",
    { ...NO_TOOLS, inferenceTypes: ["ON_DEMAND"], profilePrefixes: [], contextTokens: 8_192, maxOutputTokens: 2_048 },
  ],
  [
    "meta.llama3-8b-instruct-v1:0",
    "Llama 3 8B Instruct",
    "llama",
    { ...NO_TOOLS, inferenceTypes: ["ON_DEMAND"], profilePrefixes: [], contextTokens: 8_192, maxOutputTokens: 2_048 },
  ],

  [
    "mistral.mistral-large-3-675b-instruct",
    "Mistral Large 3",
    "mistral",
    { ...IMAGES, contextTokens: 256_000, mixedToolResults: true, toolChoices: ["auto", "any", "tool"] },
  ],
  [
    "mistral.ministral-3-14b-instruct",
    "Ministral 3 14B",
    "mistral",
    { ...IMAGES, contextTokens: 128_000, mixedToolResults: true },
  ],
  [
    "mistral.ministral-3-8b-instruct",
    "Ministral 3 8B",
    "mistral",
    { ...IMAGES, contextTokens: 128_000, mixedToolResults: true },
  ],
  [
    "mistral.ministral-3-3b-instruct",
    "Ministral 3 3B",
    "mistral",
    { ...IMAGES, contextTokens: 128_000, mixedToolResults: true },
  ],
  ["mistral.magistral-small-2509", "Magistral Small 1.2", "mistral", { contextTokens: 128_000, reasoning: "always" }],
  ["mistral.devstral-2-123b", "Devstral 2 123B", "mistral", { contextTokens: 256_000 }],
  [
    "mistral.voxtral-small-24b-2507",
    "Voxtral Small 24B",
    "mistral",
    { inputModalities: ["TEXT", "SPEECH"], media: ["document", "audio"] },
  ],
  [
    "mistral.voxtral-mini-3b-2507",
    "Voxtral Mini 3B",
    "mistral",
    { inputModalities: ["TEXT", "SPEECH"], media: ["document", "audio"] },
  ],
  [
    "mistral.pixtral-large-2502-v1:0",
    "Pixtral Large 25.02",
    "mistral",
    { ...IMAGES, contextTokens: 128_000, inferenceTypes: ["INFERENCE_PROFILE"], profilePrefixes: ["us", "eu"] },
  ],
  [
    "mistral.mistral-large-2407-v1:0",
    "Mistral Large 24.07",
    "mistral",
    { contextTokens: 128_000, toolsInStreams: false },
  ],
  ["mistral.mistral-large-2402-v1:0", "Mistral Large 24.02", "mistral", { toolsInStreams: false }],
  ["mistral.mistral-small-2402-v1:0", "Mistral Small 24.02", "mistral", { toolsInStreams: false }],
  [
    "mistral.mixtral-8x7b-instruct-v0:1",
    "Mixtral 8x7B Instruct",
    "mistral",
    { ...NO_TOOLS, system: false, maxOutputTokens: 4_096 },
  ],
  ["mistral.mistral-7b-instruct-v0:2", "Mistral 7B Instruct", "mistral", { ...NO_TOOLS, system: false }],

  ["cohere.command-r-plus-v1:0", "Command R+", "cohere"],
  ["cohere.command-r-v1:0", "Command R", "cohere"],
  ["cohere.command-text-v14", "Command", "cohere", { ...NO_TOOLS, ...TEXT_ONLY, system: false, contextTokens: 4_096 }],
  [
    "cohere.command-light-text-v14",
    "Command Light",
    "cohere",
    { ...NO_TOOLS, ...TEXT_ONLY, system: false, contextTokens: 4_096 },
  ],

  [
    "deepseek.v3.2",
    "DeepSeek V3.2",
    "deepseek",
    { contextTokens: 164_000, toolChoices: ["any", "tool"], reasoning: "always" },
  ],
  ["deepseek.v3-v1:0", "DeepSeek-V3.1", "deepseek", { contextTokens: 164_000, toolChoices: ["any"] }],
  [
    "deepseek.r1-v1:0",
    "DeepSeek-R1",
    "deepseek",
    {
      ...NO_TOOLS,
      inferenceTypes: ["INFERENCE_PROFILE"],
      profilePrefixes: ["us"],
      reasoning: "always",
      reasoningReplay: "none",
    },
  ],

  ["qwen.qwen3-235b-a22b-2507-v1:0", "Qwen3 235B A22B 2507", "qwen"],
  ["qwen.qwen3-32b-v1:0", "Qwen3 32B", "qwen", { contextTokens: 131_072 }],
  ["qwen.qwen3-coder-480b-a35b-v1:0", "Qwen3 Coder 480B A35B", "qwen"],
  ["qwen.qwen3-coder-30b-a3b-v1:0", "Qwen3 Coder 30B A3B", "qwen"],
  ["qwen.qwen3-coder-next", "Qwen3 Coder Next", "qwen"],
  ["qwen.qwen3-next-80b-a3b", "Qwen3 Next 80B A3B", "qwen"],
  ["qwen.qwen3-vl-235b-a22b", "Qwen3 VL 235B A22B", "qwen", IMAGES],

  ["openai.gpt-6-astra", "GPT-6 Astra", "gpt"],
  ["openai.gpt-6-luna", "GPT-6 Luna", "gpt"],
  ["openai.gpt-6-sol", "GPT-6 Sol", "gpt"],
  ["openai.gpt-5.6-sol", "GPT-5.6 Sol", "gpt"],
  ["openai.gpt-5.6-terra", "GPT-5.6 Terra", "gpt"],
  ["openai.gpt-5.6-luna", "GPT-5.6 Luna", "gpt"],
  ["openai.gpt-oss-120b-1:0", "gpt-oss-120b", "gpt-oss"],
  ["openai.gpt-oss-20b-1:0", "gpt-oss-20b", "gpt-oss"],
  ["openai.gpt-oss-safeguard-120b", "GPT OSS Safeguard 120B", "gpt-oss"],
  ["openai.gpt-oss-safeguard-20b", "GPT OSS Safeguard 20B", "gpt-oss"],
  ["moonshot.kimi-k2-thinking", "Kimi K2 Thinking", "moonshot"],
  ["moonshotai.kimi-k2.5", "Kimi K2.5", "moonshot", IMAGES],
  ["moonshotai.kimi-k3", "Kimi K3", "moonshot", { ...IMAGES, ...BOTH, profilePrefixes: ["global"] }],
  ["minimax.minimax-m2", "MiniMax M2", "minimax"],
  ["minimax.minimax-m2.1", "MiniMax M2.1", "minimax"],
  ["minimax.minimax-m2.5", "MiniMax M2.5", "minimax"],
  ["zai.glm-4.7", "GLM 4.7", "zhipu"],
  ["zai.glm-4.7-flash", "GLM 4.7 Flash", "zhipu"],
  ["zai.glm-5", "GLM 5", "zhipu"],
  ["google.gemma-3-27b-it", "Gemma 3 27B", "gemma", IMAGES],
  ["google.gemma-3-12b-it", "Gemma 3 12B", "gemma", IMAGES],
  ["google.gemma-3-4b-it", "Gemma 3 4B", "gemma", IMAGES],
  ["nvidia.nemotron-nano-3-30b", "Nemotron Nano 3 30B", "nemotron"],
  ["nvidia.nemotron-nano-12b-v2", "Nemotron Nano 12B v2", "nemotron", IMAGES],
  ["nvidia.nemotron-nano-9b-v2", "Nemotron Nano 9B v2", "nemotron"],
  ["ai21.jamba-1-5-large-v1:0", "Jamba 1.5 Large", "ai21"],
  ["ai21.jamba-1-5-mini-v1:0", "Jamba 1.5 Mini", "ai21"],
  ["ai21.jamba-instruct-v1:0", "Jamba-Instruct", "ai21", { ...NO_TOOLS, ...TEXT_ONLY, contextTokens: 70_000 }],
  [
    "ai21.j2-ultra-v1",
    "Jurassic-2 Ultra",
    "ai21",
    { ...NO_TOOLS, ...TEXT_ONLY, system: false, streaming: false, contextTokens: 8_191 },
  ],
  [
    "ai21.j2-mid-v1",
    "Jurassic-2 Mid",
    "ai21",
    { ...NO_TOOLS, ...TEXT_ONLY, system: false, streaming: false, contextTokens: 8_191 },
  ],
  ["writer.palmyra-x5-v1:0", "Palmyra X5", "writer", { contextTokens: 1_040_000 }],
  ["writer.palmyra-x4-v1:0", "Palmyra X4", "writer"],
  [
    "writer.palmyra-vision-7b",
    "Palmyra Vision 7B",
    "writer",
    { ...IMAGES, ...NO_TOOLS, inferenceTypes: ["ON_DEMAND"], profilePrefixes: [] },
  ],

  ["amazon.titan-embed-text-v2:0", "Titan Text Embeddings V2", "titan-embed", { dimensions: [1_024, 512, 256] }],
  ["amazon.titan-embed-text-v1", "Titan Embeddings G1 - Text", "titan-embed", { dimensions: [1_536] }],
  ["amazon.titan-embed-g1-text-02", "Titan Embeddings G1 - Text 02", "titan-embed", { dimensions: [1_536] }],
  [
    "amazon.titan-embed-image-v1",
    "Titan Multimodal Embeddings G1",
    "titan-embed",
    { inputModalities: ["TEXT", "IMAGE"], contextTokens: 256, dimensions: [1_024, 384, 256] },
  ],
  [
    "amazon.nova-2-multimodal-embeddings-v1:0",
    "Nova Multimodal Embeddings",
    "nova-embed",
    { inputModalities: ["TEXT", "IMAGE", "VIDEO", "SPEECH"], dimensions: [3_072, 1_024, 384, 256] },
  ],
  [
    "cohere.embed-v4:0",
    "Embed v4",
    "cohere-embed",
    {
      ...BOTH,
      inputModalities: ["TEXT", "IMAGE"],
      profilePrefixes: ["us", "eu", "global"],
      contextTokens: 128_000,
      dimensions: [1_536, 1_024, 512, 256],
    },
  ],
  [
    "cohere.embed-multilingual-v3",
    "Embed Multilingual",
    "cohere-embed",
    { inputModalities: ["TEXT", "IMAGE"], dimensions: [1_024] },
  ],
  [
    "cohere.embed-english-v3",
    "Embed English",
    "cohere-embed",
    { inputModalities: ["TEXT", "IMAGE"], dimensions: [1_024] },
  ],
  [
    "twelvelabs.marengo-embed-2-7-v1:0",
    "Marengo Embed v2.7",
    "marengo",
    {
      inputModalities: ["TEXT", "IMAGE", "VIDEO", "SPEECH"],
      ...BOTH,
      profilePrefixes: ["us", "eu", "apac"],
      dimensions: [1_024],
    },
  ],
  [
    "twelvelabs.marengo-embed-3-0-v1:0",
    "Marengo Embed 3.0",
    "marengo",
    {
      inputModalities: ["TEXT", "IMAGE", "VIDEO", "SPEECH"],
      ...BOTH,
      profilePrefixes: ["us", "eu", "apac"],
      dimensions: [512],
    },
  ],
  ["amazon.rerank-v1:0", "Rerank 1.0", "rerank", { provider: "Amazon" }],
  ["cohere.rerank-v3-5:0", "Rerank 3.5", "rerank", { provider: "Cohere" }],
];
