import type { ContentBlock as WireContentBlock } from "@aws-sdk/client-bedrock-runtime";

/** Whether a text has nothing but white space. The service refuses such a block wherever it stands. */
export function isBlank(text: string): boolean {
  return !/\S/.test(text);
}

/** Blocks without the blank texts. */
export function withoutBlankText(content: readonly WireContentBlock[]): readonly WireContentBlock[] {
  return content.some(isBlankBlock) ? content.filter((block) => !isBlankBlock(block)) : content;
}

/** Blocks as the service takes them: a cache point needs something before it, and nothing is not allowed. */
export function withoutEmptyContent(content: readonly WireContentBlock[], placeholder: string): WireContentBlock[] {
  const first = content.findIndex((block) => block.cachePoint === undefined);
  const kept = first < 0 ? [] : content.slice(first);
  return kept.length > 0 ? kept : [{ text: placeholder }];
}

function isBlankBlock(block: WireContentBlock): boolean {
  return block.text !== undefined && isBlank(block.text);
}
