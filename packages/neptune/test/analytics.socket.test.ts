import { disposeAllClients, sharedClientCount } from "@langchain-aws/aws-auth";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { Retry } from "@smithy/core/retry";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  NeptuneAccessDeniedError,
  NeptuneAnalyticsGraph,
  type NeptuneAnalyticsGraphFields,
  NeptuneCancelledError,
  NeptuneConfigError,
  NeptuneConflictError,
  NeptuneConnectionError,
  NeptuneGraphNotFoundError,
  NeptuneMalformedQueryError,
  NeptuneMemoryLimitError,
  NeptuneQueryTimeoutError,
  NeptuneReadOnlyViolationError,
  NeptuneResponseError,
  NeptuneServerError,
  NeptuneThrottledError,
  NeptuneUnsupportedOperationError,
} from "../src/index.ts";
import { caught } from "./support/caught.ts";
import { RecordingHandler } from "./support/recording-handler.ts";
import { type ScriptedReply, startNeptune } from "./support/scripted-neptune.ts";

const graphIdentifier = "g-0123456789";
const aws = useLocalAws({
  graphs: [
    {
      id: graphIdentifier,
      openCypher: [
        "CREATE (:Airport {code: 'SEA', elev: 433})-[:ROUTE {dist: 2182}]->(:Airport {code: 'ATL', elev: 1026.5})",
      ],
    },
    { id: "g-empty00000" },
  ],
  auth: {
    keys: { AKIALOCAL: { secretAccessKey: "local" }, AKIANOBODY: { secretAccessKey: "local", allow: ["s3:*"] } },
  },
});
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not-so-secret-key" };

// The AWS SDK waits a second and more after a throttled attempt. This is its own setting for that, not a double.
beforeEach(() => {
  vi.spyOn(Retry, "throttlingDelay").mockReturnValue(1);
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await disposeAllClients();
});

const toLocal = (fields: Partial<NeptuneAnalyticsGraphFields> = {}): NeptuneAnalyticsGraph =>
  new NeptuneAnalyticsGraph({
    graphIdentifier,
    endpointUrl: aws.url,
    region: aws.region,
    credentials: aws.credentials,
    ...fields,
  });

const toServer = (url: string, fields: Partial<NeptuneAnalyticsGraphFields> = {}): NeptuneAnalyticsGraph =>
  new NeptuneAnalyticsGraph({ graphIdentifier, endpointUrl: url, region: "us-east-1", credentials, ...fields });

