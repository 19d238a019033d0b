import type { ContentBlock as WireContentBlock } from "@aws-sdk/client-bedrock-runtime";
import type { ConverseInput } from "./request/build-request.ts";

const charactersPerToken = 4;
/** About what a picture of one megapixel costs. */
const tokensPerImage = 1_600;
/** About what a page costs, for documents whose text only the service can read. */
const tokensPerDocument = 1_500;
/** Role and separators. */
const tokensPerMessage = 4;

/**
 * An estimate of what a request costs, made without asking anybody: four characters a token, tool schemas included, and
 * a constant for each image and each document in bytes.
 */
export function estimateTokens({ messages = [], system = [], toolConfig }: ConverseInput): number {
  const characters = textLength(system) + textLength(toolConfig?.tools ?? []);
  const turns = messages.map(({ content = [] }) => tokensPerMessage + contentTokens(content));
  return Math.ceil(characters / charactersPerToken) + turns.reduce((sum, tokens) => sum + tokens, 0);
}

/** The tokens of a text, estimated. */
export function estimateTextTokens(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}

function contentTokens(content: readonly WireContentBlock[]): number {
  return content.reduce((sum, block) => sum + blockTokens(block), 0);
}

function blockTokens(block: WireContentBlock): number {
  const parts = block.toolResult?.content ?? [block];
  return parts.reduce((sum, part) => {
    if (part.image !== undefined) return sum + tokensPerImage;
    if (part.document?.source?.bytes !== undefined) return sum + tokensPerDocument;
    return sum + Math.ceil(textLength(part) / charactersPerToken);
  }, 0);
}

/** How long all texts of a value are together; bytes have none. */
function textLength(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (typeof value === "number" || typeof value === "boolean") return String(value).length;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return 0;
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + textLength(item), 0);
  return Object.entries(value).reduce((sum, [key, member]) => sum + key.length + textLength(member), 0);
}
