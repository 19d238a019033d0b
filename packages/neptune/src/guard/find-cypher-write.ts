import { CypherReader } from "./cypher-reader.ts";
import { readCypherTokens } from "./cypher-tokens.ts";
import { decodeEscapes } from "./escapes.ts";
import { type GuardViolation, maxGuardedLength, tooLong } from "./violation.ts";

/**
 * Looks for anything in an openCypher query that is not known to read.
 *
 * The query is read in up to four forms, and what is wrong in one counts: as it is, with its compatibility characters
 * replaced (full-width letters are letters to some readers, and a full-width quotation mark ends a string to some), and
 * both with `\uXXXX` escapes decoded, which some readers do before anything else.
 */
export function findCypherWrite(query: string): GuardViolation | undefined {
  if (query.length > maxGuardedLength) return tooLong;
  for (const form of formsOf(query)) {
    const tokens = readCypherTokens(form);
    const violation = "clause" in tokens ? tokens : new CypherReader(tokens).findViolation();
    if (violation !== undefined) return violation;
  }
  return undefined;
}

function formsOf(query: string): ReadonlySet<string> {
  const decoded = decodeEscapes(query);
  return new Set([query, query.normalize("NFKC"), decoded, decoded.normalize("NFKC")]);
}
