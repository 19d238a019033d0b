import { authorizeAction } from "../../auth/authenticate.ts";
import { QueryProblem } from "../../engines/property-graph.ts";
import { toJsonText } from "../../engines/neptune-shapes.ts";
import { ReaderError, runQuery, TimeLimitError } from "../../graphs/run-query.ts";
import { CancelledError } from "../../graphs/running-queries.ts";
import { type LocalState, type Operation, ServiceError, type WireRequest } from "../../operation.ts";
import { parseExecuteQueryBody } from "./execute-query-body.ts";

/** ExecuteQuery. Source: "ExecuteQuery", Neptune Analytics API Reference. */
export const executeQuery: Operation = {
  name: "ExecuteQuery",
  service: "neptune-graph",
  method: "POST",
  path: "/queries",
  action: "neptune-graph:ReadDataViaQuery",
  resource: graphArn,
  async handle(request, state) {
    const graph = state.graphs.resolve(request.headers["graphidentifier"] ?? "");
    const { queryString, parameters, explainMode, queryTimeoutMilliseconds } = parseExecuteQueryBody(request.body);
    const allow = (action: string): void =>
      authorizeAction(state.options, request.auth, `neptune-graph:${action}`, () => graphArn(request, state));
    try {
      const query = { id: request.id, queryString, startedAt: state.clock() };
      const result = await graph.queries.run(query, async (cancelled) =>
        runQuery(
          graph,
          {
            statement: queryString,
            parameters,
            ...(explainMode !== undefined && { explain: explainMode.toLowerCase() }),
            ...(queryTimeoutMilliseconds !== undefined && { timeoutMs: queryTimeoutMilliseconds }),
            authorize: ({ writes, deletes }) => {
              if (writes) allow("WriteDataViaQuery");
              if (deletes) allow("DeleteDataViaQuery");
            },
            signal: AbortSignal.any([request.signal, cancelled]),
          },
          "always",
        ),
      );
      if (typeof result === "string") return { kind: "raw", contentType: "text/plain", body: result };
      return { kind: "raw", contentType: "application/json", body: toJsonText({ results: result }) };
    } catch (error) {
      throw toAnalyticsError(error);
    }
  },
};

function graphArn({ headers }: WireRequest, { options }: LocalState): string {
  return `arn:aws:neptune-graph:${options.region}:${options.accountId}:graph/${headers["graphidentifier"] ?? "*"}`;
}

function toAnalyticsError(error: unknown): unknown {
  if (error instanceof QueryProblem) {
    const reason = error.kind === "syntax" ? "MALFORMED_QUERY" : "ILLEGAL_ARGUMENT";
    return new ServiceError("ValidationException", 400, error.message, { reason });
  }
  if (error instanceof TimeLimitError) {
    return new ServiceError("UnprocessableException", 422, "Operation terminated (deadline exceeded)", {
      reason: "QUERY_TIMEOUT",
    });
  }
  if (error instanceof CancelledError) {
    return new ServiceError("ValidationException", 400, "Operation terminated (cancelled by user)", {
      reason: "QUERY_CANCELLED",
    });
  }
  if (error instanceof ReaderError) {
    return new ServiceError("ValidationException", 400, "The graph may not be changed.", {
      reason: "UNSUPPORTED_OPERATION",
    });
  }
  return error;
}
