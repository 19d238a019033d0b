import type { CypherToken } from "./cypher-tokens.ts";
import {
  followingWords,
  functionFamilies,
  isReadingProcedure,
  openEndedWords,
  openingWords,
  queryHints,
  writingWords,
} from "./cypher-words.ts";
import type { GuardViolation } from "./violation.ts";

/** What an opening bracket belongs to. */
type Bracket = "group" | "map" | "subquery";

/**
 * Walks over the tokens of a query once, and stops at the first that a reading query does not have.
 *
 * It is an allow list: a word that writes is let through only as the name of something (a property, a label, a
 * parameter, an alias, a key), and any other word that stands where a clause could must be a known reading one.
 */
export class CypherReader {
  readonly #tokens: readonly CypherToken[];
  readonly #brackets: Bracket[] = [];
  /** Whether the token at that index ends an expression or a pattern. */
  readonly #ends: boolean[] = [];

  constructor(tokens: readonly CypherToken[]) {
    this.#tokens = tokens;
  }

  findViolation(): GuardViolation | undefined {
    const start = this.#skipHints();
    if (typeof start !== "number") return start;
    if (this.#tokens[start] === undefined) return { clause: "the query", reason: "is empty", offset: 0 };
    for (let index = start; index < this.#tokens.length; index += 1) {
      const violation = this.#check(index, index === start);
      if (violation !== undefined) return violation;
    }
    return undefined;
  }

  #check(index: number, isFirst: boolean): GuardViolation | undefined {
    const token = this.#at(index);
    if (token.kind === "sign") return this.#checkSign(index, token);
    this.#ends[index] = token.kind !== "word" || this.#endsExpression(index, token);
    const called = this.#checkFunction(index, token);
    if (called !== undefined) return called;
    if (token.kind !== "word") return isFirst ? unknownClause(token) : undefined;
    const mustOpen = isFirst || this.#opensPart(index);
    if (mustOpen && !openingWords.has(token.word)) return unknownClause(token);
    if (this.#isName(index)) return undefined;
    if (writingWords.has(token.word)) return writes(token);
    if (token.word === "CALL") return this.#checkCall(index, token);
    return this.#ends[index - 1] === true && !followingWords.has(token.word) ? unknownClause(token) : undefined;
  }

  #checkSign(index: number, { text, offset }: CypherToken): GuardViolation | undefined {
    this.#ends[index] = text === ")" || text === "]" || text === "}";
    if (text === "(" || text === "[") this.#brackets.push("group");
    else if (text === "{") this.#brackets.push(this.#opensSubquery(index) ? "subquery" : "map");
    else if (text === ")" || text === "]" || text === "}") this.#brackets.pop();
    else if (text === ";" && this.#tokens.length > index + 1) {
      return { clause: ";", reason: "is followed by another statement", offset };
    }
    return undefined;
  }

  /** Whether a word names something here, so that it cannot be a clause. */
  #isName(index: number): boolean {
    const before = this.#tokens[index - 1];
    if (before === undefined) return false;
    if (before.text === ":" || before.text === "$") return true;
    if (before.text === ".") return this.#isAccess(index - 1);
    if (this.#isAliasWord(index - 1)) return true;
    const opens = before.text === "{" || before.text === ",";
    return opens && this.#tokens[index + 1]?.text === ":" && this.#brackets.at(-1) === "map";
  }

