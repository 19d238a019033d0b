import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import https from "node:https";
import http2 from "node:http2";
import net from "node:net";
import { promisify } from "node:util";

import { BedrockClient, ListFoundationModelsCommand } from "@aws-sdk/client-bedrock";
import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { afterEach, describe, expect, it, vi } from "vitest";

import { createLocalAws } from "../src/index.ts";
import { useLocalAws } from "../src/vitest.ts";
import { collect, converse, createClient, createClientOver, modelId, openStream, textOf } from "./support/clients.ts";
import { requestHttp1, requestHttp2 } from "./support/raw-http.ts";
import { sign } from "./support/signing.ts";

const run = promisify(execFile);
const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8");
const tls = { key: fixture("localhost-key.pem"), cert: fixture("localhost-cert.pem") };
const path = `/model/${encodeURIComponent(modelId)}/converse`;
const body = JSON.stringify({ messages: [{ role: "user", content: [{ text: "Hello" }] }] });
const json = { "content-type": "application/json" };

const aws = useLocalAws();
const authority = (): string => new URL(aws.url).host;

describe("one port", () => {
  it("[1] answers the SDK over HTTP/2, which is its default, and over HTTP/1.1", async () => {
    aws.chat.on("Hello", { text: "Hi" });
    const overH2 = await converse(createClient(aws));
    const overH1 = await converse(createClient(aws, { requestHandler: new NodeHttpHandler() }));
    expect([textOf(overH2), textOf(overH1)]).toEqual(["Hi", "Hi"]);
    expect(aws.requests().map(({ http, status }) => [http, status])).toEqual([
      ["2", 200],
      ["1.1", 200],
    ]);
  });

  it("[2] answers curl over HTTP/1.1, by prior knowledge of HTTP/2, and when it asks for an upgrade", async () => {
    const headers = await sign({ path, body, headers: json, authority: authority() });
    const args = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
    for (const protocol of ["--http1.1", "--http2-prior-knowledge", "--http2"]) {
      const { stdout } = await run("curl", ["-s", protocol, ...args, "--data-binary", body, `${aws.url}${path}`]);
      expect(JSON.parse(stdout)).toMatchObject({ stopReason: "end_turn" });
    }
    expect(aws.requests().map(({ http }) => http)).toEqual(["1.1", "2", "1.1"]);
  });

  it("[2] answers fetch", async () => {
    const headers = await sign({ path, body, headers: json, authority: authority() });
    const answer = await fetch(`${aws.url}${path}`, { method: "POST", headers, body });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ stopReason: "end_turn" });
  });

  it("tells the protocols apart when their first bytes come one by one", async () => {
    const headers = await sign({ path: "/foundation-models", method: "GET", authority: authority() });
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const text = `GET /foundation-models HTTP/1.1\r\n${head.join("")}connection: close\r\n\r\n`;
    const socket = net.connect({ port: aws.port, host: "127.0.0.1", noDelay: true });
    const answer = new Promise<string>((resolve) => {
      const chunks: Buffer[] = [];
      socket.on("data", (chunk) => chunks.push(chunk)).on("end", () => resolve(Buffer.concat(chunks).toString()));
    });
    for (const character of text.slice(0, 5))
      await new Promise<void>((resolve) => socket.write(character, () => setImmediate(resolve)));
    socket.write(text.slice(5));
    expect(await answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);

    const proxied = net.connect({ port: aws.port, host: "127.0.0.1", noDelay: true });
    const session = http2.connect(aws.url, { createConnection: () => proxied });
    const stream = session.request({ ":method": "GET", ":path": "/foundation-models", ...headers });
    const status = await new Promise((resolve) => stream.on("response", (found) => resolve(found[":status"])));
    session.destroy();
    expect(status).toBe(200);
  });

  it("keeps an HTTP/1.1 connection for the next request", async () => {
    const client = createClient(aws, {
      requestHandler: new NodeHttpHandler({ httpAgent: { keepAlive: true, maxSockets: 1 } }),
    });
    for (const text of ["one", "two", "three"]) expect(textOf(await converse(client, text))).toContain(text);
  });

  it("carries many requests on one HTTP/2 session", async () => {
    const session = http2.connect(aws.url);
    const headers = await sign({ path, body, headers: json, authority: authority() });
    const statuses = await Promise.all(
      Array.from(
        { length: 50 },
        async () =>
          await new Promise((resolve, reject) => {
            const stream = session.request({ ":method": "POST", ":path": path, ...headers });
            stream.on("response", (found) => resolve(found[":status"])).on("error", reject);
            stream.resume().end(body);
          }),
      ),
    );
    session.close();
    expect(statuses).toEqual(Array.from({ length: 50 }, () => 200));
  });
});

