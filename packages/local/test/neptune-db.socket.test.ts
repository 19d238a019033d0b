import { describe, expect, it } from "vitest";

import { createLocalAws } from "../src/index.ts";
import { useLocalAws } from "../src/vitest.ts";
import { askDatabase, openCypher } from "./support/neptune.ts";

const airports = [
  "CREATE (:Airport {`~id`: 'sea', code: 'SEA', elev: 433})",
  "CREATE (:Airport:Hub {`~id`: 'atl', code: 'ATL', elev: 1026.5})",
  "MATCH (a {code: 'SEA'}), (b {code: 'ATL'}) CREATE (a)-[:ROUTE {dist: 2182}]->(b)",
];
const turtle = `
  @prefix ex: <http://example.org/> .
  @prefix owl: <http://www.w3.org/2002/07/owl#> .
  ex:Airport a owl:Class .
  ex:sea a ex:Airport ; ex:code "SEA" ; ex:elevation 433 .
`;

const aws = useLocalAws({
  graphs: [{ openCypher: airports, turtle }],
  auth: {
    keys: {
      AKIALOCAL: { secretAccessKey: "local" },
      AKIAREADER: { secretAccessKey: "local", allow: ["neptune-db:ReadDataViaQuery"] },
    },
  },
});
const reader = { accessKeyId: "AKIAREADER", secretAccessKey: "local" };

const sea = {
  "~id": "sea",
  "~entityType": "node",
  "~labels": ["Airport"],
  "~properties": { code: "SEA", elev: 433 },
};
const atl = {
  "~id": "atl",
  "~entityType": "node",
  "~labels": ["Airport", "Hub"],
  "~properties": { code: "ATL", elev: 1026.5 },
};
const route = {
  "~id": "0",
  "~entityType": "relationship",
  "~start": "sea",
  "~end": "atl",
  "~type": "ROUTE",
  "~properties": { dist: 2182 },
};

