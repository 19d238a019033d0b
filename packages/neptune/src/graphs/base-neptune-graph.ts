import { NeptuneError, NeptuneSchemaNotLoadedError } from "../errors.ts";
import { assertReadOnlyCypher } from "../guard/assert-read-only.ts";
import type { NeptuneCallOptions, SchemaFields } from "../options.ts";
import type { QueryParameters } from "../request/parameters.ts";
import { checkQueryText } from "../request/query-text.ts";
import { type ConnectionSettings, resolveTypes, type SchemaSettings } from "../resolve-options.ts";
import { Cached } from "../schema/cached.ts";
import { filterSchema } from "../schema/filter-schema.ts";
import { formatSchema } from "../schema/format-schema.ts";
import { PropertySchemaLoader, type SchemaReader } from "../schema/load-property-schema.ts";
import { describeProperties } from "../schema/property-descriptions.ts";
import type { NeptuneStructuredSchema } from "../schema/structured-schema.ts";
import type { GraphSummary } from "../schema/summary.ts";
import type { ExplainMode, NeptuneRow } from "../clients/opencypher-client.ts";

/** What a property graph sends its requests through. */
export interface PropertyGraphClient {
  query(query: string, parameters: QueryParameters, options: NeptuneCallOptions): Promise<NeptuneRow[]>;
  explain(query: string, mode: ExplainMode, parameters: QueryParameters, options: NeptuneCallOptions): Promise<string>;
  summary(mode: "basic" | "detailed", options: NeptuneCallOptions): Promise<GraphSummary>;
}

/** What a property graph is made from. */
export interface PropertyGraphSettings {
  readonly client: PropertyGraphClient;
  readonly connection: ConnectionSettings;
  readonly schema: SchemaSettings;
  readonly isSchemaCurrent: boolean;
  readonly shown: Readonly<Record<string, unknown>>;
}

/**
 * A property graph in Amazon Neptune, queried in openCypher. What `createNeptuneOpencypherQaChain` works with.
 *
 * Nothing is sent before the first call.
 */
export abstract class BaseNeptuneGraph {
  readonly #settings: PropertyGraphSettings;
  readonly #schema: Cached<WrittenSchema>;

  protected constructor(settings: PropertyGraphSettings) {
    const { client, connection, schema, isSchemaCurrent } = settings;
    this.#settings = settings;
    const reader: SchemaReader = {
      query: async (query, options) => client.query(query, {}, options),
      summary: async (options) => client.summary("basic", options),
      isSchemaCurrent,
    };
    const loader = new PropertySchemaLoader(reader, schema, connection.logger);
    this.#schema = new Cached(async (options) => this.#write(await loader.load(options)), schema.ttlMs);
  }

  /** Whether every query is read by the guard before it is sent. */
  get isReadOnly(): boolean {
    return this.#settings.connection.readOnly;
  }

  /** The text of {@link BaseNeptuneGraph.getSchema}. */
  get schema(): string {
    return this.getSchema();
  }

  /**
   * Runs an openCypher query. One that reads is sent again after a passing failure, one that writes never is.
   *
   * Integers above 2^53 lose their last digits, as in any JSON that JavaScript reads. A query that is aborted here may run
   * on in the service, up to its own limit.
   *
   * @param parameters - values for `$name`; dates are sent as ISO texts
   * @returns the rows: values by alias; nodes, relationships and paths in Neptune's `~` form
   * @throws NeptuneReadOnlyViolationError before anything is sent, when the graph is read-only and the query may not be
   * @throws NeptuneError of the service; an `AbortError`
   */
  async query(
    query: string,
    parameters: QueryParameters = {},
    options: NeptuneCallOptions = {},
  ): Promise<NeptuneRow[]> {
    return this.#settings.client.query(this.#checked(query), parameters, options);
  }

  /**
   * The plan of a query, as a text. With `static` it is not run.
   *
   * @throws as {@link BaseNeptuneGraph.query}
   */
  async explain(
    query: string,
    mode: ExplainMode = "static",
    parameters: QueryParameters = {},
    options: NeptuneCallOptions = {},
  ): Promise<string> {
    return this.#settings.client.explain(this.#checked(query), mode, parameters, options);
  }

