import { endOfString } from "./end-of-string.ts";
import type { GuardViolation } from "./violation.ts";

/** What kind of piece a token is. `name` is a name in backticks. */
export type CypherTokenKind = "word" | "name" | "string" | "number" | "sign";

/** A piece of an openCypher query; white space and comments are left out. */
export interface CypherToken {
  readonly kind: CypherTokenKind;
  /** As written. */
  readonly text: string;
  /** In capitals, for words; as written otherwise. */
  readonly word: string;
  readonly offset: number;
}

/**
 * One alternative for each kind of piece but strings; the first that matches at a place wins, and nothing is skipped.
 *
 * A line comment goes on over anything but a line feed. A backslash escapes in strings and not in backticks; doubled
 * backticks are two names side by side here, which leaves the same text inside and outside of them.
 */
const piece =
  /(?<space>[^\S\ufeff]+)|(?<comment>\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(?<name>`[^`]*`)|(?<number>0x[0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<word>[\p{L}_][\p{L}\p{M}\p{N}\p{Pc}]*)|(?<sign>[()[\]{},;:.$|+\-*%^=<>!~&]|\/(?!\*))/uy;

const kinds = ["space", "comment", "name", "number", "word", "sign"] as const;

/** What an openCypher query consists of, or the first thing that no reader of openCypher could be sure about. */
export function readCypherTokens(query: string): readonly CypherToken[] | GuardViolation {
  const tokens: CypherToken[] = [];
  const pieces = new RegExp(piece);
  let offset = 0;
  while (offset < query.length) {
    const found = readPiece(query, offset, pieces);
    if (found === undefined) return unreadable(query, offset);
    const { kind, text } = found;
    if (kind === "comment" && isDoubtful(text)) return doubtfulComment(text, offset);
    if (kind !== "comment" && kind !== "space") {
      tokens.push({ kind, text, word: kind === "word" ? text.toUpperCase() : text, offset });
    }
    offset += text.length;
  }
  return tokens;
}

type Piece = { readonly kind: CypherTokenKind | "space" | "comment"; readonly text: string };

function readPiece(query: string, offset: number, pieces: RegExp): Piece | undefined {
  const sign = query[offset];
  if (sign === "'" || sign === '"') {
    const end = endOfString(query, offset, sign, false);
    return end < 0 ? undefined : { kind: "string", text: query.slice(offset, end) };
  }
  pieces.lastIndex = offset;
  const match = pieces.exec(query);
  const groups: Readonly<Record<string, string | undefined>> = match?.groups ?? {};
  const kind = kinds.find((one) => groups[one] !== undefined);
  return match === null || kind === undefined ? undefined : { kind, text: match[0] };
}

/** Engines differ in which characters end a line, and in whether comments nest. */
const isDoubtful = (comment: string): boolean =>
  comment.startsWith("//") ? /[\r\v\f\u0085\u2028\u2029](?!$)/.test(comment) : comment.slice(2, -2).includes("/*");

const doubtfulComment = (comment: string, offset: number): GuardViolation => ({
  clause: comment.slice(0, 2),
  reason: "begins a comment that engines end at different places",
  offset,
});

function unreadable(query: string, offset: number): GuardViolation {
  const sign = String.fromCodePoint(query.codePointAt(offset) ?? 0);
  const opens = sign === '"' || sign === "'" || sign === "`" || query.startsWith("/*", offset);
  const clause = query.startsWith("/*", offset) ? "/*" : sign;
  return opens
    ? { clause, reason: "is opened and never closed", offset }
    : {
        clause: /\p{C}|\p{Z}/u.test(sign) ? "an invisible character" : sign,
        reason: "has no place in openCypher",
        offset,
      };
}