describe("TLS", () => {
  it("[2] serves HTTP/2 and HTTP/1.1 by ALPN, and the SDK", async () => {
    await using secure = await createLocalAws({ tls });
    const target = { url: secure.url, path, body, ca: tls.cert };
    const headers = await sign({ path, body, headers: json, authority: new URL(secure.url).host });
    expect((await requestHttp2({ ...target, headers })).status).toBe(200);
    expect((await requestHttp1({ ...target, headers })).status).toBe(200);
    const client = createClient(secure, {
      requestHandler: new NodeHttpHandler({ httpsAgent: new https.Agent({ ca: tls.cert }) }),
    });
    expect(textOf(await converse(client))).toBe("Hello");
    expect(secure.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(secure.requests().map(({ http }) => http)).toEqual(["2", "1.1", "1.1"]);
  });
});

describe("every answer", () => {
  it.each([
    ["a success", "GET", "/foundation-models", 200],
    ["a refusal", "POST", "/model/no-such-model/converse", 400],
    ["an unknown path", "GET", "/nowhere", 404],
  ])("has its request id, its date and its content type: %s", async (_name, method, path, status) => {
    const content = method === "GET" ? "" : body;
    const headers = await sign({ method, path, body: content, headers: json, authority: authority() });
    for (const request of [requestHttp1, requestHttp2]) {
      const answer = await request({ url: aws.url, method, path, headers, body: content });
      expect(answer.status).toBe(status);
      expect(answer.headers).toMatchObject({
        "content-type": "application/json",
        "x-amzn-requestid": aws.lastRequest()?.id,
        date: expect.stringMatching(/ GMT$/),
      });
      expect(Object.keys(answer.headers)).not.toContain("server");
      expect(Object.keys(answer.headers).join()).not.toContain("access-control");
    }
  });

  it("declares the length of a body, but none for a stream", async () => {
    const streamPath = `${path}-stream`;
    const whole = await requestHttp1({
      url: aws.url,
      path,
      body,
      headers: await sign({ path, body, headers: json, authority: authority() }),
    });
    const stream = await requestHttp1({
      url: aws.url,
      path: streamPath,
      body,
      headers: await sign({ path: streamPath, body, headers: json, authority: authority() }),
    });
    expect(whole.headers["content-length"]).toBe(String(whole.body.length));
    expect(stream.headers).toMatchObject({
      "content-type": "application/vnd.amazon.eventstream",
      "transfer-encoding": "chunked",
    });
    expect(stream.headers).not.toHaveProperty("content-length");
  });
});

describe("limits", () => {
  it("refuses a body of more than 25,000,000 bytes with 413, before reading it where its length is declared", async () => {
    const headers = { ...json, "content-length": "25000001", expect: "100-continue" };
    const answer = await requestHttp1({ url: aws.url, path, headers });
    expect(answer.status).toBe(413);
    expect(aws.lastRequest()).toMatchObject({
      operation: "Converse",
      status: 413,
      errorType: "RequestEntityTooLargeException",
    });
  });

  it("refuses a body that turns out too long, over HTTP/2", async () => {
    const answer = await requestHttp2({ url: aws.url, path, headers: json, body: Buffer.alloc(25_000_001, " ") });
    expect(answer.status).toBe(413);
  });

  it("takes a body of 18 MB", async () => {
    const document = { format: "pdf" as const, name: "doc", source: { bytes: Buffer.alloc(13_000_000, "text ") } };
    const large = JSON.stringify({
      messages: [
        {
          role: "user",
          content: [
            { text: "Read." },
            { document: { ...document, source: { bytes: document.source.bytes.toString("base64") } } },
          ],
        },
      ],
    });
    const headers = await sign({ path, body: large, headers: json, authority: authority() });
    const answer = await requestHttp1({ url: aws.url, path, headers, body: large });
    expect(answer.status).toBe(200);
    expect(aws.lastRequest()).toMatchObject({
      body: { messages: [{ content: [{}, { document: { source: { bytes: { bytes: 13_000_000 } } } }] }] },
    });
  });

  it("asks a client that expects it to go on with its body", async () => {
    const headers = await sign({ path, body, headers: json, authority: authority() });
    const { stdout } = await run("curl", [
      "-s",
      "-i",
      "--http1.1",
      ...Object.entries({ ...headers, expect: "100-continue" }).flatMap(([name, value]) => ["-H", `${name}: ${value}`]),
      "--data-binary",
      body,
      `${aws.url}${path}`,
    ]);
    expect(stdout).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
  });
});

describe("environment variables", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each([
    ["AWS_ENDPOINT_URL", ["Converse", "ListFoundationModels"]],
    ["AWS_ENDPOINT_URL_BEDROCK_RUNTIME", ["Converse"]],
    ["AWS_ENDPOINT_URL_BEDROCK", ["ListFoundationModels"]],
  ])("[3] %s alone redirects its clients", async (name, operations) => {
    vi.stubEnv(name, aws.url);
    const settings = { region: aws.region, credentials: aws.credentials };
    const runtime = new BedrockRuntimeClient(settings);
    const control = new BedrockClient(settings);
    if (operations.includes("Converse")) await converse(runtime);
    if (operations.includes("ListFoundationModels")) await control.send(new ListFoundationModelsCommand({}));
    runtime.destroy();
    control.destroy();
    expect(aws.requests().map(({ operation }) => operation)).toEqual(operations);
  });

  it("[3] env() is all that the clients need", async () => {
    for (const [name, value] of Object.entries(aws.env())) vi.stubEnv(name, value);
    const runtime = new BedrockRuntimeClient({});
    const control = new BedrockClient({});
    expect(textOf(await converse(runtime))).toBe("Hello");
    expect((await collect(await openStream(runtime))).events.length).toBeGreaterThan(3);
    await control.send(new ListFoundationModelsCommand({}));
    runtime.destroy();
    control.destroy();
    expect(aws.requests().map(({ operation, status }) => [operation, status])).toEqual([
      ["Converse", 200],
      ["ConverseStream", 200],
      ["ListFoundationModels", 200],
    ]);
    expect(Object.keys(aws.env()).toSorted()).toEqual([
      "AWS_ACCESS_KEY_ID",
      "AWS_DEFAULT_REGION",
      "AWS_EC2_METADATA_DISABLED",
      "AWS_ENDPOINT_URL_BEDROCK",
      "AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME",
      "AWS_ENDPOINT_URL_BEDROCK_RUNTIME",
      "AWS_ENDPOINT_URL_KENDRA",
      "AWS_ENDPOINT_URL_NEPTUNEDATA",
      "AWS_ENDPOINT_URL_NEPTUNE_GRAPH",
      "AWS_ENDPOINT_URL_S3VECTORS",
      "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME",
      "AWS_REGION",
      "AWS_SECRET_ACCESS_KEY",
    ]);
  });
});

