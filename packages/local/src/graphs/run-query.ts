import { readStatement } from "../engines/cypher-statement.ts";
import { type PropertyGraphEngine, QueryProblem } from "../engines/property-graph.ts";
import { computeSchema } from "./property-summary.ts";
import type { Graph } from "./graph.ts";
import type { GraphRow } from "./graph-options.ts";
import { CancelledError } from "./running-queries.ts";

/** A query that ran for longer than it may. */
export class TimeLimitError extends Error {
  override readonly name = "TimeLimitError";
}

/** A query that would change a graph that may not be changed. */
export class ReaderError extends Error {
  override readonly name = "ReaderError";
}

/** What a request asks for. */
export interface GraphQuery {
  statement: string;
  parameters: Readonly<Record<string, unknown>>;
  /** Of the request; the smaller of all limits holds. */
  timeoutMs?: number;
  explain?: string;
  /** Called once it is known what the statement does, before it does it. It throws what the client is answered. */
  authorize(effects: { writes: boolean; deletes: boolean }): void;
  signal: AbortSignal;
}

const defaultTimeoutMs = 120_000;

/**
 * Runs a query of a client.
 *
 * @param hasSchema whether the graph has `neptune.graph.pg_schema`, computed at each call or stored by `compute`
 * @throws QueryProblem, TimeLimitError, CancelledError, ReaderError, or what `authorize` throws
 */
export async function runQuery(
  graph: Graph,
  query: GraphQuery,
  hasSchema: "always" | "stored" | "never",
): Promise<GraphRow[] | string> {
  const statement = readStatement(query.statement);
  const computes = statement.procedure?.endsWith(".compute") === true;
  query.authorize({ writes: statement.writes || computes, deletes: statement.deletes });
  if (graph.options.reader === true && (statement.writes || statement.deletes || computes)) throw new ReaderError();
  const engine = await graph.properties();
  if (statement.procedure !== undefined) return await callProcedure(graph, engine, statement.procedure, hasSchema);
  const limits = [query.timeoutMs, statement.timeoutMs, graph.options.queryTimeoutMs ?? defaultTimeoutMs];
  const running: Promise<GraphRow[] | string> =
    query.explain === undefined
      ? engine.run(statement.text, query.parameters)
      : engine.explain(statement.text, query.parameters, query.explain !== "static");
  if (statement.writes || statement.deletes) running.finally(() => graph.noteChange()).catch(() => undefined);
  return await within(Math.min(...limits.filter((limit) => limit !== undefined)), running, query.signal);
}

async function callProcedure(
  graph: Graph,
  engine: PropertyGraphEngine,
  name: string,
  hasSchema: "always" | "stored" | "never",
): Promise<GraphRow[]> {
  if (hasSchema === "never") throw new QueryProblem("syntax", `Unknown procedure: ${name}`);
  if (hasSchema === "always") return [{ schema: await computeSchema(engine) }];
  if (name.endsWith(".compute")) {
    graph.storedSchema = await computeSchema(engine);
    return [{ status: "STARTED" }];
  }
  return graph.storedSchema === undefined ? [] : [{ schema: graph.storedSchema }];
}

/** The engine cannot be stopped: a query that is late is answered for, and runs on in its thread to its end. */
async function within<Value>(limitMs: number, running: Promise<Value>, signal: AbortSignal): Promise<Value> {
  let stop: () => void = () => undefined;
  const late = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(new TimeLimitError(`The query ran for more than ${limitMs} ms.`)), limitMs);
    const leave = (): void =>
      reject(signal.reason instanceof CancelledError ? signal.reason : new TimeLimitError("The client has gone."));
    if (signal.aborted) leave();
    signal.addEventListener("abort", leave, { once: true });
    stop = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", leave);
    };
  });
  try {
    return await Promise.race([running, late]);
  } finally {
    stop();
    running.catch(() => undefined);
  }
}
