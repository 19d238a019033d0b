import { openPropertyGraph } from "../engines/grafeo.ts";
import { openRdf, type RdfEngine } from "../engines/oxigraph.ts";
import type { PropertyGraphEngine } from "../engines/property-graph.ts";
import { readStatement } from "../engines/cypher-statement.ts";
import type { GraphOptions, GraphRow } from "./graph-options.ts";

/** One graph: its settings, and its engines, which are opened and filled when something first asks for them. */
export class Graph {
  readonly options: GraphOptions;
  /** What `pg_schema.compute()` has stored. */
  storedSchema: unknown;
  #properties: Promise<PropertyGraphEngine> | undefined;
  #rdf: Promise<RdfEngine> | undefined;
  #isCleared = false;

  constructor(options: GraphOptions) {
    this.options = options;
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
    return await (await this.properties()).run(readStatement(statement).text, parameters);
  }

  async loadTurtle(turtle: string): Promise<void> {
    (await this.rdf()).loadTurtle(turtle);
  }

  clear(): void {
    this.close();
    this.#isCleared = true;
  }

  close(): void {
    // One that could not be opened has nothing to close.
    this.#properties?.then((engine) => engine.close()).catch(() => undefined);
    this.#properties = undefined;
    this.#rdf = undefined;
    this.storedSchema = undefined;
  }

  async #openProperties(): Promise<PropertyGraphEngine> {
    const engine = await openPropertyGraph();
    const statements = this.#isCleared ? [] : (this.options.openCypher ?? []);
    for (const statement of statements) await engine.run(readStatement(statement).text, {});
    return engine;
  }

  async #openRdf(): Promise<RdfEngine> {
    const engine = await openRdf();
    if (!this.#isCleared && this.options.turtle !== undefined) engine.loadTurtle(this.options.turtle);
    return engine;
  }
}
