import type { AwsClientFields, AwsClientLike } from "@langchain-aws/aws-auth";

/** Where warnings go. */
export interface NeptuneLogger {
  warn(message: string): void;
}

/** Options of a single request. */
export interface NeptuneCallOptions {
  /** Ends the request. */
  signal?: AbortSignal;
}

/** A request of an injected transport. */
export interface NeptuneTransportRequest {
  readonly method: string;
  /** With its query. */
  readonly url: URL;
  /** Names in lower case. Not signed: signing is the transport's own business. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal: AbortSignal;
}

/** What an injected transport answers. */
export interface NeptuneTransportResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  readonly trailers?: Readonly<Record<string, string>>;
}

/** Sends requests to Neptune Database in place of this package's own transport: for proxies and tests. */
export interface NeptuneTransport {
  request(request: NeptuneTransportRequest): Promise<NeptuneTransportResponse>;
}

/** What every graph takes besides the AWS options. */
interface ConnectionFields {
  /**
   * Requests in flight at a time.
   *
   * @defaultValue 10
   */
  maxConcurrency?: number;
  /**
   * How long the service may work on an openCypher query, in milliseconds: `USING QUERY:TIMEOUTMILLISECONDS` for Neptune Database,
   * `queryTimeoutMilliseconds` for Neptune Analytics. The service's own limit holds as well.
   *
   * @defaultValue the service's
   */
  queryTimeoutMs?: number;
  /**
   * How long this side waits for an answer, in milliseconds; longer than the service's limit, or a late error is lost.
   * `timeout` is another name for it.
   *
   * @defaultValue 130000
   */
  requestTimeoutMs?: number;
  /**
   * How long a connection may take to open, in milliseconds.
   *
   * @defaultValue 5000
   */
  connectTimeoutMs?: number;
  /**
   * Refuses every query that is not known to read only, before anything is sent. The chains do so in any case.
   *
   * @defaultValue false
   */
  readOnly?: boolean;
  /**
   * Where warnings go.
   *
   * @defaultValue the console, each one once
   */
  logger?: NeptuneLogger;
  /** Called once for every attempt that failed, with the mapped error; throwing from it stops the retries. */
  onFailedAttempt?: (error: Error) => unknown;
}

/** A description of a property, for the schema that models read. */
export interface PropertyDescription {
  /** A node label or a relationship type. */
  type: string;
  property: string;
  description: string;
}

/** Where the schema of a property graph comes from. */
export type NeptuneSchemaSource = "auto" | "pg_schema" | "summary" | "scan" | "none";

/** How the schema of a property graph is found and written. */
export interface SchemaFields {
  /** Descriptions that are joined to the schema: by type and property, or as a list. */
  propertyDescriptions?: Readonly<Record<string, Readonly<Record<string, string>>>> | readonly PropertyDescription[];
  /**
   * `"auto"` tries `neptune.graph.pg_schema`, then the summary with samples; `"none"` leaves it to `setSchema`.
   *
   * @defaultValue "auto"
   */
  schemaSource?: NeptuneSchemaSource;
  /**
   * Lets `"auto"` look for labels in a part of the graph when there are no statistics.
   *
   * @defaultValue false
   */
  allowSchemaScan?: boolean;
  /** Only these labels and relationship types. Not together with `excludeTypes`. */
  includeTypes?: readonly string[];
  /** All labels and relationship types but these. */
  excludeTypes?: readonly string[];
  /** Nodes or relationships looked at for each type. @defaultValue 100 */
  sampleSize?: number;
  /** Relationships whose ends are looked at, for each type. @defaultValue 3000 */
  tripleSampleSize?: number;
  /** Pairs of ends kept for each relationship type. @defaultValue 10 */
  tripleLimit?: number;
  /** Types asked for in one request. @defaultValue 20 */
  schemaBatchSize?: number;
  /** Requests for the schema in flight at a time. @defaultValue 4 */
  schemaConcurrency?: number;
  /** How long a loaded schema is taken for current, in milliseconds. @defaultValue Infinity */
  schemaTtlMs?: number;
  /** How the schema is written: compact, or in the form of Python's. @defaultValue "compact" */
  schemaStyle?: "compact" | "legacy";
  /** The longest schema text, in characters; what is over it is left out, least useful first. @defaultValue no limit */
  maxSchemaChars?: number;
}

/** Where Neptune Database is, and whether requests are signed. */
interface DatabaseFields extends ConnectionFields {
  /** The host name alone, without scheme and port. Required, unless there is `endpointUrl` or `client`. */
  host?: string;
  /** @defaultValue 8182 */
  port?: number;
  /** Neptune itself refuses plain HTTP; `false` is for proxies and tests. @defaultValue true */
  useHttps?: boolean;
  /** `false` sends no signature and looks for no credentials. @defaultValue true */
  sign?: boolean;
  /** Sends the requests in place of all of this package's own connecting and signing. */
  client?: NeptuneTransport;
}

type AwsFields = Omit<AwsClientFields<never>, "client">;

/** Constructor fields of `NeptuneGraph`. Every name is also taken in Python's snake_case. */
export interface NeptuneGraphFields extends AwsFields, DatabaseFields, SchemaFields {}

/**
 * Constructor fields of `NeptuneAnalyticsGraph`. Every name is also taken in Python's snake_case.
 *
 * `config` is a `NeptuneGraphClientConfig`, which is not named here: its package need not be installed.
 */
export interface NeptuneAnalyticsGraphFields
  extends AwsClientFields<AwsClientLike, object>, ConnectionFields, SchemaFields {
  /** The graph, such as `g-0123456789`. Required. */
  graphIdentifier?: string;
  /** Whether the service keeps query plans. @defaultValue the service's */
  planCache?: "AUTO" | "ENABLED" | "DISABLED";
  /**
   * Keeps the AWS SDK from putting the graph's id before the host of the endpoint.
   *
   * @defaultValue true for an address, `localhost`, and a host that begins with the id; else false
   */
  disableHostPrefix?: boolean;
}

/** Where the schema of an RDF graph comes from. */
export type RdfSchemaSource = "auto" | "summary" | "scan" | "none";

/** Constructor fields of `NeptuneRdfGraph`. Every name is also taken in Python's snake_case. */
export interface NeptuneRdfGraphFields extends AwsFields, DatabaseFields {
  /** @defaultValue "/sparql" */
  sparqlPath?: string;
  /** @deprecated Another name of `sign`. */
  useIamAuth?: boolean;
  /**
   * Only `readOnly: false` gives the graph `update()`.
   *
   * @defaultValue true
   */
  readOnly?: boolean;
  /** `"auto"` asks the summary, and with `allowSchemaScan` the data when there is none. @defaultValue "auto" */
  schemaSource?: RdfSchemaSource;
  /** Lets `"auto"` look for classes and predicates in the data when there are no statistics. @defaultValue false */
  allowSchemaScan?: boolean;
  /** Leaves out classes of the rdf, rdfs and owl namespaces. @defaultValue true */
  excludeMetaClasses?: boolean;
  /** Asks for `rdfs:label` and `rdfs:comment` as well. @defaultValue false */
  includeAnnotations?: boolean;
  /** The longest list of classes or properties. @defaultValue 500 */
  maxSchemaElements?: number;
  /** Further prefixes: name to namespace. */
  defaultPrefixes?: Readonly<Record<string, string>>;
  /** How long a loaded schema is taken for current, in milliseconds. @defaultValue Infinity */
  schemaTtlMs?: number;
}
