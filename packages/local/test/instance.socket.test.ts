import http from "node:http";
import http2 from "node:http2";
import net from "node:net";

import { describe, expect, it, vi } from "vitest";

import { createLocalAws, type LocalAwsOptions } from "../src/index.ts";
import { useLocalAws } from "../src/vitest.ts";
import { collect, converse, createClient, errorOf, modelId, openStream, textOf } from "./support/clients.ts";
import { type RawAnswer, requestHttp1, requestHttp2 } from "./support/raw-http.ts";
import { createShortTermKey, sign } from "./support/signing.ts";

const aws = useLocalAws();
const path = `/model/${encodeURIComponent(modelId)}/converse`;
const body = JSON.stringify({ messages: [{ role: "user", content: [{ text: "Hello" }] }] });
const json = { "content-type": "application/json" };

describe("the request log", () => {
  it("[48] holds what a request was and what became of it", async () => {
    await converse(createClient(aws, { customUserAgent: "a-test/1.0" }));
    const entry = aws.lastRequest();
    expect(entry).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      at: expect.any(Number),
      service: "bedrock-runtime",
      operation: "Converse",
      model: modelId,
      params: { modelId },
      http: "2",
      method: "POST",
      path,
      region: "us-east-1",
      auth: { kind: "sigv4", accessKeyId: "AKIALOCAL" },
      headers: expect.objectContaining({ "content-type": "application/json" }),
      body: { messages: [{ role: "user", content: [{ text: "Hello" }] }] },
      attempt: 1,
      invocationId: entry?.headers["amz-sdk-invocation-id"],
      userAgent: expect.stringContaining("a-test/1.0"),
      status: 200,
      eventsSent: 0,
      abortedByClient: false,
      endedBy: "answer",
      durationMs: expect.any(Number),
      usage: expect.objectContaining({ inputTokens: expect.any(Number), outputTokens: expect.any(Number) }),
    });
    await collect(await openStream(createClient(aws)));
    expect(aws.lastRequest()).toMatchObject({ operation: "ConverseStream", eventsSent: 5, usage: entry?.usage });
  });

  it("[48] masks secrets", async () => {
    const session = {
      accessKeyId: "ASIASESSION",
      secretAccessKey: "very-secret",
      sessionToken: "token-of-the-session",
    };
    const shortTermKey = await createShortTermKey({});
    const authority = new URL(aws.url).host;
    const secrets = [
      "very-secret",
      "token-of-the-session",
      "bearer-secret",
      "cookie-secret",
      shortTermKey,
      aws.controlToken,
    ];
    const send = async (headers: Record<string, string>, target = path): Promise<RawAnswer> =>
      await requestHttp1({ url: aws.url, path: target, body, headers: { ...json, ...headers } });
    const signed = await sign({ path, body, headers: json, authority, credentials: session });
    await send(signed);
    await send({ authorization: "Bearer bearer-secret", cookie: "id=cookie-secret" });
    await send({ authorization: `Bearer ${shortTermKey}` });
    await send({ authorization: "bearer-secret", "x-local-token": aws.controlToken });
    await send({}, `${path}?X-Amz-Security-Token=token-of-the-session&X-Amz-Signature=bearer-secret&x=1`);
    const signature = signed["authorization"]?.split("Signature=")[1] ?? "";
    const log = JSON.stringify(aws.requests()) + aws.describeRequests();
    for (const secret of [...secrets, signature]) expect(log).not.toContain(secret);
    expect(aws.requests().map(({ headers }) => headers["authorization"])).toEqual([
      expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=ASIASESSION\/.*, SignedHeaders=.*, Signature=\*\*\*$/),
      "Bearer ***",
      "Bearer ***",
      "***",
      undefined,
    ]);
    expect(aws.lastRequest()?.path).toBe(`${path}?X-Amz-Security-Token=***&X-Amz-Signature=***&x=1`);
  });

  it("[48] keeps the newest entries, up to its cap", async () => {
    await using own = await createLocalAws({ log: { maxEntries: 3 } });
    const client = createClient(own);
    for (let index = 0; index < 8; index++) await converse(client, `n${index}`);
    expect(own.requests().map((entry) => JSON.stringify(entry.body).match(/n\d/)?.[0])).toEqual(["n5", "n6", "n7"]);
  });

  it("[48] expectRequest names the path that differs", async () => {
    const client = createClient(aws);
    await converse(client, "first");
    await converse(client, "second");
    expect(
      aws.expectRequest({ operation: "Converse", body: { messages: [{ content: [{ text: "first" }] }] } }).attempt,
    ).toBe(1);
    expect(aws.expectRequest({ body: { messages: [{ content: [{ text: /^sec/ }] }] } })).toMatchObject({ status: 200 });
    expect(() =>
      aws.expectRequest({ operation: "Converse", body: { messages: [{ content: [{ text: "third" }] }] } }),
    ).toThrow(
      /^None of 2 requests is as expected\. The nearest, POST \/model\/.* Converse .*, differs:\n {2}body\.messages\[0\]\.content\[0\]\.text: expected "third", received "second"$/,
    );
    aws.reset();
    expect(() => aws.expectRequest({ operation: "Converse" })).toThrow(
      'No request was received; expected {"operation":"Converse"}.',
    );
  });

  it("keeps the size and the hash of large bytes, and no body where the options say so", async () => {
    const image = Buffer.alloc(20_000, 7).toString("base64");
    const content = [{ text: "What is it?" }, { image: { format: "png", source: { bytes: image } } }];
    const large = JSON.stringify({ messages: [{ role: "user", content }] });
    await using quiet = await createLocalAws({ log: { bodies: false }, validation: "off" });
    for (const instance of [aws, quiet]) {
      const headers = await sign({ path, body: large, headers: json, authority: new URL(instance.url).host });
      await requestHttp1({ url: instance.url, path, headers, body: large });
    }
    expect(aws.lastRequest()?.body).toMatchObject({
      messages: [
        {
          content: [
            { text: "What is it?" },
            { image: { source: { bytes: { bytes: 20_000, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } } } },
          ],
        },
      ],
    });
    expect(quiet.lastRequest()).not.toHaveProperty("body");
  });

  it("waits for a request that is still to come, and says what came instead", async () => {
    const waiting = aws.waitForRequest({ operation: "ConverseStream", endedBy: "answer" });
    const client = createClient(aws);
    await converse(client);
    await collect(await openStream(client));
    expect(await waiting).toMatchObject({ operation: "ConverseStream", status: 200 });
    await expect(aws.waitForRequest({ operation: "Retrieve" }, { timeoutMs: 1 })).rejects.toThrow(
      /^No request matched \{"operation":"Retrieve"\} within 1 ms\.\nRequests received:\n {2}POST .* Converse attempt 1 -> 200/,
    );
  });

  it("gives copies", async () => {
    await converse(createClient(aws));
    const [entry] = aws.requests();
    if (entry !== undefined) entry.status = 999;
    expect(aws.lastRequest()?.status).toBe(200);
  });
});

