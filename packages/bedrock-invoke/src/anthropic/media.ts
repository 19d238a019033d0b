import { firstText, isRecord, omitUndefined, type PlainRecord } from "@langchain-aws/core";
import type { BaseMessage } from "@langchain/core/messages";
import { type BlockPlace, contentError } from "../messages/content-error.ts";
import { isMedia, readMedia } from "../messages/media.ts";

/**
 * Refuses media for a model that reads text only.
 *
 * @throws AwsConfigurationError naming the first block of another kind
 */
export function refuseMedia(messages: readonly BaseMessage[]): void {
  messages.forEach((message, index) => {
    const { content } = message;
    if (!Array.isArray(content)) return;
    const block = content.findIndex((part: unknown) => isRecord(part) && isMedia(part));
    if (block < 0) return;
    throw contentError(
      "This model takes text only. Use Claude 3 or later, or set `baseModelId` when this id hides one.",
      {
        message: index,
        role: message.getType(),
        block,
      },
    );
  });
}

/**
 * A block of media in Anthropic's form.
 *
 * @throws AwsConfigurationError for addresses, which are not fetched, and for what Claude neither sees nor reads
 */
export function toAnthropicMedia(block: PlainRecord, place: BlockPlace): PlainRecord {
  const { type, source } = block;
  if (isRecord(source) && (type === "image" || type === "document") && isNative(source)) return block;
  const media = readMedia(block, place);
  const cache_control = block["cache_control"];
  if (media.kind === "text") {
    const text = { type: "text", media_type: "text/plain", data: media.text };
    return omitUndefined({ type: "document", source: text, ...documentFields(block), cache_control });
  }
  const { kind, mimeType, base64 } = media;
  const inline = { type: "base64", media_type: mimeType, data: base64 };
  if (kind === "image") return omitUndefined({ type: "image", source: inline, cache_control });
  if (kind === "document" && mimeType === "application/pdf") {
    return omitUndefined({ type: "document", source: inline, ...documentFields(block), cache_control });
  }
  throw contentError(
    `Claude takes images, PDF and plain text, and no ${kind === "document" ? `document of type ${mimeType}` : kind}.`,
    place,
  );
}

/** Anthropic's own sources but for addresses: base64 text, plain text, content. */
function isNative(source: PlainRecord): boolean {
  const { type, data } = source;
  return type === "content" || ((type === "base64" || type === "text") && typeof data === "string");
}

function documentFields(block: PlainRecord): PlainRecord {
  const metadata = isRecord(block["metadata"]) ? block["metadata"] : {};
  return {
    title: firstText(block["title"], metadata["title"]),
    context: firstText(block["context"], metadata["context"]),
    citations: block["citations"] ?? metadata["citations"],
  };
}
