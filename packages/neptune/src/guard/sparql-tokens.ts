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

/** One alternative for each kind of piece; the first that matches at a place wins. Source: SPARQL 1.1, section 19.8. */
const piece =
  // oxlint-disable-next-line no-control-regex -- an IRI ends at exactly these characters
  /(?<space>[^\S\ufeff]+)|(?<comment>#[^\n\r]*)|(?<iri><[^<>"{}|^`\\\u0000-\u0020]*>)|(?<string>"""(?:"{0,2}(?:\\[\s\S]|[^"\\]))*"""|'''(?:'{0,2}(?:\\[\s\S]|[^'\\]))*'''|"(?:\\[^\n\r]|[^"\\\n\r])*"|'(?:\\[^\n\r]|[^'\\\n\r])*')|(?<variable>[?$][\p{L}\p{N}_][\p{L}\p{M}\p{N}_\u00b7]*)|(?<tag>@[a-zA-Z]+(?:-[a-zA-Z0-9]+)*)|(?<prefixed>(?:[\p{L}](?:[\p{L}\p{M}\p{N}_.-]*[\p{L}\p{M}\p{N}_-])?|_)?:(?:[\p{L}\p{M}\p{N}_:.-]|%[0-9a-fA-F]{2}|\\[_~.\-!$&'()*+,;=/?#@%])*)|(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|(?<word>[\p{L}_][\p{L}\p{M}\p{N}\p{Pc}]*)|(?<sign>[(){}[\].,;|/^?*+\-=<>!&~])/uy;

const kinds: readonly SparqlTokenKind[] = ["iri", "string", "variable", "prefixed", "tag", "word", "number", "sign"];

/** What a SPARQL query consists of, or the first thing that cannot be read for certain. */
export function readSparqlTokens(query: string): readonly SparqlToken[] | GuardViolation {
  const tokens: SparqlToken[] = [];
  const pieces = new RegExp(piece);
  let offset = 0;
  while (offset < query.length) {
    pieces.lastIndex = offset;
    const match = pieces.exec(query);
    if (match === null) return unreadable(query, offset);
    const [text] = match;
    const groups: Readonly<Record<string, string | undefined>> = match.groups ?? {};
    const kind = kinds.find((one) => groups[one] !== undefined);
    if (kind !== undefined) {
      // Capitals of full-width letters are plain after the replacement, so that no reader sees another word.
      const word = kind === "word" ? text.normalize("NFKC").toUpperCase() : text;
      tokens.push({ kind, text, word, offset });
    }
    offset += text.length;
  }
  return tokens;
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
