import type { ContentBlock as WireContentBlock } from "@aws-sdk/client-bedrock-runtime";
import { fromBase64, isRecord, type PlainRecord, stringOf, warnOnce } from "@langchain-aws/core";
import type { RequestContext } from "./context.ts";

/** A model's earlier thought, out of whichever dialect it was kept in. */
interface Thought {
  readonly text: string;
  readonly signature?: string;
  readonly redacted?: Uint8Array;
}

/** The block types that hold reasoning. */
export const reasoningTypes: ReadonlySet<string> = new Set([
  "reasoning",
  "reasoning_content",
  "thinking",
  "redacted_thinking",
]);

/**
 * Writes the reasoning of an assistant turn as Converse has it. Blocks that a stream left in pieces are joined until
 * the signature that closes them: a signature holds for the whole thought and for nothing else.
 *
 * @param blocks - neighbouring reasoning blocks, in order
 */
export function toReasoning(blocks: readonly PlainRecord[], context: RequestContext): readonly WireContentBlock[] {
  const { reasoningReplay } = context.options;
  if (reasoningReplay === "none" || context.family.reasoningReplay === "never") return [];
  return joinPieces(blocks.map(readThought)).flatMap((thought) => wireThought(thought, context));
}

function wireThought(thought: Thought, context: RequestContext): readonly WireContentBlock[] {
  if (thought.redacted !== undefined) return [{ reasoningContent: { redactedContent: thought.redacted } }];
  const { text, signature } = thought;
  if (signature !== undefined) {
    const reasoningText = context.family.reasoningReplay === "unsigned" ? { text } : { text, signature };
    return [{ reasoningContent: { reasoningText } }];
  }
  if (context.options.reasoningReplay === "all" && text !== "")
    return [{ reasoningContent: { reasoningText: { text } } }];
  return dropUnsigned();
}

function dropUnsigned(): readonly WireContentBlock[] {
  warnOnce(
    "bedrock-converse:unsigned-reasoning",
    'Reasoning without a signature is not sent back to the model. Set `reasoningReplay` to "all" to send it.',
  );
  return [];
}

function joinPieces(pieces: readonly Thought[]): readonly Thought[] {
  const joined: Thought[] = [];
  let isOpen = false;
  for (const piece of pieces) {
    const last = joined.at(-1);
    const continues = isOpen && last !== undefined && (last.redacted === undefined) === (piece.redacted === undefined);
    if (continues) joined[joined.length - 1] = join(last, piece);
    else joined.push(piece);
    isOpen = piece.signature === undefined;
  }
  return joined;
}

function join(first: Thought, second: Thought): Thought {
  if (first.redacted !== undefined && second.redacted !== undefined) {
    const bytes = new Uint8Array(first.redacted.length + second.redacted.length);
    bytes.set(first.redacted);
    bytes.set(second.redacted, first.redacted.length);
    return { text: "", redacted: bytes };
  }
  return { text: first.text + second.text, ...(second.signature !== undefined && { signature: second.signature }) };
}

function readThought(block: PlainRecord): Thought {
  const extras = isRecord(block["extras"]) ? block["extras"] : {};
  const native = isRecord(block["reasoningContent"]) ? block["reasoningContent"] : {};
  const redacted = block["redactedContent"] ?? extras["redactedContent"] ?? native["redactedContent"] ?? dataOf(block);
  if (redacted instanceof Uint8Array) return { text: "", redacted };
  if (typeof redacted === "string") return { text: "", redacted: fromBase64(redacted) };
  const nested = [block["reasoning_content"], block["reasoningText"], native["reasoningText"]].find(isRecord);
  const text = stringOf(nested?.["text"] ?? block["reasoning"] ?? block["thinking"] ?? block["reasoningText"]) ?? "";
  const signature = stringOf(nested?.["signature"] ?? block["signature"] ?? extras["signature"]);
  return { text, ...(signature !== undefined && signature !== "" && { signature }) };
}

function dataOf(block: PlainRecord): unknown {
  return block["type"] === "redacted_thinking" ? block["data"] : undefined;
}
