import type { ContentBlock } from "./content-blocks.ts";
import type { ReplyBlock } from "./reply.ts";

/** The block whose parts are arriving: tells whether a part goes on with it, and makes what is sent of it. */
export class OpenBlock {
  readonly #block: ContentBlock;
  #isSent = false;

  constructor(delta: ContentBlock) {
    this.#block = emptied(delta);
  }

  /** Whether a part belongs to this block: of the same kind, and of the same call. */
  continues(delta: ContentBlock): boolean {
    if ("toolUse" in this.#block) {
      return "toolUse" in delta && delta.toolUse.toolUseId === this.#block.toolUse.toolUseId;
    }
    return kindOf(this.#block) === kindOf(delta);
  }

  /** Whether limits cut what it says, as they cut text. */
  get isText(): boolean {
    return "text" in this.#block;
  }

  /** One part of it. */
  part(piece: string): ReplyBlock {
    const stage = this.#isSent ? "middle" : "first";
    this.#isSent = true;
    return { block: this.#block, pieces: piece === "" ? [] : [piece], stage };
  }

  /** What ends it; nothing when nothing of it was sent. */
  last(): ReplyBlock[] {
    return this.#isSent ? [{ block: this.#block, pieces: [], stage: "last" }] : [];
  }
}

/** What a part says: text, a thought, a piece of a call's arguments. */
export function pieceOf(delta: ContentBlock): string {
  if ("text" in delta) return delta.text;
  if ("toolUse" in delta) return typeof delta.toolUse.input === "string" ? delta.toolUse.input : "";
  if ("reasoningContent" in delta && "reasoningText" in delta.reasoningContent) {
    return delta.reasoningContent.reasoningText.text;
  }
  throw new TypeError(`A part of a reply is text, a thought or a call, not ${kindOf(delta)}.`);
}

function emptied(delta: ContentBlock): ContentBlock {
  if ("toolUse" in delta) return { toolUse: { ...delta.toolUse, input: {} } };
  if ("reasoningContent" in delta) return { reasoningContent: { reasoningText: { text: "" } } };
  return { text: "" };
}

const kindOf = (block: ContentBlock): string => Object.keys(block)[0] ?? "nothing";