describe("security", () => {
  it.each([
    ["localhost", 404],
    ["LOCALHOST:1234", 404],
    ["127.0.0.1", 404],
    ["127.8.8.8:80", 404],
    ["[::1]:80", 404],
    ["g-0123456789.127.0.0.1:4599", 404],
    ["bedrock-runtime.us-east-1.localhost", 404],
    ["example.com", 421],
    ["localhost.example.com", 421],
    ["127.0.0.1.example.com", 421],
    ["10.0.0.1", 421],
    ["bedrock-runtime.us-east-1.amazonaws.com", 421],
  ])("[49] the host name %j gives %i", async (host, status) => {
    const answers = [
      await requestHttp1({ url: aws.url, path: "/nowhere", headers: { host } }),
      await requestHttp2({ url: aws.url, path: "/nowhere", headers: { ":authority": host } }),
    ];
    for (const answer of answers) expect(answer.status).toBe(status);
  });

  it("[49] control routes want their token", async () => {
    const send = async (token: string | undefined): Promise<number> => {
      const headers: Record<string, string> = token === undefined ? {} : { "x-local-token": token };
      return (await requestHttp1({ url: aws.url, method: "GET", path: "/_local/health", headers })).status;
    };
    expect(await send(undefined)).toBe(403);
    expect(await send("wrong")).toBe(403);
    expect(await send(`${aws.controlToken}x`)).toBe(403);
    expect(await send(aws.controlToken)).toBe(200);
    expect(aws.controlToken.length).toBeGreaterThanOrEqual(32);
  });

  it("[49] binds no address that other machines reach, unless told to", async () => {
    for (const host of ["0.0.0.0", "::", "192.0.2.1", "example.com"]) {
      await expect(createLocalAws({ host })).rejects.toThrow(
        "createLocalAws: `host` is not a loopback address. Pass `allowRemote: true` to serve other machines.",
      );
    }
    const warnings: string[] = [];
    const emit = vi.spyOn(process, "emitWarning").mockImplementation((warning) => void warnings.push(String(warning)));
    await using open = await createLocalAws({ host: "0.0.0.0", allowRemote: true, allowedHosts: ["box.lan"] });
    emit.mockRestore();
    expect(warnings).toEqual(["The local AWS endpoint can be reached from other machines (`allowRemote`)."]);
    const statuses = [];
    for (const host of ["10.0.0.1", "box.lan", "example.com"]) {
      const url = `http://127.0.0.1:${open.port}`;
      statuses.push((await requestHttp1({ url, path: "/nowhere", headers: { host } })).status);
    }
    expect(statuses).toEqual([404, 404, 421]);
  });

  it("[49] refuses keys that look real, unless told otherwise, and does not repeat them", async () => {
    // The example of AWS's documentation.
    const keys = { AKIAIOSFODNN7EXAMPLE: { secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" } };
    const error = await errorOf(createLocalAws({ auth: { keys } }));
    expect(error.message).toBe(
      "createLocalAws: `auth.keys` holds a key that looks like a real AWS key. Invent one for tests, or pass `auth.allowRealKeys: true`.",
    );
    await using allowed = await createLocalAws({ auth: { keys, allowRealKeys: true } });
    expect(textOf(await converse(createClient(allowed)))).toBe("Hello");
  });

  it("answers no preflight and sends no CORS headers", async () => {
    const headers = { origin: "https://example.com", "access-control-request-method": "POST" };
    const answer = await requestHttp1({ url: aws.url, method: "OPTIONS", path, headers });
    expect(answer.status).toBe(404);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
  });
});

describe("control routes", () => {
  const call = async (method: string, route: string, content?: unknown): Promise<{ status: number; body: unknown }> => {
    const answer = await requestHttp1({
      url: aws.url,
      method,
      path: `/_local/${route}`,
      headers: { "x-local-token": aws.controlToken },
      ...(content === undefined ? {} : { body: typeof content === "string" ? content : JSON.stringify(content) }),
    });
    return { status: answer.status, body: JSON.parse(answer.body.toString()) };
  };

  it("show and empty the log", async () => {
    await converse(createClient(aws));
    expect(await call("GET", "requests?operation=Converse")).toEqual({
      status: 200,
      body: { requests: aws.requests() },
    });
    expect(await call("GET", "requests?operation=Retrieve")).toEqual({ status: 200, body: { requests: [] } });
    await call("DELETE", "requests");
    expect(aws.requests()).toEqual([]);
  });

  it("set, show and clear faults", async () => {
    expect(await call("POST", "faults", { match: { operation: "Converse" }, do: { throttle: true } })).toEqual({
      status: 200,
      body: { id: "fault-1" },
    });
    expect((await errorOf(converse(createClient(aws, { maxAttempts: 1 })))).name).toBe("ThrottlingException");
    expect(await call("GET", "faults")).toMatchObject({ body: { faults: [{ id: "fault-1", seen: 1, applied: 1 }] } });
    await call("DELETE", "faults?id=fault-1");
    expect(await call("GET", "faults")).toEqual({ status: 200, body: { faults: [] } });
  });

  it("reset the instance", async () => {
    aws.chat.script([{ text: "never said" }]);
    aws.faults.add({ do: { throttle: true } });
    expect(await call("POST", "reset")).toEqual({ status: 200, body: {} });
    expect([aws.chat.remaining, aws.faults.list()]).toEqual([0, []]);
  });

  it.each([
    ["POST", "faults", { do: { trottle: true } }, 400, /^fault\.do\.trottle is unknown/],
    ["POST", "faults", "{", 400, /JSON/],
    ["POST", "faults", "x".repeat(1_000_001), 413, /^The body is over the limit of 1000000 bytes\.$/],
    ["GET", "nothing", undefined, 404, /^Unknown control route\. Known: GET health/],
  ])("%s %s refuses what it cannot use (%#)", async (method, route, content, status, message) => {
    expect(await call(method, route, content)).toEqual({ status, body: { message: expect.stringMatching(message) } });
  });

  it("follow the log line by line", async () => {
    const headers = { "x-local-token": aws.controlToken };
    const request = http.get(`${aws.url}/_local/requests?follow`, { headers, agent: false });
    const lines = await new Promise<AsyncIterable<Buffer>>((resolve) => request.on("response", resolve));
    await converse(createClient(aws));
    for await (const line of lines) {
      expect(JSON.parse(line.toString())).toEqual(aws.lastRequest());
      break;
    }
    request.destroy();
  });
});

describe("instances", () => {
  it("[53] share nothing", async () => {
    await using other = await createLocalAws({
      region: "eu-west-1",
      auth: { keys: { AKIAOTHER: { secretAccessKey: "other" } } },
    });
    aws.chat.on("Hello", { text: "from one" });
    other.chat.on("Hello", { text: "from the other" });
    other.faults.add({ match: { operation: "ConverseStream" }, do: { throttle: true } });
    expect(textOf(await converse(createClient(aws)))).toBe("from one");
    expect(textOf(await converse(createClient(other)))).toBe("from the other");
    expect((await collect(await openStream(createClient(aws)))).error).toBeUndefined();
    await expect(converse(createClient(aws, other.clientConfig("bedrock-runtime")))).resolves.toBeDefined();
    const foreign = createClient(aws, { credentials: other.credentials });
    await expect(converse(foreign)).rejects.toMatchObject({ name: "UnrecognizedClientException" });
    expect(aws.requests()).toHaveLength(3);
    expect(other.requests()).toHaveLength(2);
    expect(aws.controlToken).not.toBe(other.controlToken);

    other.reset();
    expect(other.requests()).toEqual([]);
    expect(other.faults.list()).toEqual([]);
    expect(textOf(await converse(createClient(other)))).toBe("Hello");
    expect(aws.requests()).toHaveLength(3);
    expect(textOf(await converse(createClient(aws)))).toBe("from one");
  });

  it("give their clients what they need", async () => {
    await using own = await createLocalAws({
      region: "eu-west-1",
      auth: {
        keys: { ASIAOWN: { secretAccessKey: "own", sessionToken: "token" }, AKIATWO: { secretAccessKey: "two" } },
      },
    });
    const credentials = { accessKeyId: "ASIAOWN", secretAccessKey: "own", sessionToken: "token" };
    expect(own.url).toBe(`http://127.0.0.1:${own.port}`);
    expect(own.clientConfig("bedrock-runtime")).toEqual({ region: "eu-west-1", endpoint: own.url, credentials });
    expect(own.clientConfig("neptune-graph")).toMatchObject({ disableHostPrefix: true });
    expect(own.env()).toMatchObject({
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: own.url,
      AWS_REGION: "eu-west-1",
      AWS_DEFAULT_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "ASIAOWN",
      AWS_SECRET_ACCESS_KEY: "own",
      AWS_SESSION_TOKEN: "token",
    });
    expect(textOf(await converse(createClient(own)))).toBe("Hello");
  });

  it("listen on IPv6 too", async () => {
    await using own = await createLocalAws({ host: "::1" });
    expect(own.url).toBe(`http://[::1]:${own.port}`);
    expect(textOf(await converse(createClient(own)))).toBe("Hello");
  });

  it("close with idle, half-open and busy connections", async () => {
    const own = await createLocalAws();
    const silent = net.connect(own.port, "127.0.0.1");
    const half = net.connect(own.port, "127.0.0.1", () => half.write("PR"));
    const session = http2.connect(own.url);
    const closed = Promise.all(
      [silent, half, session].map(async (one) => await new Promise((resolve) => one.on("close", resolve))),
    );
    for (const one of [silent, half, session]) one.on("error", () => {});
    await new Promise((resolve) => session.on("remoteSettings", resolve));
    await converse(createClient(own));
    await own.close();
    await closed;
    await expect(requestHttp1({ url: own.url, path: "/" })).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await own.close();
  });

  it("name the port that is taken", async () => {
    await expect(createLocalAws({ port: aws.port })).rejects.toThrow(
      `createLocalAws: 127.0.0.1:${aws.port} is taken. Pass another \`port\`, or 0 for any that is free.`,
    );
  });
});

describe("options", () => {
  const wrong: readonly (readonly [object, string])[] = [
    [{ prot: 1 }, "createLocalAws: unknown option `prot`. Known: host, port,"],
    [{ port: 70_000 }, "createLocalAws: `port` must be a whole number from 0 to 65535."],
    [{ port: "80" }, "createLocalAws: `port` must be a whole number"],
    [{ region: "" }, "createLocalAws: `region` must be a region name"],
    [{ accountId: "1" }, "createLocalAws: `accountId` must be 12 digits."],
    [{ tls: { key: "x" } }, "createLocalAws: `tls` must be an object with the PEM texts `key` and `cert`."],
    [{ validation: "strict" }, 'createLocalAws: `validation` must be "current" or "strict2024" or "off".'],
    [{ auth: { mode: "loose" } }, "createLocalAws: `auth.mode` must be"],
    [{ auth: { keys: {} } }, "createLocalAws: `auth.keys` must be an object of at least one access key"],
    [{ auth: { keys: { AKIA: { secret: "x" } } } }, "createLocalAws: `auth.keys` must be"],
    [{ auth: { keys: { A: { secretAccessKey: "x", allow: "*" } } } }, "createLocalAws: `auth.keys.A.allow` must be"],
    [
      { auth: { keys: { A: { secretAccessKey: "x", token: "y" } } } },
      "createLocalAws: unknown option `auth.keys.A.token`.",
    ],
    [{ models: { extra: [{}] } }, "createLocalAws: `models.extra` must be a list of objects, each with the text `id`."],
    [{ models: { applicationProfiles: [{ id: "a" }] } }, "createLocalAws: `models.applicationProfiles` must be"],
    [{ tls: { key: "x", cert: "y" } }, "createLocalAws: `tls` cannot be used: "],
    [
      {
        endpoints: [
          { name: "a", container: "tgi" },
          { name: "a", container: "lmi" },
        ],
      },
      "createLocalAws: endpoints[1] is a second one of its name.",
    ],
    [
      { knowledgeBases: [{ id: "KB00000001" }, { id: "KB00000001" }] },
      "createLocalAws: knowledgeBases[1] is a second one of its name.",
    ],
    [{ auth: { token: "x" } }, "createLocalAws: unknown option `auth.token`."],
    [{ models: { unknown: "guess" } }, "createLocalAws: `models.unknown` must be"],
    [{ log: { maxEntries: 0 } }, "createLocalAws: `log.maxEntries` must be"],
    [{ clock: 1 }, "createLocalAws: `clock` must be a function"],
    [{ responders: ["x"] }, "createLocalAws: `responders` must be a list of functions."],
    [
      { embeddings: "words" },
      'createLocalAws: `embeddings` must be "hash" or "semantic", or an object with a function `embed`.',
    ],
    [{ faults: [{ do: { nothing: true } }] }, "faults[0].do.nothing is unknown."],
  ];
  it.each(wrong)("%j is refused by name", async (options: LocalAwsOptions, message) => {
    expect((await errorOf(createLocalAws(options))).message).toContain(message);
  });

  it("do not keep a secret in a message", async () => {
    const options = {
      auth: {
        keys: { AKIALOCAL: { secretAccessKey: "very-secret", sessionTokens: 1 } },
        bearerTokens: ["b-secret", 1],
      },
    };
    const error = await errorOf(createLocalAws(JSON.parse(JSON.stringify(options))));
    expect(error.message).toBe("createLocalAws: `auth.bearerTokens` must be a list of texts.");
  });
});
