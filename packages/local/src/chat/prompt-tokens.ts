import type { TokenCounter } from "../tokens.ts";
import { blockTokens } from "./block-tokens.ts";
import type { ContentBlock, Message } from "./content-blocks.ts";

/** Tokens of a message besides its content. */
const MESSAGE_TOKENS = 3;
/** Tokens of a tool besides its name, description and schema. */
const DECLARATION_TOKENS = 8;

/** What a prompt consists of: the parts of a request that the model reads. */
export interface Prompt {
  tools: readonly object[];
  system: readonly object[];
  messages: readonly Message[];
}

/** One part of a prompt in the order in which the model reads it: tools, system text, messages. */
export interface PromptPart {
  place: "tools" | "system" | "messages";
  tokens: number;
  /** The part itself, to tell one prefix from another. */
  value: unknown;
  /** The cache point that stands here; such a part counts nothing. */
  cachePoint?: { ttl?: string };
}

/** The parts of a prompt, in order, with the tokens of each. */
export function* promptParts({ tools, system, messages }: Prompt, count: TokenCounter): Generator<PromptPart> {
  for (const tool of tools) {
    const tokens = DECLARATION_TOKENS + count(JSON.stringify(tool) ?? "");
    yield cachePointOf(tool, "tools") ?? { place: "tools", tokens, value: tool };
  }
  for (const block of system) {
    const text = "text" in block && typeof block.text === "string" ? block.text : JSON.stringify(block);
    yield cachePointOf(block, "system") ?? { place: "system", tokens: count(text), value: block };
  }
  for (const { role, content } of messages) {
    yield { place: "messages", tokens: MESSAGE_TOKENS, value: role };
    for (const block of content) yield cachePointOf(block, "messages") ?? contentPart(block, count);
  }
}

/** Tokens of a whole prompt: what CountTokens answers and what `usage` begins with. */
export function promptTokens(prompt: Prompt, count: TokenCounter): number {
  let tokens = 0;
  for (const part of promptParts(prompt, count)) tokens += part.tokens;
  return tokens;
}

function contentPart(block: ContentBlock, count: TokenCounter): PromptPart {
  return { place: "messages", tokens: blockTokens(block, count), value: block };
}

function cachePointOf(value: object, place: PromptPart["place"]): PromptPart | undefined {
  if (!("cachePoint" in value) || typeof value.cachePoint !== "object" || value.cachePoint === null) return undefined;
  const ttl =
    "ttl" in value.cachePoint && typeof value.cachePoint.ttl === "string" ? { ttl: value.cachePoint.ttl } : {};
  return { place, tokens: 0, value, cachePoint: ttl };
}
