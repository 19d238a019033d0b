/**
 * Ends a streamed text at the first stop sequence, literally and across the borders of its pieces. The stop sequence
 * itself is left out.
 *
 * Holds back only what may be the beginning of a sequence: less than the longest of them.
 */
export class StopSequenceFilter {
  readonly #stops: readonly string[];
  #held = "";
  #isStopped = false;

  /** @param stops empty ones are left out */
  constructor(stops: readonly string[] = []) {
    this.#stops = stops.filter((stop) => stop !== "");
  }

  /** Whether a sequence was found. Nothing comes out any more. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** The text that can be shown now. */
  push(text: string): string {
    if (this.#isStopped) return "";
    if (this.#stops.length === 0) return text;
    const whole = this.#held + text;
    const found = firstStop(whole, this.#stops);
    const open = openEnd(whole, this.#stops);
    // An earlier sequence may still become complete, and the earliest one counts.
    if (found >= 0 && found <= open) return this.#stopAt(whole, found);
    this.#held = whole.slice(open);
    return whole.slice(0, open);
  }

  /** What was held back, when the text ends here. */
  end(): string {
    if (this.#isStopped) return "";
    const rest = this.#held;
    this.#held = "";
    const found = firstStop(rest, this.#stops);
    return found < 0 ? rest : this.#stopAt(rest, found);
  }

  #stopAt(text: string, at: number): string {
    this.#isStopped = true;
    this.#held = "";
    return text.slice(0, at);
  }
}

/** Where the first of some sequences begins; -1 when none is there. */
export function firstStop(text: string, stops: readonly string[]): number {
  const places = stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
  return places.length === 0 ? -1 : Math.min(...places);
}

/** Where a sequence begins that the text is too short for; the text's length when there is none. */
function openEnd(text: string, stops: readonly string[]): number {
  const longest = Math.max(...stops.map((stop) => stop.length));
  for (let at = Math.max(0, text.length - longest + 1); at < text.length; at += 1) {
    const end = text.slice(at);
    if (stops.some((stop) => stop.length > end.length && stop.startsWith(end))) return at;
  }
  return text.length;
}
