import { AnalyticsClient } from "../clients/analytics-client.ts";
import { resolveAnalytics, withClientConfig } from "../clients/analytics-settings.ts";
import { readOptions } from "../option-names.ts";
import type { NeptuneAnalyticsGraphFields } from "../options.ts";
import { resolveConnection, resolveSchema } from "../resolve-options.ts";
import { takeFields } from "../take-fields.ts";
import { BaseNeptuneGraph } from "./base-neptune-graph.ts";

/**
 * A graph in Amazon Neptune Analytics, queried in openCypher. Needs the package `@aws-sdk/client-neptune-graph`, which is
 * loaded with the first request.
 *
 * ```ts
 * const graph = new NeptuneAnalyticsGraph({ graphIdentifier: "g-0123456789", region: "us-east-1" });
 * ```
 *
 * @see https://docs.aws.amazon.com/neptune-analytics/latest/apiref/API_ExecuteQuery.html
 */
export class NeptuneAnalyticsGraph extends BaseNeptuneGraph {
  /** The graph, as it was given. */
  readonly graphIdentifier: string;
  readonly #client: AnalyticsClient;

  /** @throws NeptuneConfigError naming the field that is missing or wrong */
  constructor(fields: NeptuneAnalyticsGraphFields) {
    const own = readOptions(fields);
    const analytics = resolveAnalytics(own);
    const { connectTimeoutMs } = resolveConnection(own, { timeout: undefined, isReadOnly: false });
    const prepared = withClientConfig({ ...fields }, own, { ...analytics, connectTimeoutMs });
    const { aws, given, shown } = takeFields(prepared, "neptune-graph");
    const connection = resolveConnection(given, { timeout: aws.timeout, isReadOnly: false });
    const client = new AnalyticsClient({ aws, connection, ...analytics });
    super({ client, connection, schema: resolveSchema(given), isSchemaCurrent: true, shown });
    this.graphIdentifier = analytics.graphIdentifier;
    this.#client = client;
  }

  /** A graph with its schema loaded. */
  static async initialize(fields: NeptuneAnalyticsGraphFields): Promise<NeptuneAnalyticsGraph> {
    const graph = new NeptuneAnalyticsGraph(fields);
    await graph.refreshSchema();
    return graph;
  }

  override async ready(): Promise<void> {
    await this.#client.ready();
  }

  override async dispose(): Promise<void> {
    await this.#client.dispose();
  }
}
