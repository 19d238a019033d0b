import { RespError } from "../resp/reply.ts";
import type { EngineProfile } from "./engine-profiles.ts";

/** What a document must hold. */
export type QueryNode =
  | { kind: "all" }
  | { kind: "and" | "or"; members: readonly QueryNode[] }
  | { kind: "not"; member: QueryNode }
  | { kind: "tag"; field: string; values: readonly TagValue[] }
  | { kind: "range"; field: string; low: Bound; high: Bound }
  | { kind: "words"; field: string | undefined; words: readonly WordPattern[] };

/** A value of a tag query. */
export interface TagValue {
  text: string;
  isPrefix: boolean;
}

/** One end of a numeric range. */
export interface Bound {
  value: number;
  isExclusive: boolean;
}

/** A word of a text query; those of a phrase stand beside each other. */
export interface WordPattern {
  words: readonly string[];
  how: "phrase" | "prefix" | "fuzzy";
}

/** The nearest-neighbour part of a query. */
export interface Nearest {
  count: number;
  field: string;
  parameter: string;
  alias: string;
  efRuntime?: number;
}

/** A query in full. */
export interface Query {
  filter: QueryNode;
  nearest: Nearest | undefined;
}

const knn =
  /^\[\s*KNN\s+(?<count>\S+)\s+@(?<field>\S+)\s+\$(?<parameter>\w+)(?:\s+EF_RUNTIME\s+(?<ef>\d+))?(?:\s+AS\s+(?<alias>[\w-]+))?\s*\]$/i;
const fieldName = /[A-Za-z_][\w.-]*/y;
const plainNumber = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;
const infinity = /^[+-]?inf$/i;

/**
 * Reads a query of dialect 2: `(@genre:{a|b} @year:[(1980 +inf])=>[KNN 4 @v $vector AS distance]`.
 *
 * @param parameters the values of PARAMS, which the engine may take in filters
 * @throws RespError with the offset of what cannot be read
 */
export function parseQuery(text: string, profile: EngineProfile, parameters: ReadonlyMap<string, Buffer>): Query {
  const parser = new Parser(text, profile, parameters);
  const filter = parser.expression();
  const rest = parser.rest().trim();
  if (rest === "") return { filter, nearest: undefined };
  if (!rest.startsWith("=>")) throw syntaxError(text, text.length - rest.length);
  const match = knn.exec(rest.slice(2).trim());
  if (match?.groups === undefined) {
    if (/VECTOR_RANGE/i.test(rest)) throw new RespError("VECTOR_RANGE is not supported");
    throw syntaxError(text, text.indexOf("=>"));
  }
  const { count = "", field = "", parameter = "", alias, ef } = match.groups;
  if (!/^\d+$/.test(count)) throw syntaxError(text, text.indexOf("KNN"));
  return {
    filter,
    nearest: {
      count: Number(count),
      field,
      parameter,
      alias: alias ?? `__${field}_score`,
      ...(ef === undefined ? {} : { efRuntime: Number(ef) }),
    },
  };
}

class Parser {
  readonly #text: string;
  readonly #profile: EngineProfile;
  readonly #parameters: ReadonlyMap<string, Buffer>;
  #at = 0;

  constructor(text: string, profile: EngineProfile, parameters: ReadonlyMap<string, Buffer>) {
    this.#text = text;
    this.#profile = profile;
    this.#parameters = parameters;
  }

  rest(): string {
    return this.#text.slice(this.#at);
  }

