import type { ContentBlock, Message } from "../../chat/content-blocks.ts";
import type { ConverseBody, SystemBlock } from "./converse-body.ts";

/**
 * The texts of a request that its guardrail looks at, in order.
 *
 * Where blocks of the messages are marked with `guardContent`, only those; else all texts of the messages. System text
 * only where it is marked. Source: "Use a guardrail with the Converse API", Amazon Bedrock User Guide.
 */
export function guardedTexts(body: ConverseBody): string[] {
  const texts: string[] = [];
  rewriteGuarded(body, (text) => {
    texts.push(text);
    return text;
  });
  return texts;
}

/** The request with other texts in the places of `guardedTexts`. The request itself is not changed. */
export function withGuardedTexts(body: ConverseBody, texts: readonly string[]): ConverseBody {
  let at = 0;
  return rewriteGuarded(body, (text) => texts[at++] ?? text);
}

function rewriteGuarded(body: ConverseBody, rewrite: (text: string) => string): ConverseBody {
  const { system, messages = [] } = body;
  const hasMarks = messages.some(({ content }) => content.some((block) => "guardContent" in block));
  const rewriteBlock = hasMarks ? rewriteMarked : rewriteText;
  return {
    ...body,
    ...(system && { system: system.map((block) => rewriteSystem(block, rewrite)) }),
    messages: messages.map(({ role, content }): Message => ({
      role,
      content: content.map((block) => rewriteBlock(block, rewrite)),
    })),
  };
}

function rewriteSystem(block: SystemBlock, rewrite: (text: string) => string): SystemBlock {
  if (!("guardContent" in block)) return block;
  const marked = rewriteMark(block.guardContent, rewrite);
  return marked === undefined ? block : { guardContent: marked };
}

function rewriteMarked(block: ContentBlock, rewrite: (text: string) => string): ContentBlock {
  if (!("guardContent" in block)) return block;
  const marked = rewriteMark(block.guardContent, rewrite);
  return marked === undefined ? block : { guardContent: marked };
}

function rewriteText(block: ContentBlock, rewrite: (text: string) => string): ContentBlock {
  return "text" in block ? { text: rewrite(block.text) } : block;
}

/** `undefined` for what the guardrail does not look at: images, and what grounding is checked against. */
function rewriteMark(mark: unknown, rewrite: (text: string) => string): Record<string, unknown> | undefined {
  if (!isObject(mark) || !isObject(mark.text) || typeof mark.text.text !== "string") return undefined;
  if (!isGuarded(mark.text.qualifiers)) return undefined;
  return { text: { ...mark.text, text: rewrite(mark.text.text) } };
}

/** Whether a text with these qualifiers is content to be guarded, and not only a source or a query of grounding. */
export function isGuarded(qualifiers: unknown): boolean {
  return !Array.isArray(qualifiers) || qualifiers.length === 0 || qualifiers.includes("guard_content");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
