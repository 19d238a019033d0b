import type { Service } from "../operation.ts";
import { executeQuery } from "./neptune-graph/execute-query.ts";
import { getGraphSummary } from "./neptune-graph/get-graph-summary.ts";

/** Neptune Analytics: queries over graphs that requests name in the header `graphidentifier`. */
export const neptuneGraph: Service = {
  name: "neptune-graph",
  signingName: "neptune-graph",
  operations: [executeQuery, getGraphSummary],
};
