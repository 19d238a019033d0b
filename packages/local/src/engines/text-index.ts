import MiniSearch from "minisearch";

/** What a search may find. */
export interface TextSearch {
  /** The most results. */
  limit: number;
  /** @defaultValue every text */
  accept?: (slot: number) => boolean;
}

/** A text that has words of the query. */
export interface TextHit {
  slot: number;
  /** BM25: comparable within one answer only. */
  score: number;
  /** The words of the text that were found, in small letters. */
  terms: readonly string[];
}

interface IndexedText {
  id: number;
  text: string;
}

/** Words that say too little to search by. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    "a about an and are as at be been but by can could did do does for from had has have how i if in into is it its me my no " +
    "not of on or our she should so such than that the their them then there these they this to was we were what when where " +
    "which who whom whose why will with would you your"
  ).split(" "),
);
/** From this length on, a word of the query also finds the words that begin with it: `refund` finds `refunds`. */
const PREFIX_LENGTH = 4;
/** What the beginning of a word counts beside the whole word. */
const PREFIX_WEIGHT = 0.4;

/** Texts that are found by their words, ranked by BM25. */
export class TextIndex {
  readonly #index: MiniSearch<IndexedText> = new MiniSearch<IndexedText>({
    fields: ["text"],
    tokenize: wordsOf,
    processTerm: (term) => (STOP_WORDS.has(term) ? null : term),
    searchOptions: { prefix: (term) => term.length >= PREFIX_LENGTH, weights: { prefix: PREFIX_WEIGHT, fuzzy: 0 } },
  });

  /** Adds the text of a slot that has none yet. */
  add(slot: number, text: string): void {
    this.#index.add({ id: slot, text });
  }

  /** @param text as it was added */
  remove(slot: number, text: string): void {
    this.#index.remove({ id: slot, text });
  }

  /** The texts with words of the query, best first. */
  search(query: string, { limit, accept }: TextSearch): TextHit[] {
    const found = this.#index.search(query, accept === undefined ? {} : { filter: ({ id }) => accept(Number(id)) });
    return found
      .map(({ id, score, terms }) => ({ slot: Number(id), score, terms }))
      .toSorted((left, right) => right.score - left.score || left.slot - right.slot)
      .slice(0, limit);
  }
}

/** A text up to its so-and-so-many-th word that is worth searching by. */
export function firstMeaningfulWords(text: string, count: number): string {
  let left = count;
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    if (STOP_WORDS.has(word.toLowerCase())) continue;
    if (left === 0) return text.slice(0, index);
    left -= 1;
  }
  return text;
}

/** The words of a text in small letters. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
