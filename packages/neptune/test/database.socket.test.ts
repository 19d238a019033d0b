import { AwsCredentialsError } from "@langchain-aws/core";
import { Retry } from "@smithy/core/retry";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  NeptuneAccessDeniedError,
  NeptuneConfigError,
  NeptuneConflictError,
  NeptuneConnectionError,
  NeptuneError,
  NeptuneGraph,
  type NeptuneGraphFields,
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
import { refusal, type ScriptedNeptune, startNeptune } from "./support/scripted-neptune.ts";

const aws = useLocalAws({
  // Read anew each time, since a test sets the time.
  clock: () => Date.now(),
  graphs: [
    { openCypher: ["CREATE (:Airport {code: 'SEA', elev: 433})-[:ROUTE {dist: 2182}]->(:Airport {code: 'ATL'})"] },
  ],
});
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not-so-secret-key" };

// The AWS SDK waits a second and more after a throttled attempt. This is its own setting for that, not a double.
beforeEach(() => {
  vi.spyOn(Retry, "throttlingDelay").mockReturnValue(1);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

const toLocal = (fields: Partial<NeptuneGraphFields> = {}): NeptuneGraph =>
  new NeptuneGraph({ endpointUrl: aws.url, region: aws.region, credentials: aws.credentials, ...fields });

const toServer = ({ url }: Pick<ScriptedNeptune, "url">, fields: Partial<NeptuneGraphFields> = {}): NeptuneGraph =>
  new NeptuneGraph({ endpointUrl: url, region: "us-east-1", credentials, ...fields });

/** A graph over a recording handler, and the headers of its one request. */
async function recorded(
  fields: Partial<NeptuneGraphFields>,
): Promise<{ headers: Record<string, string>; hostname: string; port: number | undefined }> {
  const handler = new RecordingHandler();
  const graph = new NeptuneGraph({
    host: "db.example",
    region: "us-east-1",
    credentials,
    config: { requestHandler: handler },
    ...fields,
  });
  await graph.query("RETURN 1");
  const [request] = handler.requests;
  if (request === undefined) throw new Error("Nothing was sent.");
  return { headers: request.headers, hostname: request.hostname, port: request.port };
}

describe("transport and signing", () => {
  it("[1] posts a form with the query, and the parameters as a JSON text when there are any", async () => {
    const server = await startNeptune(() => ({ json: { results: [{ x: 1 }] } }));
    const graph = toServer(server);
    expect(await graph.query("RETURN $x AS x", { x: 1, list: ["a&b=c", null] })).toEqual([{ x: 1 }]);
    await graph.query("RETURN 1", {});
    expect(
      server.requests.map(({ method, path, form, headers }) => [
        method,
        path,
        form,
        headers["content-type"],
        headers["te"],
      ]),
    ).toEqual([
      [
        "POST",
        "/openCypher",
        { query: "RETURN $x AS x", parameters: '{"x":1,"list":["a&b=c",null]}' },
        "application/x-www-form-urlencoded",
        "trailers",
      ],
      ["POST", "/openCypher", { query: "RETURN 1" }, "application/x-www-form-urlencoded", "trailers"],
    ]);
    expect(server.requests[0]?.headers["user-agent"]).toMatch(/^langchain-aws-js\/\S+ md\/@langchain-aws\/neptune$/);
  });

  it("[2] signs for neptune-db, and the host with its port", async () => {
    const { headers, hostname, port } = await recorded({});
    expect([hostname, port, headers["host"]]).toEqual(["db.example", 8182, "db.example:8182"]);
    expect(headers["authorization"]).toMatch(
      /Credential=AKIDEXAMPLE\/\d{8}\/us-east-1\/neptune-db\/aws4_request, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date,/,
    );
    expect((await recorded({ port: 443 })).headers["host"]).toBe("db.example");
  });

  it("[2] is verified by an endpoint that checks signatures", async () => {
    expect(await toLocal().query("MATCH (a:Airport) RETURN count(a) AS c")).toEqual([{ c: 2 }]);
    aws.expectRequest({ service: "neptune-db", status: 200, auth: { kind: "sigv4" } });
  });

  it("[3] sends and signs the session token", async () => {
    const { headers } = await recorded({ credentials: { ...credentials, sessionToken: "TOK" } });
    expect(headers["x-amz-security-token"]).toBe("TOK");
    expect(headers["authorization"]).toMatch(/SignedHeaders=[^,]*x-amz-security-token/);
  });

  it("[4] with sign: false sends no signature and looks for no credentials", async () => {
    const provider = vi.fn<() => Promise<typeof credentials>>(async () => credentials);
    const { headers } = await recorded({ sign: false, credentials: provider });
    expect(headers["authorization"]).toBeUndefined();
    expect(headers["x-amz-date"]).toBeUndefined();
    expect(provider).not.toHaveBeenCalled();
  });

  it("[5] signs anew for each attempt", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-05-01T10:00:00Z") });
    aws.faults.add({ when: { first: 1 }, do: { unavailable: true } });
    const stop = aws.onRequest(() => vi.setSystemTime(Date.now() + 2000));
    expect(await toLocal().query("RETURN 1 AS x")).toEqual([{ x: 1 }]);
    stop();
    const attempts = aws.requests();
    expect(attempts.map(({ status, headers }) => [status, headers["x-amz-date"]])).toEqual([
      [503, "20260501T100000Z"],
      [200, "20260501T100002Z"],
    ]);
  });

  it("[6] follows no redirect", async () => {
    const elsewhere = await startNeptune(() => ({}));
    const server = await startNeptune(() => ({ status: 302, headers: { location: `${elsewhere.url}/openCypher` } }));
    const error = await caught(toServer(server).query("RETURN 1"));
    expect(String(error)).toMatch(/redirect \(HTTP 302\), which is not followed/);
    expect([server.requests.length, elsewhere.requests.length]).toEqual([1, 0]);
  });

  it("[7] signs for the region of the host name before that of the environment, and for an explicit one before both", async () => {
    vi.stubEnv("AWS_REGION", "us-east-1");
    const host = "x.cluster-1.us-west-2.neptune.amazonaws.com";
    const scope = async (fields: Partial<NeptuneGraphFields>): Promise<string | undefined> =>
      /\/([a-z0-9-]+)\/neptune-db/.exec(
        (await recorded({ host, region: undefined, ...fields })).headers["authorization"] ?? "",
      )?.[1];
    expect(await scope({})).toBe("us-west-2");
    expect(await scope({ host: "x.cluster-1.cn-north-1.neptune.amazonaws.com.cn" })).toBe("cn-north-1");
    expect(await scope({ host: "proxy.example" })).toBe("us-east-1");
    expect(await scope({ regionName: "eu-central-1" })).toBe("eu-central-1");
  });

  it.each([
    [{ host: "https://h" }, /host is a bare host name.*`endpointUrl`/],
    [{ host: "h:8182" }, /A port goes into `port`/],
    [{ host: "user@h" }, /host is a bare host name/],
    [{ host: "h/path" }, /host is a bare host name/],
    [{}, /needs `host`.*or `endpointUrl`/],
    [{ host: "h", port: 0 }, /port must be a whole number/],
    [{ host: "h", useHttps: "no" }, /useHttps must be true or false/],
    [{ host: "h", queryTimeoutMs: -1 }, /queryTimeoutMs must be a whole number above 0/],
    [{ host: "h", client: { send: () => undefined } }, /client must be an object with a function `request`/],
    [{ host: "h", schemaSource: "guess" }, /schemaSource must be "auto", "pg_schema"/],
    [{ host: "h", query_timeout_ms: 1, queryTimeoutMs: 2 }, /two spellings of one option/],
    [{ host: "h", timeout: 1000, requestTimeoutMs: 2000 }, /requestTimeoutMs must be the same as `timeout`/],
  ])("[8] refuses %j", async (fields, message) => {
    const error = await caught(() => new NeptuneGraph(fields as NeptuneGraphFields));
    expect(NeptuneConfigError.isInstance(error)).toBe(true);
    expect(String(error)).toMatch(message);
  });

  it.each([
    [{ awsSecretAccessKey: "shh-secret" }, /both awsAccessKeyId and awsSecretAccessKey/],
    [{ awsAccessKeyId: "AKIDEXAMPLE" }, /both awsAccessKeyId and awsSecretAccessKey/],
    [{ awsSessionToken: "shh-secret" }, /awsSessionToken was passed without its keys/],
    [{ aws_secret_access_key: "shh-secret" }, /both awsAccessKeyId and awsSecretAccessKey/],
  ])("[9] refuses keys by half: %j", async (fields, message) => {
    const error = await caught(() => new NeptuneGraph({ host: "h", ...fields }));
    expect(NeptuneConfigError.isInstance(error)).toBe(true);
    expect(String(error)).toMatch(message);
    expect(String(error)).not.toContain("shh-secret");
  });

  it("[10] says of a port that is closed what is usually the reason", async () => {
    const server = await startNeptune(() => ({}));
    const failures: Error[] = [];
    const graph = new NeptuneGraph({
      host: "127.0.0.1",
      port: 1,
      useHttps: false,
      region: server.url === "" ? "" : "us-east-1",
      credentials,
      maxRetries: 1,
      connectTimeoutMs: 1000,
      onFailedAttempt: (error) => failures.push(error),
    });
    const error = await caught(graph.query("RETURN 1"));
    expect(NeptuneConnectionError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ retryable: true, hint: expect.stringContaining("http://127.0.0.1:1") });
    expect(String(error)).toMatch(/ECONNREFUSED.*VPC.*security group.*8182/);
    expect(failures).toHaveLength(2);
  });

  it("[10] takes a connection that does not open in time for one that cannot be made", async () => {
    const requestHandler = new RecordingHandler();
    requestHandler.handle = async () => {
      const text = "the request socket did not establish a connection with the server within the configured timeout";
      throw Object.assign(new Error(text), { name: "TimeoutError" });
    };
    const config = { requestHandler };
    const graph = new NeptuneGraph({ host: "db.example", region: "us-east-1", credentials, config, maxRetries: 0 });
    const error = await caught(graph.query("RETURN 1"));
    expect(NeptuneConnectionError.isInstance(error)).toBe(true);
    expect(String(error)).toMatch(/VPC/);
  });

  it("says that credentials are missing, and nothing of the network", async () => {
    const none = async (): Promise<never> => {
      throw Object.assign(new Error("Could not load credentials from any providers"), {
        name: "CredentialsProviderError",
      });
    };
    const error = await caught(toLocal({ credentials: none }).query("RETURN 1"));
    expect(AwsCredentialsError.isInstance(error)).toBe(true);
    expect(String(error)).not.toMatch(/VPC/);
    expect(aws.requests()).toEqual([]);
  });

  it("[10] refuses to sign over plain HTTP to another machine", async () => {
    const graph = new NeptuneGraph({ host: "db.example", useHttps: false, region: "us-east-1", credentials });
    expect(String(await caught(graph.query("RETURN 1")))).toMatch(/not sent over plain http/);
  });

  it("has no more requests in flight than maxConcurrency says", async () => {
    let [waiting, release] = [Promise.resolve(), (): void => undefined];
    const server = await startNeptune(async (_request, index) => {
      // Two at a time get their answers, once both are there.
      if (index % 2 === 0) waiting = new Promise((resolve) => (release = resolve));
      else release();
      await waiting;
      return { json: { results: [] } };
    });
    const graph = toServer(server, { maxConcurrency: 2 });
    await Promise.all(Array.from({ length: 8 }, () => graph.query("RETURN 1")));
    expect(server.mostAtOnce).toBe(2);
  });

  it("keeps connections, and secrets to itself", async () => {
    const graph = toLocal({ credentials: undefined, awsAccessKeyId: "AKIALOCAL", awsSecretAccessKey: "local" });
    await graph.query("RETURN 1");
    const shown = JSON.stringify(graph);
    expect(JSON.parse(shown)).toMatchObject({ type: "NeptuneGraph", endpointUrl: aws.url, awsAccessKeyId: "[secret]" });
    expect(shown).not.toContain('"local"');
    await graph.ready();
    await graph.dispose();
    expect(await graph.query("RETURN 1 AS x")).toEqual([{ x: 1 }]);
  });

  it("takes an injected transport in place of everything", async () => {
    const urls: string[] = [];
    const graph = new NeptuneGraph({
      client: {
        request: async ({ url, headers, body }) => {
          urls.push(url.pathname, String(headers["authorization"]), String(body));
          return { status: 200, headers: {}, body: '{"results":[{"a":1}]}' };
        },
      },
    });
    expect(await graph.query("RETURN 1 AS a")).toEqual([{ a: 1 }]);
    expect(urls).toEqual(["/openCypher", "undefined", "query=RETURN+1+AS+a"]);
  });
});

