import { isRecord } from "@langchain-aws/core";
import type { DatabaseClient } from "../clients/database-client.ts";
import { type EngineStatus, readEngineStatus } from "../clients/opencypher-client.ts";
import { SparqlClient, type SparqlResult } from "../clients/sparql-client.ts";
import { NeptuneConfigError, NeptuneError, NeptuneSchemaNotLoadedError } from "../errors.ts";
import { sparqlForm } from "../guard/sparql-form.ts";
import type { NeptuneCallOptions, NeptuneRdfGraphFields } from "../options.ts";
import { checkQueryText } from "../request/query-text.ts";
import { resolveRdfSchema, text } from "../resolve-options.ts";
import { Cached } from "../schema/cached.ts";
import { loadRdfSchema, type RdfReader } from "../schema/load-rdf-schema.ts";
import { formatRdfSchema, type RdfSchemaElements } from "../schema/rdf-schema.ts";
import type { GraphSummary } from "../schema/summary.ts";
import type { SummaryOptions } from "./base-neptune-graph.ts";
import { createDatabaseParts } from "./database-settings.ts";

/** The schema in both forms. */
interface WrittenSchema {
  readonly elements: RdfSchemaElements;
  readonly text: string;
}

/**
 * An RDF graph in Amazon Neptune Database, queried in SPARQL over its HTTPS endpoint. What `createNeptuneSparqlQaChain`
 * works with.
 *
 * ```ts
 * const graph = new NeptuneRdfGraph({ host: "db.cluster-x.us-east-1.neptune.amazonaws.com" });
 * const { boolean } = await graph.query("ASK { ?s ?p ?o }");
 * ```
 *
 * The default graph is the union of all named graphs. Nothing is sent before the first call.
 *
 * @see https://docs.aws.amazon.com/neptune/latest/userguide/access-graph-sparql.html
 */
export class NeptuneRdfGraph {
  readonly #client: DatabaseClient;
  readonly #sparql: SparqlClient;
  readonly #schema: Cached<WrittenSchema>;
  readonly #canUpdate: boolean;
  readonly #source: string;
  readonly #shown: Readonly<Record<string, unknown>>;
  /** Prefixes of the caller's own: name to namespace. */
  readonly defaultPrefixes: Readonly<Record<string, string>>;