describe("what no operation answers", () => {
  it("[54] gives the recorded body, a hint, and an error with its name in the SDK", async () => {
    const misspelt = "/model/amazon.nova-lite-v1%3A0/convers";
    const answer = await requestHttp1({ url: aws.url, path: misspelt, headers: json, body });
    expect(answer.status).toBe(404);
    expect(answer.body.toString()).toBe(
      '{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}',
    );
    expect(answer.headers["x-local-hint"]).toBe(
      "nearest: Converse of bedrock-runtime is POST /model/{modelId}/converse",
    );

    const client = createClient(aws);
    client.middlewareStack.add(
      (next) => async (args) => {
        if (typeof args.request === "object" && args.request !== null && "path" in args.request)
          args.request.path = misspelt;
        return await next(args);
      },
      { step: "build" },
    );
    await expect(converse(client)).rejects.toMatchObject({
      name: "UnknownOperationException",
      $metadata: { httpStatusCode: 404, attempts: 1 },
      $response: { headers: { "x-local-hint": expect.stringContaining("/model/{modelId}/converse") } },
    });
  });

  it("names an unknown target", async () => {
    const headers = {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "AWSKendraFrontendService.Nothing",
    };
    const answer = await requestHttp1({ url: aws.url, path: "/", headers, body: "{}" });
    expect(answer.status).toBe(404);
    expect(answer.headers["x-local-hint"]).toMatch(/^nearest: |^no operation/);
  });

  it("refuses a body that is not JSON", async () => {
    const headers = await sign({ path, body: "{", headers: json, authority: authority() });
    const answer = await requestHttp1({ url: aws.url, path, headers, body: "{" });
    expect(answer.status).toBe(400);
    expect(answer.headers["x-amzn-errortype"]).toMatch(/^SerializationException:/);
  });
});

describe("model ids", () => {
  it.each([
    ["encoded", "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A%3Afoundation-model%2Famazon.nova-lite-v1%3A0/converse"],
    ["raw", "/model/arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0/converse"],
  ])("may be ARNs, %s", async (_name, path) => {
    const headers = await sign({ path, body, headers: json, authority: authority() });
    const answer = await requestHttp1({ url: aws.url, path, headers, body });
    expect(answer.status).toBe(200);
    expect(aws.lastRequest()?.model).toBe("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0");
  });
});

describe("load", () => {
  it("[51] answers 500 parallel Converse calls without an error, and leaves nothing open", async () => {
    const openHandles = (): number => process.getActiveResourcesInfo().filter((kind) => kind.startsWith("TCP")).length;
    const before = openHandles();
    const own = await createLocalAws();
    const client = createClientOver("h2", own);
    const texts = await Promise.all(
      Array.from({ length: 500 }, async (_, index) => textOf(await converse(client, `n${index}`))),
    );
    expect(texts).toEqual(Array.from({ length: 500 }, (_, index) => `n${index}`));
    client.destroy();
    await own.close();
    await vi.waitFor(() => expect(openHandles()).toBeLessThanOrEqual(before));
  });
});
