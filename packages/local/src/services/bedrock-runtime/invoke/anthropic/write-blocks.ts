import { type BlockReaders, type Citation, type ContentBlock, readBlock } from "../../../../chat/content-blocks.ts";
import { toWire } from "../../../../chat/to-wire.ts";

type Json = Record<string, unknown>;

/** Converse's names for places, and the Messages API's. */
const locations: Readonly<Record<string, { type: string; members: Readonly<Record<string, string>> }>> = {
  documentChar: {
    type: "char_location",
    members: { documentIndex: "document_index", start: "start_char_index", end: "end_char_index" },
  },
  documentPage: {
    type: "page_location",
    members: { documentIndex: "document_index", start: "start_page_number", end: "end_page_number" },
  },
  documentChunk: {
    type: "content_block_location",
    members: { documentIndex: "document_index", start: "start_block_index", end: "end_block_index" },
  },
  searchResultLocation: {
    type: "search_result_location",
    members: { searchResultIndex: "search_result_index", start: "start_block_index", end: "end_block_index" },
  },
  web: { type: "web_search_result_location", members: { url: "url", domain: "domain" } },
};

/** A citation as the Messages API has it. */
export function toAnthropicCitation({ title, source, sourceContent, location = {} }: Citation): Json {
  const [kind = "documentChar", place = {}] = Object.entries(location)[0] ?? [];
  const { type, members } = locations[kind] ?? { type: kind, members: {} };
  const isDocument = type === "char_location" || type === "page_location" || type === "content_block_location";
  return {
    type,
    cited_text: (sourceContent ?? []).map(({ text }) => text).join(""),
    ...(isDocument ? { document_title: title ?? null } : { title: title ?? null }),
    ...(source !== undefined && !isDocument && { source }),
    ...Object.fromEntries(Object.entries(place).map(([name, value]) => [members[name] ?? name, value])),
  };
}

/**
 * One block of an answer as the Messages API has it.
 *
 * @throws Error for a kind that its answers do not have
 */
export function toAnthropicBlock(block: ContentBlock): Json {
  const readers: BlockReaders<Json | undefined> = {
    text: (text) => ({ type: "text", text }),
    toolUse: ({ toolUseId, name, input, type }) => ({
      type: type === "server_tool_use" ? "server_tool_use" : "tool_use",
      id: toolUseId,
      name,
      input: input ?? {},
    }),
    reasoningContent: (reasoning) =>
      "reasoningText" in reasoning
        ? {
            type: "thinking",
            thinking: reasoning.reasoningText.text,
            signature: reasoning.reasoningText.signature ?? "",
          }
        : { type: "redacted_thinking", data: toWire(reasoning.redactedContent) },
    citationsContent: ({ content = [], citations = [] }) => ({
      type: "text",
      text: content.map(({ text }) => text).join(""),
      citations: citations.map(toAnthropicCitation),
    }),
    ...noBlocks,
  };
  const written = readBlock(block, readers);
  if (written === undefined) throw noForm(block);
  return written;
}

const none = (): undefined => undefined;
/** Kinds that no answer of the Messages API has. */
const noBlocks = {
  image: none,
  document: none,
  video: none,
  audio: none,
  toolResult: none,
  guardContent: none,
  cachePoint: none,
  searchResult: none,
  toolAddition: none,
  toolRemoval: none,
};

function noForm(block: ContentBlock): Error {
  return new TypeError(
    `The reply holds a block that this model's own answers do not have: ${Object.keys(block).join(", ")}.`,
  );
}
