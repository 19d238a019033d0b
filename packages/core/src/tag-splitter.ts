import { AwsConfigurationError } from "./errors.ts";

/** A piece of text from outside or inside the tag. The tags themselves appear in no piece. */
export interface TagPiece {
  kind: "text" | "tagged";
  /** May be empty only where `end` is set. */
  text: string;
  /** Set on the last piece of a section that its closing tag ended, so that neighbouring sections stay apart. */
  end?: true;
}

/**
 * Splits a text that arrives in pieces at `<tag>` and `</tag>`, as models write `<thinking>…</thinking>` into their
 * answers. No more is held back than could be the start of the tag that is due.
 *
 * Pieces of one section, put together, are the same however the text was cut. A closing tag outside a section and an
 * opening tag inside one are text like any other. A section that is never closed has no piece with `end`, and
 * {@link TagSplitter.inside} stays `true`; its text has been given out as `tagged` by then.
 */
export class TagSplitter {
  readonly #opening: string;
  readonly #closing: string;
  #held = "";
  #inside = false;

  /**
   * @param tag the name alone, such as `thinking`
   * @throws {@link AwsConfigurationError} when it is not a name
   */
  constructor(tag: string) {
    if (!/^[A-Za-z][\w-]*$/.test(tag)) {
      throw new AwsConfigurationError("A tag is given by its name: a letter, then letters, digits, '-' and '_'.");
    }
    this.#opening = `<${tag}>`;
    this.#closing = `</${tag}>`;
  }

  /** Whether a section is open. */
  get inside(): boolean {
    return this.#inside;
  }

  /** Takes more text and gives out what is certain. */
  push(text: string): TagPiece[] {
    const pieces: TagPiece[] = [];
    let rest = this.#held + text;
    for (let at = rest.indexOf(this.#due); at >= 0; at = rest.indexOf(this.#due)) {
      const before = rest.slice(0, at);
      rest = rest.slice(at + this.#due.length);
      if (this.#inside) pieces.push({ kind: "tagged", text: before, end: true });
      else if (before !== "") pieces.push({ kind: "text", text: before });
      this.#inside = !this.#inside;
    }
    const certain = rest.length - startLength(rest, this.#due);
    this.#held = rest.slice(certain);
    return [...pieces, ...this.#piece(rest.slice(0, certain))];
  }

  /** Gives out what was held back: no more text comes. */
  end(): TagPiece[] {
    const held = this.#held;
    this.#held = "";
    return this.#piece(held);
  }

  /** The tag that changes the state. */
  get #due(): string {
    return this.#inside ? this.#closing : this.#opening;
  }

  #piece(text: string): TagPiece[] {
    return text === "" ? [] : [{ kind: this.#inside ? "tagged" : "text", text }];
  }
}

/** How many characters at the end of the text may be the start of the tag. */
function startLength(text: string, tag: string): number {
  const at = text.lastIndexOf("<");
  return at >= 0 && tag.startsWith(text.slice(at)) ? text.length - at : 0;
}
