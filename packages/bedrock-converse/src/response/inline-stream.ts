import { type TagPiece, TagSplitter } from "@langchain-aws/core";
import { isBlank } from "../request/blank-text.ts";
import { inlineReasoningTag } from "./inline-reasoning.ts";

/** A piece of text or of reasoning. */
export interface InlinePiece {
  readonly kind: "text" | "tagged";
  readonly text: string;
  /** The block the piece belongs to ends here. */
  readonly ends: boolean;
}

/** Finds reasoning in text that comes in pieces; see {@link createInlineReasoning}. */
export interface InlineReasoning {
  push(text: string): readonly InlinePiece[];
  end(): readonly InlinePiece[];
}

/**
 * Splits streamed text as `splitInlineReasoning` splits a whole one: reasoning without the white space around it, blank
 * texts dropped. Besides the beginning of a tag, only white space whose fate is open is held back.
 */
export function createInlineReasoning(): InlineReasoning {
  const splitter = new TagSplitter(inlineReasoningTag);
  let kind: TagPiece["kind"] = "text";
  let begun = false;
  let space = "";

  const close = (next: TagPiece["kind"]): InlinePiece[] => {
    const ended: InlinePiece[] = begun ? [{ kind, text: "", ends: true }] : [];
    kind = next;
    begun = false;
    space = "";
    return ended;
  };
  const add = (text: string): InlinePiece[] => {
    const held = space + text;
    space = "";
    if (kind === "text" && begun) return [{ kind, text: held, ends: false }];
    if (isBlank(held)) {
      // Blank text may turn out to be all there is; at the end of reasoning it is dropped.
      space = held;
      return [];
    }
    const shown = begun || kind === "text" ? held : held.trimStart();
    const kept = kind === "text" ? shown : shown.trimEnd();
    begun = true;
    space = shown.slice(kept.length);
    return [{ kind, text: kept, ends: false }];
  };
  const take = (pieces: readonly TagPiece[]): InlinePiece[] =>
    pieces.flatMap((piece) => {
      const changed = piece.kind === kind ? [] : close(piece.kind);
      const added = piece.text === "" ? [] : add(piece.text);
      return [...changed, ...added, ...(piece.end === true ? close("text") : [])];
    });

  return {
    push: (text) => take(splitter.push(text)),
    end: () => [...take(splitter.end()), ...close("text")],
  };
}
