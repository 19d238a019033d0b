import type { ContentBlock as WireContentBlock } from "@aws-sdk/client-bedrock-runtime";
import { isBlank } from "../request/blank-text.ts";

/** The tag in which Nova writes its reasoning into the text. */
export const inlineReasoningTag = "thinking";

const pair = /<thinking>([\s\S]*?)<\/thinking>/g;

/**
 * Takes reasoning that a model has written into its text out of it: each complete pair of tags becomes a reasoning
 * block without a signature, the text around it stays, blank rests go. An unclosed tag is text like any other.
 */
export function splitInlineReasoning(blocks: readonly WireContentBlock[]): readonly WireContentBlock[] {
  return blocks.flatMap((block) => (block.text === undefined ? [block] : splitText(block.text)));
}

function splitText(text: string): readonly WireContentBlock[] {
  const blocks: WireContentBlock[] = [];
  let from = 0;
  for (const match of text.matchAll(pair)) {
    blocks.push({ text: text.slice(from, match.index) });
    blocks.push({ reasoningContent: { reasoningText: { text: (match[1] ?? "").trim() } } });
    from = match.index + match[0].length;
  }
  blocks.push({ text: text.slice(from) });
  return blocks.filter((block) => !isBlank(block.text ?? block.reasoningContent?.reasoningText?.text ?? ""));
}
