import { ServiceError } from "../operation.ts";
import { ChangeNotice } from "../persistence/change-notice.ts";
import { graphId } from "./check-graph.ts";
import { Graph, type GraphContents } from "./graph.ts";
import type { GraphHandle, GraphOptions } from "./graph-options.ts";

/** The name that the graph of the Neptune Database cluster goes by among the ids of Neptune Analytics. */
const databaseName = "";

/** The graphs of an instance, by their ids. */
export class GraphCatalogue {
  readonly notice: ChangeNotice = new ChangeNotice();
  readonly #options: readonly GraphOptions[];
  readonly #byId = new Map<string, Graph>();

  constructor(options: readonly GraphOptions[]) {
    this.#options = options;
    this.reset();
  }

  /** The graph of the Neptune Database cluster; there always is one. */
  get database(): Graph {
    return this.#current(databaseName);
  }

  /**
   * The graph of that id, or the cluster's, for as long as the instance lives; an id that the options do not name makes
   * one, which is gone after `reset` until the handle is used again.
   *
   * @throws Error when the id has not the form of one
   */
  handle(id?: string): GraphHandle {
    if (id !== undefined && !graphId.test(id))
      throw new Error("The id of a graph must be `g-` and ten letters or digits.");
    const current = (): Graph => this.#current(id ?? databaseName);
    current();
    return {
      openCypher: async (statement, parameters) => await current().seed(statement, parameters),
      loadTurtle: async (turtle) => await current().loadTurtle(turtle),
      dumpRdf: async () => (await current().rdf()).dump(),
      clear: () => current().clear(),
    };
  }

  /**
   * The Neptune Analytics graph that a request is for.
   *
   * @throws ServiceError `ResourceNotFoundException`; its text is not confirmed by a recording
   */
  resolve(id: string): Graph {
    const found = id === databaseName ? undefined : this.#byId.get(id);
    if (found !== undefined) return found;
    throw new ServiceError("ResourceNotFoundException", 404, `Graph '${id}' not found.`);
  }

  /** The graphs of the options, as they were at the start. */
  reset(): void {
    for (const graph of this.#byId.values()) graph.close();
    this.#byId.clear();
    for (const options of this.#options) this.#byId.set(options.id ?? databaseName, this.#create(options));
    this.notice.changed();
  }

  /** All that there are; the cluster's goes by the name `database`. */
  all(): { id: string; graph: Graph }[] {
    return [...this.#byId].map(([id, graph]) => ({ id: id === databaseName ? "database" : id, graph }));
  }

  /** The graphs that are not as the options have them; the cluster's has no id. */
  async changed(): Promise<{ id?: string; contents: GraphContents }[]> {
    const graphs = [...this.#byId].map(async ([id, graph]) => {
      const contents = await graph.changedContents();
      return contents === undefined ? [] : [{ ...(id !== databaseName && { id }), contents }];
    });
    return (await Promise.all(graphs)).flat();
  }

  /** Puts contents in the place of all that a graph has; one that is not there is made. */
  load(id: string | undefined, contents: GraphContents): void {
    this.handle(id);
    this.#current(id ?? databaseName).load(contents);
  }

  close(): void {
    for (const graph of this.#byId.values()) graph.close();
    this.#byId.clear();
  }

  #current(id: string): Graph {
    const known = this.#byId.get(id);
    if (known !== undefined) return known;
    const created = this.#create(id === databaseName ? {} : { id });
    this.#byId.set(id, created);
    return created;
  }

  #create(options: GraphOptions): Graph {
    return new Graph(options, this.notice.changed);
  }
}