describe("openCypher", () => {
  it("[43] gives nodes, relationships and paths in Neptune's shapes", async () => {
    expect(await openCypher(aws, "MATCH p = (a)-[r:ROUTE]->(b) RETURN a, r, b, p, {n: a} AS m, [b] AS l")).toEqual([
      { a: sea, r: route, b: atl, p: [sea, route, atl], m: { n: sea }, l: [atl] },
    ]);
    expect(aws.lastRequest()).toMatchObject({
      service: "neptune-db",
      operation: "ExecuteOpenCypherQuery",
      status: 200,
    });
  });

  it("[43] takes the SDK's path and JSON body with parameters as a text", async () => {
    const json = { query: "MATCH (a) WHERE a.code = $code RETURN id(a)", parameters: '{"code":"SEA"}' };
    const answer = await askDatabase(aws, { path: "/opencypher", json });
    expect(answer).toMatchObject({ status: 200, json: { results: [{ "id(a)": "sea" }] } });
  });

  it("[43] finds by id as a text, with and without an id of the caller's own", async () => {
    expect(await openCypher(aws, "MATCH (n) WHERE id(n) = 'atl' RETURN n.code AS code")).toEqual([{ code: "ATL" }]);
    expect(await openCypher(aws, "CREATE (n:Plane {seats: 180}) RETURN id(n) AS id, n")).toEqual([
      { id: "2", n: expect.objectContaining({ "~id": "2", "~properties": { seats: 180 } }) },
    ]);
  });

  it("[43] writes large integers by their digits", async () => {
    const { text } = await askDatabase(aws, { path: "/openCypher", form: { query: "RETURN 9007199254740993 AS big" } });
    expect(text).toBe('{"results":[{"big":9007199254740993}]}');
  });

  it.each([
    ["MATCH (n RETURN n", /line 1, column 10/],
    ["LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line", /LOAD CSV is not supported/],
    ["EXPLAIN MATCH (n) RETURN n", /EXPLAIN is not supported/],
    ["CALL grafeo.procedures()", /Unknown procedure: grafeo.procedures/],
    ["CALL neptune.graph.pg_schema() YIELD schema RETURN schema", /Unknown procedure/],
    ["USING QUERY:NOSUCHHINT 1 MATCH (n) RETURN n", /hint/],
    ["USING QUERY:TIMEOUTMILLISECONDS soon MATCH (n) RETURN n", /TIMEOUTMILLISECONDS/],
  ])("[43] refuses %s as malformed", async (query, message) => {
    const { status, json } = await askDatabase(aws, { path: "/openCypher", form: { query } });
    expect(status).toBe(400);
    expect(json).toEqual({
      requestId: expect.any(String),
      code: "MalformedQueryException",
      detailedMessage: expect.stringMatching(message),
      message: expect.stringMatching(message),
    });
    expect(JSON.stringify(json)).not.toMatch(/grafeo-|GRAFEO-/);
  });

  it("[43] carries the id of the answer in the body of an error", async () => {
    const { json, headers } = await askDatabase(aws, { path: "/openCypher", form: { query: "RETURN" } });
    expect(json).toMatchObject({ requestId: headers["x-amzn-requestid"] });
  });

  it.each([
    [{ form: { parameters: "{}" } }, "MissingParameterException"],
    [{ form: { query: "RETURN 1", parameters: "[1]" } }, "InvalidParameterException"],
    [{ form: { query: "RETURN 1", explain: "loud" } }, "InvalidParameterException"],
  ])("[43] refuses parameters that cannot be: %j", async (request, code) => {
    expect(await askDatabase(aws, { path: "/openCypher", ...request })).toMatchObject({ status: 400, json: { code } });
  });

  it("[43] explains as a text", async () => {
    const { text, headers } = await askDatabase(aws, {
      path: "/openCypher",
      form: { query: "MATCH (n:Airport) RETURN n", explain: "static" },
    });
    expect(headers["content-type"]).toBe("text/plain");
    expect(text).toMatch(/Airport/);
  });

  it("[43] refuses an unsigned request, and writes of a key that may only read", async () => {
    const unsigned = await fetch(`${aws.url}/openCypher`, { method: "POST", body: "query=RETURN+1" });
    expect([unsigned.status, await unsigned.json()]).toEqual([
      403,
      expect.objectContaining({ code: "MissingAuthenticationTokenException" }),
    ]);
    const ask = async (query: string): Promise<unknown> =>
      (await askDatabase(aws, { path: "/openCypher", form: { query }, credentials: reader })).json;
    expect(await ask("MATCH (n:Airport {code: 'SEA'}) RETURN n.code AS c")).toEqual({ results: [{ c: "SEA" }] });
    expect(await ask("CREATE (n:X)")).toMatchObject({ code: "AccessDeniedException", message: /WriteDataViaQuery/ });
    expect(await ask("MATCH (n) DETACH DELETE n")).toMatchObject({ message: /DeleteDataViaQuery/ });
    expect(await openCypher(aws, "MATCH (n) RETURN count(n) AS c")).toEqual([{ c: 2 }]);
  });

  it("[43] ends a query by the hint's limit", async () => {
    await aws.graph().openCypher("UNWIND range(1, 3000) AS i CREATE (:N {i: i})");
    const query = "USING QUERY:TIMEOUTMILLISECONDS 5 MATCH (a:N), (b:N) WHERE a.i * b.i = -1 RETURN count(*) AS never";
    expect(await askDatabase(aws, { path: "/openCypher", form: { query } })).toMatchObject({
      status: 500,
      json: { code: "TimeLimitExceededException" },
    });
  });

  it("[43] says in trailers how an answer ended, to a client that takes them", async () => {
    const form = { query: "MATCH (n) RETURN n.code AS c ORDER BY c" };
    const plain = await askDatabase(aws, { path: "/openCypher", form });
    expect(plain.trailers).toEqual({});
    const request = { path: "/openCypher", form, headers: { te: "trailers" } };
    const { json, trailers } = await askDatabase(aws, request);
    expect([json, trailers]).toEqual([{ results: [{ c: "ATL" }, { c: "SEA" }] }, { "x-neptune-status": "200 OK" }]);
  });

  it("[43] fails late when asked to: in trailers, or behind half a body", async () => {
    aws.faults.add({ match: { operation: "ExecuteOpenCypherQuery" }, do: { lateError: true } });
    const form = { query: "MATCH (n) RETURN n" };
    const late = await askDatabase(aws, { path: "/openCypher", form, headers: { te: "trailers" } });
    expect(late).toMatchObject({
      status: 200,
      json: undefined,
      trailers: { "x-neptune-status": "500 TimeLimitExceededException" },
    });
    expect(JSON.parse(decodeURIComponent(late.trailers["x-neptune-detail"] ?? ""))).toMatchObject({
      code: "TimeLimitExceededException",
    });
    const appended = await askDatabase(aws, { path: "/openCypher", form });
    expect(appended).toMatchObject({ status: 200, json: undefined, text: /^\{"results".*"code":"TimeLimitExceeded/ });
  });
});

describe("SPARQL", () => {
  const ask = async (form: Record<string, string>, accept?: string): Promise<unknown> => {
    const headers: Record<string, string> = accept === undefined ? {} : { accept };
    const { json, text } = await askDatabase(aws, { path: "/sparql", form, headers });
    return json ?? text;
  };

  it("[43] selects, asks and constructs, with Neptune's own prefixes declared", async () => {
    expect(await ask({ query: "SELECT ?c WHERE { ?s <http://example.org/code> ?c }" })).toEqual({
      head: { vars: ["c"] },
      results: { bindings: [{ c: { type: "literal", value: "SEA" } }] },
    });
    expect(await ask({ query: "ASK { ?c a owl:Class }" })).toEqual({ head: {}, boolean: true });
    const construct = { query: "CONSTRUCT { ?s a rdfs:Class } WHERE { ?s a owl:Class }" };
    expect(await ask(construct, "application/n-triples")).toBe(
      "<http://example.org/Airport> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2000/01/rdf-schema#Class> .\n",
    );
  });

  it("[43] updates, and reads named graphs as one", async () => {
    await ask({ update: "INSERT DATA { GRAPH <http://example.org/g> { <urn:a> <urn:b> 'c' } }" });
    expect(await ask({ query: "SELECT ?o WHERE { <urn:a> <urn:b> ?o }" })).toMatchObject({
      results: { bindings: [{ o: { value: "c" } }] },
    });
    expect(await aws.graph().dumpRdf()).toMatch(/<urn:a> <urn:b> "c" <http:\/\/example.org\/g> \./);
  });

  it("[43] refuses updates in queries, federation and bad syntax", async () => {
    for (const query of [
      "INSERT DATA { <urn:a> <urn:b> 1 }",
      "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
      "SELEC",
    ]) {
      expect(await ask({ query })).toMatchObject({ code: "MalformedQueryException" });
    }
    expect(await ask({ query: "ASK {}", update: "CLEAR ALL" })).toMatchObject({ code: "MissingParameterException" });
  });

  it("[43] takes cancellations", async () => {
    const form = { cancelQuery: "", queryId: "f0000000-0000-4000-8000-000000000000", silent: "true" };
    expect(await askDatabase(aws, { path: "/sparql/status", form })).toMatchObject({ status: 200 });
  });
});

describe("summaries and status", () => {
  it("[43] summarises the property graph", async () => {
    const basic = await askDatabase(aws, { path: "/propertygraph/statistics/summary", query: { mode: "basic" } });
    const graphSummary = {
      numNodes: 2,
      numEdges: 1,
      numNodeLabels: 2,
      numEdgeLabels: 1,
      nodeLabels: ["Airport", "Hub"],
      edgeLabels: ["ROUTE"],
      numNodeProperties: 2,
      numEdgeProperties: 1,
      nodeProperties: [{ code: 2 }, { elev: 2 }],
      edgeProperties: [{ dist: 1 }],
      totalNodePropertyValues: 4,
      totalEdgePropertyValues: 1,
    };
    expect(basic.json).toEqual({
      status: "200 OK",
      payload: { version: "v1", lastStatisticsComputationTime: expect.stringMatching(/^20.*Z$/), graphSummary },
    });
    const detailed = await askDatabase(aws, { path: "/propertygraph/statistics/summary", query: { mode: "detailed" } });
    expect(detailed.json).toMatchObject({
      payload: {
        graphSummary: {
          ...graphSummary,
          nodeStructures: [
            { count: 1, nodeProperties: ["code", "elev"], distinctOutgoingEdgeLabels: ["ROUTE"] },
            { count: 1, nodeProperties: ["code", "elev"], distinctOutgoingEdgeLabels: [] },
          ],
          edgeStructures: [{ count: 1, edgeProperties: ["dist"] }],
        },
      },
    });
  });

  it("[43] summarises the RDF graph", async () => {
    const { json } = await askDatabase(aws, { path: "/rdf/statistics/summary", query: { mode: "detailed" } });
    expect(json).toMatchObject({
      payload: {
        graphSummary: {
          numQuads: 4,
          numDistinctSubjects: 2,
          numDistinctPredicates: 3,
          numClasses: 2,
          classes: ["http://example.org/Airport", "http://www.w3.org/2002/07/owl#Class"],
          predicates: [
            { "http://www.w3.org/1999/02/22-rdf-syntax-ns#type": 2 },
            { "http://example.org/code": 1 },
            { "http://example.org/elevation": 1 },
          ],
        },
      },
    });
  });

  it("[43] gives the status of the engine and of the statistics", async () => {
    expect((await askDatabase(aws, { path: "/status" })).json).toMatchObject({
      status: "healthy",
      dbEngineVersion: "1.4.5.0",
      role: "writer",
    });
    expect((await askDatabase(aws, { path: "/propertygraph/statistics" })).json).toMatchObject({
      payload: { active: true },
    });
  });

  it("[43] has no statistics where there are none, and a stored schema from 1.4.8.0 on", async () => {
    await using other = await createLocalAws({
      graphs: [{ openCypher: airports, statistics: false, engineVersion: "1.4.8.0" }],
    });
    for (const path of ["/propertygraph/statistics/summary", "/rdf/statistics/summary"]) {
      expect(await askDatabase(other, { path })).toMatchObject({
        status: 400,
        json: { code: "StatisticsNotAvailableException" },
      });
    }
    const schema = "CALL neptune.graph.pg_schema() YIELD schema RETURN schema";
    expect(await openCypher(other, schema)).toEqual([]);
    await openCypher(other, "CALL neptune.graph.pg_schema.compute()");
    expect(await openCypher(other, schema)).toEqual([
      {
        schema: {
          nodeLabels: ["Airport", "Hub"],
          edgeLabels: ["ROUTE"],
          nodeLabelDetails: {
            Airport: { properties: { code: { datatypes: ["STRING"] }, elev: { datatypes: ["INTEGER", "DOUBLE"] } } },
            Hub: { properties: { code: { datatypes: ["STRING"] }, elev: { datatypes: ["DOUBLE"] } } },
          },
          edgeLabelDetails: { ROUTE: { properties: { dist: { datatypes: ["INTEGER"] } } } },
          labelTriples: [
            { "~from": "Airport", "~type": "ROUTE", "~to": "Airport" },
            { "~from": "Airport", "~type": "ROUTE", "~to": "Hub" },
          ],
        },
      },
    ]);
  });

  it("[43] refuses writes at a reader endpoint", async () => {
    await using other = await createLocalAws({ graphs: [{ reader: true }] });
    expect(await openCypher(other, "RETURN 1 AS one")).toEqual([{ one: 1 }]);
    const refusals = [
      await askDatabase(other, { path: "/openCypher", form: { query: "CREATE (:X)" } }),
      await askDatabase(other, { path: "/sparql", form: { update: "CLEAR ALL" } }),
    ];
    for (const refusal of refusals)
      expect(refusal).toMatchObject({ status: 400, json: { code: "ReadOnlyViolationException" } });
  });
});

describe("options", () => {
  it("forgets what tests added", async () => {
    await aws.graph().openCypher("CREATE (:X)");
    await aws.graph().loadTurtle("<urn:a> <urn:b> <urn:c> .");
    aws.reset();
    expect(await openCypher(aws, "MATCH (n) RETURN count(n) AS c")).toEqual([{ c: 2 }]);
    aws.graph().clear();
    expect(await openCypher(aws, "MATCH (n) RETURN count(n) AS c")).toEqual([{ c: 0 }]);
    expect(await aws.graph().dumpRdf()).toBe("");
  });

  it.each([
    [{ graphs: [{ id: "graph-1" }] }, /graphs\[0\]\.id must be `g-`/],
    [{ graphs: [{}, {}] }, /graphs\[1\] has the id of another graph/],
    [{ graphs: [{ id: "g-0123456789", turtle: "" }] }, /holds no RDF/],
    [{ graphs: [{ engineVersion: "new" }] }, /graphs\[0\]\.engineVersion must be a version/],
    [{ graphs: [{ queryTimeoutMs: 0 }] }, /graphs\[0\]\.queryTimeoutMs/],
    [{ graphs: [{ nodes: [] }] }, /unknown member `nodes`/],
  ])("refuses %j", async (options, message) => {
    await expect(createLocalAws(options as never)).rejects.toThrow(message);
  });
});
