import type { Service } from "../operation.ts";
import { executeQuery } from "./neptune-graph/execute-query.ts";
import { getGraph } from "./neptune-graph/get-graph.ts";
import { getGraphSummary } from "./neptune-graph/get-graph-summary.ts";
import { cancelQuery, listQueries } from "./neptune-graph/running-queries.ts";

/** Neptune Analytics: queries over graphs that requests name in the header `graphidentifier`. */
export const neptuneGraph: Service = {
  name: "neptune-graph",
  signingName: "neptune-graph",
  operations: [executeQuery, getGraphSummary, getGraph, listQueries, cancelQuery],
};
