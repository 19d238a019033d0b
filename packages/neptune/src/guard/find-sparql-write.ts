import { decodeEscapes } from "./escapes.ts";
import { readSparqlTokens, type SparqlToken } from "./sparql-tokens.ts";
import { queryForms, queryWords } from "./sparql-words.ts";
import { type GuardViolation, maxGuardedLength, tooLong } from "./violation.ts";

/** What a query may do besides reading its own graph. */
export interface SparqlGuardOptions {
  /** IRIs that SERVICE may name. Everything that a query reads can be sent there. */
  readonly allowServices?: readonly string[];
}

/**
 * Looks for anything in a SPARQL query that is not known to read this graph and nothing else.
 *
 * It is an allow list: the first word must be one of the four query forms, and every word must be one of the query
 * language. The query is read as it is and with its `\uXXXX` escapes decoded, which SPARQL does before anything else.
 */
export function findSparqlWrite(query: string, options: SparqlGuardOptions = {}): GuardViolation | undefined {
  if (query.length > maxGuardedLength) return tooLong;
  for (const form of new Set([query, decodeEscapes(query)])) {
    const tokens = readSparqlTokens(form);
    const violation = "clause" in tokens ? tokens : findViolation(tokens, options);
    if (violation !== undefined) return violation;
  }
  return undefined;
}

function findViolation(tokens: readonly SparqlToken[], options: SparqlGuardOptions): GuardViolation | undefined {
  const { start, prefixes } = readPrologue(tokens);
  const form = tokens[start];
  if (form === undefined) return { clause: "the query", reason: "is empty", offset: 0 };
  if (form.kind !== "word" || !queryForms.has(form.word)) {
    return { clause: shortened(form), reason: "is none of SELECT, ASK, CONSTRUCT and DESCRIBE", offset: form.offset };
  }
  for (const [index, token] of tokens.entries()) {
    const violation = checkWord(token) ?? checkGlued(token) ?? checkService(tokens, index, prefixes, options);
    if (violation !== undefined) return violation;
  }
  return findDoubtfulIri(tokens);
}

/** BASE and PREFIX lines, and where they end. */
function readPrologue(tokens: readonly SparqlToken[]): { start: number; prefixes: ReadonlyMap<string, string> } {
  const prefixes = new Map<string, string>();
  let start = 0;
  for (;;) {
    const [keyword, first, second] = tokens.slice(start, start + 3);
    if (keyword?.word === "BASE" && first?.kind === "iri") start += 2;
    else if (keyword?.word === "PREFIX" && first?.kind === "prefixed" && second?.kind === "iri") {
      prefixes.set(first.text, second.text.slice(1, -1));
      start += 3;
    } else return { start, prefixes };
  }
}

function checkWord({ kind, word, offset }: SparqlToken): GuardViolation | undefined {
  if (kind !== "word" || queryWords.has(word)) return undefined;
  return { clause: word.slice(0, 40), reason: "is no word of a reading query", offset };
}

/** Some readers need no space behind a keyword: `SERVICEe:x` is a name to us and a call of another endpoint to them. */
function checkGlued({ kind, text, offset }: SparqlToken): GuardViolation | undefined {
  if (kind !== "prefixed" || !/SERVICE|SILENT/i.test(text.slice(0, text.indexOf(":")))) return undefined;
  return { clause: "SERVICE", reason: "cannot be part of a prefix: it can be read as a keyword", offset };
}

/** `SERVICE` and `SERVICE SILENT`: only to an IRI that is allowed, written out or by a prefix of the query. */
function checkService(
  tokens: readonly SparqlToken[],
  index: number,
  prefixes: ReadonlyMap<string, string>,
  { allowServices = [] }: SparqlGuardOptions,
): GuardViolation | undefined {
  const token = tokens[index];
  if (token?.kind !== "word" || token.word !== "SERVICE") return undefined;
  const next = tokens[index + 1]?.word === "SILENT" ? tokens[index + 2] : tokens[index + 1];
  const iri = iriOf(next, prefixes);
  if (iri !== undefined && allowServices.includes(iri)) return undefined;
  return {
    clause: "SERVICE",
    reason: "sends data to another endpoint that `allowServices` does not name",
    offset: token.offset,
  };
}

function iriOf(token: SparqlToken | undefined, prefixes: ReadonlyMap<string, string>): string | undefined {
  if (token?.kind === "iri") return token.text.slice(1, -1);
  if (token?.kind !== "prefixed" || token.text.includes("\\")) return undefined;
  const colon = token.text.indexOf(":") + 1;
  const namespace = prefixes.get(token.text.slice(0, colon));
  return namespace === undefined ? undefined : namespace + token.text.slice(colon);
}

/**
 * After an operand, `<` may be the sign for "less than": `?a<b:#>` is an IRI to some readers, a comparison and a comment
 * to others, and what follows would be text to the one and code to the other. So an IRI with `#` or `'` is refused there,
 * inside parentheses, where comparisons are. The rows of VALUES have none.
 */
function findDoubtfulIri(tokens: readonly SparqlToken[]): GuardViolation | undefined {
  const brackets: string[] = [];
  for (const [index, token] of tokens.entries()) {
    const { kind, text, offset } = token;
    if (text === "(" || text === "{" || text === "[")
      brackets.push(text === "{" && isValues(tokens, index) ? "values" : text);
    else if (text === ")" || text === "}" || text === "]") brackets.pop();
    else if (kind === "iri" && /[#']/.test(text) && brackets.at(-1) === "(" && brackets.at(-2) !== "values") {
      if (endsOperand(tokens[index - 1]))
        return {
          clause: "<",
          reason: "can be read as a comparison here; put a space behind it, or the IRI elsewhere",
          offset,
        };
    }
  }
  return undefined;
}

/** `VALUES ?x {` or `VALUES (?x ?y) {` */
function isValues(tokens: readonly SparqlToken[], brace: number): boolean {
  let index = brace - 1;
  while (
    index >= 0 &&
    (tokens[index]?.kind === "variable" || tokens[index]?.text === "(" || tokens[index]?.text === ")")
  ) {
    index -= 1;
  }
  return tokens[index]?.word === "VALUES";
}

const endsOperand = (token: SparqlToken | undefined): boolean =>
  token !== undefined &&
  (token.kind === "sign"
    ? [")", "]", "*", "+", "?"].includes(token.text)
    : token.kind !== "word" || ["TRUE", "FALSE", "A"].includes(token.word));

const shortened = ({ text }: SparqlToken): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
