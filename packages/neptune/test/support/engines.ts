import grafeo from "@grafeo-db/js";
import { Store } from "oxigraph";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What an engine makes of a query: it runs, it cannot be understood, or it would write (or reach outside). */
export type EngineVerdict = "reads" | "malformed" | "writes";

/** An engine that judges queries. */
export interface Judge {
  verdict(query: string): Promise<EngineVerdict>;
  close(): void;
}

const data = [
  "CREATE (:Airport {code: 'SEA', city: 'Seattle', elev: 433})-[:ROUTE {dist: 2182}]->(:Airport:Hub {code: 'ATL', city: 'Atlanta', elev: 1026})",
  "MATCH (a {code: 'SEA'}), (b {code: 'ATL'}) CREATE (b)-[:ROUTE {dist: 2182}]->(a)",
];

/** A graph that was opened for reading alone: the engine refuses every statement that would write, whatever it matches. */
export async function openCypherJudge(): Promise<Judge> {
  const folder = mkdtempSync(join(tmpdir(), "neptune-guard-"));
  const path = join(folder, "graph");
  const writer = grafeo.GrafeoDB.create();
  for (const statement of data) await writer.executeCypher(statement);
  writer.save(path);
  writer.close();
  const reader = grafeo.GrafeoDB.openReadOnly(path);
  return {
    verdict: async (query) => {
      try {
        await reader.executeCypher(query, {});
        return "reads";
      } catch (error) {
        const message = error instanceof Error ? error.message : "";
        // A file that it tried to open is as bad as a write.
        if (/read-only|open CSV/i.test(message)) return "writes";
        return "malformed";
      }
    },
    close: () => {
      reader.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** SPARQL's queries and updates are two languages to the engine: what only the second takes writes. */
export function openSparqlJudge(): Judge {
  const isUpdate = (text: string): boolean => {
    try {
      new Store().update(text);
      return true;
    } catch (error) {
      // It understood a LOAD and has no way out.
      return /HTTP client/.test(String(error));
    }
  };
  const store = new Store();
  store.load("<urn:a> a <urn:C> ; <urn:b> 1, 'x'@en .", { format: "text/turtle" });
  return {
    verdict: async (query) => {
      try {
        store.query(query, { use_default_graph_as_union: true });
        return "reads";
      } catch (error) {
        if (/service .* is not supported/i.test(String(error))) return "writes";
        return isUpdate(query) && !/^\s*(#[^\n]*\s*)*$/.test(query) ? "writes" : "malformed";
      }
    },
    close: () => undefined,
  };
}