describe("endpoint", () => {
  it("[16] reaches an address and localhost without a setting", async () => {
    for (const endpointUrl of [aws.url, `http://localhost:${aws.port}`]) {
      expect(await toLocal({ endpointUrl }).query("MATCH (a:Airport) RETURN count(a) AS c")).toEqual([{ c: 2 }]);
    }
    aws.expectRequest({ service: "neptune-graph", operation: "ExecuteQuery", auth: { kind: "sigv4" } });
  });

  it("[16] reaches the endpoint that the environment names", async () => {
    for (const [name, value] of Object.entries(aws.env())) vi.stubEnv(name, value);
    expect(await new NeptuneAnalyticsGraph({ graphIdentifier }).query("RETURN 1 AS x")).toEqual([{ x: 1 }]);
  });

  it("[16] reaches an address that is in the client's configuration", async () => {
    const fields = { graphIdentifier, region: aws.region, credentials: aws.credentials };
    const parts = { protocol: "http:", hostname: "127.0.0.1", port: aws.port, path: "/" };
    for (const endpoint of [aws.url, parts]) {
      expect(await new NeptuneAnalyticsGraph({ ...fields, config: { endpoint } }).query("RETURN 1 AS x")).toEqual([
        { x: 1 },
      ]);
    }
  });

  it("[16] does not go by the environment's endpoints where they do not count", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL", aws.url);
    vi.stubEnv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
    expect(await hostOf({})).toBe("g-0123456789.eu-west-1.neptune-graph.amazonaws.com");
  });

  it.each(["config", "clientConfig", "client_config", "clientOptions", "client_options"])(
    "takes the client's configuration as %s, and no second one",
    async (name) => {
      expect(await toLocal({ [name]: { maxAttempts: 1 } }).query("RETURN 1 AS x")).toEqual([{ x: 1 }]);
      const other = name === "config" ? "clientConfig" : "config";
      const error = await caught(() => toLocal({ [name]: { maxAttempts: 1 }, [other]: { maxAttempts: 2 } }));
      expect(NeptuneConfigError.isInstance(error)).toBe(true);
      expect(String(error)).toMatch(/two spellings/);
    },
  );

  it("needs no region for an injected client", async () => {
    const client = { send: async () => ({ payload: { transformToString: async () => '{"results":[{"x":1}]}' } }) };
    expect(await new NeptuneAnalyticsGraph({ graphIdentifier, client }).query("RETURN 1 AS x")).toEqual([{ x: 1 }]);
  });

  const hostOf = async (fields: Partial<NeptuneAnalyticsGraphFields>): Promise<string | undefined> => {
    const handler = new RecordingHandler();
    // A new object each time, so that no test gets the client of another.
    const config = { requestHandler: handler };
    await new NeptuneAnalyticsGraph({ graphIdentifier, region: "eu-west-1", credentials, config, ...fields }).query(
      "RETURN 1",
    );
    return handler.requests[0]?.hostname;
  };

  it("[17] puts the graph before the public host, and before one of the caller's own", async () => {
    expect(await hostOf({})).toBe("g-0123456789.eu-west-1.neptune-graph.amazonaws.com");
    expect(await hostOf({ endpointUrl: "https://gw.example" })).toBe("g-0123456789.gw.example");
    expect(await hostOf({ endpointUrl: "https://gw.example", disableHostPrefix: true })).toBe("gw.example");
    expect(await hostOf({ endpointUrl: "https://g-0123456789.eu-west-1.neptune-graph.amazonaws.com" })).toBe(
      "g-0123456789.eu-west-1.neptune-graph.amazonaws.com",
    );
  });

  it("shares one client between graphs with equal settings", async () => {
    await Promise.all([toLocal().query("RETURN 1"), toLocal().query("RETURN 1"), toLocal().query("RETURN 1")]);
    expect(sharedClientCount()).toBe(1);
  });

  it.each([{}, { graphIdentifier: "" }, { graphIdentifier: "a/b" }, { graphIdentifier: "g.example" }])(
    "refuses %j as a graph",
    async (fields) => {
      const error = await caught(() => new NeptuneAnalyticsGraph(fields));
      expect(NeptuneConfigError.isInstance(error)).toBe(true);
      expect(String(error)).toMatch(/graphIdentifier/);
    },
  );
});