  expression(): QueryNode {
    const alternatives: QueryNode[] = [this.#sequence()];
    while (this.#take("|")) alternatives.push(this.#sequence());
    const [only] = alternatives;
    return alternatives.length === 1 && only !== undefined ? only : { kind: "or", members: alternatives };
  }

  #sequence(): QueryNode {
    const members: QueryNode[] = [];
    for (;;) {
      this.#skipBlanks();
      const next = this.#text.charAt(this.#at);
      if (next === "" || next === ")" || next === "|" || this.#text.startsWith("=>", this.#at)) break;
      members.push(this.#term());
    }
    const [only] = members;
    if (only === undefined) throw this.#error();
    return members.length === 1 ? only : { kind: "and", members };
  }

  #term(): QueryNode {
    if (this.#take("-")) return { kind: "not", member: this.#term() };
    if (this.#take("*")) return { kind: "all" };
    if (this.#take("(")) {
      const inner = this.expression();
      if (!this.#take(")")) throw this.#error();
      return inner;
    }
    if (!this.#take("@")) return { kind: "words", field: undefined, words: [this.#word()] };
    const field = this.#field();
    if (!this.#take(":")) throw this.#error();
    return this.#fieldTerm(field);
  }

  #fieldTerm(field: string): QueryNode {
    this.#skipBlanks();
    if (this.#take("{")) return { kind: "tag", field, values: this.#tagValues() };
    if (this.#take("[")) return this.#range(field);
    if (!this.#take("(")) return { kind: "words", field, words: [this.#word()] };
    const alternatives: WordPattern[][] = [[]];
    for (;;) {
      this.#skipBlanks();
      if (this.#take(")")) break;
      if (this.#take("|")) alternatives.push([]);
      else alternatives.at(-1)?.push(this.#word());
    }
    if (alternatives.some((words) => words.length === 0)) throw this.#error();
    return { kind: "or", members: alternatives.map((words) => ({ kind: "words", field, words })) };
  }

  #field(): string {
    fieldName.lastIndex = this.#at;
    const match = fieldName.exec(this.#text);
    if (match === null) throw this.#error();
    this.#at = fieldName.lastIndex;
    return match[0];
  }

  /** Up to the closing brace; how a backslash is read is the engine's own affair. */
  #tagValues(): TagValue[] {
    const values: TagValue[] = [];
    let text = "";
    let lastStarWasEscaped = false;
    const finish = (): void => {
      const trimmed = text.trim();
      const hasStar = trimmed.endsWith("*");
      const isPrefix = hasStar && (!lastStarWasEscaped || this.#profile.escapedStarIsPrefix);
      if (trimmed === "") throw this.#error();
      values.push({ text: isPrefix ? trimmed.slice(0, -1) : trimmed, isPrefix });
      [text, lastStarWasEscaped] = ["", false];
    };
    for (; this.#at < this.#text.length; this.#at += 1) {
      const character = this.#text.charAt(this.#at);
      const next = this.#text.charAt(this.#at + 1);
      if (character === "$" && text === "" && this.#parameters.has(this.#parameterName())) {
        text = this.#parameter();
      } else if (character === "\\" && this.#isEscape(next)) {
        text += next;
        lastStarWasEscaped = next === "*";
        this.#at += 1;
      } else if (character === "|") finish();
      else if (character === "}") {
        finish();
        this.#at += 1;
        return values;
      } else {
        text += character;
        if (character === "*") lastStarWasEscaped = false;
      }
    }
    throw this.#error();
  }

  #isEscape(next: string): boolean {
    const { tagEscapes } = this.#profile;
    return next !== "" && (tagEscapes === "all" || (tagEscapes === "without-braces" && next !== "}"));
  }

  #parameterName(): string {
    return /^\$(\w+)/.exec(this.rest())?.[1] ?? "";
  }

  #parameter(): string {
    const name = this.#parameterName();
    if (this.#profile.refusesParametersInFilters) throw this.#error();
    this.#at += name.length;
    return this.#parameters.get(name)?.toString("utf8") ?? "";
  }

  #range(field: string): QueryNode {
    const end = this.#text.indexOf("]", this.#at);
    if (end < 0) throw this.#error();
    const words = this.#text.slice(this.#at, end).trim().split(/\s+/);
    const [low = "", high = ""] = words;
    if (words.length !== 2) throw this.#error();
    const range: QueryNode = { kind: "range", field, low: this.#bound(low), high: this.#bound(high) };
    this.#at = end + 1;
    const { value: from, isExclusive: fromIsOut } = range.low;
    const { value: to, isExclusive: toIsOut } = range.high;
    const isEmpty = from > to || (from === to && (fromIsOut || toIsOut));
    if (isEmpty && this.#profile.refusesImpossibleFilters)
      throw new RespError(`Invalid range: Low is greater than high for field \`${field}\``);
    return range;
  }

  #bound(word: string): Bound {
    const isExclusive = word.startsWith("(");
    const text = isExclusive ? word.slice(1) : word;
    if (infinity.test(text)) return { value: text.startsWith("-") ? -Infinity : Infinity, isExclusive };
    const value = Number(text);
    const isPlain = plainNumber.test(text);
    if (!Number.isFinite(value) || text === "" || (!isPlain && this.#profile.refusesExponents)) throw this.#error();
    return { value, isExclusive };
  }

  #word(): WordPattern {
    if (this.#take('"')) return this.#phrase();
    if (this.#take("%")) {
      const end = this.#text.indexOf("%", this.#at);
      const word = end < 0 ? "" : this.#text.slice(this.#at, end).replaceAll("%", "");
      if (word === "") throw this.#error();
      this.#at = end + 1;
      while (this.#take("%"));
      return { words: [word.toLowerCase()], how: "fuzzy" };
    }
    let word = "";
    let how: WordPattern["how"] = "phrase";
    for (; this.#at < this.#text.length; this.#at += 1) {
      const character = this.#text.charAt(this.#at);
      if (character === "\\") word += this.#text.charAt((this.#at += 1));
      else if (/[\p{L}\p{N}_]/u.test(character)) word += character;
      else if (character === "*" && word !== "") {
        how = "prefix";
        this.#at += 1;
        break;
      } else break;
    }
    if (word === "") throw this.#error();
    return { words: how === "prefix" ? [word.toLowerCase()] : wordsOf(word), how };
  }

  #phrase(): WordPattern {
    let text = "";
    for (; this.#at < this.#text.length; this.#at += 1) {
      const character = this.#text.charAt(this.#at);
      if (character === "\\") text += this.#text.charAt((this.#at += 1));
      else if (character === '"') {
        this.#at += 1;
        return { words: wordsOf(text), how: "phrase" };
      } else text += character;
    }
    throw this.#error();
  }

  #take(character: string): boolean {
    this.#skipBlanks();
    if (this.#text.charAt(this.#at) !== character) return false;
    this.#at += 1;
    return true;
  }

  #skipBlanks(): void {
    while (/\s/.test(this.#text.charAt(this.#at))) this.#at += 1;
  }

  #error(): RespError {
    return syntaxError(this.#text, this.#at);
  }
}

/** The words of a text in lower case, as they are compared. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
}

function syntaxError(text: string, at: number): RespError {
  return new RespError(`Syntax error at offset ${at} near ${text.slice(at, at + 10)}`);
}