  /**
   * Counts, labels and properties from the statistics of the graph; with `detailed`, its structures too.
   *
   * @throws NeptuneStatisticsUnavailableError
   */
  async getSummary({ mode = "basic", ...options }: SummaryOptions = {}): Promise<GraphSummary> {
    return this.#settings.client.summary(mode, options);
  }

  /**
   * The schema as a text for a model.
   *
   * @throws NeptuneSchemaNotLoadedError before the first load
   */
  getSchema(): string {
    return this.#loaded().text;
  }

  /**
   * The schema as data: a copy.
   *
   * @throws NeptuneSchemaNotLoadedError before the first load
   */
  getStructuredSchema(): NeptuneStructuredSchema {
    return structuredClone(this.#loaded().structured);
  }

  /** Loads the schema if it is missing or too old; all who wait for it share one load. */
  async ensureSchema(options: NeptuneCallOptions = {}): Promise<void> {
    if (this.#settings.schema.source === "none" && this.#schema.value === undefined)
      throw notLoaded("Call setSchema() first.");
    await this.#schema.ensure(options);
  }

  /** Loads the schema anew. If that fails, the one of before stays. */
  async refreshSchema(options: NeptuneCallOptions = {}): Promise<void> {
    await this.#schema.refresh(options);
  }

  /** Sets a schema of the caller's own, which is kept until `refreshSchema`. */
  setSchema(schema: NeptuneStructuredSchema): void {
    const { schema: settings, connection } = this.#settings;
    const own = structuredClone(schema);
    if (!isStructuredSchema(own)) {
      throw new NeptuneError("setSchema needs an object with nodeProps, relProps and relationships.", {
        code: "INVALID_SCHEMA",
      });
    }
    this.#schema.set(this.#write(describeProperties(own, settings.descriptions, connection.logger)));
  }

  /**
   * The loaded schema as a text, with some of its labels and relationship types alone.
   *
   * @throws NeptuneSchemaNotLoadedError before the first load
   */
  formatSchema({ includeTypes, excludeTypes }: Pick<SchemaFields, "includeTypes" | "excludeTypes">): string {
    const view = filterSchema(this.#loaded().structured, resolveTypes(includeTypes, excludeTypes));
    const { style, maxChars } = this.#settings.schema;
    return formatSchema(view, { style, maxChars }).text;
  }

  /** Builds what is needed for requests and asks for credentials, so that what is missing shows early. */
  abstract ready(): Promise<void>;

  /** Gives up the connections. */
  abstract dispose(): Promise<void>;

  /** The settings, without secrets. */
  toJSON(): object {
    return { type: this.constructor.name, ...this.#settings.shown };
  }

  #checked(query: string): string {
    checkQueryText(query);
    return this.isReadOnly ? assertReadOnlyCypher(query) : query;
  }

  #loaded(): WrittenSchema {
    const { value } = this.#schema;
    if (value === undefined) throw notLoaded("Call ensureSchema() or refreshSchema() first.");
    return value;
  }

  #write(structured: NeptuneStructuredSchema): WrittenSchema {
    const { style, maxChars } = this.#settings.schema;
    const { text, fullLength } = formatSchema(structured, { style, maxChars });
    if (fullLength === undefined) return { text, structured };
    this.#settings.connection.logger.warn(
      `The schema is ${fullLength} characters long and was abridged to ${text.length} (maxSchemaChars is ${maxChars}).`,
    );
    return { text, structured: { ...structured, truncated: true } };
  }
}

/** Options of `getSummary`. */
export interface SummaryOptions extends NeptuneCallOptions {
  /** @defaultValue "basic" */
  mode?: "basic" | "detailed";
}

interface WrittenSchema {
  readonly text: string;
  readonly structured: NeptuneStructuredSchema;
}

const notLoaded = (what: string): NeptuneSchemaNotLoadedError =>
  new NeptuneSchemaNotLoadedError(`The schema has not been loaded. ${what}`);

const isStructuredSchema = (value: unknown): value is NeptuneStructuredSchema =>
  typeof value === "object" &&
  value !== null &&
  "nodeProps" in value &&
  "relProps" in value &&
  "relationships" in value &&
  Array.isArray(value.relationships);
