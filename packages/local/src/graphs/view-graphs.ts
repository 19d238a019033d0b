import type { StoreSummary, StoreView } from "../page/store-view.ts";
import type { GraphCatalogue } from "./graph-catalogue.ts";
import type { Graph } from "./graph.ts";

/** A graph has two containers: one for each language. */
const rdfSuffix = " (RDF)";

/** Nodes and triples, to be looked at. What was never asked for is not opened for it. */
export function viewGraphs(catalogue: GraphCatalogue): StoreView {
  const find = (id: string): Graph | undefined => catalogue.all().find((one) => one.id === id)?.graph;
  return {
    name: "graphs",
    list: async () => (await Promise.all(catalogue.all().map(async (one) => await summarise(one)))).flat(),
    items: async (id, from, limit) => {
      if (id.endsWith(rdfSuffix))
        return (await quadsOf(find(id.slice(0, -rdfSuffix.length))))?.slice(from, from + limit);
      const engine = await find(id)?.properties();
      const rows = await engine?.run(`MATCH (n) RETURN n SKIP ${from} LIMIT ${limit}`, {});
      return rows?.map(({ n }) => n);
    },
  };
}

async function summarise({ id, graph }: { id: string; graph: Graph }): Promise<StoreSummary[]> {
  const containers: StoreSummary[] = [];
  if (graph.hasProperties) {
    const [row] = await (await graph.properties()).run("MATCH (n) RETURN count(n) AS nodes", {});
    containers.push({ id, size: Number(row?.["nodes"]), details: { holds: "nodes" } });
  }
  if (graph.hasRdf) {
    const quads = await quadsOf(graph);
    containers.push({ id: `${id}${rdfSuffix}`, size: quads?.length ?? 0, details: { holds: "triples" } });
  }
  return containers;
}

async function quadsOf(graph: Graph | undefined): Promise<string[] | undefined> {
  const engine = await graph?.rdf();
  return engine
    ?.dump()
    .split("\n")
    .filter((line) => line !== "");
}