describe("time limits and late failures", () => {
  it("[11] puts the hint before a query that has none", async () => {
    const server = await startNeptune(() => ({}));
    const graph = toServer(server, { queryTimeoutMs: 500 });
    await graph.query("RETURN 1");
    await graph.query("USING QUERY:PLANCACHE 'auto' RETURN 1");
    expect(server.queries()).toEqual([
      "USING QUERY:TIMEOUTMILLISECONDS 500 RETURN 1",
      "USING QUERY:PLANCACHE 'auto' RETURN 1",
    ]);
  });

  it("[11] leaves the hint out for good once an engine does not know it", async () => {
    const server = await startNeptune(({ form }) =>
      form["query"]?.startsWith("USING") === true
        ? refusal(400, "MalformedQueryException", "Invalid input 'USING'")
        : {},
    );
    const graph = toServer(server, { queryTimeoutMs: 500 });
    await graph.query("RETURN 1");
    await graph.query("RETURN 2");
    expect(server.queries()).toEqual(["USING QUERY:TIMEOUTMILLISECONDS 500 RETURN 1", "RETURN 1", "RETURN 2"]);
  });

  it("[11] puts the hint before a query whose plan is asked for with its run", async () => {
    const server = await startNeptune(() => ({ text: "plan" }));
    const graph = toServer(server, { queryTimeoutMs: 500 });
    await graph.explain("RETURN 1");
    await graph.explain("RETURN 1", "dynamic");
    expect(server.queries()).toEqual(["RETURN 1", "USING QUERY:TIMEOUTMILLISECONDS 500 RETURN 1"]);
  });

  it("[11] ends a query by the hint's limit", async () => {
    await aws.graph().openCypher("UNWIND range(1, 3000) AS i CREATE (:N {i: i})");
    const graph = toLocal({ queryTimeoutMs: 5 });
    const error = await caught(graph.query("MATCH (a:N), (b:N) WHERE a.i * b.i = -1 RETURN count(*) AS never"));
    expect(NeptuneQueryTimeoutError.isInstance(error)).toBe(true);
    expect(String(error)).toMatch(/TimeLimitExceededException, HTTP 500.*`queryTimeoutMs`.*neptune_query_timeout/);
    expect(aws.requests()).toHaveLength(1);
  });

  it("[12] believes the trailers, not the status", async () => {
    aws.faults.add({ do: { lateError: true } });
    const error = await caught(toLocal().query("MATCH (n) RETURN n"));
    expect(NeptuneQueryTimeoutError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      awsCode: "TimeLimitExceededException",
      httpStatusCode: 500,
      requestId: expect.any(String),
    });
  });

  it("[12] takes other names from the trailers as well", async () => {
    const server = await startNeptune(() => ({
      json: { results: [] },
      trailers: { "X-Neptune-Status": "500 MemoryLimitExceededException", "X-Neptune-Detail": "%7Bbroken" },
    }));
    expect(NeptuneMemoryLimitError.isInstance(await caught(toServer(server).query("RETURN 1")))).toBe(true);
  });

  it("[13] finds the error behind half an answer", async () => {
    const error = { requestId: "r-1", code: "TimeLimitExceededException", detailedMessage: "Too {slow}" };
    const server = await startNeptune(() => ({ text: `{"results":[{"n":{"a":1},${JSON.stringify(error)}` }));
    const thrown = await caught(toServer(server).query("RETURN 1"));
    expect(NeptuneQueryTimeoutError.isInstance(thrown)).toBe(true);
    expect(thrown).toMatchObject({ awsCode: "TimeLimitExceededException", requestId: "r-1" });
    expect(String(thrown)).toContain("Too {slow}.");
  });

  it.each([
    ['{"results":[{"n":{"a":', true],
    ["", true],
    ['{"rows":[]}', false],
    ["[1]", false],
  ])("[13] refuses %j as an answer", async (text, partial) => {
    const server = await startNeptune(() => ({ text }));
    const error = await caught(toServer(server).query("RETURN 'private'"));
    expect(NeptuneResponseError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ partial });
    expect(String(error)).not.toContain("private");
  });

  it("[13] takes no row for an error, and keeps the beginning of what it does not understand", async () => {
    const half = '{"results":[{"code":"SEA"}';
    const server = await startNeptune(({ form }) => ({ text: form["query"] === "RETURN 1" ? half : '{"rows":[]}' }));
    const broken = await caught(toServer(server).query("RETURN 1"));
    expect(NeptuneResponseError.isInstance(broken)).toBe(true);
    expect(broken).toMatchObject({ partial: true, details: half });
    const other = await caught(toServer(server).query("RETURN 2"));
    expect(NeptuneResponseError.isInstance(other)).toBe(true);
    expect(other).toMatchObject({ partial: false, details: '{"rows":[]}' });
  });

  it("[14] aborts in the middle of an answer and closes the connection", async () => {
    const controller = new AbortController();
    const closed = new EventTarget();
    const server = await startNeptune(() => ({
      write: (response) => {
        response.on("close", () => closed.dispatchEvent(new Event("closed")));
        response.writeHead(200);
        response.write('{"results":[', () => controller.abort(new Error("no more")));
      },
    }));
    const closing = new Promise<void>((resolve) => {
      closed.addEventListener("closed", () => resolve());
    });
    const error = await caught(toServer(server).query("RETURN 1", {}, { signal: controller.signal }));
    expect(error).toMatchObject({ name: "AbortError", cause: { message: "no more" } });
    await closing;
  });

  it("[14] sends nothing for a signal that is aborted already", async () => {
    const error = await caught(toLocal().query("RETURN 1", {}, { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ name: "AbortError" });
    expect(aws.requests()).toEqual([]);
  });

  it("ends a request that takes longer than this side waits", async () => {
    aws.faults.add({ do: { hang: true } });
    const error = await caught(toLocal({ requestTimeoutMs: 50 }).query("RETURN 1"));
    expect(NeptuneQueryTimeoutError.isInstance(error)).toBe(true);
    expect(String(error)).toMatch(/`requestTimeoutMs` \(50\), ran out/);
    expect(aws.requests()).toHaveLength(1);
  });
});

