import { isRecord } from "@langchain-aws/core";
import { NeptuneError, NeptuneMalformedQueryError } from "../errors.ts";
import { findCypherWrite } from "../guard/find-cypher-write.ts";
import type { NeptuneCallOptions } from "../options.ts";
import { type QueryParameters, toJson, toParameters } from "../request/parameters.ts";
import { type GraphSummary, toGraphSummary } from "../schema/summary.ts";
import type { DatabaseClient, DatabaseRequest } from "./database-client.ts";
import { createNeptuneError } from "../map-neptune-error.ts";
import { readJsonAnswer, readTextAnswer, unexpected } from "./read-answer.ts";

/** A row: values by alias. */
export type NeptuneRow = Record<string, unknown>;

/** How a plan is wanted: without running the query, with, or with all there is. */
export type ExplainMode = "static" | "dynamic" | "details";

/** How the statistics of a graph are. */
export interface StatisticsStatus {
  readonly autoCompute?: boolean;
  /** Whether there are statistics, or will be. */
  readonly active?: boolean;
  readonly statisticsId?: unknown;
  readonly [member: string]: unknown;
}

/** The state of an instance. */
export interface EngineStatus {
  readonly status: string;
  /** Such as `1.4.5.0`. */
  readonly engineVersion?: string;
  /** `writer` or `reader`. */
  readonly role?: string;
}

const read = "neptune-db:ReadDataViaQuery";

/** openCypher over the HTTPS endpoint of Neptune Database. */
export class OpenCypherClient {
  readonly #client: DatabaseClient;
  /** Set once the engine has refused the hint: it is older than 1.3.2.0. */
  #hintIsRefused = false;

  constructor(client: DatabaseClient) {
    this.#client = client;
  }

  /** The rows of a query, as the service gives them. */
  async query(query: string, parameters: QueryParameters, options: NeptuneCallOptions): Promise<NeptuneRow[]> {
    return this.#limited(query, async (text) => this.#query(text, parameters, options));
  }

  /** The plan of a query, as a text; but for `static`, the query is run. */
  async explain(
    query: string,
    mode: ExplainMode,
    parameters: QueryParameters,
    options: NeptuneCallOptions,
  ): Promise<string> {
    const explain = async (text: string): Promise<string> => {
      const request = this.#request(text, parameters, options);
      const answer = await this.#client.send({
        ...request,
        form: { ...request.form, explain: mode },
        accept: "*/*",
      });
      return readTextAnswer(answer, this.#client.context(request));
    };
    return mode === "static" ? explain(query) : this.#limited(query, explain);
  }

  /** Source: "Retrieving a graph summary report", Neptune User Guide. */
  async summary(mode: "basic" | "detailed", options: NeptuneCallOptions): Promise<GraphSummary> {
    return readSummary(this.#client, "/propertygraph/statistics/summary", "GetPropertygraphSummary", mode, options);
  }

  /** Source: "Managing statistics", Neptune User Guide. */
  async statistics(options: NeptuneCallOptions): Promise<StatisticsStatus> {
    const request: DatabaseRequest = {
      ...options,
      operation: "GetPropertygraphStatistics",
      action: "neptune-db:GetStatisticsStatus",
      method: "GET",
      path: "/propertygraph/statistics",
    };
    const { payload } = readJsonAnswer(await this.#client.send(request), this.#client.context(request));
    return isRecord(payload) ? payload : {};
  }

  /** Runs a query under the limit of the settings, or without where the engine does not know the hint. */
  async #limited<Value>(query: string, run: (text: string) => Promise<Value>): Promise<Value> {
    const limit = this.#client.settings.connection.queryTimeoutMs;
    const hinted = limit !== undefined && !this.#hintIsRefused && !/^\s*USING\b/i.test(query);
    if (!hinted) return run(query);
    try {
      return await run(`USING QUERY:TIMEOUTMILLISECONDS ${limit} ${query}`);
    } catch (error) {
      if (!isAboutHint(error)) throw error;
      const value = await run(query);
      this.#hintIsRefused = true;
      return value;
    }
  }

  async #query(query: string, parameters: QueryParameters, options: NeptuneCallOptions): Promise<NeptuneRow[]> {
    const request = this.#request(query, parameters, options);
    const answer = await this.#client.send(request);
    const context = this.#client.context(request);
    const { results } = readJsonAnswer(answer, context);
    if (isRows(results)) return results;
    throw unexpected(answer.text(), context);
  }

  #request(query: string, parameters: QueryParameters, options: NeptuneCallOptions): DatabaseRequest {
    const values = toParameters(parameters);
    const writes = findCypherWrite(query) !== undefined;
    return {
      ...options,
      operation: "ExecuteOpenCypherQuery",
      action: writes ? `${read} (and, as it writes, WriteDataViaQuery and DeleteDataViaQuery)` : read,
      method: "POST",
      path: "/openCypher",
      form: { query, ...(Object.keys(values).length > 0 && { parameters: toJson(values) }) },
      query,
      isOnce: writes,
    };
  }
}

const isRows = (value: unknown): value is NeptuneRow[] => Array.isArray(value);

const isAboutHint = (error: unknown): boolean =>
  error instanceof Error &&
  NeptuneMalformedQueryError.isInstance(error) &&
  /\bhint\b|TIMEOUTMILLISECONDS|\bUSING\b/i.test(error.message);

/**
 * A summary, of either kind of graph.
 *
 * @throws NeptuneStatisticsUnavailableError also when there is no such route, as before engine 1.2.1.0
 */
export async function readSummary(
  client: DatabaseClient,
  path: string,
  operation: string,
  mode: "basic" | "detailed",
  options: NeptuneCallOptions,
): Promise<GraphSummary> {
  const request: DatabaseRequest = {
    ...options,
    operation,
    action: "neptune-db:GetGraphSummary",
    method: "GET",
    path,
    search: { mode },
  };
  const context = client.context(request);
  try {
    const { payload } = readJsonAnswer(await client.send(request), context);
    const summary = toGraphSummary(payload);
    if (summary !== undefined) return summary;
  } catch (error) {
    const status = error instanceof Error && NeptuneError.isInstance(error) ? error.httpStatusCode : undefined;
    if (status !== 404 && status !== 405) throw error;
    throw unavailable(status);
  }
  throw unavailable(undefined);

  function unavailable(status: number | undefined): NeptuneError {
    const message = status === undefined ? "The summary is empty" : "There is no summary route";
    return createNeptuneError(
      { code: "StatisticsNotAvailableException", message, ...(status !== undefined && { status }) },
      context,
    );
  }
}

/** @throws NeptuneError */
export async function readEngineStatus(client: DatabaseClient, options: NeptuneCallOptions): Promise<EngineStatus> {
  const request: DatabaseRequest = {
    ...options,
    operation: "GetEngineStatus",
    action: "neptune-db:GetEngineStatus",
    method: "GET",
    path: "/status",
  };
  const context = client.context(request);
  const answer = await client.send(request);
  const { status, dbEngineVersion, role } = readJsonAnswer(answer, context);
  if (typeof status !== "string") throw unexpected(answer.text(), context);
  if (typeof dbEngineVersion === "string") client.engineVersion = dbEngineVersion;
  return {
    status,
    ...(typeof dbEngineVersion === "string" && { engineVersion: dbEngineVersion }),
    ...(typeof role === "string" && { role }),
  };
}
