import { summarizeProperties } from "../../graphs/property-summary.ts";
import { type Operation, ServiceError } from "../../operation.ts";

/** GetGraphSummary. Source: "GetGraphSummary", Neptune Analytics API Reference. */
export const getGraphSummary: Operation = {
  name: "GetGraphSummary",
  service: "neptune-graph",
  method: "GET",
  path: "/summary",
  async handle(request, state) {
    const graph = state.graphs.resolve(request.headers["graphidentifier"] ?? "");
    const mode = request.query.get("mode") ?? "BASIC";
    if (mode !== "BASIC" && mode !== "DETAILED") {
      throw new ServiceError("ValidationException", 400, "mode must be BASIC or DETAILED", {
        reason: "ILLEGAL_ARGUMENT",
      });
    }
    const computedAt = new Date(graph.options.statisticsComputedAt ?? state.clock());
    return {
      kind: "json",
      body: {
        version: "v1",
        lastStatisticsComputationTime: computedAt.toISOString(),
        graphSummary: await summarizeProperties(await graph.properties(), mode === "DETAILED"),
      },
    };
  },
};
