import { Buffer } from "node:buffer";

import type { PersistentStore } from "../persistence/persistent-store.ts";
import type { GraphCatalogue } from "./graph-catalogue.ts";

/** A graph; the bytes are the image of its openCypher engine, and its RDF, each where it is not as the options say. */
interface GraphRecord {
  /** Absent for the graph of the Neptune Database cluster. */
  id?: string;
  isCleared: boolean;
  storedSchema?: unknown;
  holds: readonly ("properties" | "rdf")[];
}

/** Graphs, to be kept on a disk. */
export function toPersistentGraphs(catalogue: GraphCatalogue): PersistentStore<GraphRecord> {
  return {
    name: "graphs",
    reset: () => catalogue.reset(),
    onChange: (listener) => catalogue.notice.onChange(listener),
    dump: async () =>
      (await catalogue.changed()).map(({ id, contents: { isCleared, properties, rdf, storedSchema } }) => ({
        data: {
          ...(id !== undefined && { id }),
          isCleared,
          ...(storedSchema !== undefined && { storedSchema }),
          holds: [
            ...(properties === undefined ? [] : (["properties"] as const)),
            ...(rdf === undefined ? [] : (["rdf"] as const)),
          ],
        },
        bytes: [
          ...(properties === undefined ? [] : [properties]),
          ...(rdf === undefined ? [] : [Buffer.from(rdf, "utf8")]),
        ],
      })),
    async load(records) {
      for (const { data, bytes = [] } of records) {
        const { id, isCleared, storedSchema, holds } = data;
        const piece = (name: "properties" | "rdf"): Uint8Array | undefined => bytes[holds.indexOf(name)];
        const [properties, rdf] = [piece("properties"), piece("rdf")];
        catalogue.load(id, {
          isCleared,
          storedSchema,
          ...(properties !== undefined && { properties }),
          ...(rdf !== undefined && { rdf: Buffer.from(rdf).toString("utf8") }),
        });
      }
    },
  };
}
