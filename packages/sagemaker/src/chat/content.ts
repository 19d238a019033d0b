import { isRecord, type PlainRecord, stringOf } from "@langchain-aws/core";
import type { MessageContent } from "@langchain/core/messages";
import { SagemakerConfigError } from "../errors.ts";

/** Blocks that repeat what an assistant message has as `tool_calls`, or that no container takes back. */
const silentTypes: ReadonlySet<unknown> = new Set([
  "tool_use",
  "tool_call",
  "tool_call_chunk",
  "input_json_delta",
  "reasoning",
  "thinking",
]);

/**
 * The content of a message for an OpenAI-style container: text blocks joined, or a list of parts when there are images.
 *
 * @param path of the message, for the text of an error
 * @throws SagemakerConfigError naming a block that containers cannot take
 */
export function toOpenAiContent(content: MessageContent, path: string): string | PlainRecord[] {
  if (typeof content === "string") return content;
  const parts = content.flatMap((block, index) => toPart(block, `${path}.content[${index}]`));
  const isText = parts.every((part) => part["type"] === "text");
  return isText ? parts.map((part) => part["text"]).join("") : parts;
}

function toPart(block: unknown, path: string): PlainRecord[] {
  if (typeof block === "string") return [{ type: "text", text: block }];
  const { type, ...members } = isRecord(block) ? block : { type: typeof block };
  if (silentTypes.has(type)) return [];
  if (type === "text" && typeof members["text"] === "string") return [{ type: "text", text: members["text"] }];
  const url = type === "image_url" ? imageUrl(members["image_url"]) : type === "image" ? imageOf(members) : undefined;
  if (url !== undefined) return [{ type: "image_url", image_url: url }];
  throw new SagemakerConfigError(
    `${path}: the handler cannot send a block of type "${String(type)}". It takes text and images (a URL, or base64 data with a MIME type).`,
    { code: "CONFIG_UNSUPPORTED_CONTENT" },
  );
}

function imageUrl(value: unknown): PlainRecord | undefined {
  if (typeof value === "string") return { url: value };
  return isRecord(value) && typeof value["url"] === "string" ? value : undefined;
}

/** LangChain's image blocks, of both versions. */
function imageOf(block: PlainRecord): PlainRecord | undefined {
  if (typeof block["url"] === "string") return { url: block["url"] };
  const data = stringOf(block["data"]);
  const mimeType = stringOf(block["mimeType"]) ?? stringOf(block["mime_type"]);
  return data === undefined || mimeType === undefined ? undefined : { url: `data:${mimeType};base64,${data}` };
}
