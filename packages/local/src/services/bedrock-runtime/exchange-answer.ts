import type { AnswerEnd, InputUsage } from "../../chat/answer.ts";
import type { ChatReply, ReplyBlock } from "../../chat/reply.ts";

/** An answer on its way out, as Converse and ConverseStream read it: the model's own, or what a guardrail makes of it. */
export interface ExchangeAnswer {
  /** The reply, for the members that are sent as they are. */
  readonly reply: Omit<ChatReply, "text" | "blocks">;
  /** The tokens of the request, before the first block. */
  input(): InputUsage;
  /** The blocks, once. */
  blocks(): Iterable<ReplyBlock> | AsyncIterable<ReplyBlock>;
  /** How it ended; call it after the last block. */
  end(): AnswerEnd;
  /** `trace`, if there is one; call it after the last block. */
  trace(): unknown;
}
