import type { ModelProfile } from "@langchain/core/language_models/profile";

/** Capabilities of models on Bedrock that LangChain's own {@link ModelProfile} has no name for. */
export interface BedrockModelProfile {
  /** `false`: temperature and topP are refused. */
  temperature?: boolean;
  /** The steps of reasoning effort the model knows. */
  reasoningEffortLevels?: readonly string[];
}

type Profile = Readonly<ModelProfile & BedrockModelProfile>;
type Row = readonly [baseModelId: RegExp, profile: Profile];

const chat: Profile = { toolCalling: true, toolChoice: true, reasoningOutput: false, structuredOutput: false };
const textOnly: Profile = { imageInputs: false, pdfInputs: false, videoInputs: false, audioInputs: false };
const toolless: Profile = { ...chat, ...textOnly, toolCalling: false, toolChoice: false };
const sees: Profile = { imageInputs: true, imageToolMessage: true, pdfInputs: true, pdfToolMessage: true };

const claude3: Profile = {
  ...chat,
  ...sees,
  maxInputTokens: 200_000,
  maxOutputTokens: 4_096,
  videoInputs: false,
  audioInputs: false,
};
const claude4: Profile = { ...claude3, maxOutputTokens: 64_000, reasoningOutput: true };
// `outputConfig.textFormat` is proven for these two lines; agents switch to it when a profile says so.
const claude45: Profile = { ...claude4, structuredOutput: true };
const claude46: Profile = { ...claude45, maxInputTokens: 1_000_000, maxOutputTokens: 128_000 };
const claude47: Profile = { ...claude46, structuredOutput: false, temperature: false };
const allEfforts = ["low", "medium", "high", "xhigh", "max"] as const;

const nova: Profile = { ...claude3, maxInputTokens: 300_000, maxOutputTokens: 10_000, videoInputs: true };
const nova2: Profile = {
  ...nova,
  maxInputTokens: 1_000_000,
  maxOutputTokens: 65_536,
  reasoningOutput: true,
  reasoningEffortLevels: ["low", "medium", "high"],
};
const llama: Profile = { ...chat, ...textOnly, toolChoice: false, maxInputTokens: 128_000, maxOutputTokens: 8_192 };
const mistral: Profile = { ...chat, ...textOnly, maxInputTokens: 128_000, maxOutputTokens: 8_192 };
const command: Profile = { ...chat, ...textOnly, toolChoice: false, maxInputTokens: 128_000, maxOutputTokens: 4_096 };
const thinker: Profile = { ...chat, ...textOnly, reasoningOutput: true };

/**
 * What models can do, by base model id; the first row that fits holds.
 *
 * Sources: the model cards of the Amazon Bedrock User Guide ("Supported foundation models", "Supported models and model
 * features", "Get validated JSON results from models"), and the Bedrock section of models.dev (MIT licence), read
 * November 2026; where they differ, the smaller limit. What nobody has written down is left out, so that nothing is promised.
 */
