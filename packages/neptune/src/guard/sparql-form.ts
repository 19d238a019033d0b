import { readSparqlTokens } from "./sparql-tokens.ts";

/** The first word of a query behind its prefixes, in capitals; `undefined` for what cannot be read. */
export function sparqlForm(query: string): string | undefined {
  const tokens = readSparqlTokens(query);
  if ("clause" in tokens) return undefined;
  return tokens.find(({ kind, word }) => kind === "word" && word !== "PREFIX" && word !== "BASE")?.word;
}
