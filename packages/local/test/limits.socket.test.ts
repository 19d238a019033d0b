import { once } from "node:events";
import http2 from "node:http2";
import net from "node:net";

import { describe, expect, it, onTestFinished } from "vitest";

import { createLocalAws, type LocalAws, type LocalAwsOptions } from "../src/index.ts";
import { requestHttp1 } from "./support/raw-http.ts";
import { sign } from "./support/signing.ts";

const path = "/model/local.any/converse";
const body = JSON.stringify({ messages: [{ role: "user", content: [{ text: "Hello" }] }] });

async function start(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const aws = await createLocalAws({ auth: { mode: "off" }, ...options });
  onTestFinished(async () => await aws.close());
  return aws;
}

/** Writes bytes on a connection of their own, and gives what came until the server closed it. */
async function exchange(aws: LocalAws, bytes: string | Buffer): Promise<string> {
  const socket = net.connect(aws.port, "127.0.0.1");
  socket.on("error", () => undefined);
  let answer = "";
  socket.setEncoding("latin1").on("data", (text: string) => (answer += text));
  socket.write(bytes);
  await once(socket, "close");
  return answer;
}

const answers = async (aws: LocalAws): Promise<number> => (await requestHttp1({ url: aws.url, path, body })).status;

describe("a client that sends nonsense", () => {
  it.each([
    ["no HTTP", "\u0000\u0001\u0002\u0003\r\n\r\n", /^HTTP\/1\.1 400 /],
    ["no method", "/ HTTP/1.1\r\n\r\n", /^HTTP\/1\.1 400 /],
    ["a header without a colon", "POST / HTTP/1.1\r\nhost\r\n\r\n", /^HTTP\/1\.1 400 /],
    ["a head over 16 KiB", `POST / HTTP/1.1\r\nx: ${"y".repeat(20_000)}\r\n\r\n`, /^HTTP\/1\.1 431 /],
    [
      "two lengths",
      "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx",
      /^HTTP\/1\.1 400 /,
    ],
    [
      "a length and chunks",
      "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
      /^HTTP\/1\.1 400 /,
    ],
    ["HTTP/2 with garbage for frames", `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${"\u00ff".repeat(64)}`, /^[^]*$/],
    ["half of the beginning of HTTP/2 and something else", "PRI * HTTP/1.1\r\n\r\n", /^[^]*$/],
  ])("is answered or cut off: %s", async (_name, bytes, expected) => {
    const aws = await start();
    expect(await exchange(aws, Buffer.from(bytes, "latin1"))).toMatch(expected);
    expect(await answers(aws)).toBe(200);
  });

  it("is told of bodies that lie in themselves many thousand times", async () => {
    const aws = await start({ validation: "off" });
    const deep = "[".repeat(200_000) + "]".repeat(200_000);
    const answer = await requestHttp1({
      url: aws.url,
      path,
      body: `{"messages":${deep},"pad":"${"x".repeat(20_000)}"}`,
    });
    expect([answer.status, answer.headers["x-amzn-errortype"]]).toEqual([
      400,
      expect.stringMatching(/^SerializationException:/),
    ]);
    expect(await answers(aws)).toBe(200);
  });

  it("may name its headers like members of every object", async () => {
    const aws = await start({ auth: { mode: "strict" } });
    const odd = { constructor: "a", tostring: "b", hasownproperty: "c" };
    const headers = await sign({ path, body, headers: odd, authority: `127.0.0.1:${aws.port}` });
    expect((await requestHttp1({ url: aws.url, path, headers, body })).status).toBe(200);
  });

  it("gets a hint for the longest path that there is", async () => {
    const aws = await start();
    const answer = await requestHttp1({ url: aws.url, path: `/model/${"convers/".repeat(1_900)}`, body });
    expect([answer.status, answer.headers["x-local-hint"]]).toEqual([404, expect.stringContaining("nearest: ")]);
  });
});

