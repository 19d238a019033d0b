import type { Operation } from "../../operation.ts";

/** Source: "Instance status", Neptune User Guide. */
export const engineStatus: Operation = {
  name: "GetEngineStatus",
  service: "neptune-db",
  method: "GET",
  path: "/status",
  async handle(_request, state) {
    const { engineVersion, reader } = state.graphs.database.options;
    return {
      kind: "json",
      body: {
        status: "healthy",
        startTime: new Date(state.clock()).toUTCString(),
        dbEngineVersion: engineVersion ?? "1.4.5.0",
        role: reader === true ? "reader" : "writer",
        dfeQueryEngine: "viaQueryHint",
        gremlin: { version: "tinkerpop-3.7.1" },
        sparql: { version: "sparql-1.1" },
        opencypher: { version: "Neptune-9.0.20190305-1.0" },
        labMode: {},
        features: {},
        settings: {},
      },
    };
  },
};