  /** Whether the dot there reads a property: `1.SET` is a number and a clause, `[1..SET` a range. */
  #isAccess(dot: number): boolean {
    return this.#ends[dot - 1] === true && this.#tokens[dot - 1]?.kind !== "number";
  }

  /** Whether the token there is the AS after an expression, and no variable, property or alias of that name. */
  #isAliasWord(index: number): boolean {
    const token = this.#tokens[index];
    return token?.kind === "word" && token.word === "AS" && this.#ends[index - 1] === true && !this.#isName(index);
  }

  #endsExpression(index: number, { word }: CypherToken): boolean {
    return this.#isName(index) || !openEndedWords.has(word);
  }

  /** Whether a new part of the statement begins at that token: after UNION, UNION ALL, or `CALL {`. */
  #opensPart(index: number): boolean {
    const [before, earlier] = [this.#tokens[index - 1], this.#tokens[index - 2]];
    if (this.#isKeyword(index - 1, "UNION")) return !this.#isKeyword(index, "ALL");
    if (this.#isKeyword(index - 1, "ALL") && this.#isKeyword(index - 2, "UNION")) return true;
    return before?.text === "{" && earlier?.word === "CALL" && this.#brackets.at(-1) === "subquery";
  }

  #isKeyword(index: number, word: string): boolean {
    const token = this.#tokens[index];
    return token?.kind === "word" && token.word === word && !this.#isName(index);
  }

  #opensSubquery(index: number): boolean {
    return ["CALL", "EXISTS", "COUNT", "COLLECT"].some((word) => this.#isKeyword(index - 1, word));
  }

  /** `CALL { … }`, whose inside is read like the rest, or a procedure of the allow list. */
  #checkCall(index: number, call: CypherToken): GuardViolation | undefined {
    if (this.#tokens[index + 1]?.text === "{") return undefined;
    const name = this.#dottedName(index + 1);
    if (name !== undefined && isReadingProcedure(name)) return undefined;
    return {
      clause: name === undefined ? "CALL" : `CALL ${name}`,
      reason: "is not known to read only",
      offset: call.offset,
    };
  }

  /** `neptune.read({…})` reads S3; of functions with a dot only those of dates are let through. */
  #checkFunction(index: number, token: CypherToken): GuardViolation | undefined {
    if (this.#tokens[index + 1]?.text !== "." || this.#tokens[index - 1]?.text === ".") return undefined;
    const name = this.#dottedName(index);
    // The procedure of a CALL has a list of its own.
    if (name === undefined || functionFamilies.has(token.word) || this.#isKeyword(index - 1, "CALL")) return undefined;
    return { clause: `${name}()`, reason: "is not known to read only", offset: token.offset };
  }

  /** The name of the call that begins there: `a.b.c(`, with or without backticks. */
  #dottedName(start: number): string | undefined {
    const parts: string[] = [];
    for (let index = start; ; index += 2) {
      const [part, next] = [this.#tokens[index], this.#tokens[index + 1]];
      if (part?.kind !== "word" && part?.kind !== "name") return undefined;
      parts.push(part.kind === "name" ? part.text.slice(1, -1) : part.text);
      if (next?.text === "(") return parts.join(".");
      if (next?.text !== ".") return undefined;
    }
  }

  /** `USING QUERY:NAME value` in front of the statement, as often as it comes. */
  #skipHints(): number | GuardViolation {
    let index = 0;
    while (this.#tokens[index]?.word === "USING") {
      const [using, scope, colon, name, value] = this.#tokens.slice(index, index + 5);
      const isKnown =
        scope?.word === "QUERY" && colon?.text === ":" && name?.kind === "word" && queryHints.has(name.word);
      if (!isKnown || (value?.kind !== "number" && value?.kind !== "string")) {
        return { clause: "USING", reason: "is not a query hint that is known", offset: using?.offset ?? 0 };
      }
      index += 5;
    }
    return index;
  }

  #at(index: number): CypherToken {
    const token = this.#tokens[index];
    if (token === undefined) throw new RangeError("There is no such token.");
    return token;
  }
}

const writes = ({ word, offset }: CypherToken): GuardViolation => ({
  clause: word,
  reason: "changes the graph or reads files; a variable of that name must be renamed or quoted",
  offset,
});

const unknownClause = ({ text, offset }: CypherToken): GuardViolation => ({
  clause: text.length > 40 ? `${text.slice(0, 40)}…` : text,
  reason: "stands where only a reading clause may",
  offset,
});