describe("queries", () => {
  it("[18] sends parameters as a JSON object, with dates as texts", async () => {
    const server = await startNeptune(() => ({ json: { results: [] } }));
    const graph = toServer(server.url, { queryTimeoutMs: 500, planCache: "AUTO" });
    await graph.query("RETURN $at", {
      at: new Date("2026-05-01T10:00:00Z"),
      map: new Map([["a", 1]]),
      n: 9007199254740991n,
    });
    await graph.query("RETURN 1");
    expect(server.requests.map(({ body }) => JSON.parse(body))).toEqual([
      {
        query: "RETURN $at",
        language: "OPEN_CYPHER",
        parameters: { at: "2026-05-01T10:00:00.000Z", map: { a: 1 }, n: 9007199254740991 },
        planCache: "AUTO",
        queryTimeoutMilliseconds: 500,
      },
      { query: "RETURN 1", language: "OPEN_CYPHER", planCache: "AUTO", queryTimeoutMilliseconds: 500 },
    ]);
  });

  it("[18] refuses parameters that the AWS SDK would spoil", async () => {
    const error = await caught(toLocal().query("RETURN 1", { a: { b: [NaN] } }));
    expect(String(error)).toContain("a.b[0] is a number that is not finite");
    expect(aws.requests()).toEqual([]);
  });

  it("[19] ends a query that takes longer than it may, after one attempt", async () => {
    await aws.graph(graphIdentifier).openCypher("UNWIND range(1, 3000) AS i CREATE (:N {i: i})");
    const query = "MATCH (a:N), (b:N) WHERE a.i * b.i = -1 RETURN count(*) AS never";
    const error = await caught(toLocal({ queryTimeoutMs: 5 }).query(query));
    expect(NeptuneQueryTimeoutError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      awsCode: "UnprocessableException",
      details: { reason: "QUERY_TIMEOUT" },
      httpStatusCode: 422,
    });
    expect(aws.requests()).toHaveLength(1);
  });

  it("[19] says where a query is malformed, after one attempt", async () => {
    const error = await caught(toLocal().query("MATCH (n RETURN n"));
    expect(NeptuneMalformedQueryError.isInstance(error)).toBe(true);
    expect(String(error)).toMatch(/ValidationException, MALFORMED_QUERY, HTTP 400, request .*line 1, column 10/);
    expect(aws.requests()).toHaveLength(1);
  });

  it.each([0, 2])("[20] sends a throttled query %i times again", async (maxRetries) => {
    aws.faults.add({ do: { throttle: true } });
    const seen: Error[] = [];
    const graph = toLocal({ maxRetries, onFailedAttempt: (error) => seen.push(error) });
    const error = await caught(graph.query("RETURN 1"));
    expect(NeptuneThrottledError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ httpStatusCode: 429, retryable: true });
    expect(aws.requests()).toHaveLength(maxRetries + 1);
    expect(seen.every((one) => NeptuneThrottledError.isInstance(one))).toBe(true);
    expect(seen).toHaveLength(maxRetries + 1);
  });

  it("sends a write once", async () => {
    aws.faults.add({ do: { throttle: true } });
    await caught(toLocal({ maxRetries: 3 }).query("CREATE (:X)"));
    expect(aws.requests()).toHaveLength(1);
  });

  it("aborts", async () => {
    aws.faults.add({ do: { hang: true } });
    const controller = new AbortController();
    const running = caught(toLocal().query("RETURN 1", {}, { signal: controller.signal }));
    await aws.waitForRequest({ operation: "ExecuteQuery" });
    controller.abort();
    expect(await running).toMatchObject({ name: "AbortError" });
    await aws.waitForRequest({ endedBy: "client" });
  });

  const half: ScriptedReply = {
    write: (response) => {
      response.writeHead(200);
      response.write('{"results":[');
    },
  };

  it("aborts in the middle of an answer and closes the connection", async () => {
    const controller = new AbortController();
    const closed = new EventTarget();
    const server = await startNeptune(() => ({
      write: (response) => {
        response.on("close", () => closed.dispatchEvent(new Event("close")));
        response.writeHead(200);
        response.write('{"results":[', () => controller.abort("enough"));
      },
    }));
    const isClosed = new Promise((resolve) => closed.addEventListener("close", resolve));
    const error = await caught(toServer(server.url).query("RETURN 1", {}, { signal: controller.signal }));
    expect(error).toMatchObject({ name: "AbortError" });
    await isClosed;
  });

  it("ends an answer that stops in the middle, and says what became of one that breaks off", async () => {
    const server = await startNeptune(() => half);
    const late = await caught(toServer(server.url, { requestTimeoutMs: 50 }).query("RETURN 1"));
    expect(NeptuneQueryTimeoutError.isInstance(late)).toBe(true);
    expect(String(late)).toMatch(/`requestTimeoutMs` \(50\)/);
    const breaking = await startNeptune(() => ({
      write: (response) => {
        response.writeHead(200);
        response.write('{"results":[', () => response.destroy());
      },
    }));
    const broken = await caught(toServer(breaking.url).query("RETURN 1"));
    expect(NeptuneConnectionError.isInstance(broken)).toBe(true);
  });

  it("refuses writes when it is read-only", async () => {
    const error = await caught(toLocal({ readOnly: true }).query("MATCH (n) DELETE n"));
    expect(NeptuneReadOnlyViolationError.isInstance(error)).toBe(true);
    expect(aws.requests()).toEqual([]);
  });

  it("explains and summarises", async () => {
    expect(await toLocal().explain("MATCH (a:Airport) RETURN a", "details")).toMatch(/Airport/);
    expect(await toLocal().getSummary()).toMatchObject({ numNodes: 2, statisticsAt: expect.any(String) });
    expect(await toLocal().getSummary({ mode: "detailed" })).toHaveProperty("nodeStructures");
  });
});

