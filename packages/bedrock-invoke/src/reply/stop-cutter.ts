/**
 * Ends a text at a stop sequence, literally, for services that do not. However the text is cut into pieces, it ends at
 * the same place: where the first sequence is complete. What may be the start of a sequence is held back.
 */
export class StopCutter {
  readonly #stops: readonly string[];
  #held = "";
  #met: string | undefined;

  constructor(stops: readonly string[]) {
    this.#stops = stops.filter((stop) => stop !== "");
  }

  /** The sequence that ended the text. */
  get met(): string | undefined {
    return this.#met;
  }

  /** Takes more text and gives out what is certain. */
  push(text: string): string {
    if (this.#stops.length === 0) return text;
    if (this.#met !== undefined) return "";
    const all = this.#held + text;
    const found = firstComplete(all, this.#stops);
    if (found !== undefined) {
      this.#met = found.stop;
      this.#held = "";
      return all.slice(0, found.at);
    }
    const certain = all.length - startLength(all, this.#stops);
    this.#held = all.slice(certain);
    return all.slice(0, certain);
  }

  /** Gives out what was held back: no more text comes. */
  end(): string {
    const held = this.#held;
    this.#held = "";
    return held;
  }
}

/** The sequence that is complete first; of two that end together, the longer. */
function firstComplete(text: string, stops: readonly string[]): { at: number; stop: string } | undefined {
  let best: { at: number; stop: string } | undefined;
  for (const stop of stops) {
    const at = text.indexOf(stop);
    if (at < 0) continue;
    const end = at + stop.length;
    const bestEnd = best === undefined ? Number.POSITIVE_INFINITY : best.at + best.stop.length;
    if (end < bestEnd || (end === bestEnd && at < (best?.at ?? 0))) best = { at, stop };
  }
  return best;
}

/** How many characters at the end may be the start of a sequence. */
function startLength(text: string, stops: readonly string[]): number {
  return Math.max(...stops.map((stop) => overlap(text, stop)));
}

function overlap(text: string, stop: string): number {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length -= 1) {
    if (text.endsWith(stop.slice(0, length))) return length;
  }
  return 0;
}
