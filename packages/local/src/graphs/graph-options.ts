/** A graph of the account: the one of the Neptune Database cluster, or one of Neptune Analytics. */
export interface GraphOptions {
  /** `g-` and ten letters and digits for Neptune Analytics. Without it, the graph of the Neptune Database cluster. */
  id?: string;
  /** openCypher statements that fill the graph. They are run at the first request, and again after `reset`. */
  openCypher?: readonly string[];
  /** RDF in Turtle, likewise. Neptune Database only. */
  turtle?: string;
  /**
   * `false`: summaries answer `StatisticsNotAvailableException`, as on the small instance types.
   *
   * @defaultValue true
   */
  statistics?: boolean;
  /** When the statistics were computed, in milliseconds since the epoch. @defaultValue now, by the `clock` option */
  statisticsComputedAt?: number;
  /** What `/status` says. From 1.4.8.0 on there is `neptune.graph.pg_schema`. @defaultValue `"1.4.5.0"` */
  engineVersion?: string;
  /** How long a query may run. @defaultValue 120,000, as the cluster parameter `neptune_query_timeout` */
  queryTimeoutMs?: number;
  /** A reader endpoint: writing queries are refused. @defaultValue false */
  reader?: boolean;
}

/** A row as it goes over the wire: values by alias. */
export type GraphRow = Record<string, unknown>;

/** A graph, from the side of a test or a program. */
export interface GraphHandle {
  /**
   * Runs an openCypher statement, a writing one too, with no regard to time-outs and permissions.
   *
   * @returns the rows, in Neptune's shapes
   * @throws Error in the engine's own words
   */
  openCypher(statement: string, parameters?: Readonly<Record<string, unknown>>): Promise<GraphRow[]>;
  /** Adds RDF in Turtle. */
  loadTurtle(turtle: string): Promise<void>;
  /** The triples and quads of the graph, in N-Quads, sorted. */
  dumpRdf(): Promise<string>;
  /** Forgets everything, what the options brought included. */
  clear(): void;
}
