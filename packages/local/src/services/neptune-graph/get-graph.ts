import type { Operation } from "../../operation.ts";

/** GetGraph. Source: "GetGraph", Neptune Analytics API Reference. */
export const getGraph: Operation = {
  name: "GetGraph",
  service: "neptune-graph",
  method: "GET",
  path: "/graphs/{graphIdentifier}",
  async handle({ params: { graphIdentifier: id = "" } }, { graphs, options: { region, accountId } }) {
    graphs.resolve(id);
    return {
      kind: "json",
      body: {
        id,
        name: id,
        arn: `arn:aws:neptune-graph:${region}:${accountId}:graph/${id}`,
        status: "AVAILABLE",
        endpoint: `${id}.${region}.neptune-graph.amazonaws.com`,
        provisionedMemory: 16,
        publicConnectivity: true,
        replicaCount: 0,
        deletionProtection: false,
      },
    };
  },
};
