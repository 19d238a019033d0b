import { openPropertyGraph } from "../engines/grafeo.ts";
import { openRdf, type RdfEngine } from "../engines/oxigraph.ts";
import type { PropertyGraphEngine } from "../engines/property-graph.ts";
import { readStatement } from "../engines/cypher-statement.ts";
import type { GraphOptions, GraphRow } from "./graph-options.ts";
import { RunningQueries } from "./running-queries.ts";

/** All that a graph holds. What is absent is as the options have it, or empty where the graph was cleared. */
export interface GraphContents {
  isCleared: boolean;
  /** An image of the openCypher engine. */
  properties?: Uint8Array;
  /** N-Quads. */
  rdf?: string;
  storedSchema?: unknown;
}

/** One graph: its settings, and its engines, which are opened and filled when something first asks for them. */
export class Graph {
  readonly options: GraphOptions;
  readonly queries: RunningQueries = new RunningQueries();
  readonly #changed: () => void;
  #storedSchema: unknown;
  /** What is opened in place of the data of the options. */
  #saved: Pick<GraphContents, "properties" | "rdf"> = {};
  #isAsConfigured = true;
  #properties: Promise<PropertyGraphEngine> | undefined;
  #rdf: Promise<RdfEngine> | undefined;
  #isCleared = false;

  /** @param changed - called after each change */
  constructor(options: GraphOptions, changed: () => void) {
    this.options = options;
    this.#changed = changed;
  }

  /** What `pg_schema.compute()` has stored. */
  get storedSchema(): unknown {
    return this.#storedSchema;
  }

  set storedSchema(schema: unknown) {
    this.#storedSchema = schema;
    this.noteChange();
  }

  /** Whether there may be nodes: the engine is open, or there is something to open it with. */
  get hasProperties(): boolean {
    const isConfigured = !this.#isCleared && (this.options.openCypher?.length ?? 0) > 0;
    return this.#properties !== undefined || this.#saved.properties !== undefined || isConfigured;
  }

  /** Whether there may be triples. */
  get hasRdf(): boolean {
    const isConfigured = !this.#isCleared && this.options.turtle !== undefined;
    return this.#rdf !== undefined || this.#saved.rdf !== undefined || isConfigured;
  }

  /** To be called after the data of one of the engines was changed. */
  noteChange(): void {
    this.#isAsConfigured = false;
    this.#changed();
  }

  /** Everything that is in the graph; `undefined` when it is what the options say. */
  async changedContents(): Promise<GraphContents | undefined> {
    if (this.#isAsConfigured) return undefined;
    const [isCleared, storedSchema] = [this.#isCleared, this.#storedSchema];
    const properties = this.#properties === undefined ? this.#saved.properties : (await this.#properties).save();
    const rdf = this.#rdf === undefined ? this.#saved.rdf : (await this.#rdf).dump();
    return {
      isCleared,
      ...(properties !== undefined && { properties }),
      ...(rdf !== undefined && { rdf }),
      ...(storedSchema !== undefined && { storedSchema }),
    };
  }

  /** What is to be there in place of everything else. The engines are opened at the first request. */
  load({ isCleared, properties, rdf, storedSchema }: GraphContents): void {
    this.close();
    this.#isCleared = isCleared;
    this.#saved = { ...(properties !== undefined && { properties }), ...(rdf !== undefined && { rdf }) };
    this.storedSchema = storedSchema;
  }

  /** The openCypher engine with the data of the options. */
  async properties(): Promise<PropertyGraphEngine> {
    return await (this.#properties ??= this.#openProperties());
  }

  /** The SPARQL engine with the data of the options. */
  async rdf(): Promise<RdfEngine> {
    return await (this.#rdf ??= this.#openRdf());
  }

  /** Runs a statement for the owner of the graph. */
  async seed(statement: string, parameters: Readonly<Record<string, unknown>> = {}): Promise<GraphRow[]> {
    const { text, writes, deletes } = readStatement(statement);
    const engine = await this.properties();
    try {
      return await engine.run(text, parameters);
    } finally {
      if (writes || deletes) this.noteChange();
    }
  }

  async loadTurtle(turtle: string): Promise<void> {
    (await this.rdf()).loadTurtle(turtle);
    this.noteChange();
  }

  clear(): void {
    this.close();
    this.#isCleared = true;
    this.noteChange();
  }

  close(): void {
    // One that could not be opened has nothing to close.
    this.#properties?.then((engine) => engine.close()).catch(() => undefined);
    this.#properties = undefined;
    this.#rdf = undefined;
    this.#saved = {};
    this.#storedSchema = undefined;
  }

  async #openProperties(): Promise<PropertyGraphEngine> {
    const engine = await openPropertyGraph(this.#saved.properties);
    if (this.#saved.properties !== undefined) return engine;
    const statements = this.#isCleared ? [] : (this.options.openCypher ?? []);
    for (const statement of statements) await engine.run(readStatement(statement).text, {});
    return engine;
  }

  async #openRdf(): Promise<RdfEngine> {
    const engine = await openRdf();
    if (this.#saved.rdf !== undefined) engine.loadQuads(this.#saved.rdf);
    else if (!this.#isCleared && this.options.turtle !== undefined) engine.loadTurtle(this.options.turtle);
    return engine;
  }
}
