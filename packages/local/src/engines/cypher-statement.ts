import { type CypherToken, cypherTokens, effectsOf } from "./cypher-text.ts";
import { QueryProblem } from "./property-graph.ts";

/** A statement of Neptune's openCypher, read as far as the endpoint itself has to know it. */
export interface CypherStatement {
  /** For the engine: without query hints, and with ids as texts. */
  text: string;
  /** `USING QUERY:TIMEOUTMILLISECONDS 500` */
  timeoutMs?: number;
  /** A procedure that the endpoint answers itself; the statement must be that call alone. */
  procedure?: string;
  writes: boolean;
  deletes: boolean;
}

/**
 * Reads a statement and refuses what the engine knows and Neptune does not.
 *
 * Sources: "openCypher query hints" and "openCypher specification compliance in Amazon Neptune", Neptune User Guide.
 *
 * @throws QueryProblem
 */
export function readStatement(source: string): CypherStatement {
  const all = cypherTokens(source);
  const { tokens, timeoutMs } = takeHints(all);
  refuseForeign(tokens);
  const procedure = procedureOf(tokens);
  return {
    text: withTextIds(source, tokens),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(procedure !== undefined && { procedure }),
    ...effectsOf(tokens),
  };
}

const isWord = (token: CypherToken | undefined, word: string): boolean =>
  token?.kind === "word" && token.text.toUpperCase() === word;

/** `USING QUERY:NAME value`, one or more, in front of the statement. */
function takeHints(all: readonly CypherToken[]): { tokens: readonly CypherToken[]; timeoutMs?: number } {
  let tokens = all;
  let timeoutMs: number | undefined;
  while (isWord(tokens[0], "USING")) {
    const [, scope, colon, name, value, ...rest] = tokens;
    if (!isWord(scope, "QUERY") || colon?.text !== ":" || name === undefined || value === undefined) {
      throw new QueryProblem("syntax", "Invalid query hint (line 1, column 1 (offset: 0))");
    }
    if (isWord(name, "TIMEOUTMILLISECONDS")) {
      if (!/^[1-9]\d*$/.test(value.text)) throw new QueryProblem("syntax", "Invalid value of TIMEOUTMILLISECONDS");
      timeoutMs = Number(value.text);
    } else if (!isWord(name, "PLANCACHE") && !isWord(name, "ASSUMECONSISTENTDATATYPES")) {
      throw new QueryProblem("syntax", `Unknown query hint QUERY:${name.text}`);
    }
    tokens = rest;
  }
  return { tokens, ...(timeoutMs !== undefined && { timeoutMs }) };
}

function refuseForeign(tokens: readonly CypherToken[]): void {
  const refuse = (what: string, { start }: CypherToken): never => {
    throw new QueryProblem("syntax", `Invalid input: ${what} is not supported (offset: ${start})`);
  };
  for (const [index, token] of tokens.entries()) {
    if (index === 0 && (isWord(token, "EXPLAIN") || isWord(token, "PROFILE"))) refuse(token.text, token);
    if (isWord(token, "LOAD") && isWord(tokens[index + 1], "CSV")) refuse("LOAD CSV", token);
    if (!isWord(token, "CALL")) continue;
    const next = tokens[index + 1];
    if (next?.kind !== "word" && next?.kind !== "name") continue;
    const name = procedureName(tokens, index + 1);
    if (!knownProcedures.has(name)) throw new QueryProblem("syntax", `Unknown procedure: ${name}`);
  }
}

const knownProcedures: ReadonlySet<string> = new Set(["neptune.graph.pg_schema", "neptune.graph.pg_schema.compute"]);

/** The dotted name that begins at a token. */
function procedureName(tokens: readonly CypherToken[], start: number): string {
  let end = start;
  while (tokens[end]?.text !== "(" && tokens[end] !== undefined && end - start < 16) end += 1;
  return tokens
    .slice(start, end)
    .map(({ text }) => text)
    .join("");
}

function procedureOf(tokens: readonly CypherToken[]): string | undefined {
  const [first] = tokens;
  return isWord(first, "CALL") && tokens[1]?.kind === "word" ? procedureName(tokens, 1) : undefined;
}

/** Neptune's ids are texts, those of the engine numbers: `id(n)` becomes what the rows show as `~id`. */
function withTextIds(source: string, tokens: readonly CypherToken[]): string {
  const [first] = tokens;
  if (first === undefined) return "";
  let text = "";
  let position = first.start;
  for (const [index, token] of tokens.entries()) {
    const [open, argument, close] = tokens.slice(index + 1, index + 4);
    if (token.start < position || !isWord(token, "ID") || open?.text !== "(" || close?.text !== ")") continue;
    if (tokens[index - 1]?.text === "." || (argument?.kind !== "word" && argument?.kind !== "name")) continue;
    const id = `coalesce(${argument.text}.\`~id\`, toString(id(${argument.text})))`;
    // A column without an alias keeps the name that Neptune gives it.
    text += source.slice(position, token.start) + (isColumn(tokens, index) ? `${id} AS \`id(${argument.text})\`` : id);
    position = close.end;
  }
  return text + source.slice(position);
}

/** Whether the call at that token is all of a column that has no alias: `RETURN id(n), …` */
function isColumn(tokens: readonly CypherToken[], index: number): boolean {
  const before = tokens[index - 1];
  const after = tokens[index + 4];
  const begins = isWord(before, "RETURN") || isWord(before, "DISTINCT") || before?.text === ",";
  const ends =
    after === undefined ||
    [",", ";"].includes(after.text) ||
    ["ORDER", "SKIP", "LIMIT", "UNION"].some((word) => isWord(after, word));
  return begins && ends && returnsAt(tokens, index);
}

/** Whether the last clause before the token is a RETURN, outside of any bracket. */
function returnsAt(tokens: readonly CypherToken[], index: number): boolean {
  let depth = 0;
  for (let at = index - 1; at >= 0; at -= 1) {
    const token = tokens[at];
    if (token?.text === ")" || token?.text === "]" || token?.text === "}") depth += 1;
    else if (token?.text === "(" || token?.text === "[" || token?.text === "{") depth -= 1;
    if (depth < 0) return false;
    if (depth === 0 && isWord(token, "RETURN")) return true;
    if (depth === 0 && isWord(token, "WITH")) return false;
  }
  return false;
}
