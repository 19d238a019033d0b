/** Words that write, wherever they stand as words. */
export const writingWords: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "CREATE",
  "MERGE",
  "SET",
  "DELETE",
  "DETACH",
  "NODETACH",
  "REMOVE",
  "DROP",
  "FOREACH",
  "LOAD",
  "INSERT",
  "ALTER",
]);

/** What a reading statement may begin with, and each part of a UNION or a CALL. */
export const openingWords: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "MATCH",
  "OPTIONAL",
  "WITH",
  "UNWIND",
  "RETURN",
  "CALL",
]);

/** What may follow a complete expression or pattern: a reading clause, or a word operator. Anything else is unknown. */
export const followingWords: ReadonlySet<string> = /* @__PURE__ */ new Set([
  ...openingWords,
  "WHERE",
  "UNION",
  "YIELD",
  "ORDER",
  "SKIP",
  "LIMIT",
  "AS",
  "ASC",
  "ASCENDING",
  "DESC",
  "DESCENDING",
  "AND",
  "OR",
  "XOR",
  "NOT",
  "IN",
  "IS",
  "STARTS",
  "ENDS",
  "CONTAINS",
  "WHEN",
  "THEN",
  "ELSE",
  "END",
]);

/** Words of the language that end no expression: something has to follow them. */
export const openEndedWords: ReadonlySet<string> = /* @__PURE__ */ new Set([
  ...[...followingWords].filter((word) => !["ASC", "ASCENDING", "DESC", "DESCENDING", "END"].includes(word)),
  "ALL",
  "BY",
  "CASE",
  "DISTINCT",
]);

/** Procedures that only read. */
const readingProcedures: ReadonlySet<string> = /* @__PURE__ */ new Set(["neptune.graph.pg_schema"]);

/** The library of algorithms, where the last part of a name says whether it writes. */
const algorithms = "neptune.algo.";
const writingParts: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "mutate",
  "upsert",
  "remove",
  "delete",
  "write",
  "set",
  "create",
  "update",
  "insert",
  "load",
]);

/**
 * Whether a procedure only reads. Source: "Neptune Analytics algorithms" and "neptune.graph.pg_schema", Neptune
 * Analytics User Guide.
 *
 * @param name without backticks
 */
export function isReadingProcedure(name: string): boolean {
  const known = name.toLowerCase();
  if (readingProcedures.has(known)) return true;
  if (!known.startsWith(algorithms)) return false;
  return known
    .slice(algorithms.length)
    .split(".")
    .every((part) => /^[a-z][a-z0-9_]*$/.test(part) && !writingParts.has(part));
}

/** Functions with a dot in their names that compute and touch nothing: those of dates and durations. */
export const functionFamilies: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "DATE",
  "DATETIME",
  "DURATION",
  "LOCALDATETIME",
  "LOCALTIME",
  "TIME",
]);

/** Query hints that change how a query is run and not what it does. */
export const queryHints: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "TIMEOUTMILLISECONDS",
  "PLANCACHE",
  "ASSUMECONSISTENTDATATYPES",
]);
