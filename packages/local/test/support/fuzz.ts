import { once } from "node:events";
import http2 from "node:http2";
import net from "node:net";

import type { LocalAws } from "../../src/index.ts";
import { sign } from "./signing.ts";

/** A request that the endpoint answers, to be mutated. */
export interface Seed {
  method: string;
  path: string;
  service?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

const text = (message: string): unknown => ({ messages: [{ role: "user", content: [{ text: message }] }] });
const invoke = { anthropic_version: "bedrock-2023-05-31", max_tokens: 10, messages: [{ role: "user", content: "Hi" }] };
const form = { "content-type": "application/x-www-form-urlencoded" };
const target = (name: string): Record<string, string> => ({
  "content-type": "application/x-amz-json-1.1",
  "x-amz-target": `AWSKendraFrontendService.${name}`,
});

/** What the mutated requests begin as: operations of every protocol that HTTP carries here. */
export const seeds: readonly Seed[] = [
  { method: "POST", path: "/model/local.any/converse", body: text("Hello") },
  { method: "POST", path: "/model/local.any/converse-stream", body: text("Hello") },
  { method: "POST", path: "/model/local.any/count-tokens", body: { input: { converse: text("Hello") } } },
  { method: "POST", path: "/model/anthropic.claude-3-haiku-20240307-v1%3A0/invoke", body: invoke },
  { method: "POST", path: "/model/anthropic.claude-3-haiku-20240307-v1%3A0/invoke-with-response-stream", body: invoke },
  { method: "POST", path: "/model/amazon.titan-embed-text-v2%3A0/invoke", body: { inputText: "Hello" } },
  { method: "GET", path: "/foundation-models?byProvider=amazon" },
  {
    method: "POST",
    path: "/knowledgebases/KB00000001/retrieve",
    body: {
      retrievalQuery: { text: "whales" },
      retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults: 1 } },
    },
  },
  {
    method: "POST",
    path: "/rerank",
    body: {
      queries: [{ type: "TEXT", textQuery: { text: "a" } }],
      sources: [{ type: "INLINE", inlineDocumentSource: { type: "TEXT", textDocument: { text: "a" } } }],
      rerankingConfiguration: {
        type: "BEDROCK_RERANKING_MODEL",
        bedrockRerankingConfiguration: {
          modelConfiguration: { modelArn: "arn:aws:bedrock:us-east-1::foundation-model/cohere.rerank-v3-5:0" },
        },
      },
    },
  },
  {
    method: "POST",
    path: "/",
    service: "kendra",
    headers: target("Retrieve"),
    body: { IndexId: "c0806df7-e76b-4bce-9b5c-d5582f6b1a03", QueryText: "foxes" },
  },
  {
    method: "POST",
    path: "/PutVectors",
    service: "s3vectors",
    body: {
      vectorBucketName: "media",
      indexName: "movies",
      vectors: [{ key: "a", data: { float32: [1, 2, 3] }, metadata: { year: 1 } }],
    },
  },
  {
    method: "POST",
    path: "/QueryVectors",
    service: "s3vectors",
    body: {
      vectorBucketName: "media",
      indexName: "movies",
      topK: 1,
      queryVector: { float32: [1, 2, 3] },
      filter: { $or: [{ year: { $gt: 0 } }, { year: { $in: [1] } }] },
    },
  },
  { method: "POST", path: "/openCypher", service: "neptune-db", headers: form, body: "query=RETURN+1+AS+one" },
  {
    method: "POST",
    path: "/sparql",
    service: "neptune-db",
    headers: form,
    body: "query=SELECT+*+WHERE+%7B%3Fs+%3Fp+%3Fo%7D",
  },
  { method: "GET", path: "/_local/health" },
];

/** 0 ≤ n < 1, the same for the same seed. */
export type Random = () => number;

/** Mulberry's 32 bits. */
export function createRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const pick = <T>(random: Random, list: readonly [T, ...T[]]): T => list[Math.floor(random() * list.length)] ?? list[0];