describe("parameters", () => {
  it("[15] become JSON with dates as texts and large integers as digits", async () => {
    const server = await startNeptune(() => ({}));
    const parameters = {
      at: new Date("2026-05-01T10:00:00Z"),
      big: 9007199254740993n,
      none: undefined,
      map: new Map<string, unknown>([["a", [1, undefined]]]),
      nested: { deep: { null: null } },
    };
    await toServer(server).query("RETURN $at", parameters);
    expect(server.requests[0]?.form["parameters"]).toBe(
      '{"at":"2026-05-01T10:00:00.000Z","big":9007199254740993,"map":{"a":[1,null]},"nested":{"deep":{"null":null}}}',
    );
    expect(await toLocal().query("RETURN $big AS big, $at AS at", parameters)).toEqual([
      { big: Number("9007199254740993"), at: "2026-05-01T10:00:00.000Z" },
    ]);
  });

  const circle: Record<string, unknown> = {};
  circle["self"] = circle;
  it.each([
    [{ a: { b: [NaN] } }, "a.b[0] is a number that is not finite"],
    [{ a: Infinity }, "a is a number"],
    [{ a: 2n ** 63n }, "a is an integer of more than 64 bits"],
    [{ f: () => 1 }, "f is a function"],
    [{ s: Symbol("x") }, "s is a symbol"],
    [{ t: new Uint8Array(1) }, "t is a typed array"],
    [{ c: circle }, "c.self is a reference to itself"],
    [{ d: new Date(NaN) }, "d is an invalid date"],
    [{ m: new Map([[{}, 1]]) }, "m is a Map with keys that are no texts"],
    [{ s: new Set([1]) }, "s is a Set"],
  ])("[15] refuses what has no JSON, with its path (%#)", async (parameters, message) => {
    const error = await caught(toLocal().query("RETURN 1", parameters));
    expect(NeptuneConfigError.isInstance(error)).toBe(true);
    expect(String(error)).toContain(message);
    expect(aws.requests()).toEqual([]);
  });

  it.each([null, [1], "x"])("[15] refuses %j as parameters", async (value) => {
    const error = await caught(toLocal().query("RETURN 1", value as never));
    expect(NeptuneConfigError.isInstance(error)).toBe(true);
    expect(aws.requests()).toEqual([]);
  });

  it("refuses an empty query and one that is too long", async () => {
    expect(NeptuneConfigError.isInstance(await caught(toLocal().query(" ")))).toBe(true);
    const long = `RETURN '${"x".repeat(11 * 1024 * 1024)}'`;
    expect(String(await caught(toLocal().query(long)))).toMatch(/bulk loader/);
    expect(aws.requests()).toEqual([]);
  });
});

