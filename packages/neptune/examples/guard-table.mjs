// Prints what the read-only guard says to every query of its corpus, and what the engines make of them. Ends with 1 when
// an engine would write, or reach outside, where the guard allows.
//
//   pnpm build && node packages/neptune/examples/guard-table.mjs [--all]
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process, { argv, stdout } from "node:process";
import grafeo from "@grafeo-db/js";
import { assertReadOnlyCypher, assertReadOnlySparql } from "@langchain-aws/neptune";
import { Store } from "oxigraph";

/** @typedef {{ verdict: string, name: string, queries: string[] }} Group */
/** @type {{ languages: { language: "openCypher" | "SPARQL", groups: Group[] }[] }} */
const corpus = JSON.parse(readFileSync(new URL("../test/guard/corpus.json", import.meta.url), "utf8"));

/** A graph that was opened for reading alone: the engine refuses every statement that would write. */
async function openCypherJudge() {
  const folder = mkdtempSync(join(tmpdir(), "neptune-guard-"));
  const writer = grafeo.GrafeoDB.create();
  await writer.executeCypher("CREATE (:Airport {code: 'SEA'})-[:ROUTE {dist: 2182}]->(:Airport {code: 'ATL'})");
  writer.save(join(folder, "graph"));
  writer.close();
  const reader = grafeo.GrafeoDB.openReadOnly(join(folder, "graph"));
  process.on("exit", () => {
    reader.close();
    rmSync(folder, { recursive: true, force: true });
  });
  /** @param {string} query */
  return async (query) => {
    try {
      await reader.executeCypher(query, {});
      return "reads";
    } catch (error) {
      return /read-only|open CSV/i.test(String(error)) ? "writes" : "malformed";
    }
  };
}

/** What the engine takes for an update, and not for a query, writes. */
function sparqlJudge() {
  /** @param {string} query */
  return async (query) => {
    try {
      new Store().query(query, { use_default_graph_as_union: true });
      return "reads";
    } catch (error) {
      if (/service .* is not supported/i.test(String(error))) return "writes";
    }
    try {
      new Store().update(query);
      return query.replaceAll(/#[^\n]*/g, "").trim() === "" ? "malformed" : "writes";
    } catch (error) {
      return /HTTP client/.test(String(error)) ? "writes" : "malformed";
    }
  };
}

/** @param {string} language @param {string} query */
function guardSays(language, query) {
  try {
    if (language === "SPARQL") assertReadOnlySparql(query);
    else assertReadOnlyCypher(query);
    return "allowed";
  } catch {
    return "refused";
  }
}

const judges = { openCypher: await openCypherJudge(), SPARQL: sparqlJudge() };
let disagreements = 0;
for (const { language, groups } of corpus.languages) {
  stdout.write(`\n${language}\n${"".padEnd(48)} queries  guard    reads  malformed  writes\n`);
  for (const { name, queries } of groups) {
    const counts = { reads: 0, malformed: 0, writes: 0 };
    const said = new Set();
    for (const query of queries) {
      const guard = guardSays(language, query);
      const engine = await judges[language](query);
      counts[engine] += 1;
      said.add(guard);
      const disagrees = guard === "allowed" && engine === "writes";
      if (disagrees) disagreements += 1;
      if (disagrees || argv.includes("--all"))
        stdout.write(`  ${guard}  ${engine.padEnd(9)}  ${JSON.stringify(query)}\n`);
    }
    const { reads, malformed, writes } = counts;
    stdout.write(
      `${name.padEnd(48)} ${String(queries.length).padStart(7)}  ${[...said].join(" and ").padEnd(7)} ` +
        `${String(reads).padStart(6)} ${String(malformed).padStart(10)} ${String(writes).padStart(7)}\n`,
    );
  }
}
stdout.write(`\nWrites that the guard allows: ${disagreements}\n`);
process.exitCode = disagreements === 0 ? 0 : 1;
