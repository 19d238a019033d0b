import type { Graph } from "../../graphs/graph.ts";
import { summarizeProperties } from "../../graphs/property-summary.ts";
import { summarizeRdf } from "../../graphs/rdf-summary.ts";
import { type LocalState, type Operation, ServiceError, type WireAnswer, type WireRequest } from "../../operation.ts";

/** Source: "Retrieving a graph summary report", Neptune User Guide. */
export const propertyGraphSummary: Operation = {
  name: "GetPropertygraphSummary",
  service: "neptune-db",
  method: "GET",
  path: "/propertygraph/statistics/summary",
  action: "neptune-db:GetGraphSummary",
  handle: async (request, state) =>
    await summarize(request, state, async (graph, detailed) => summarizeProperties(await graph.properties(), detailed)),
};

/** Source: "Retrieving a graph summary report", Neptune User Guide. */
export const rdfSummary: Operation = {
  name: "GetRDFGraphSummary",
  service: "neptune-db",
  method: "GET",
  path: "/rdf/statistics/summary",
  action: "neptune-db:GetGraphSummary",
  handle: async (request, state) =>
    await summarize(request, state, async (graph, detailed) => summarizeRdf(await graph.rdf(), detailed)),
};

/** Source: "Managing statistics", Neptune User Guide. */
export const propertyGraphStatistics: Operation = statistics("GetPropertygraphStatistics", "/propertygraph/statistics");
/** Source: "Managing statistics", Neptune User Guide. */
export const rdfStatistics: Operation = statistics("GetSparqlStatistics", "/rdf/statistics");

async function summarize(
  { query }: WireRequest,
  state: LocalState,
  read: (graph: Graph, detailed: boolean) => Promise<object>,
): Promise<WireAnswer> {
  const mode = query.get("mode") ?? "basic";
  if (mode !== "basic" && mode !== "detailed") {
    throw new ServiceError("BadRequestException", 400, "mode must be basic or detailed");
  }
  const graph = availableGraph(state);
  const payload = {
    version: "v1",
    lastStatisticsComputationTime: computedAt(graph, state),
    graphSummary: await read(graph, mode === "detailed"),
  };
  return { kind: "json", body: { status: "200 OK", payload } };
}

function statistics(name: string, path: string): Operation {
  return {
    name,
    service: "neptune-db",
    method: "GET",
    path,
    action: "neptune-db:GetStatisticsStatus",
    async handle(_request, state) {
      const graph = state.graphs.database;
      const active = graph.options.statistics !== false;
      const payload = { autoCompute: active, active, statisticsId: active ? computedAt(graph, state) : -1 };
      return { kind: "json", body: { status: "200 OK", payload } };
    },
  };
}

function availableGraph(state: LocalState): Graph {
  const graph = state.graphs.database;
  if (graph.options.statistics !== false) return graph;
  // The status is not confirmed by a recording: the service model says only that it is the client's fault.
  throw new ServiceError("StatisticsNotAvailableException", 400, "Statistics are not available.");
}

function computedAt({ options }: Graph, state: LocalState): string {
  return new Date(options.statisticsComputedAt ?? state.clock()).toISOString();
}
