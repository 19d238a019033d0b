import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import type { GrafeoDB, QueryResult } from "@grafeo-db/js";

import { toNeptuneRows } from "./neptune-shapes.ts";
import { openCypher, refuseMissing } from "./optional-engine.ts";
import { type PropertyGraphEngine, type PropertyGraphRow, QueryProblem } from "./property-graph.ts";

/**
 * A graph in this process, whose queries run off the main thread: empty, or as another one was saved.
 *
 * @throws Error naming the package to install
 */
export async function openPropertyGraph(saved?: Uint8Array): Promise<PropertyGraphEngine> {
  const { default: grafeo } = await import("@grafeo-db/js").catch(refuseMissing(openCypher));
  if (saved === undefined) return new GrafeoEngine(grafeo.GrafeoDB.create());
  // The engine opens files alone, and goes on working in the one that it has opened.
  const directory = mkdtempSync(path.join(tmpdir(), "langchain-aws-local-graph-"));
  const file = path.join(directory, imageName);
  try {
    writeFileSync(file, saved);
    return new GrafeoEngine(grafeo.GrafeoDB.open(file), directory);
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw new Error("A stored graph cannot be opened by the installed version of `@grafeo-db/js`.", { cause: error });
  }
}

const imageName = "graph.grafeo";

class GrafeoEngine implements PropertyGraphEngine {
  readonly #database: GrafeoDB;

  readonly #directory: string | undefined;

  /** @param directory - where the database works, to be removed at the end */
  constructor(database: GrafeoDB, directory?: string) {
    this.#database = database;
    this.#directory = directory;
  }

  async run(statement: string, parameters: Readonly<Record<string, unknown>>): Promise<PropertyGraphRow[]> {
    return toNeptuneRows((await this.#execute(statement, parameters)).toArray(), (id) => this.#nodeId(id));
  }

  async explain(statement: string, parameters: Readonly<Record<string, unknown>>, execute: boolean): Promise<string> {
    const result = await this.#execute(`${execute ? "PROFILE" : "EXPLAIN"} ${statement}`, parameters);
    return result
      .toArray()
      .flatMap((row) => Object.values(row))
      .filter((value) => typeof value === "string")
      .join("\n");
  }

  save(): Uint8Array {
    const directory = mkdtempSync(path.join(tmpdir(), "langchain-aws-local-graph-"));
    try {
      const file = path.join(directory, imageName);
      this.#database.save(file);
      return readFileSync(file);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }

  close(): void {
    this.#database.close();
    if (this.#directory !== undefined) rmSync(this.#directory, { recursive: true, force: true });
  }

  async #execute(statement: string, parameters: Readonly<Record<string, unknown>>): Promise<QueryResult> {
    try {
      return await this.#database.executeCypher(statement, parameters);
    } catch (error) {
      throw toProblem(error);
    }
  }

  #nodeId(id: number): string {
    const own: unknown = this.#database.getNode(id)?.get("~id");
    return typeof own === "string" ? own : String(id);
  }
}

/** GQLSTATUS 42 is a syntax or semantic error, 22 a value that cannot be. Anything else is the engine's own failure. */
function toProblem(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const status = "gqlStatus" in error ? String(error.gqlStatus) : "";
  if (status.startsWith("22")) return new QueryProblem("data", reword(error.message));
  return /syntax error|semantic error/.test(error.message) || status.startsWith("42")
    ? new QueryProblem("syntax", reword(error.message))
    : error;
}

/** The engine's text with its position in openCypher's usual form, and without its own name and drawing. */
function reword(message: string): string {
  const [first = ""] = message.split("\n");
  const place = /--> query:(\d+):(\d+)/.exec(message);
  const text = first
    .replace(/^.*?(?:syntax error|semantic error|execution error|GRAFEO-\w+): /, "")
    .replace("[Cypher] ", "");
  return place === null ? text : `${text} (line ${place[1]}, column ${place[2]})`;
}
