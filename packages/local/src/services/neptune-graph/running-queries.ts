import { type Operation, ServiceError } from "../../operation.ts";

const states: readonly unknown[] = ["ALL", "RUNNING", "WAITING", "CANCELLING"];

/** ListQueries. Nothing waits here: a query runs from the moment it arrives. Source: "ListQueries", Neptune Analytics API Reference. */
export const listQueries: Operation = {
  name: "ListQueries",
  service: "neptune-graph",
  method: "GET",
  path: "/queries",
  async handle(request, state) {
    const graph = state.graphs.resolve(request.headers["graphidentifier"] ?? "");
    const most = Number(request.query.get("maxResults") ?? Number.NaN);
    if (!Number.isInteger(most) || most < 1) throw invalid("maxResults must be a whole number above 0");
    const wanted = request.query.get("state") ?? "ALL";
    if (!states.includes(wanted)) throw invalid("state must be ALL, RUNNING, WAITING or CANCELLING");
    const found = wanted === "ALL" || wanted === "RUNNING" ? graph.queries.list().slice(0, most) : [];
    const queries = found.map(({ id, queryString, startedAt }) => ({
      id,
      queryString,
      waited: 0,
      elapsed: Math.max(0, Math.round(state.clock() - startedAt)),
      state: "RUNNING",
    }));
    return { kind: "json", body: { queries } };
  },
};

/** CancelQuery. Source: "CancelQuery", Neptune Analytics API Reference. */
export const cancelQuery: Operation = {
  name: "CancelQuery",
  service: "neptune-graph",
  method: "DELETE",
  path: "/queries/{queryId}",
  async handle(request, state) {
    const { queryId = "" } = request.params;
    const graph = state.graphs.resolve(request.headers["graphidentifier"] ?? "");
    if (graph.queries.cancel(queryId)) return { kind: "json", body: {} };
    throw new ServiceError("ResourceNotFoundException", 404, `Query '${queryId}' not found.`);
  },
};

function invalid(message: string): ServiceError {
  return new ServiceError("ValidationException", 400, message, { reason: "ILLEGAL_ARGUMENT" });
}
