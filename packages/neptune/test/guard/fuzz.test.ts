import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findCypherWrite } from "../../src/guard/find-cypher-write.ts";
import { findSparqlWrite } from "../../src/guard/find-sparql-write.ts";
import { corpusOf } from "../support/corpus.ts";
import { type Judge, openCypherJudge, openSparqlJudge } from "../support/engines.ts";

/** What may stand between two pieces. */
const cypherGaps: readonly string[] = [
  " ",
  " ",
  "",
  "\n",
  "\t",
  "/**/",
  "/* x */",
  "//\n",
  " // '\n",
  "/*'*/",
  "\r\n",
  "\u00a0",
];
const sparqlGaps: readonly string[] = [" ", " ", "", "\n", "\t", "#\n", " # '\n", "\r\n", "#x\r\n"];

/** Pieces with gaps between them, sometimes with a piece of noise. */
const joined = (
  parts: readonly fc.Arbitrary<string>[],
  noise: readonly string[],
  between: readonly string[],
): fc.Arbitrary<string> => {
  const gaps = fc.constantFrom(...between);
  const some = fc.constantFrom(...noise);
  const rarely = fc.nat(9).chain((roll) => (roll === 0 ? some : fc.constant("")));
  return fc.tuple(...parts.map((part) => fc.tuple(part, gaps, rarely))).map((pieces) => pieces.flat().join(""));
};

const cypher = joined(
  [
    fc.constantFrom(
      "MATCH (n)",
      "MATCH (n:Airport)",
      "MATCH (n)-[r:ROUTE]->(m)",
      "UNWIND [1] AS n",
      "MATCH (n) WITH n",
    ),
    fc.constantFrom(
      "",
      "",
      "WHERE n.code = 'SEA'",
      "WHERE n.a = 'it\\'s'",
      'WHERE n.a = "\\""',
      "WHERE n.a > 1.5",
      "WHERE n.a > 1",
      "WHERE n:Hub",
      "WHERE n.a IS NULL",
      "WHERE true",
      "WHERE n.a = '/*'",
      "WHERE n.a = '//'",
      "WHERE n.a = '`'",
      "WHERE n.`SET x` = 1",
      "WHERE n.as",
      "WHERE [1, 2] = [1]",
      "WHERE {a: 1} = {a: 1}",
      "WHERE NOT n.a = 'SET'",
    ),
    fc.constantFrom("", "", "WITH n", "WITH n AS n", "WITH n ORDER BY n.code", "WITH n LIMIT 1", "WITH *"),
    fc.constantFrom(
      "",
      "",
      "",
      "SET n.x = 1",
      "set n:Hub",
      "DELETE n",
      "DETACH DELETE n",
      "REMOVE n.code",
      "CREATE (:X)",
      "MERGE (:X)",
      "CALL { WITH n SET n.x = 1 }",
      "FOREACH (i IN [1] | SET n.x = i)",
      "CALL { CREATE (:X) }",
    ),
    fc.constantFrom("", "RETURN 1 AS x", "RETURN n.code AS c", "RETURN count(*) AS c", "RETURN n;"),
  ],
  ["'", '"', "`", "\\", ".", ":", "$", "AS", "as", ";", "{", "}", "SET", "//", "/*", "*/", "'a'", "1", ","],
  cypherGaps,
);

const sparql = joined(
  [
    fc.constantFrom("", "", "PREFIX e: <http://e/#>", "BASE <http://e/>", "# DROP ALL\n"),
    fc.constantFrom("SELECT * {", "SELECT ?s WHERE {", "ASK {", "CONSTRUCT WHERE {", "DELETE WHERE {", "INSERT DATA {"),
    fc.constantFrom(
      "?s ?p ?o",
      "<urn:a> <urn:b> 'DROP'",
      "<urn:a> <urn:b> '''x'''",
      "<urn:a> <urn:b#c> 1",
      "<urn:a> a <urn:C> ; <urn:b> 2",
      "SERVICE <http://127.0.0.1:1/> { ?s ?p ?o }",
      "?s ?p true SERVICE",
      "SERVICE",
    ),
    fc.constantFrom("", "", "FILTER(?o<5)", "FILTER(?o < 5)", "OPTIONAL { ?s a ?t }", "FILTER(?o<<urn:a#b>)"),
    fc.constantFrom("}", "}", "} LIMIT 1"),
    fc.constantFrom("", "", "", "; DROP ALL", "; INSERT DATA { <urn:a> <urn:b> 1 }", "; CLEAR DEFAULT", "# ; DROP ALL"),
  ],
  ["'", '"', "\\", "#", "<", ">", "'''", ";", "{", "}", "e:a", "<e:#>", "."],
  sparqlGaps,
);

/** A query of the corpus with something cut out, put in or put behind. */
const mutated = (language: "openCypher" | "SPARQL"): fc.Arbitrary<string> => {
  const query = fc.constantFrom(...corpusOf(language).map((one) => one.query));
  const insertion = fc.oneof(
    fc.constantFrom(
      "'",
      '"',
      "`",
      "\\",
      "/*",
      "*/",
      "//",
      "#",
      "\n",
      "\r",
      ".",
      ":",
      "$",
      ";",
      "{",
      "}",
      "<",
      ">",
      " AS ",
      " as ",
      "\u2028",
      "＂",
      "'''",
    ),
    query,
  );
  return fc.tuple(query, insertion, fc.nat(200), fc.nat(6)).map(([text, added, at, cut]) => {
    const start = at % (text.length + 1);
    return text.slice(0, start) + added + text.slice(start + cut);
  });
};

const languages = [
  { language: "openCypher", find: findCypherWrite, open: openCypherJudge, random: cypher },
  { language: "SPARQL", find: findSparqlWrite, open: async () => openSparqlJudge(), random: sparql },
] as const;

describe.each(languages)("fuzzed $language", ({ language, find, open, random }) => {
  let judge: Judge;
  beforeAll(async () => {
    judge = await open();
  });
  afterAll(() => judge.close());

  it.each([
    { kind: "built at random", queries: random },
    { kind: "mutated from the corpus", queries: mutated(language) },
  ])("[50] never allows what the engine would write: queries $kind", async ({ queries }) => {
    const seen = { reads: 0, writes: 0, malformed: 0 };
    await fc.assert(
      fc.asyncProperty(queries, async (query) => {
        const verdict = await judge.verdict(query);
        seen[verdict] += 1;
        expect([verdict, find(query) === undefined, query]).not.toEqual(["writes", true, query]);
      }),
      { numRuns: 3000 },
    );
    // The test means something only while the engine takes enough of what it is given.
    expect(seen.writes).toBeGreaterThan(20);
    expect(seen.reads).toBeGreaterThan(20);
  });
});
