import { readSparqlTokens } from "../guard/sparql-tokens.ts";
import { wellKnownPrefixes } from "../schema/rdf-names.ts";

/**
 * Declares the prefixes that a query uses and does not declare, as far as they are known; others are left to the service
 * to complain about.
 *
 * @param known name to namespace, the first table that has a name counts
 */
export function repairPrefixes(query: string, ...known: readonly Readonly<Record<string, string>>[]): string {
  const tokens = readSparqlTokens(query);
  if ("clause" in tokens) return query;
  const declared = new Set<string>();
  const used = new Set<string>();
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind !== "prefixed") continue;
    const name = text.slice(0, text.indexOf(":"));
    (tokens[index - 1]?.word === "PREFIX" ? declared : used).add(name);
  }
  const lines = [...used].flatMap((name) => {
    if (declared.has(name) || name === "_") return [];
    const namespace = [...known, wellKnownPrefixes]
      .map((table) => (Object.hasOwn(table, name) ? table[name] : undefined))
      .find((one) => one !== undefined);
    return namespace === undefined ? [] : [`PREFIX ${name}: <${namespace}>\n`];
  });
  return lines.join("") + query;
}
