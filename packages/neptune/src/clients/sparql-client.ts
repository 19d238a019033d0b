import { isAbortError, isRecord } from "@langchain-aws/core";
import { NeptuneQueryTimeoutError } from "../errors.ts";
import type { NeptuneCallOptions } from "../options.ts";
import type { GraphSummary } from "../schema/summary.ts";
import type { DatabaseClient, DatabaseRequest } from "./database-client.ts";
import { readSummary } from "./opencypher-client.ts";
import { readJsonAnswer, readTextAnswer, unexpected } from "./read-answer.ts";

/** A value of a SPARQL row. Source: "SPARQL 1.1 Query Results JSON Format". */
export interface SparqlTerm {
  readonly type: "uri" | "literal" | "bnode" | "typed-literal" | "triple";
  readonly value: string;
  readonly datatype?: string;
  readonly "xml:lang"?: string;
}

/** A row: terms by variable, without those that are unbound. */
export type SparqlBinding = Readonly<Record<string, SparqlTerm>>;

/** What SELECT gives. */
export interface SparqlSelectResult {
  readonly head: { readonly vars: readonly string[] };
  readonly results: { readonly bindings: readonly SparqlBinding[] };
}
/** What ASK gives. */
export interface SparqlAskResult {
  readonly boolean: boolean;
}
/** What CONSTRUCT and DESCRIBE give. */
export interface SparqlGraphResult {
  /** N-Triples. */
  readonly triples: string;
}
/** What a SPARQL query gives. */
export type SparqlResult = SparqlSelectResult | SparqlAskResult | SparqlGraphResult;

/** How long a cancellation may take, in milliseconds: it is sent on the way out of an abort. */
const cancelTimeoutMs = 2_000;

/** SPARQL over the HTTPS endpoint of Neptune Database. */
export class SparqlClient {
  readonly #client: DatabaseClient;
  readonly #path: string;

  constructor(client: DatabaseClient, path: string) {
    this.#client = client;
    this.#path = path;
  }

  /**
   * Sends a query, never an update. One that is given up is cancelled in the service.
   *
   * @param givesGraph whether it is a CONSTRUCT or a DESCRIBE
   */
  async query(query: string, givesGraph: boolean, options: NeptuneCallOptions): Promise<SparqlResult> {
    const queryId = globalThis.crypto.randomUUID();
    const request: DatabaseRequest = {
      ...options,
      ...this.#execute("neptune-db:ReadDataViaQuery"),
      form: { query, queryId },
      accept: givesGraph ? "application/n-triples" : "application/sparql-results+json",
      query,
    };
    const context = this.#client.context(request);
    const isLate = options.signal?.aborted === true;
    try {
      const answer = await this.#client.send(request);
      if (givesGraph) return { triples: readTextAnswer(answer, context) };
      const body = readJsonAnswer(answer, context);
      if (isSelect(body)) return body;
      const { boolean } = body;
      if (typeof boolean === "boolean") return { boolean };
      throw unexpected(answer.text(), context);
    } catch (error) {
      // What was given up before it was sent is nothing to cancel.
      if (!isLate && isGivenUp(error)) void this.#cancel(queryId);
      throw error;
    }
  }

  /** Sends an update, once. */
  async update(update: string, options: NeptuneCallOptions): Promise<void> {
    const request: DatabaseRequest = {
      ...options,
      ...this.#execute("neptune-db:WriteDataViaQuery and DeleteDataViaQuery"),
      form: { update },
      query: update,
      isOnce: true,
    };
    readTextAnswer(await this.#client.send(request), this.#client.context(request));
  }

  /** Source: "Retrieving a graph summary report", Neptune User Guide. */
  async summary(mode: "basic" | "detailed", options: NeptuneCallOptions): Promise<GraphSummary> {
    return readSummary(this.#client, "/rdf/statistics/summary", "GetRDFGraphSummary", mode, options);
  }

  #execute(action: string): Pick<DatabaseRequest, "operation" | "action" | "method" | "path"> {
    return { operation: "ExecuteSparqlQuery", action, method: "POST", path: this.#path };
  }

  /** Best effort. Source: "SPARQL query cancellation", Neptune User Guide. */
  async #cancel(queryId: string): Promise<void> {
    await this.#client
      .send({
        operation: "CancelSparqlQuery",
        action: "neptune-db:CancelQuery",
        method: "POST",
        path: `${this.#path}/status`,
        form: { cancelQuery: "", queryId, silent: "true" },
        isOnce: true,
        timeoutMs: cancelTimeoutMs,
      })
      .catch(() => undefined);
  }
}

const isSelect = (
  body: Readonly<Record<string, unknown>>,
): body is Readonly<Record<string, unknown>> & SparqlSelectResult => {
  const { head, results } = body;
  return isRecord(head) && Array.isArray(head["vars"]) && isRecord(results) && Array.isArray(results["bindings"]);
};

/** Aborted here, or late by this side's clock: the service may still be at it. */
const isGivenUp = (error: unknown): boolean =>
  isAbortError(error) ||
  (error instanceof Error && NeptuneQueryTimeoutError.isInstance(error) && error.httpStatusCode === undefined);
