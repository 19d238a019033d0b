import {
  CancelQueryCommand,
  GetGraphCommand,
  GetGraphSummaryCommand,
  ListQueriesCommand,
  type QuerySummary,
} from "@aws-sdk/client-neptune-graph";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { Agent } from "node:http";
import { describe, expect, it } from "vitest";

import { useLocalAws } from "../src/vitest.ts";
import { errorOf } from "./support/clients.ts";
import { createGraphClient, executeQuery } from "./support/neptune.ts";

const graphIdentifier = "g-0123456789";

const aws = useLocalAws({
  graphs: [
    {
      id: graphIdentifier,
      openCypher: ["CREATE (:Airport {code: 'SEA'})-[:ROUTE {dist: 2182}]->(:Airport {code: 'ATL'})"],
    },
    { id: "g-readonly00", reader: true },
  ],
});

/** Answers every host name with the loopback address, as an entry in the hosts file would. */
const loopbackAgent = new Agent({
  lookup: (_name, options, done) => {
    if (options.all === true) done(null, [{ address: "127.0.0.1", family: 4 }]);
    else done(null, "127.0.0.1", 4);
  },
});

describe("ExecuteQuery", () => {
  it.each([
    ["without the host prefix", {}],
    [
      "with the host prefix, by an agent that looks it up",
      { disableHostPrefix: false, requestHandler: new NodeHttpHandler({ httpAgent: loopbackAgent }) },
    ],
  ])("[42] answers a query with parameters %s", async (name, config) => {
    const endpoint = name.startsWith("with the") ? `http://localhost:${aws.port}` : aws.url;
    const result = await executeQuery(createGraphClient(aws, { endpoint, ...config }), {
      graphIdentifier,
      queryString: "MATCH (a:Airport)-[r]->(b) WHERE a.code = $code RETURN b.code AS code, r.dist AS dist",
      parameters: { code: "SEA" },
      queryTimeoutMilliseconds: 60_000,
      planCache: "AUTO",
    });
    expect(result).toEqual({ results: [{ code: "ATL", dist: 2182 }] });
    aws.expectRequest({ service: "neptune-graph", operation: "ExecuteQuery", status: 200, auth: { kind: "sigv4" } });
  });

  it("[42] gives the schema at every call, with labels, properties and triples", async () => {
    const queryString = "CALL neptune.graph.pg_schema() YIELD schema RETURN schema";
    expect(await executeQuery(createGraphClient(aws), { graphIdentifier, queryString })).toMatchObject({
      results: [
        {
          schema: {
            nodeLabelDetails: { Airport: { properties: { code: { datatypes: ["STRING"] } } } },
            labelTriples: [{ "~from": "Airport", "~type": "ROUTE", "~to": "Airport" }],
          },
        },
      ],
    });
  });

  it.each([
    [{ queryString: "MATCH (n RETURN n" }, { name: "ValidationException", reason: "MALFORMED_QUERY" }],
    [{ queryString: "RETURN 1/0" }, { name: "ValidationException", reason: "ILLEGAL_ARGUMENT" }],
    [{ graphIdentifier: "g-missing000", queryString: "RETURN 1" }, { name: "ResourceNotFoundException" }],
    [{ graphIdentifier: "g-readonly00", queryString: "CREATE (:X)" }, { reason: "UNSUPPORTED_OPERATION" }],
  ])("[42] refuses %j", async (input, expected) => {
    const error = await errorOf(executeQuery(createGraphClient(aws), { graphIdentifier, ...input }));
    expect(error).toMatchObject(expected);
  });

  it("[42] ends a query that takes longer than it may", async () => {
    await aws.graph(graphIdentifier).openCypher("UNWIND range(1, 3000) AS i CREATE (:N {i: i})");
    const error = await errorOf(
      executeQuery(createGraphClient(aws), {
        graphIdentifier,
        queryString: "MATCH (a:N), (b:N) WHERE a.i * b.i = -1 RETURN count(*) AS never",
        queryTimeoutMilliseconds: 5,
      }),
    );
    expect(error).toMatchObject({ name: "UnprocessableException", reason: "QUERY_TIMEOUT" });
  });
});

describe("GetGraphSummary", () => {
  it.each(["BASIC", "DETAILED"] as const)("[42] summarises with mode %s", async (mode) => {
    const { graphSummary } = await createGraphClient(aws).send(new GetGraphSummaryCommand({ graphIdentifier, mode }));
    expect(graphSummary).toMatchObject({
      numNodes: 2,
      nodeLabels: ["Airport"],
      edgeLabels: ["ROUTE"],
      nodeProperties: [{ code: 2 }],
      edgeProperties: [{ dist: 1 }],
    });
    expect(graphSummary?.nodeStructures?.length).toBe(mode === "DETAILED" ? 2 : undefined);
  });
});

describe("GetGraph", () => {
  it("describes a graph, and knows no other", async () => {
    const client = createGraphClient(aws);
    expect(await client.send(new GetGraphCommand({ graphIdentifier }))).toMatchObject({
      id: graphIdentifier,
      arn: `arn:aws:neptune-graph:us-east-1:000000000000:graph/${graphIdentifier}`,
      status: "AVAILABLE",
    });
    const error = await errorOf(client.send(new GetGraphCommand({ graphIdentifier: "g-missing000" })));
    expect(error).toMatchObject({ name: "ResourceNotFoundException" });
  });
});

describe("ListQueries and CancelQuery", () => {
  it("list what runs, and end it", async () => {
    await aws.graph(graphIdentifier).openCypher("UNWIND range(1, 3000) AS i CREATE (:N {i: i})");
    const client = createGraphClient(aws);
    const queryString = "MATCH (a:N), (b:N) WHERE a.i * b.i = -1 RETURN count(*) AS never";
    const running = errorOf(executeQuery(createGraphClient(aws), { graphIdentifier, queryString }));
    let queries: QuerySummary[] | undefined = [];
    while (queries?.length === 0) {
      ({ queries } = await client.send(new ListQueriesCommand({ graphIdentifier, maxResults: 10 })));
    }
    expect(queries).toEqual([
      { id: expect.any(String), queryString, waited: 0, elapsed: expect.any(Number), state: "RUNNING" },
    ]);
    const waiting = new ListQueriesCommand({ graphIdentifier, maxResults: 10, state: "WAITING" });
    expect((await client.send(waiting)).queries).toEqual([]);
    const queryId = queries?.[0]?.id ?? "";
    await client.send(new CancelQueryCommand({ graphIdentifier, queryId }));
    expect(await running).toMatchObject({ name: "ValidationException", reason: "QUERY_CANCELLED" });
    const none = await client.send(new ListQueriesCommand({ graphIdentifier, maxResults: 10, state: "ALL" }));
    expect(none.queries).toEqual([]);
    const again = await errorOf(client.send(new CancelQueryCommand({ graphIdentifier, queryId })));
    expect(again).toMatchObject({ name: "ResourceNotFoundException" });
  });

  it.each([{ maxResults: 0 }, { maxResults: 1, state: "DONE" as never }])("refuses %j", async (input) => {
    const error = await errorOf(createGraphClient(aws).send(new ListQueriesCommand({ graphIdentifier, ...input })));
    expect(error).toMatchObject({ name: "ValidationException", reason: "ILLEGAL_ARGUMENT" });
  });
});