/** A signed request as it goes over a connection that ends with it. */
export async function toBytes(aws: LocalAws, seed: Seed): Promise<Buffer> {
  const { method, path, service = "bedrock", body } = seed;
  const content = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
  const [bare = "", search = ""] = path.split("?");
  const headers = await sign({
    method,
    path: bare,
    query: Object.fromEntries(new URLSearchParams(search)),
    service,
    headers: { "content-type": "application/json", ...seed.headers },
    authority: `127.0.0.1:${aws.port}`,
    ...(content !== undefined && { body: content }),
  });
  const length = content === undefined ? {} : { "content-length": String(Buffer.byteLength(content)) };
  const lines = Object.entries({ ...headers, ...length, connection: "close" }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n${content ?? ""}`);
}

/** What a client of HTTP/2 sends for a request, byte by byte, from the preface on. */
export async function recordHttp2(aws: LocalAws, seed: Seed): Promise<Buffer> {
  const sent: Buffer[] = [];
  const tap = net.createServer((socket) => {
    const onward = net.connect(aws.port, "127.0.0.1");
    for (const one of [socket, onward]) one.on("error", () => undefined);
    socket
      .on("data", (chunk: Buffer) => sent.push(chunk))
      .pipe(onward)
      .pipe(socket);
  });
  tap.listen(0, "127.0.0.1");
  await once(tap, "listening");
  const address = tap.address();
  const session = http2.connect(`http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`);
  const stream = session.request(
    { ":method": seed.method, ":path": seed.path, authorization: "Bearer local-token" },
    { endStream: false },
  );
  stream.end(typeof seed.body === "string" ? seed.body : JSON.stringify(seed.body ?? ""));
  stream.resume();
  await once(stream, "close");
  session.destroy();
  tap.close();
  return Buffer.concat(sent);
}

type Mutation = (bytes: Buffer, random: Random) => Buffer;

const spliced = (bytes: Buffer, at: number, remove: number, insert: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)]);

const anywhere = (bytes: Buffer, random: Random): number => Math.floor(random() * bytes.length);

/** One line of the head, or all of the body. */
function aLine(bytes: Buffer, random: Random): { start: number; end: number } {
  const starts = [0];
  for (let at = bytes.indexOf("\r\n"); at >= 0; at = bytes.indexOf("\r\n", at + 2)) starts.push(at + 2);
  const index = Math.floor(random() * starts.length);
  return { start: starts[index] ?? 0, end: starts[index + 1] ?? bytes.length };
}

const oddValues = [
  "null",
  "{}",
  "[]",
  '""',
  "-1",
  "1e999",
  "true",
  "[[]]",
  '{"__proto__":{"a":1}}',
  `"${"x".repeat(3_000)}"`,
  '"\\ud800"',
  "[".repeat(2_000),
  '"arn:aws:bedrock:us-east-1::foundation-model/x"',
  "0.1",
  "9007199254740993",
] as const satisfies readonly [string, ...string[]];
const oddTexts = [
  "",
  "\u0000",
  "%",
  "%zz",
  "%2e%2e%2f",
  "é",
  "\uD83D",
  "\r\n",
  "\n",
  ":",
  "/",
  "?",
  "&&&",
  "=".repeat(50),
  "a".repeat(20_000),
  "127.0.0.1:1",
  "example.com",
  "chunked",
  "100-continue",
  "-1",
  "99999999999",
  "AWS4-HMAC-SHA256",
  "Bearer ",
  "h2c",
] as const satisfies readonly [string, ...string[]];
const oddHeaders = [
  "host: a\r\n",
  "content-length: 0\r\n",
  "content-length: 5\r\n",
  "transfer-encoding: chunked\r\n",
  "expect: 100-continue\r\n",
  "upgrade: h2c\r\nconnection: upgrade\r\n",
  "x-amz-target: AWSKendraFrontendService.Query\r\n",
  "authorization: Bearer x\r\n",
  "x-amz-content-sha256: UNSIGNED-PAYLOAD\r\n",
  "x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-EVENTS\r\n",
  "x-amz-date: 20250101T000000Z\r\n",
  "__proto__: x\r\n",
  "constructor: x\r\n",
  "graphidentifier: g-0123456789\r\n",
  "accept: application/vnd.amazon.eventstream\r\n",
  "content-type: application/cbor\r\n",
  "amz-sdk-request: attempt=x\r\n",
] as const satisfies readonly [string, ...string[]];

/** How bytes are changed, from a bit to everything. */
const mutations: readonly [Mutation, ...Mutation[]] = [
  // A byte becomes another one.
  (bytes, random) => {
    const changed = Buffer.from(bytes);
    for (let count = 1 + Math.floor(random() * 4); count > 0; count -= 1)
      changed[anywhere(bytes, random)] = Math.floor(random() * 256);
    return changed;
  },
  (bytes, random) => spliced(bytes, anywhere(bytes, random), 1 + Math.floor(random() * 20), Buffer.alloc(0)),
  (bytes, random) => spliced(bytes, anywhere(bytes, random), 0, Buffer.from(pick(random, oddTexts))),
  (bytes, random) => bytes.subarray(0, anywhere(bytes, random)),
  (bytes) => Buffer.concat([bytes, bytes]),
  // A line of the head, or the body, is gone, twice there, or another one.
  (bytes, random) => {
    const { start, end } = aLine(bytes, random);
    return spliced(bytes, start, end - start, Buffer.alloc(0));
  },
  (bytes, random) => {
    const { start, end } = aLine(bytes, random);
    return spliced(bytes, start, 0, bytes.subarray(start, end));
  },
  (bytes, random) => spliced(bytes, bytes.indexOf("\r\n") + 2, 0, Buffer.from(pick(random, oddHeaders))),
  // A segment of the path is another text.
  (bytes, random) => {
    const line = bytes.subarray(0, bytes.indexOf("\r\n")).toString("latin1");
    const [method = "", path = "", version = ""] = line.split(" ");
    const segments = path.split("/");
    segments[Math.floor(random() * segments.length)] = pick(random, oddTexts);
    return spliced(bytes, 0, line.length, Buffer.from(`${method} ${segments.join("/")} ${version}`));
  },
  // A value of the JSON is another one, with the length to match.
  (bytes, random) => {
    const at = bytes.indexOf("\r\n\r\n") + 4;
    const head = bytes.subarray(0, at).toString("latin1");
    const body = bytes.subarray(at).toString("utf8");
    const values = [...body.matchAll(/"(?:[^"\\]|\\.)*"(?!:)|-?\d[\d.]*|\{[^{}]*\}|\[[^[\]]*\]/g)];
    const chosen = values[Math.floor(random() * values.length)];
    if (chosen === undefined) return bytes;
    const changed = body.slice(0, chosen.index) + pick(random, oddValues) + body.slice(chosen.index + chosen[0].length);
    const length = `content-length: ${Buffer.byteLength(changed)}`;
    return Buffer.from(head.replace(/content-length: \d+/, length) + changed);
  },
];

/** The bytes with one to three things wrong. */
export function mutate(bytes: Buffer, random: Random): Buffer {
  let changed = bytes;
  for (let count = 1 + Math.floor(random() * 3); count > 0; count -= 1) {
    if (changed.length > 0) changed = pick(random, mutations)(changed, random);
  }
  return changed;
}

/** After so long without a byte the client says that it will send no more: a mutated length may promise more than comes. */
const quietMs = 25;
/** Those that nobody has changed are given the time that they need. */
export const patientMs = 20_000;

/**
 * Sends bytes and gives what came back until the server closed the connection.
 *
 * @param options - `leaves`: the client goes away in place of ending its half
 */
export async function send(
  port: number,
  bytes: Buffer,
  { patienceMs = quietMs, leaves = false }: { patienceMs?: number; leaves?: boolean } = {},
): Promise<string> {
  return await new Promise((resolve) => {
    const socket = net.connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    let answer = "";
    const quiet = setTimeout(() => (leaves ? socket.destroy() : socket.end()), patienceMs);
    socket.setEncoding("latin1");
    socket.on("data", (more: string) => {
      answer += more;
      quiet.refresh();
    });
    socket.on("error", () => undefined);
    socket.on("end", () => socket.end());
    socket.on("close", () => {
      clearTimeout(quiet);
      resolve(answer);
    });
    socket.write(bytes);
  });
}