  /** @throws NeptuneConfigError naming the field that is missing or wrong */
  constructor(fields: NeptuneRdfGraphFields) {
    const { client, given, connection, shown } = createDatabaseParts(fields, true);
    const settings = resolveRdfSchema(given);
    const path = text(given, "sparqlPath") ?? "/sparql";
    if (!path.startsWith("/")) throw new NeptuneConfigError("sparqlPath must begin with a slash.");
    if (connection.queryTimeoutMs !== undefined) {
      connection.logger.warn(
        "queryTimeoutMs is for openCypher. SPARQL queries are cancelled in the service after requestTimeoutMs.",
      );
    }
    this.#client = client;
    this.#sparql = new SparqlClient(client, path);
    this.#canUpdate = !connection.readOnly;
    this.#source = settings.source;
    this.#shown = shown;
    this.defaultPrefixes = settings.prefixes;
    const reader: RdfReader = {
      select: async (query, options) => {
        const result = await this.#sparql.query(query, false, options);
        return "results" in result ? result.results.bindings : [];
      },
      summary: async (options) => this.#sparql.summary("basic", options),
      logger: connection.logger,
    };
    this.#schema = new Cached(
      async (options) => written(await loadRdfSchema(reader, settings, options)),
      settings.ttlMs,
    );
  }

  /** A graph with its schema loaded. */
  static async initialize(fields: NeptuneRdfGraphFields): Promise<NeptuneRdfGraph> {
    const graph = new NeptuneRdfGraph(fields);
    await graph.refreshSchema();
    return graph;
  }

  /** The text of {@link NeptuneRdfGraph.getSchema}. */
  get schema(): string {
    return this.getSchema();
  }

  /**
   * Runs a SPARQL query: SELECT, ASK, CONSTRUCT or DESCRIBE. An update is never sent by it, and refused by the service.
   *
   * A query that is aborted, or too late for `requestTimeoutMs`, is cancelled in the service as well.
   *
   * @returns rows for SELECT, `{ boolean }` for ASK, `{ triples }` in N-Triples for CONSTRUCT and DESCRIBE
   * @throws NeptuneError of the service; an `AbortError`
   */
  async query(query: string, options: NeptuneCallOptions = {}): Promise<SparqlResult> {
    checkQueryText(query);
    const form = sparqlForm(query);
    return this.#sparql.query(query, form === "CONSTRUCT" || form === "DESCRIBE", options);
  }

  /**
   * Runs a SPARQL update, once. Needs a graph constructed with `readOnly: false`; the chain never calls it.
   *
   * @throws NeptuneConfigError when the graph is read-only, as it is unless said otherwise
   */
  async update(update: string, options: NeptuneCallOptions = {}): Promise<void> {
    if (!this.#canUpdate) {
      throw new NeptuneConfigError("This graph only reads. Construct it with `readOnly: false` to update it.", {
        code: "CONFIG_READ_ONLY",
      });
    }
    checkQueryText(update);
    await this.#sparql.update(update, options);
  }

  /**
   * Counts, classes and predicates from the statistics of the graph; with `detailed`, its structures too.
   *
   * @throws NeptuneStatisticsUnavailableError
   */
  async getSummary({ mode = "basic", ...options }: SummaryOptions = {}): Promise<GraphSummary> {
    return this.#sparql.summary(mode, options);
  }

  /** Asks the instance how it is. */
  async verifyConnectivity(options: NeptuneCallOptions = {}): Promise<EngineStatus> {
    return readEngineStatus(this.#client, options);
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
   * The schema as data: a copy, which can be pruned and given to {@link NeptuneRdfGraph.loadSchema}.
   *
   * @throws NeptuneSchemaNotLoadedError before the first load
   */
  getSchemaElements(): RdfSchemaElements {
    return structuredClone(this.#loaded().elements);
  }

  /** Sets a schema of the caller's own, which is kept until `refreshSchema`. */
  loadSchema(elements: RdfSchemaElements): void {
    const own = structuredClone(elements);
    if (!isRdfSchema(own)) {
      throw new NeptuneError("loadSchema needs an object with classes, rels, dtprops, oprops and distinctPrefixes.", {
        code: "INVALID_SCHEMA",
      });
    }
    this.#schema.set(written(own));
  }

  /** Loads the schema if it is missing or too old; all who wait for it share one load. */
  async ensureSchema(options: NeptuneCallOptions = {}): Promise<void> {
    if (this.#source === "none" && this.#schema.value === undefined) throw notLoaded("Call loadSchema() first.");
    await this.#schema.ensure(options);
  }

  /** Loads the schema anew. If that fails, the one of before stays. */
  async refreshSchema(options: NeptuneCallOptions = {}): Promise<void> {
    if (this.#source === "none") throw notLoaded('It comes from loadSchema(): `schemaSource` is "none".');
    await this.#schema.refresh(options);
  }

  /** Asks for region and credentials, so that what is missing shows early. */
  async ready(): Promise<void> {
    await this.#client.ready();
  }

  /** Gives up the connections. */
  async dispose(): Promise<void> {
    await this.#client.dispose();
  }

  /** The settings, without secrets. */
  toJSON(): object {
    return { type: "NeptuneRdfGraph", ...this.#shown };
  }

  #loaded(): WrittenSchema {
    const { value } = this.#schema;
    if (value === undefined) throw notLoaded("Call ensureSchema() or refreshSchema() first.");
    return value;
  }
}

const isRdfSchema = (value: unknown): value is RdfSchemaElements =>
  isRecord(value) &&
  [value["classes"], value["rels"], value["dtprops"], value["oprops"]].every((list) => Array.isArray(list)) &&
  isRecord(value["distinctPrefixes"]);

const written = (elements: RdfSchemaElements): WrittenSchema => ({ elements, text: formatRdfSchema(elements) });

const notLoaded = (what: string): NeptuneSchemaNotLoadedError =>
  new NeptuneSchemaNotLoadedError(`The schema has not been loaded. ${what}`);