describe("errors", () => {
  const refused = (status: number, type: string, reason?: string): ScriptedReply => ({
    status,
    headers: { "x-amzn-errortype": `${type}:http://internal` },
    json: { message: "Something", ...(reason !== undefined && { reason }) },
  });
  const rows: readonly [number, string, string | undefined, { isInstance(value: unknown): boolean }, boolean][] = [
    [403, "AccessDeniedException", undefined, NeptuneAccessDeniedError, false],
    [404, "ResourceNotFoundException", undefined, NeptuneGraphNotFoundError, false],
    [400, "ValidationException", "BAD_REQUEST", NeptuneMalformedQueryError, false],
    [400, "ValidationException", "ILLEGAL_ARGUMENT", NeptuneMalformedQueryError, false],
    [400, "ValidationException", "QUERY_TOO_LARGE", NeptuneMalformedQueryError, false],
    [400, "ValidationException", "UNSUPPORTED_OPERATION", NeptuneUnsupportedOperationError, false],
    [400, "ValidationException", "QUERY_CANCELLED", NeptuneCancelledError, false],
    [422, "UnprocessableException", "MEMORY_LIMIT_EXCEEDED", NeptuneMemoryLimitError, false],
    [422, "UnprocessableException", "INTERNAL_LIMIT_EXCEEDED", NeptuneMemoryLimitError, false],
    [409, "ConflictException", undefined, NeptuneConflictError, false],
    [500, "InternalServerException", undefined, NeptuneServerError, true],
  ];

  it.each(rows)("maps %i %s %s", async (status, type, reason, Class, retryable) => {
    const server = await startNeptune(() => refused(status, type, reason));
    const error = await caught(toServer(server.url, { maxRetries: 0 }).query("RETURN 1"));
    expect(Class.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ awsCode: type, httpStatusCode: status, retryable, query: "RETURN 1" });
    expect(error).not.toHaveProperty("status");
  });

  it("tells which graph was not found where, and which action is missing", async () => {
    const missing = await caught(toLocal({ graphIdentifier: "g-missing000" }).query("RETURN 1"));
    expect(String(missing)).toMatch(/g-missing000 in us-east-1 at http.*disableHostPrefix/);
    const keys = { accessKeyId: "AKIANOBODY", secretAccessKey: "local" };
    const denied = await caught(toLocal({ credentials: keys }).query("RETURN 1"));
    expect(String(denied)).toMatch(/neptune-graph:ReadDataViaQuery.*signed for neptune-graph in us-east-1/);
  });

  it("has the same classes for what never gets an answer as Neptune Database", async () => {
    const closed = await caught(toServer("http://127.0.0.1:1", { maxRetries: 0 }).query("RETURN 1"));
    expect(NeptuneConnectionError.isInstance(closed)).toBe(true);
    expect(String(closed)).toMatch(/ECONNREFUSED.*Tried http:\/\/127\.0\.0\.1:1\b/);
    const server = await startNeptune(() => ({ write: () => undefined }));
    const late = await caught(toServer(server.url, { maxRetries: 0, requestTimeoutMs: 50 }).query("RETURN 1"));
    expect(NeptuneQueryTimeoutError.isInstance(late)).toBe(true);
    const nowhere = await caught(toServer("http://neptune.invalid", { maxRetries: 0 }).query("RETURN 1"));
    expect(NeptuneGraphNotFoundError.isInstance(nowhere)).toBe(true);
    expect(String(nowhere)).toMatch(/g-0123456789 in us-east-1 at http:\/\/neptune\.invalid.*disableHostPrefix/);
  });

  it.each(["", "{", '{"rows":[]}'])("refuses %j as an answer", async (text) => {
    const server = await startNeptune(() => ({ text }));
    expect(NeptuneResponseError.isInstance(await caught(toServer(server.url).query("RETURN 1")))).toBe(true);
  });
});

