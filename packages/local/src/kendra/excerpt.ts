/** A piece of a text that is to be shown in another colour; the end is behind its last character. */
export interface Highlight {
  BeginOffset: number;
  EndOffset: number;
  TopAnswer: boolean;
  Type: "STANDARD";
}

/** A text with the places of the words that were found. */
export interface TextWithHighlights {
  Text: string;
  Highlights: Highlight[];
}

const ELLIPSIS = "...";
const MOST_WORDS = 100;
const WORD = /\S+/gu;

/** A text with its words that were found highlighted. */
export function highlight(text: string, terms: readonly string[]): TextWithHighlights {
  const found = new Set(terms);
  const places = [...text.matchAll(/[\p{L}\p{N}]+/gu)].filter(([word]) => found.has(word.toLowerCase()));
  return {
    Text: text,
    Highlights: places.map(({ 0: word, index }) => toHighlight(index, index + word.length, false)),
  };
}

/** A highlight of the places between two offsets. */
export function toHighlight(begin: number, end: number, isTopAnswer: boolean): Highlight {
  return { BeginOffset: begin, EndOffset: end, TopAnswer: isTopAnswer, Type: "STANDARD" };
}

/**
 * The part of a passage that a result shows: up to 100 words around a place in it, with dots where it was cut.
 *
 * @param place an offset in the passage that must be shown
 */
export function excerptAt(passage: string, place: number): string {
  const words = [...passage.matchAll(WORD)];
  if (words.length <= MOST_WORDS) return passage;
  const at = Math.max(
    0,
    words.findLastIndex(({ index }) => index <= place),
  );
  const first = Math.max(0, Math.min(at - 10, words.length - MOST_WORDS));
  const last = words[first + MOST_WORDS - 1];
  const start = words[first]?.index ?? 0;
  const end = last === undefined ? passage.length : last.index + last[0].length;
  return (start > 0 ? ELLIPSIS : "") + passage.slice(start, end) + (end < passage.length ? ELLIPSIS : "");
}

/** Where the first of the words that were found stands; 0 when none does. */
export function firstPlace(text: string, terms: readonly string[]): number {
  const found = new Set(terms);
  return [...text.matchAll(/[\p{L}\p{N}]+/gu)].find(([word]) => found.has(word.toLowerCase()))?.index ?? 0;
}
