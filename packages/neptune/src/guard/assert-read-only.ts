import { NeptuneReadOnlyViolationError } from "../errors.ts";
import { readCypherTokens } from "./cypher-tokens.ts";
import { findCypherWrite } from "./find-cypher-write.ts";
import { findSparqlWrite, type SparqlGuardOptions } from "./find-sparql-write.ts";
import type { GuardViolation } from "./violation.ts";

/**
 * Refuses an openCypher query unless all of it is known to read only.
 *
 * It is one line of defence and no sandbox: give the identity that runs model-written queries
 * `neptune-db:ReadDataViaQuery` (or `neptune-graph:ReadDataViaQuery`) alone, and a reader endpoint.
 *
 * @returns the query without a semicolon at its end
 * @throws NeptuneReadOnlyViolationError naming the clause and its place
 */
export function assertReadOnlyCypher(query: string): string {
  const violation = findCypherWrite(query);
  if (violation !== undefined) throw violationError("openCypher", violation, query);
  return withoutEnd(query);
}

/**
 * Refuses a SPARQL query unless all of it is known to read the graph and nothing else: no update, no SERVICE but those
 * that are allowed.
 *
 * @returns the query
 * @throws NeptuneReadOnlyViolationError naming the word and its place
 */
export function assertReadOnlySparql(query: string, options: SparqlGuardOptions = {}): string {
  const violation = findSparqlWrite(query, options);
  if (violation !== undefined) throw violationError("SPARQL", violation, query);
  return query;
}

function violationError(language: string, violation: GuardViolation, query: string): NeptuneReadOnlyViolationError {
  const { clause, reason, offset } = violation;
  const before = query.slice(0, offset);
  const line = before.split("\n").length;
  const column = offset - before.lastIndexOf("\n");
  return new NeptuneReadOnlyViolationError(
    `This ${language} query is not known to read only: ${clause}, at line ${line}, column ${column}, ${reason}. ` +
      "Nothing was sent. If it is meant to write, run it with a graph that is not read-only.",
    { clause, query, service: "neptune" },
  );
}

/** One semicolon at the most, and nothing behind it but comments: the guard has seen to that. */
function withoutEnd(query: string): string {
  const tokens = readCypherTokens(query);
  const last = "clause" in tokens ? undefined : tokens.at(-1);
  return last?.text === ";" ? query.slice(0, last.offset) + query.slice(last.offset + 1) : query;
}