describe("schema", () => {
  it("[21] keeps all datatypes of a property", async () => {
    const schema = {
      nodeLabels: ["Airport"],
      edgeLabels: ["ROUTE"],
      nodeLabelDetails: { Airport: { properties: { code: { datatypes: ["String", "Integer", "STRING"] } } } },
      edgeLabelDetails: { ROUTE: { properties: {} } },
      labelTriples: [{ "~from": "Airport", "~type": "ROUTE", "~to": "Airport" }],
      somethingNew: 1,
    };
    const server = await startNeptune(() => ({ json: { results: [{ schema }] } }));
    const graph = toServer(server.url);
    await graph.ensureSchema();
    expect(graph.getSchema()).toBe(
      [
        "Node properties:",
        "Airport {code: INTEGER | STRING}",
        "Relationship properties:",
        "ROUTE {}",
        "Relationships:",
        "(:Airport)-[:ROUTE]->(:Airport)",
      ].join("\n"),
    );
    expect(graph.getStructuredSchema()).toMatchObject({
      source: "pg_schema",
      nodeProps: { Airport: [{ property: "code", type: "INTEGER | STRING", types: ["INTEGER", "STRING"] }] },
    });
  });

  it("[21] of an empty graph is empty", async () => {
    const graph = toLocal({ graphIdentifier: "g-empty00000" });
    await graph.ensureSchema();
    expect(graph.getStructuredSchema()).toMatchObject({ source: "pg_schema", nodeProps: {}, relationships: [] });
    expect(aws.requests()).toHaveLength(1);
  });

  it("[32] leaves out what is not wanted, and keeps to tripleLimit", async () => {
    const triple = (from: string, to: string): object => ({ "~from": from, "~type": "KNOWS", "~to": to });
    const schema = {
      nodeLabels: ["Person", "Secret"],
      edgeLabels: ["KNOWS", "Secret"],
      labelTriples: [
        triple("Person", "Secret"),
        triple("Secret", "Person"),
        triple("Person", "Z"),
        triple("Person", "A"),
      ],
    };
    const server = await startNeptune(() => ({ json: { results: [{ schema }] } }));
    const graph = toServer(server.url, { excludeTypes: ["Secret"] });
    await graph.ensureSchema();
    expect(graph.getSchema()).not.toContain("Secret");
    expect(graph.getStructuredSchema().relationships.map(({ end }) => end)).toEqual(["A", "Z"]);
    const limited = toServer(server.url, { tripleLimit: 1 });
    await limited.ensureSchema();
    expect(limited.getStructuredSchema().relationships).toEqual([{ start: "Person", type: "KNOWS", end: "A" }]);
  });

  it("[21] comes from the graph in one request", async () => {
    const graph = await NeptuneAnalyticsGraph.initialize({
      graphIdentifier,
      endpointUrl: aws.url,
      region: aws.region,
      credentials: aws.credentials,
    });
    expect(graph.schema).toContain("Airport {code: STRING, elev: DOUBLE | INTEGER}");
    expect(aws.requests()).toHaveLength(1);
  });
});