describe("errors", () => {
  const rows: readonly [number, string, { isInstance(value: unknown): boolean }, number, RegExp][] = [
    [
      403,
      "AccessDeniedException",
      NeptuneAccessDeniedError,
      1,
      /neptune-db:ReadDataViaQuery.*signed for neptune-db in us-east-1/,
    ],
    [403, "MissingAuthenticationTokenException", NeptuneAccessDeniedError, 1, /IAM action/],
    [403, "SomethingNewException", NeptuneAccessDeniedError, 1, /SomethingNewException/],
    [400, "MalformedQueryException", NeptuneMalformedQueryError, 1, /line 1.*`query` of this error/],
    [400, "ParsingException", NeptuneMalformedQueryError, 1, /query/],
    [400, "InvalidParameterException", NeptuneMalformedQueryError, 1, /query/],
    [400, "QueryLimitException", NeptuneMalformedQueryError, 1, /query/],
    [400, "UnsupportedOperationException", NeptuneUnsupportedOperationError, 1, /engine/],
    [500, "TimeLimitExceededException", NeptuneQueryTimeoutError, 1, /neptune_query_timeout/],
    [408, "ClientTimeoutException", NeptuneQueryTimeoutError, 1, /limit/],
    [500, "MemoryLimitExceededException", NeptuneMemoryLimitError, 3, /Narrow the query/],
    [429, "ThrottlingException", NeptuneThrottledError, 3, /8,192.*maxConcurrency/],
    [429, "TooManyRequestsException", NeptuneThrottledError, 3, /8,192/],
    [500, "QueryLimitExceededException", NeptuneThrottledError, 3, /8,192/],
    [500, "ConcurrentModificationException", NeptuneConflictError, 1, /ConcurrentModification/],
    [400, "ReadOnlyViolationException", NeptuneReadOnlyViolationError, 1, /endpoint may only read/],
    [500, "InternalFailureException", NeptuneServerError, 3, /Try again later/],
    [400, "BadRequestException", NeptuneError, 1, /BadRequestException, HTTP 400, request request-1/],
  ];

  it.each(rows)("maps %i %s", async (status, code, Class, attempts, message) => {
    const server = await startNeptune(() => refusal(status, code, "Something at line 1"));
    const error = await caught(toServer(server, { maxRetries: 2 }).query("RETURN 'private'"));
    expect(Class.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ awsCode: code, httpStatusCode: status, query: "RETURN 'private'" });
    expect(error).not.toHaveProperty("status");
    expect(String(error)).toMatch(message);
    expect(String(error)).not.toContain("private");
    expect(server.requests).toHaveLength(attempts);
  });

  it("says of a path that is not there what to check", async () => {
    const server = await startNeptune(() => ({ status: 404, text: "no" }));
    expect(String(await caught(toServer(server).query("RETURN 1")))).toMatch(/nothing of that name at http.*endpoint/);
  });

  it("says of an unsigned request that the cluster wants one", async () => {
    const error = await caught(toLocal({ sign: false }).query("RETURN 1"));
    expect(NeptuneAccessDeniedError.isInstance(error)).toBe(true);
    expect(String(error)).toMatch(/`sign: false`/);
  });

  it("sends a write once, and a read again", async () => {
    for (const [query, attempts] of [
      ["CREATE (:X)", 1],
      ["MATCH (n) RETURN n", 3],
    ] as const) {
      const server = await startNeptune(() => refusal(500, "InternalFailureException", "oops"));
      await caught(toServer(server, { maxRetries: 2 }).query(query));
      expect(server.requests).toHaveLength(attempts);
    }
  });

  it("goes by AWS_MAX_ATTEMPTS where nothing is said", async () => {
    vi.stubEnv("AWS_MAX_ATTEMPTS", "2");
    const server = await startNeptune(() => refusal(500, "InternalFailureException", "oops"));
    await caught(toServer(server).query("RETURN 1"));
    expect(server.requests).toHaveLength(2);
    await caught(toServer(server, { maxRetries: 0 }).query("RETURN 1"));
    expect(server.requests).toHaveLength(3);
    vi.stubEnv("AWS_MAX_ATTEMPTS", "many");
    const error = await caught(toServer(server).query("RETURN 1"));
    expect(NeptuneConfigError.isInstance(error)).toBe(true);
    expect(server.requests).toHaveLength(3);
  });

  it("masks secrets that the service repeats", async () => {
    const server = await startNeptune(() => refusal(400, "BadRequestException", `key ${credentials.secretAccessKey}`));
    expect(String(await caught(toServer(server).query("RETURN 1")))).not.toContain(credentials.secretAccessKey);
  });
});

