/** Words that begin sentences or fill them; they are no names and say nothing about a topic. */
const COMMON_WORDS = new Set(
  (
    "a about after all also am an and any are as ask at be been but by call can could create did do does each find for from get " +
    "give had has have hello help hi how i if in into is it its just know let like make me my no not now of off ok on " +
    "one or our out over please return say set she show so some tell thank thanks that the their them then there " +
    "these they this those to too try us use using very want was we were what when where which who why will with " +
    "would yes you your"
  ).split(" "),
);

/** The words of a text in lower case, without the common ones; each once. */
export function topicWords(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [];
  return new Set(words.filter((word) => !COMMON_WORDS.has(word)));
}

/**
 * What a text offers for the arguments of a call: its numbers, its quoted and capitalised phrases, itself.
 *
 * Each number and phrase is given once, in the order of the text; when all are used they are offered again.
 */
export class TextHints {
  readonly text: string;
  readonly #numbers: readonly number[];
  readonly #phrases: readonly string[];
  #unusedNumbers: number[];
  #unusedPhrases: string[];
  readonly #used = new Set<unknown>();

  constructor(text: string) {
    this.text = text;
    this.#numbers = numbersOf(text);
    this.#phrases = phrasesOf(text);
    this.#unusedNumbers = [...this.#numbers];
    this.#unusedPhrases = [...this.#phrases];
  }

  /** Numbers, unused ones first. */
  get numbers(): readonly number[] {
    return [...this.#unusedNumbers, ...this.#numbers];
  }

  /** Phrases, unused ones first. */
  get phrases(): readonly string[] {
    return [...this.#unusedPhrases, ...this.#phrases];
  }

  /** Takes a value out of the ones that are still unused. */
  use(value: unknown): void {
    this.#used.add(value);
    if (typeof value === "number") this.#unusedNumbers = without(this.#unusedNumbers, value);
    if (typeof value === "string") this.#unusedPhrases = without(this.#unusedPhrases, value);
  }

  /** Whether a value was taken before: of two options that the text names, the next argument gets the other one. */
  isUsed(value: unknown): boolean {
    return this.#used.has(value);
  }

  /** Where the text names an option, as a word; `undefined` when it does not. */
  positionOf(option: string): number | undefined {
    const at = this.text.toLowerCase().search(wordPattern(option.toLowerCase()));
    return at < 0 ? undefined : at;
  }
}

/** A name as a word of a text, with blanks where it has underscores or hyphens; a name of signs alone is no word. */
export function wordPattern(name: string): RegExp {
  const parts = name.split(/[\s_-]+/u).filter((part) => part !== "");
  if (parts.length === 0) return /(?!)/u;
  const escaped = parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`));
  return new RegExp(String.raw`(?<![\p{L}\p{N}])${escaped.join(String.raw`[\s_-]*`)}(?![\p{L}\p{N}])`, "iu");
}

function numbersOf(text: string): number[] {
  const found = text.match(/(?<![\p{L}\p{N}.])-?\d+(?:,\d{3})*(?:\.\d+)?(?![\p{L}\p{N}])/gu) ?? [];
  return found.map((number) => Number(number.replaceAll(",", "")));
}

function phrasesOf(text: string): string[] {
  const quoted = /"([^"]+)"|“([^”]+)”|`([^`]+)`|(?<![\p{L}\p{N}])'([^']+)'(?![\p{L}\p{N}])/u.source;
  const capitalised = /\p{Lu}[\p{L}\p{N}.'-]*(?:\s+\p{Lu}[\p{L}\p{N}.'-]*)*/u.source;
  const inner: string[] = [];
  const initial: string[] = [];
  for (const match of text.matchAll(new RegExp(`${quoted}|${capitalised}`, "gu"))) {
    const quotation = match.slice(1).find((group) => group !== undefined);
    if (quotation !== undefined) {
      inner.push(quotation);
      continue;
    }
    const startsSentence = /(?:^|[.!?:]\s*)$/u.test(text.slice(0, match.index).trimEnd());
    const phrase = startsSentence ? withoutCommonStart(match[0]) : match[0];
    const name = phrase.replace(/(?:'s|[.'-])+$/u, "");
    if (name === "" || COMMON_WORDS.has(name.toLowerCase())) continue;
    (startsSentence && phrase === match[0] ? initial : inner).push(name);
  }
  // A word that merely begins a sentence is the weakest hint.
  return [...inner, ...initial];
}

function withoutCommonStart(phrase: string): string {
  const [first = "", ...others] = phrase.split(/\s+/u);
  return COMMON_WORDS.has(first.toLowerCase()) ? others.join(" ") : phrase;
}

function without<T>(values: readonly T[], value: T): T[] {
  const at = values.indexOf(value);
  return at < 0 ? [...values] : values.toSpliced(at, 1);
}