const rows: readonly Row[] = [
  [/^anthropic\.claude-(sonnet|opus)-5/, { ...claude47, reasoningEffortLevels: allEfforts }],
  [/^anthropic\.claude-[a-z]+-5/, claude47],
  [/^anthropic\.claude-[a-z]+-4-[78](?!\d)/, claude47],
  [/^anthropic\.claude-sonnet-4-6(?!\d)/, { ...claude46, maxOutputTokens: 64_000 }],
  [/^anthropic\.claude-[a-z]+-4-6(?!\d)/, claude46],
  [/^anthropic\.claude-[a-z]+-4-5(?!\d)/, claude45],
  [/^anthropic\.claude-opus-4/, { ...claude4, maxOutputTokens: 32_000 }],
  [/^anthropic\.claude-([a-z]+-4|3-7)/, claude4],
  [/^anthropic\.claude-3-5/, { ...claude3, maxOutputTokens: 8_192 }],
  [/^anthropic\.claude-3/, claude3],
  [/^anthropic\.claude-v2:1/, { ...toolless, maxInputTokens: 200_000, maxOutputTokens: 4_096 }],
  [/^anthropic\.claude-(v2|instant)/, { ...toolless, maxInputTokens: 100_000, maxOutputTokens: 4_096 }],

  [/^amazon\.nova-2-(lite|pro)/, nova2],
  [/^amazon\.nova-premier/, { ...nova, maxInputTokens: 1_000_000 }],
  [/^amazon\.nova-(pro|lite)/, nova],
  [/^amazon\.nova-micro/, { ...chat, ...textOnly, maxInputTokens: 128_000, maxOutputTokens: 10_000 }],
  [/^amazon\.titan-text-premier/, { ...toolless, maxInputTokens: 32_000, maxOutputTokens: 3_072 }],
  [/^amazon\.titan-text-express/, { ...toolless, maxInputTokens: 8_192, maxOutputTokens: 8_192 }],
  [/^amazon\.titan-tg1/, { ...toolless, maxInputTokens: 8_192 }],
  [/^amazon\.titan-text-lite/, { ...toolless, maxInputTokens: 4_096, maxOutputTokens: 4_096 }],

  [/^meta\.llama4-maverick/, { ...llama, ...sees, imageToolMessage: false, maxInputTokens: 1_000_000 }],
  [/^meta\.llama4-scout/, { ...llama, ...sees, imageToolMessage: false, maxInputTokens: 3_500_000 }],
  [/^meta\.llama3-2-(11b|90b)/, { ...llama, imageInputs: true }],
  [/^meta\.llama3-2/, { ...llama, toolCalling: false }],
  [/^meta\.llama3-[13]/, llama],
  [/^meta\.llama3/, { ...toolless, maxInputTokens: 8_192, maxOutputTokens: 2_048 }],

  [/^mistral\.mistral-large-3/, { ...mistral, imageInputs: true, maxInputTokens: 256_000 }],
  [/^mistral\.(ministral-3|pixtral)/, { ...mistral, imageInputs: true }],
  [/^mistral\.magistral/, { ...mistral, imageInputs: true, reasoningOutput: true }],
  [/^mistral\.devstral/, { ...mistral, maxInputTokens: 256_000 }],
  [/^mistral\.voxtral/, { ...mistral, audioInputs: true, maxInputTokens: 32_000 }],
  [/^mistral\.mistral-large-2407/, mistral],
  [/^mistral\.mistral-(large|small)-2402/, { ...mistral, maxInputTokens: 32_000 }],
  [/^mistral\.(mixtral|mistral-7b)/, { ...toolless, maxInputTokens: 32_000, maxOutputTokens: 4_096 }],

  [/^cohere\.command-r/, command],
  [/^cohere\.command/, { ...toolless, maxInputTokens: 4_096, maxOutputTokens: 4_000 }],
  [/^ai21\.j2/, { ...toolless, maxInputTokens: 8_191 }],
  [/^ai21\.jamba-1-5/, { ...command, maxInputTokens: 256_000 }],
  [/^ai21\.jamba-instruct/, { ...toolless, maxInputTokens: 256_000, maxOutputTokens: 4_096 }],

  [/^deepseek\.r1/, { ...toolless, reasoningOutput: true, maxInputTokens: 128_000, maxOutputTokens: 32_768 }],
  [/^deepseek\.v3/, { ...thinker, maxInputTokens: 164_000, maxOutputTokens: 32_768 }],
  [/^qwen\.qwen3-vl/, { ...chat, imageInputs: true, videoInputs: true, maxInputTokens: 262_144 }],
  [/^qwen\.qwen3-32b/, { ...thinker, maxInputTokens: 131_072 }],
  [/^qwen\.qwen3/, { ...chat, ...textOnly, maxInputTokens: 262_144 }],
  [
    /^openai\.gpt-oss/,
    { ...thinker, maxInputTokens: 128_000, maxOutputTokens: 16_384, reasoningEffortLevels: ["low", "medium", "high"] },
  ],
  [
    /^openai\.gpt-[5-9]/,
    {
      ...thinker,
      imageInputs: true,
      pdfInputs: true,
      temperature: false,
      maxInputTokens: 272_000,
      maxOutputTokens: 128_000,
    },
  ],
  [
    /^moonshotai\.kimi-k(2\.5|3)/,
    { ...thinker, imageInputs: true, maxInputTokens: 262_144, reasoningEffortLevels: ["low", "high", "max"] },
  ],
  [/^moonshot(ai)?\.kimi/, { ...thinker, maxInputTokens: 262_144, reasoningEffortLevels: ["low", "high", "max"] }],
  [/^minimax\.minimax-m2/, { ...thinker, maxInputTokens: 204_800 }],
  [/^zai\.glm-[45]/, { ...thinker, maxInputTokens: 200_000 }],
  // Whether these take tools is said in different ways.
  [/^google\.gemma-3/, { imageInputs: true, videoInputs: false, structuredOutput: false, maxInputTokens: 128_000 }],
  [/^nvidia\.nemotron-super-3/, { ...thinker, maxInputTokens: 262_144, maxOutputTokens: 131_072 }],
  [/^nvidia\.nemotron-nano-3/, { ...thinker, maxInputTokens: 128_000 }],
  [/^nvidia\.nemotron-nano-12b/, { ...chat, imageInputs: true, maxInputTokens: 128_000 }],
  [/^nvidia\.nemotron/, { ...chat, ...textOnly, maxInputTokens: 128_000 }],
  [/^writer\.palmyra-x5/, { ...chat, ...textOnly, maxInputTokens: 1_040_000, maxOutputTokens: 8_192 }],
  [/^writer\.palmyra-x4/, { ...chat, ...textOnly, maxInputTokens: 122_880, maxOutputTokens: 8_192 }],
  [/^writer\.palmyra-vision/, { ...toolless, imageInputs: true }],
  [/^xai\.grok-4/, { ...thinker, imageInputs: true, maxInputTokens: 1_000_000, maxOutputTokens: 131_072 }],
];

const nothing: Profile = {};

/**
 * What is known about a model, from this package's own table.
 *
 * @param names - the base model id, then the id on the wire; the first that the table knows is used
 * @returns an empty object for a model that nothing is known about
 */
export function profileOf(...names: readonly (string | undefined)[]): Profile {
  for (const name of names) {
    const found = name === undefined ? undefined : rows.find(([pattern]) => pattern.test(name));
    if (found !== undefined) return found[1];
  }
  return nothing;
}
