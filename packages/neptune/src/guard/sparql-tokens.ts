import { endOfString } from "./end-of-string.ts";
import type { GuardViolation } from "./violation.ts";

/** What kind of piece a token is. `prefixed` is a name with a colon, `variable` one with `?` or `$`. */
export type SparqlTokenKind = "iri" | "string" | "variable" | "prefixed" | "tag" | "word" | "number" | "sign";

/** A piece of a SPARQL query; white space and comments are left out. */
export interface SparqlToken {
  readonly kind: SparqlTokenKind;
  readonly text: string;
  /** In capitals, for words; as written otherwise. */
  readonly word: string;
  readonly offset: number;
}

/** One alternative for each kind of piece but strings and prefixed names; the first that matches at a place wins. Source: SPARQL 1.1, section 19.8. */
const piece =
  // oxlint-disable-next-line no-control-regex -- an IRI ends at exactly these characters
  /(?<space>[^\S\ufeff]+)|(?<comment>#[^\n\r]*)|(?<iri><[^<>"{}|^`\\\u0000-\u0020]*>)|(?<variable>[?$][\p{L}\p{N}_][\p{L}\p{M}\p{N}_\u00b7]*)|(?<tag>@[a-zA-Z]+(?:-[a-zA-Z0-9]+)*)|(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|(?<word>[\p{L}_][\p{L}\p{M}\p{N}\p{Pc}]*)|(?<sign>[(){}[\].,;|/^?*+\-=<>!&~])/uy;

/** What comes before the colon of a prefixed name. */
const prefix = /[\p{L}_][\p{L}\p{M}\p{N}_.\-\u00b7]*/uy;
/** The colon, and what comes behind it. */
const local =
  /:[\p{L}\p{M}\p{N}_:.\-\u00b7]*(?:(?:%[0-9a-fA-F]{2}|\\[_~.\-!$&'()*+,;=/?#@%])[\p{L}\p{M}\p{N}_:.\-\u00b7]*)*/uy;

const kinds = ["space", "comment", "iri", "variable", "tag", "number", "word", "sign"] as const;

/** What a SPARQL query consists of, or the first thing that cannot be read for certain. */
export function readSparqlTokens(query: string): readonly SparqlToken[] | GuardViolation {
  const tokens: SparqlToken[] = [];
  const reader = new PieceReader(query);
  let offset = 0;
  while (offset < query.length) {
    const found = reader.read(offset);
    if (found === undefined) return unreadable(query, offset);
    const { kind, text } = found;
    if (kind !== "comment" && kind !== "space") {
      // Capitals of full-width letters are plain after the replacement, so that no reader sees another word.
      tokens.push({ kind, text, word: kind === "word" ? text.normalize("NFKC").toUpperCase() : text, offset });
    }
    offset += text.length;
  }
  return tokens;
}

type Piece = { readonly kind: SparqlTokenKind | "space" | "comment"; readonly text: string };

class PieceReader {
  readonly #query: string;
  readonly #pieces = new RegExp(piece);
  readonly #prefix = new RegExp(prefix);
  readonly #local = new RegExp(local);
  /** Up to here no name has a colon, so that a long run of names is looked through once. */
  #plainUntil = 0;

  constructor(query: string) {
    this.#query = query;
  }

  read(offset: number): Piece | undefined {
    const sign = this.#query[offset];
    if (sign === "'" || sign === '"') return this.#string(offset, sign);
    const name = this.#prefixedName(offset);
    if (name !== undefined) return { kind: "prefixed", text: name };
    this.#pieces.lastIndex = offset;
    const match = this.#pieces.exec(this.#query);
    const groups: Readonly<Record<string, string | undefined>> = match?.groups ?? {};
    const kind = kinds.find((one) => groups[one] !== undefined);
    return match === null || kind === undefined ? undefined : { kind, text: match[0] };
  }

  #string(offset: number, sign: string): Piece | undefined {
    const isLong = this.#query.startsWith(sign.repeat(3), offset);
    const end = endOfString(this.#query, offset, isLong ? sign.repeat(3) : sign, !isLong);
    return end < 0 ? undefined : { kind: "string", text: this.#query.slice(offset, end) };
  }

  #prefixedName(offset: number): string | undefined {
    if (offset < this.#plainUntil) return undefined;
    this.#prefix.lastIndex = offset;
    const end = offset + (this.#prefix.exec(this.#query)?.[0].length ?? 0);
    if (this.#query[end] !== ":") {
      this.#plainUntil = end;
      return undefined;
    }
    this.#local.lastIndex = end;
    const behind = this.#local.exec(this.#query)?.[0] ?? ":";
    return this.#query.slice(offset, end) + behind;
  }
}

function unreadable(query: string, offset: number): GuardViolation {
  const sign = String.fromCodePoint(query.codePointAt(offset) ?? 0);
  if (sign === '"' || sign === "'") return { clause: sign, reason: "is opened and never closed", offset };
  return {
    clause: /\p{C}|\p{Z}/u.test(sign) ? "an invisible character" : sign,
    reason: "has no place in SPARQL",
    offset,
  };
}
