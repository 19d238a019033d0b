import { isRecord, omitUndefined } from "@langchain-aws/core";
import { AIMessage, isBaseMessage } from "@langchain/core/messages";
import type { ChatReply, TextReply } from "./content-handler.ts";

/** What a handler gave, as a text. Throws an Error for another shape. */
export function toTextReply(out: unknown): TextReply {
  if (typeof out === "string") return { text: out };
  if (isBaseMessage(out)) return { text: out.text };
  if (isRecord(out) && isBaseMessage(out["message"])) return { ...readFacts(out), text: out["message"].text };
  if (isRecord(out) && typeof out["text"] === "string") return { ...readFacts(out), text: out["text"] };
  throw new Error(`It gave ${kindOf(out)}, not a text.`);
}

/** What a handler gave, as a message. Throws an Error for another shape. */
export function toChatReply(out: unknown): ChatReply {
  if (typeof out === "string") return { message: new AIMessage(out) };
  if (AIMessage.isInstance(out)) return omitUndefined({ message: out, usage: out.usage_metadata });
  if (isRecord(out) && AIMessage.isInstance(out["message"])) return { ...readFacts(out), message: out["message"] };
  if (isRecord(out) && typeof out["text"] === "string")
    return { ...readFacts(out), message: new AIMessage(out["text"]) };
  throw new Error(`It gave ${kindOf(out)}, not a message.`);
}

type Facts = Pick<TextReply, "usage" | "finishReason" | "metadata">;

function readFacts(out: object): Facts {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the handler's type promises
  const { usage, finishReason, metadata } = out as Facts;
  return omitUndefined({ usage, finishReason, metadata });
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  return Array.isArray(value)
    ? "an array"
    : typeof value === "object"
      ? "an object without text or message"
      : typeof value;
}
