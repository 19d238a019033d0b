import type { ParsedModelId } from "@langchain-aws/core";
import type { BodyFormatName } from "./options.ts";
import type { PromptTemplate } from "./prompts/prompt-template.ts";
import { chatbot } from "./prompts/chatbot.ts";
import { chatMl } from "./prompts/chat-ml.ts";
import { deepseek } from "./prompts/deepseek.ts";
import { llama2 } from "./prompts/llama-2.ts";
import { llama3, llama4 } from "./prompts/llama-3.ts";
import { mistral } from "./prompts/mistral.ts";
import { titan } from "./prompts/titan.ts";
import { writer } from "./prompts/writer.ts";

/** The marks around what a model thinks, in models that think into their text. */
export interface ReasoningMarks {
  /** Absent where the prompt has opened it already. */
  readonly opening?: string;
  readonly closing: string;
}

/** What is true of a family of models on InvokeModel. One row of the table below; shared code asks only this. */
export interface ModelFamily {
  readonly name: string;
  readonly providers: readonly string[];
  /** The base model ids of the row, without their provider; absent: all the rest of the provider. */
  readonly matches?: RegExp;
  /** The format of conversations. */
  readonly chat: BodyFormatName;
  /** The format of bare prompts; absent: the same. */
  readonly llm?: BodyFormatName;
  /** `BedrockLLM` refuses the model. */
  readonly chatOnly?: true;
  /** Takes images. Absent: nobody has written it down, so the service judges. */
  readonly images?: boolean;
  /** How a conversation is written as one text, for formats that take a text. */
  readonly template?: PromptTemplate;
  /** The name of `maxTokens` in the chat format of OpenAI. @defaultValue `max_tokens` */
  readonly maxTokensKey?: string;
  /** The service takes no stop sequences: answers are cut here. */
  readonly stops?: "client";
  /** Most stop sequences of a request. */
  readonly maxStops?: number;
  readonly reasoning?: ReasoningMarks;
  /** Takes OpenAI's role `developer`. */
  readonly developerRole?: true;
  /** Knows `reasoning_effort`, or what stands for it. */
  readonly effort?: true;
  /** Tools are described in the system text, and calls are read from the answer. */
  readonly toolsInPrompt?: true;
}

const reasoningTag: ReasoningMarks = { opening: "<reasoning>", closing: "</reasoning>" };

/**
 * Every family, the more particular first. Sources: "Inference request parameters and response fields for foundation
 * models" and "Supported foundation models", Amazon Bedrock User Guide.
 */
const families: readonly ModelFamily[] = [
  {
    name: "Claude before 3",
    providers: ["anthropic"],
    matches: /^claude-(?:v1|v2|instant)/,
    chat: "anthropic-messages",
    llm: "anthropic-text",
    images: false,
    toolsInPrompt: true,
  },
  { name: "Claude", providers: ["anthropic"], chat: "anthropic-messages", chatOnly: true, images: true },
  { name: "Nova 2", providers: ["amazon"], matches: /^nova-2/, chat: "nova", effort: true },
  { name: "Nova Micro", providers: ["amazon"], matches: /^nova-micro/, chat: "nova", images: false },
  { name: "Nova", providers: ["amazon"], matches: /^nova/, chat: "nova" },
  {
    name: "Titan Text",
    providers: ["amazon"],
    matches: /^titan-(?:text|tg1)/,
    chat: "titan-text",
    images: false,
    template: titan,
  },
  { name: "Command R", providers: ["cohere"], matches: /^command-r/, chat: "cohere-chat", images: false },
  { name: "Command", providers: ["cohere"], chat: "cohere-generate", images: false, template: chatbot },
  { name: "Jurassic", providers: ["ai21"], matches: /^j2/, chat: "ai21-j2", images: false, template: chatbot },
  { name: "Jamba", providers: ["ai21"], chat: "openai-chat", images: false },
  {
    name: "Llama 4",
    providers: ["meta"],
    matches: /llama-?4/,
    chat: "llama",
    images: false,
    template: llama4,
  },
  {
    name: "Llama 3.2 with vision",
    providers: ["meta"],
    matches: /llama-?3-2-(?:11|90)b/,
    chat: "llama",
    images: true,
    template: llama3,
  },
  { name: "Llama 3", providers: ["meta"], matches: /llama-?3/, chat: "llama", images: false, template: llama3 },
  { name: "Llama 2", providers: ["meta"], chat: "llama", images: false, template: llama2 },
  {
    name: "Mistral text",
    providers: ["mistral"],
    matches: /^(?:mistral-7b|mixtral-8x7b|mistral-large-2402|mistral-small-2402)/,
    chat: "mistral-text",
    images: false,
    template: mistral,
  },
  {
    name: "Mistral Large 2",
    providers: ["mistral"],
    matches: /^mistral-large-2407/,
    chat: "mistral-chat",
    images: false,
    stops: "client",
  },
  { name: "Mistral", providers: ["mistral"], chat: "mistral-chat", stops: "client" },
  {
    name: "DeepSeek R1",
    providers: ["deepseek"],
    matches: /^r1/,
    chat: "openai-completions",
    images: false,
    template: deepseek,
    reasoning: { closing: "</think>" },
    maxStops: 10,
  },
  { name: "DeepSeek", providers: ["deepseek"], chat: "openai-chat", images: false },
  {
    name: "gpt-oss",
    providers: ["openai"],
    chat: "openai-chat",
    images: false,
    maxTokensKey: "max_completion_tokens",
    reasoning: reasoningTag,
    developerRole: true,
    effort: true,
  },
  { name: "Qwen", providers: ["qwen"], chat: "openai-chat", template: chatMl },
  { name: "Palmyra", providers: ["writer"], chat: "openai-completions", images: false, template: writer },
  {
    name: "Kimi",
    providers: ["moonshot", "moonshotai"],
    chat: "openai-chat",
    stops: "client",
    reasoning: reasoningTag,
    effort: true,
  },
  { name: "OpenAI-compatible", providers: ["minimax", "zai", "nvidia", "google"], chat: "openai-chat" },
];

/** A model that no row knows, whose format the caller has named. */
const unknownFamily: ModelFamily = { name: "unknown", providers: [], chat: "openai-chat" };

/** The templates of text formats that have one, whatever the model. */
const templateOfFormat: Readonly<Partial<Record<BodyFormatName, PromptTemplate>>> = {
  llama: llama2,
  "mistral-text": mistral,
  "titan-text": titan,
  "cohere-generate": chatbot,
  "ai21-j2": chatbot,
};

/**
 * The family of a model; nothing when the provider is unknown, or has families that only a base model id tells apart.
 */
export function findFamily(provider: string | undefined, base: ParsedModelId): ModelFamily | undefined {
  if (provider === undefined) return undefined;
  const model = base.baseModelId?.slice(base.baseModelId.indexOf(".") + 1) ?? "";
  return families.find(
    ({ providers, matches }) => providers.includes(provider) && (matches === undefined || matches.test(model)),
  );
}

/** The family, or one that says nothing, with a template that suits the format. */
export function familyFor(format: BodyFormatName, family: ModelFamily | undefined): ModelFamily {
  const known = family ?? unknownFamily;
  const template = known.template ?? templateOfFormat[format];
  return template === known.template ? known : { ...known, ...(template !== undefined && { template }) };
}

/** Whether any row is this provider's. */
export function isKnownProvider(provider: string): boolean {
  return families.some(({ providers }) => providers.includes(provider));
}
