import type {
  ContentBlock as WireContentBlock,
  GuardrailConverseContentBlock as WireGuardContent,
  Message as WireMessage,
} from "@aws-sdk/client-bedrock-runtime";
import { AwsConfigurationError, isRecord, type PlainRecord } from "@langchain-aws/core";
import type { ResolvedOptions } from "../resolve-options.ts";
import { type BlockPlace, contentError } from "./content-error.ts";
import { asWire } from "../as-wire.ts";

/** What a guardrail is to look at: `{type: "guard_content", text}` or Converse's own `guardContent`. */
export function toGuardContent(block: PlainRecord, place: BlockPlace): WireGuardContent {
  const native = block["guardContent"];
  // Converse's own form goes as it is written, qualifiers included.
  if (isRecord(native)) return asWire(native);
  const text = block["text"];
  if (isRecord(text)) return asWire({ text });
  if (typeof text === "string") return { text: { text } };
  throw contentError("A guard_content block has neither `text` nor `guardContent`", place);
}

/**
 * Shows the guardrail the last user message only, by marking its texts and its PNG and JPEG images. A message without
 * any gets a marker of its own: with nothing marked, the service looks at the whole conversation.
 *
 * @throws AwsConfigurationError when no guardrail is set
 */
export function guardLastTurn(messages: readonly WireMessage[], options: ResolvedOptions): readonly WireMessage[] {
  if (!options.guardLastTurnOnly) return messages;
  if (options.guardrailConfig === undefined) {
    throw new AwsConfigurationError(
      "`guardLastTurnOnly` needs a guardrail. Set `guardrailConfig` in the constructor or in the call.",
      { code: "CONFIG_GUARDRAIL_MISSING" },
    );
  }
  const last = messages.findLastIndex(({ role }) => role === "user");
  return messages.map((message, index) =>
    index === last ? { ...message, content: guarded(message.content ?? []) } : message,
  );
}

function guarded(content: readonly WireContentBlock[]): WireContentBlock[] {
  if (content.some((block) => block.guardContent !== undefined)) return [...content];
  const wrapped = content.map(guardedBlock);
  const isMarked = wrapped.some((block) => block.guardContent !== undefined);
  return isMarked ? wrapped : [...wrapped, { guardContent: { text: { text: "[tool_result]" } } }];
}

function guardedBlock(block: WireContentBlock): WireContentBlock {
  if (block.text !== undefined) return { guardContent: { text: { text: block.text } } };
  const image = block.image;
  const bytes = image?.source?.bytes;
  if (bytes !== undefined && (image?.format === "png" || image?.format === "jpeg")) {
    return { guardContent: { image: { format: image.format, source: { bytes } } } };
  }
  return block;
}
