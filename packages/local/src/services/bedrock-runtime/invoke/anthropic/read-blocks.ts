import type { ContentBlock, ToolResultContent } from "../../../../chat/content-blocks.ts";
import { Fields, refuse } from "./refuse.ts";

const IMAGE_TYPES = ["image/jpeg", "image/png", "image/gif", "image/webp"] as const;
const TOOL_ID = /^[a-zA-Z0-9_-]+$/;

type Reader = (block: Fields) => ContentBlock;

/** A kind of block: the members that it may have, and what it is in Converse. */
interface BlockKind {
  members: readonly string[];
  read: Reader;
}

const kinds: Readonly<Record<string, BlockKind>> = {
  text: { members: ["text", "citations"], read: readText },
  image: { members: ["source"], read: readImage },
  document: { members: ["source", "title", "context", "citations"], read: readDocument },
  search_result: { members: ["source", "title", "content", "citations"], read: readSearchResult },
  tool_use: { members: ["id", "name", "input", "caller"], read: readToolUse },
  tool_result: { members: ["tool_use_id", "content", "is_error"], read: readToolResult },
  thinking: { members: ["thinking", "signature"], read: readThinking },
  redacted_thinking: { members: ["data"], read: readRedacted },
};

/** Blocks that tools of the model's own leave in a conversation: read as the text that they are. */
const OWN_TOOL_BLOCKS = /^(server_tool_use|mcp_tool_use|mcp_tool_result|container_upload|\w+_tool_result)$/;

/** Blocks without a cache mark. */
const UNCACHED = new Set(["thinking", "redacted_thinking"]);

/**
 * The content of a message in Converse's words: each block, and a cache point behind one that is marked.
 *
 * Source: "Anthropic Claude Messages API", Amazon Bedrock User Guide, and "Messages", Anthropic API reference.
 *
 * @param isChecked whether limits hold, and not only types
 */
export function readContent(content: unknown, path: string, isChecked: boolean): ContentBlock[] {
  if (typeof content === "string") return [{ text: content }];
  if (!Array.isArray(content)) throw refuse(`${path}: Input should be a valid list`);
  return content.flatMap((value: unknown, index) => readBlock(value, `${path}.${index}`, isChecked));
}

function readBlock(value: unknown, path: string, isChecked: boolean): ContentBlock[] {
  const outer = new Fields(value, path);
  const type = outer.text("type");
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (kind === undefined) {
    if (OWN_TOOL_BLOCKS.test(type)) return [{ text: JSON.stringify(value) }];
    const expected = Object.keys(kinds).map((name) => `'${name}'`);
    throw refuse(
      `${path}: Input tag '${type}' found using 'type' does not match any of the expected tags: ${expected.join(", ")}`,
    );
  }
  const block = new Fields(value, `${path}.${type}`);
  if (isChecked) block.only(["type", ...kind.members, ...(UNCACHED.has(type) ? [] : ["cache_control"])]);
  if (isChecked && type === "text" && block.has("cache_control") && block.text("text") === "") {
    throw refuse(`${path}.text: cache_control cannot be set for empty text blocks`);
  }
  return [kind.read(block), ...cachePointOf(block)];
}

/** The cache point that `cache_control` asks for. */
export function cachePointOf(block: Fields): { cachePoint: { type: string; ttl?: string } }[] {
  if (!block.has("cache_control")) return [];
  const control = block.object("cache_control");
  control.word("type", ["ephemeral"]);
  const ttl = control.has("ttl") ? control.word("ttl", ["5m", "1h"]) : undefined;
  return [{ cachePoint: { type: "default", ...(ttl !== undefined && { ttl }) } }];
}

function readText(block: Fields): ContentBlock {
  return { text: block.text("text") };
}

function readImage(block: Fields): ContentBlock {
  const source = base64Source(block);
  const mediaType = source.word("media_type", IMAGE_TYPES);
  return { image: { format: mediaType.slice("image/".length), source: { bytes: source.text("data") } } };
}

/** Bedrock fetches nothing: an image is in the request. */
function base64Source(block: Fields): Fields {
  const source = block.object("source");
  const type = source.text("type");
  if (type !== "base64") {
    throw refuse(
      `${source.path}: Input tag '${type}' found using 'type' does not match any of the expected tags: 'base64'`,
    );
  }
  return new Fields(block.get("source"), `${source.path}.base64`);
}

function readDocument(block: Fields): ContentBlock {
  const source = block.object("source");
  const type = source.word("type", ["base64", "text", "content"]);
  const inner = new Fields(block.get("source"), `${source.path}.${type}`);
  const context = block.optionalText("context");
  const shared = {
    name: block.optionalText("title") ?? "",
    ...(context !== undefined && { context }),
    ...citationsOf(block),
  };
  if (type === "base64") {
    inner.word("media_type", ["application/pdf"]);
    return { document: { ...shared, format: "pdf", source: { bytes: inner.text("data") } } };
  }
  if (type === "text") {
    inner.word("media_type", ["text/plain"]);
    return { document: { ...shared, format: "txt", source: { text: inner.text("data") } } };
  }
  const content = inner.get("content");
  const texts =
    typeof content === "string" ? [{ text: content }] : textsOf(readContent(content, inner.at("content"), false));
  return { document: { ...shared, source: { content: texts } } };
}

function readSearchResult(block: Fields): ContentBlock {
  const content = textsOf(readContent(block.list("content"), block.at("content"), false));
  return {
    searchResult: { source: block.text("source"), title: block.text("title"), content, ...citationsOf(block) },
  };
}

function citationsOf(block: Fields): { citations?: { enabled: boolean } } {
  return block.has("citations") ? { citations: { enabled: block.object("citations").flag("enabled") } } : {};
}

function textsOf(blocks: readonly ContentBlock[]): { text: string }[] {
  return blocks.flatMap((block) => ("text" in block ? [{ text: block.text }] : []));
}

function readToolUse(block: Fields): ContentBlock {
  const name = block.text("name");
  const input = block.object("input");
  return { toolUse: { toolUseId: toolId(block, "id"), name, input: block.get("input") ?? input } };
}

function readToolResult(block: Fields): ContentBlock {
  const content = block.has("content") ? readContent(block.get("content"), block.at("content"), true) : [];
  return {
    toolResult: {
      toolUseId: toolId(block, "tool_use_id"),
      content: content.flatMap((part): ToolResultContent[] => (isResultContent(part) ? [part] : [])),
      ...(block.flag("is_error") && { status: "error" as const }),
    },
  };
}

function isResultContent(part: ContentBlock): part is ContentBlock & ToolResultContent {
  return ["text", "image", "document", "searchResult"].some((kind) => kind in part);
}

function toolId(block: Fields, name: string): string {
  const id = block.text(name);
  if (!TOOL_ID.test(id)) throw refuse(`${block.at(name)}: String should match pattern '${TOOL_ID.source}'`);
  return id;
}

function readThinking(block: Fields): ContentBlock {
  return { reasoningContent: { reasoningText: { text: block.text("thinking"), signature: block.text("signature") } } };
}

function readRedacted(block: Fields): ContentBlock {
  return { reasoningContent: { redactedContent: block.text("data") } };
}
