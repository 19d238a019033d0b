/** A piece of an openCypher statement. Comments and white space are left out. */
export interface CypherToken {
  kind: "word" | "name" | "string" | "number" | "sign";
  /** As it is written; for a `name`, with its backticks. */
  text: string;
  start: number;
  end: number;
}

/** One alternative for each kind, in the order in which they are tried; comments and white space have none. */
const piece =
  /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|(?<string>"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*')|(?<name>`[^`]*`)|(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<word>[\p{L}_][\p{L}\p{N}_]*)|(?<sign>[\s\S])/gu;

/** The tokens of a statement, in order. */
export function cypherTokens(statement: string): CypherToken[] {
  const tokens: CypherToken[] = [];
  for (const { 0: text, index, groups = {} } of statement.matchAll(piece)) {
    const kind = kinds.find((one) => groups[one] !== undefined);
    if (kind !== undefined) tokens.push({ kind, text, start: index, end: index + text.length });
  }
  return tokens;
}

const kinds = ["string", "name", "number", "word", "sign"] as const;

/** Whether a token is that clause word, as opposed to a property, a label or a parameter of that name. */
export function isClauseWord(tokens: readonly CypherToken[], index: number, words: ReadonlySet<string>): boolean {
  const token = tokens[index];
  if (token?.kind !== "word" || !words.has(token.text.toUpperCase())) return false;
  const before = tokens[index - 1]?.text ?? "";
  return before !== "." && before !== ":" && before !== "$" && tokens[index + 1]?.text !== ":";
}

const writingWords: ReadonlySet<string> = new Set(["CREATE", "MERGE", "SET", "REMOVE", "FOREACH", "DROP"]);
const deletingWords: ReadonlySet<string> = new Set(["DELETE", "DETACH"]);

/** What a statement does to the graph, by its clauses. */
export function effectsOf(tokens: readonly CypherToken[]): { writes: boolean; deletes: boolean } {
  const has = (words: ReadonlySet<string>): boolean => tokens.some((_, index) => isClauseWord(tokens, index, words));
  return { writes: has(writingWords), deletes: has(deletingWords) };
}
