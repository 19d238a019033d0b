import { isRecord } from "@langchain-aws/core";
import type { DatabaseClient } from "../clients/database-client.ts";
import { abortable } from "../clients/failures.ts";
import {
  type EngineStatus,
  OpenCypherClient,
  readEngineStatus,
  type StatisticsStatus,
} from "../clients/opencypher-client.ts";
import { NeptuneQueryTimeoutError } from "../errors.ts";
import type { NeptuneCallOptions, NeptuneGraphFields } from "../options.ts";
import { resolveSchema } from "../resolve-options.ts";
import { computeStoredSchema, storedSchema } from "../schema/queries.ts";
import { BaseNeptuneGraph } from "./base-neptune-graph.ts";
import { createDatabaseParts } from "./database-settings.ts";

/** Options of `computeSchema`. */
export interface ComputeSchemaOptions extends NeptuneCallOptions {
  /** How long to wait for the schema, in milliseconds. @defaultValue 120000 */
  timeoutMs?: number;
  /** How long to wait between two looks, in milliseconds. @defaultValue 2000 */
  intervalMs?: number;
}

/**
 * A property graph in Amazon Neptune Database, queried in openCypher over its HTTPS endpoint.
 *
 * ```ts
 * const graph = new NeptuneGraph({ host: "db.cluster-x.us-east-1.neptune.amazonaws.com" });
 * const rows = await graph.query("MATCH (a:Airport {code: $code}) RETURN a.city AS city", { code: "SEA" });
 * ```
 *
 * One request is one transaction.
 *
 * @see https://docs.aws.amazon.com/neptune/latest/userguide/access-graph-opencypher-queries.html
 */
export class NeptuneGraph extends BaseNeptuneGraph {
  readonly #client: DatabaseClient;
  readonly #openCypher: OpenCypherClient;

  /** @throws NeptuneConfigError naming the field that is missing or wrong */
  constructor(fields: NeptuneGraphFields) {
    const { client, given, connection, shown } = createDatabaseParts(fields, false);
    const openCypher = new OpenCypherClient(client);
    super({ client: openCypher, connection, schema: resolveSchema(given), isSchemaCurrent: false, shown });
    this.#client = client;
    this.#openCypher = openCypher;
  }

  /** A graph with its schema loaded. */
  static async initialize(fields: NeptuneGraphFields): Promise<NeptuneGraph> {
    const graph = new NeptuneGraph(fields);
    await graph.refreshSchema();
    return graph;
  }

  /** Whether there are statistics. */
  async getStatisticsStatus(options: NeptuneCallOptions = {}): Promise<StatisticsStatus> {
    return this.#openCypher.statistics(options);
  }

  /**
   * Asks the instance how it is.
   *
   * @throws NeptuneConnectionError when it cannot be reached
   */
  async verifyConnectivity(options: NeptuneCallOptions = {}): Promise<EngineStatus> {
    return readEngineStatus(this.#client, options);
  }

  /**
   * Has the engine compute and store the schema that `neptune.graph.pg_schema()` gives, waits for it, and loads it. Needs
   * engine 1.4.8.0 and the action `neptune-db:WriteDataViaQuery`; nothing else in this package writes unasked.
   *
   * @throws NeptuneQueryTimeoutError when it takes longer than `timeoutMs`
   */
  async computeSchema(options: ComputeSchemaOptions = {}): Promise<void> {
    const { timeoutMs = 120_000, intervalMs = 2_000, ...call } = options;
    await this.#openCypher.query(computeStoredSchema, {}, call);
    const end = Date.now() + timeoutMs;
    while (!(await this.#hasStoredSchema(call))) {
      if (Date.now() + intervalMs > end) {
        throw new NeptuneQueryTimeoutError(`The schema was not there ${timeoutMs} ms after its computation was begun.`);
      }
      await abortable(call, async () => pause(intervalMs, call.signal));
    }
    await this.refreshSchema(call);
  }

  override async ready(): Promise<void> {
    await this.#client.ready();
  }

  override async dispose(): Promise<void> {
    await this.#client.dispose();
  }

  async #hasStoredSchema(options: NeptuneCallOptions): Promise<boolean> {
    const [row] = await this.#openCypher.query(storedSchema, {}, options);
    const schema = row?.["schema"];
    return isRecord(schema) && Array.isArray(schema["nodeLabels"]) && schema["nodeLabels"].length > 0;
  }
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const leave = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", leave);
      resolve();
    }, ms);
    signal?.addEventListener("abort", leave, { once: true });
  });
}
