import type { ReasoningMarks } from "../model-families.ts";

/** What a piece of text comes to. */
export interface SplitText {
  readonly thought: string;
  readonly answer: string;
}

type State = "start" | "thinking" | "gap" | "answer";

/**
 * Takes what a model thinks out of its text: `<reasoning>…</reasoning>` in front of the answer, or everything up to
 * `</think>` where the prompt has opened the thought. However the text is cut into pieces, no part of a mark gets into the
 * answer, and the sums are the same.
 */
export class ReasoningSplitter {
  readonly #opening: string;
  readonly #closing: string;
  /** Without the opening mark the text is a thought, or else an answer. */
  readonly #startsInside: boolean;
  #state: State = "start";
  #held = "";

  constructor({ opening, closing }: ReasoningMarks) {
    this.#startsInside = opening === undefined;
    this.#opening = opening ?? closing.replace("</", "<");
    this.#closing = closing;
  }

  /** Whether the prompt has opened a thought and nothing has closed it. */
  get isUnclosed(): boolean {
    return this.#startsInside && this.#state === "thinking";
  }

  push(text: string): SplitText {
    return this.#split(this.#held + text, false);
  }

  /** Gives out what was held back: no more text comes. */
  end(): SplitText {
    return this.#split(this.#held, true);
  }

  #split(text: string, isEnd: boolean): SplitText {
    this.#held = "";
    let rest = text;
    let thought = "";
    if (this.#state === "start") {
      const begun = rest.trimStart();
      if (!isEnd && begun.length < this.#opening.length && this.#opening.startsWith(begun)) {
        this.#held = rest;
        return { thought: "", answer: "" };
      }
      const isOpened = begun.startsWith(this.#opening);
      this.#state = isOpened || this.#startsInside ? "thinking" : "answer";
      if (isOpened) rest = begun.slice(this.#opening.length);
    }
    if (this.#state === "thinking") {
      const at = rest.indexOf(this.#closing);
      if (at < 0) {
        const certain = isEnd ? rest.length : rest.length - startLength(rest, this.#closing);
        this.#held = rest.slice(certain);
        return { thought: rest.slice(0, certain), answer: "" };
      }
      thought = rest.slice(0, at);
      rest = rest.slice(at + this.#closing.length);
      this.#state = "gap";
    }
    if (this.#state === "gap") {
      rest = rest.replace(/^\s+/, "");
      if (rest !== "") this.#state = "answer";
    }
    return { thought, answer: rest };
  }
}

/** How many characters at the end of the text may be the start of the mark. */
function startLength(text: string, mark: string): number {
  const at = text.lastIndexOf("<");
  return at >= 0 && mark.startsWith(text.slice(at)) ? text.length - at : 0;
}
