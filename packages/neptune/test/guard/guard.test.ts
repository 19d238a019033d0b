import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assertReadOnlyCypher, assertReadOnlySparql, NeptuneReadOnlyViolationError } from "../../src/index.ts";
import { findCypherWrite } from "../../src/guard/find-cypher-write.ts";
import { findSparqlWrite } from "../../src/guard/find-sparql-write.ts";
import { caught } from "../support/caught.ts";
import { corpusOf } from "../support/corpus.ts";
import { type Judge, openCypherJudge, openSparqlJudge } from "../support/engines.ts";

const languages = [
  { language: "openCypher", find: findCypherWrite, open: openCypherJudge },
  { language: "SPARQL", find: findSparqlWrite, open: async () => openSparqlJudge() },
] as const;

describe.each(languages)("the corpus of $language", ({ language, find, open }) => {
  let judge: Judge;
  beforeAll(async () => {
    judge = await open();
  });
  afterAll(() => judge.close());

  it.each(corpusOf(language))("[46, 47, 48, 49, 51] $group: $verdict: $query", async ({ verdict, query }) => {
    const allowed = find(query) === undefined;
    expect(allowed ? "allowed" : "refused").toBe(verdict);
    const said = await judge.verdict(query);
    // What the engine would write is never allowed.
    expect([said, allowed]).not.toEqual(["writes", true]);
  });

  it(`[50] has writes that ${language}'s engine confirms, and reads that it runs`, async () => {
    const counts = { reads: 0, writes: 0, malformed: 0 };
    for (const { query } of corpusOf(language)) counts[await judge.verdict(query)] += 1;
    expect(counts.writes).toBeGreaterThan(30);
    expect(counts.reads).toBeGreaterThan(60);
  });
});

describe("assertReadOnlyCypher", () => {
  it("[46] names the clause, its place and what to do, and does not quote the query", async () => {
    const secret = "MATCH (n {ssn: '078-05-1120'})\nDETACH DELETE n";
    const error = await caught(() => assertReadOnlyCypher(secret));
    expect(NeptuneReadOnlyViolationError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ clause: "DETACH", query: secret, retryable: false });
    expect(String(error)).toMatch(/DETACH, at line 2, column 1, .*Nothing was sent/);
    expect(String(error)).not.toContain("078");
  });

  it.each([
    ["RETURN 1;", "RETURN 1"],
    ["RETURN 1 ;\n", "RETURN 1 \n"],
    ["RETURN ';'", "RETURN ';'"],
    ["RETURN 1; // done;", "RETURN 1 // done;"],
  ])("[47] takes one semicolon off the end of %j", (query, expected) => {
    expect(assertReadOnlyCypher(query)).toBe(expected);
  });

  // Were one of these read in more than linear time, or by recursion, this test would not end, or fail.
  it.each([
    `RETURN ${"[".repeat(100_000)}1${"]".repeat(100_000)} AS x`,
    `RETURN '${"\\'".repeat(400_000)}' AS y`,
    `RETURN a${".b".repeat(400_000)}`,
    `RETURN 1 ${"+ a ".repeat(200_000)}`,
    `RETURN 1 /*${"*x".repeat(400_000)}*/`,
  ])("[47] reads a long query: %#", (query) => {
    expect(findCypherWrite(query)).toBeUndefined();
  });

  it("[47] refuses what is never closed, and what is too long to be read", () => {
    expect(findCypherWrite("'".repeat(100_001))?.reason).toMatch(/never closed/);
    expect(findCypherWrite("/*".repeat(400_000))?.clause).toBe("/*");
    expect(findCypherWrite(`RETURN '${"x".repeat(1_000_000)}'`)?.reason).toMatch(/longer than/);
  });
});

describe("assertReadOnlySparql", () => {
  const federated = (service: string, prologue = ""): string =>
    `${prologue}SELECT * { SERVICE ${service} { ?s ?p ?o } }`;
  const allowServices = ["http://aws.amazon.com/neptune/vocab/v01/services/fts#search"];

  it.each([
    `ASK { ?s ?p "${"\\n".repeat(400_000)}" }`,
    `ASK { ?s ?p '''${"x'y".repeat(300_000)}''' }`,
    `ASK { ?s <${"x".repeat(900_000)}> ?o }`,
  ])("[51] reads a long query: %#", (query) => {
    expect(findSparqlWrite(query)).toBeUndefined();
  });

  it("[51] reads a long run of names once", () => {
    expect(findSparqlWrite(`ASK { ?s ${"a.".repeat(400_000)} ?o }`)).toBeUndefined();
    expect(findSparqlWrite(`ASK { ?s ${"b-".repeat(400_000)} ?o }`)?.clause).toBe("B");
  });

  it("[51] lets SERVICE name what allowServices has, written out or by a prefix", () => {
    const prefix = "PREFIX fts: <http://aws.amazon.com/neptune/vocab/v01/services/fts#> ";
    for (const query of [
      federated(`<${allowServices[0]}>`),
      federated(`SILENT <${allowServices[0]}>`),
      federated("fts:search", prefix),
    ]) {
      expect(assertReadOnlySparql(query, { allowServices })).toBe(query);
    }
  });

  it.each([
    federated("<http://evil/>"),
    federated("?service"),
    federated("fts:search"),
    federated("fts:search", "PREFIX fts: <http://evil/> "),
    federated(`<${allowServices[0]}/../x>`),
  ])("[51] refuses other services: %s", (query) => {
    expect(() => assertReadOnlySparql(query, { allowServices })).toThrow(
      /SERVICE, at line 1, column \d+, .*allowServices/,
    );
  });
});