describe("a slow client", () => {
  it("has so long for its first byte, for a head and for a body, over HTTP/1.1", async () => {
    const aws = await start({ limits: { headMs: 100, requestMs: 200 } });
    expect(await exchange(aws, "")).toBe("");
    expect(await exchange(aws, "PR")).toBe("");
    expect(await exchange(aws, "POST / HTTP/1.1\r\nhost: 127.0.0.1\r\n")).toMatch(/^HTTP\/1\.1 408 /);
    const half = `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 10\r\n\r\n{`;
    expect(await exchange(aws, half)).toMatch(/^HTTP\/1\.1 408 /);
    expect(await answers(aws)).toBe(200);
  });

  it("has so long for a body over HTTP/2", async () => {
    const aws = await start({ limits: { requestMs: 100 } });
    const session = http2.connect(aws.url);
    onTestFinished(() => session.destroy());
    const stream = session.request({ ":method": "POST", ":path": path }, { endStream: false });
    stream.on("error", () => undefined);
    stream.write("{");
    const [head] = await once(stream, "response");
    expect(head).toMatchObject({ ":status": 408 });
    expect(aws.lastRequest()).toMatchObject({ status: 408, errorType: "RequestTimeoutException" });
  });

  it("may be silent for so long in a session of HTTP/2", async () => {
    const aws = await start({ limits: { idleMs: 100 } });
    const session = http2.connect(aws.url);
    await once(session, "goaway");
    await once(session, "close");
    expect(await answers(aws)).toBe(200);
  });

  it("loses a stream that it does not read", async () => {
    const endless = async function* (): AsyncGenerator<{ text: string }> {
      for (;;) yield { text: "x".repeat(10_000) };
    };
    const aws = await start({ limits: { unreadMs: 100 }, responders: [() => endless()] });
    const socket = net.connect(aws.port, "127.0.0.1");
    onTestFinished(() => void socket.destroy());
    socket.on("error", () => undefined);
    socket.pause();
    const streamed = `POST ${path}-stream HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    socket.write(streamed);
    expect(await aws.waitForRequest({ endedBy: "server" })).toMatchObject({ operation: "ConverseStream" });
  });
});

describe("a greedy client", () => {
  it("has so many connections, and gets others when it closes some", async () => {
    const aws = await start({ limits: { connections: 2 } });
    const held = [net.connect(aws.port, "127.0.0.1"), net.connect(aws.port, "127.0.0.1")] as const;
    await Promise.all(held.map(async (socket) => await once(socket, "connect")));
    await expect(answers(aws)).rejects.toThrow(/ECONNRESET|socket hang up/);
    held[0].destroy();
    let status = 0;
    while (status === 0) status = await answers(aws).catch(() => 0);
    expect(status).toBe(200);
    held[1].destroy();
  });

  it("may open many connections at once that say nothing", async () => {
    const aws = await start();
    const sockets = Array.from({ length: 1_000 }, () => net.connect(aws.port, "127.0.0.1"));
    onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
    await Promise.all(sockets.map(async (socket) => await once(socket, "connect")));
    expect(await answers(aws)).toBe(200);
  });

  it("sends a body over the limit without the log keeping it", async () => {
    const aws = await start();
    const answer = await requestHttp1({ url: aws.url, path, body: `{"a":"${"x".repeat(25_000_001)}"}` }).catch(
      () => undefined,
    );
    // The connection may be gone before the client looks for its answer.
    expect([413, undefined]).toContain(answer?.status);
    expect(aws.requests()).toMatchObject([{ status: 413 }]);
    expect(aws.lastRequest()).not.toHaveProperty("body");
    expect(await answers(aws)).toBe(200);
  });

  it("does not fill the log with large bodies: old entries lose theirs", async () => {
    const aws = await start({ limits: { loggedBytes: 100_000 }, validation: "off" });
    const large = JSON.stringify({ messages: [{ role: "user", content: [{ text: "word ".repeat(4_000) }] }] });
    for (let count = 0; count < 20; count += 1) await requestHttp1({ url: aws.url, path, body: large });
    const entries = aws.requests();
    const kept = entries.filter((entry) => entry.body !== undefined);
    expect(entries).toHaveLength(20);
    expect(kept.length * large.length).toBeLessThanOrEqual(100_000);
    expect(kept.length).toBeGreaterThan(2);
    expect(entries.slice(-kept.length)).toEqual(kept);
    expect(await answers(aws)).toBe(200);
  });

  it.each(["converse", "converse-stream"])(
    "does not fill the log with large answers of %s either",
    async (operation) => {
      const aws = await start({ limits: { loggedBytes: 100_000 }, log: { answers: true } });
      aws.chat.on(/.*/, { text: "word ".repeat(4_000), chunks: Array.from({ length: 100 }, () => "word ".repeat(40)) });
      const body = JSON.stringify({ messages: [{ role: "user", content: [{ text: "Hi" }] }] });
      const asked = path.replace(/converse$/, operation);
      for (let count = 0; count < 20; count += 1) await requestHttp1({ url: aws.url, path: asked, body });
      const entries = aws.requests();
      const kept = entries.filter(({ answer, timeline }) => answer !== undefined || timeline !== undefined);
      expect(entries).toHaveLength(20);
      expect(kept.length * 20_000).toBeLessThanOrEqual(100_000);
      expect(kept.length).toBeGreaterThan(1);
      expect(entries.slice(-kept.length)).toEqual(kept);
    },
  );
});

describe("limits", () => {
  const wrong: readonly (readonly [object, string])[] = [
    [{ connections: 0 }, "createLocalAws: `limits.connections` must be a whole number from 1"],
    [{ patience: 1 }, "createLocalAws: unknown option `limits.patience`. Known: connections, headMs"],
  ];
  it.each(wrong)("%j is refused by name", async (limits: object, message) => {
    await expect(createLocalAws({ limits })).rejects.toThrow(message);
  });
});