describe("NeptuneGraph", () => {
  it("[52] runs writes when it is bare, and refuses them before any request when it is read-only", async () => {
    await toLocal().query("CREATE (:Plane {seats: 180})");
    expect(await toLocal().query("MATCH (p:Plane) RETURN p.seats AS seats")).toEqual([{ seats: 180 }]);
    aws.reset();
    const readOnly = toLocal({ readOnly: true });
    for (const query of ["CREATE (:X)", "MATCH (n) DELETE n"]) {
      expect(NeptuneReadOnlyViolationError.isInstance(await caught(readOnly.query(query)))).toBe(true);
      expect(NeptuneReadOnlyViolationError.isInstance(await caught(readOnly.explain(query)))).toBe(true);
    }
    expect(aws.requests()).toEqual([]);
    expect(await readOnly.query("RETURN 1 AS x;")).toEqual([{ x: 1 }]);
  });

  it("explains, summarises, and tells how the instance is", async () => {
    const graph = toLocal();
    expect(await graph.explain("MATCH (n:Airport) RETURN n")).toMatch(/Airport/);
    expect(await graph.getSummary()).toMatchObject({
      numNodes: 2,
      nodeLabels: ["Airport"],
      statisticsAt: expect.any(String),
    });
    expect(await graph.getSummary({ mode: "detailed" })).toHaveProperty("nodeStructures");
    expect(await graph.verifyConnectivity()).toEqual({ status: "healthy", engineVersion: "1.4.5.0", role: "writer" });
    expect(await graph.getStatisticsStatus()).toMatchObject({ active: true });
  });
});
