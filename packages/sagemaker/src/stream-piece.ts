import { isRecord, omitUndefined } from "@langchain-aws/core";
import { AIMessageChunk, isBaseMessage } from "@langchain/core/messages";
import type { StreamPiece } from "./content-handler.ts";
import { toChatReply } from "./reply.ts";

/** What `transformOutput` made of one record, as a piece of a stream. Throws an Error for another shape. */
export function toPiece(out: unknown): StreamPiece | null {
  if (out === null || out === undefined) return null;
  if (typeof out === "string") return { text: out };
  if (isRecord(out) && typeof out["text"] === "string" && !isBaseMessage(out)) return omitUndefined({ ...out });
  const { message, ...facts } = toChatReply(out);
  const { content, additional_kwargs, response_metadata, id, tool_calls } = message;
  const tool_call_chunks = (tool_calls ?? []).map(({ name, args, id }, index) =>
    omitUndefined({ name, args: JSON.stringify(args), id, index, type: "tool_call_chunk" as const }),
  );
  const metadata = Object.keys(response_metadata).length > 0 && { metadata: { ...response_metadata } };
  return {
    ...metadata,
    ...facts,
    message: new AIMessageChunk(omitUndefined({ content, additional_kwargs, id, tool_call_chunks })),
  };
}
