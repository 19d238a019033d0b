import type { Store } from "oxigraph";
import { refuseMissing, sparql } from "./optional-engine.ts";
import { QueryProblem } from "./property-graph.ts";

/** What a SPARQL query gives. */
export interface SparqlAnswer {
  contentType: string;
  body: string;
}

/** Formats by what a query gives: rows or a boolean, or a graph. The first is the default. */
const rowFormats = [
  "application/sparql-results+json",
  "application/sparql-results+xml",
  "text/csv",
  "text/tab-separated-values",
];
const graphFormats = ["application/n-triples", "text/turtle", "application/rdf+xml", "application/n-quads"];

/** Declared by Neptune, not by the engine. Source: "Default namespace prefixes", Neptune User Guide. */
const defaultPrefixes: Readonly<Record<string, string>> = {
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  owl: "http://www.w3.org/2002/07/owl#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
};

/** A SPARQL 1.1 engine whose default graph is the union of all graphs, as Neptune's. */
export class RdfEngine {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Answers SELECT, ASK, CONSTRUCT and DESCRIBE.
   *
   * @param accept the request's `Accept` header
   * @throws QueryProblem for anything else
   */
  query(text: string, accept: string | undefined): SparqlAnswer {
    const prefixed = withPrefixes(text);
    const wanted = (accept ?? "").split(",").map((range) => range.split(";")[0]?.trim() ?? "");
    const choose = (formats: readonly string[]): string =>
      wanted.find((one) => formats.includes(one)) ?? formats[0] ?? "";
    try {
      const contentType = choose(rowFormats);
      return { contentType, body: this.#run(prefixed, contentType) };
    } catch (error) {
      // The only way in which the engine says that a query gives a graph.
      if (!/Not supported RDF format/.test(String(error))) throw toProblem(error);
    }
    try {
      const contentType = choose(graphFormats);
      return { contentType, body: this.#run(prefixed, contentType) };
    } catch (error) {
      throw toProblem(error);
    }
  }

  /** @throws QueryProblem */
  update(text: string): void {
    try {
      this.#store.update(withPrefixes(text));
    } catch (error) {
      throw toProblem(error);
    }
  }

  /** @throws QueryProblem */
  loadTurtle(turtle: string): void {
    try {
      this.#store.load(turtle, { format: "text/turtle" });
    } catch (error) {
      throw toProblem(error);
    }
  }

  /** @throws QueryProblem */
  loadQuads(quads: string): void {
    try {
      this.#store.load(quads, { format: "application/n-quads" });
    } catch (error) {
      throw toProblem(error);
    }
  }

  /** Everything, one statement a line, sorted. */
  dump(): string {
    return this.#store.dump({ format: "application/n-quads" }).split("\n").toSorted().join("\n").trim();
  }

  /** The rows of a SELECT, each value as its text. */
  rows(text: string): Record<string, string>[] {
    const { results }: { results: { bindings: Record<string, { value: string }>[] } } = JSON.parse(
      this.#run(text, "application/sparql-results+json"),
    );
    return results.bindings.map((binding) =>
      Object.fromEntries(Object.entries(binding).map(([name, { value }]) => [name, value])),
    );
  }

  #run(text: string, format: string): string {
    const answer = this.#store.query(text, { results_format: format, use_default_graph_as_union: true });
    // With a format the engine gives a text; its types do not know.
    return typeof answer === "string" ? answer : "";
  }
}

/**
 * An empty RDF graph in this process.
 *
 * @throws Error naming the package to install
 */
export async function openRdf(): Promise<RdfEngine> {
  const { Store } = await import("oxigraph").catch(refuseMissing(sparql));
  return new RdfEngine(new Store());
}

/** On the query's own first line, so that the places in messages keep their lines. */
function withPrefixes(text: string): string {
  const lines = Object.entries(defaultPrefixes).map(([name, iri]) => `PREFIX ${name}: <${iri}>`);
  return `${lines.join(" ")} ${text}`;
}

function toProblem(error: unknown): QueryProblem {
  const message = error instanceof Error ? error.message : String(error);
  return new QueryProblem("syntax", `Malformed query: ${message.replaceAll(/\s+/g, " ")}`);
}
