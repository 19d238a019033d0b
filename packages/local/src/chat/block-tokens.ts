import type { TokenCounter } from "../tokens.ts";
import { type BlockReaders, type Bytes, type ContentBlock, type DocumentSource, readBlock } from "./content-blocks.ts";

/** Tokens that an image counts, whatever its size. */
export const IMAGE_TOKENS = 1_600;
/** Tokens of sound, of a video, of a document that only a parser can read. */
export const MEDIA_TOKENS = 2_000;
/** Tokens of a tool call or tool result besides its texts. */
export const TOOL_TOKENS = 8;

/** Tokens of one block: its texts, and a constant for what is not text. */
export function blockTokens(block: ContentBlock, count: TokenCounter): number {
  const json = (value: unknown): number => count(JSON.stringify(value) ?? "");
  const texts = (parts: readonly { text: string }[] | undefined): number =>
    (parts ?? []).reduce((sum, { text }) => sum + count(text), 0);
  const readers: BlockReaders<number> = {
    text: count,
    image: () => IMAGE_TOKENS,
    document: ({ name, source, format, context }) =>
      count(name) + count(context ?? "") + documentTokens(source, format, count),
    video: () => MEDIA_TOKENS,
    audio: () => MEDIA_TOKENS,
    toolUse: ({ name, input }) => TOOL_TOKENS + count(name) + json(input ?? {}),
    toolResult: ({ content }) =>
      TOOL_TOKENS +
      content.reduce((sum, item) => sum + ("json" in item ? json(item.json) : blockTokens(item, count)), 0),
    guardContent: (content) => json(content),
    cachePoint: () => 0,
    reasoningContent: (reasoning) =>
      "reasoningText" in reasoning ? count(reasoning.reasoningText.text) : bytesTokens(reasoning.redactedContent),
    citationsContent: ({ content }) => texts(content),
    searchResult: ({ title, source, content }) => count(title) + count(source) + texts(content),
    toolAddition: (tool) => json(tool),
    toolRemoval: (tool) => json(tool),
  };
  return readBlock(block, readers) ?? json(block);
}

/** Formats whose bytes are text; of the others, only a parser could tell how much they hold. */
const TEXT_FORMATS = new Set(["txt", "md", "csv", "html"]);

function documentTokens(source: DocumentSource, format: string | undefined, count: TokenCounter): number {
  if ("text" in source) return count(source.text);
  if ("content" in source) return source.content.reduce((sum, { text }) => sum + count(text), 0);
  return "bytes" in source && TEXT_FORMATS.has(format ?? "") ? bytesTokens(source.bytes) : MEDIA_TOKENS;
}

/** Base64 has four characters for three bytes; four bytes are a token. */
function bytesTokens(bytes: Bytes): number {
  return Math.ceil((typeof bytes === "string" ? (bytes.length * 3) / 4 : bytes.length) / 4);
}
