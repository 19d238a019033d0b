// Answers every embedding request after the same time, with bytes encoded at start. Nothing is verified, so what a run
// measures is the client. It counts what it was asked.
import { createServer } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * @import { AddressInfo } from "node:net"
 *
 * @typedef {{ requests: number, inputs: number, peak: number, connections: number }} Counts
 */

const latencyMs = Number(process.argv[2]);

/** Floats, printed as the service does: 17 digits. */
const vector = JSON.stringify(Array.from({ length: 1024 }, (_, index) => Math.fround(Math.sin(index) / 32)));
const titan = `{"embedding":${vector},"inputTextTokenCount":4}`;

/** @type {Counts} */
let counts = { requests: 0, inputs: 0, peak: 0, connections: 0 };
let inFlight = 0;

/**
 * @param {any} request the common part of both versions
 * @param {any} response
 */
async function respond(request, response) {
  counts.requests += 1;
  inFlight += 1;
  counts.peak = Math.max(counts.peak, inFlight);
  let text = "";
  for await (const chunk of request) text += chunk;
  const { texts } = JSON.parse(text);
  counts.inputs += texts?.length ?? 1;
  await sleep(latencyMs);
  inFlight -= 1;
  const body = texts ? `{"embeddings":[${texts.map(() => vector).join(",")}]}` : titan;
  response.writeHead(200, { "content-type": "application/json", "x-amzn-requestid": "bench" });
  response.end(body);
}

/** @param {import("node:net").Server} server */
async function listen(server) {
  server.on("connection", () => (counts.connections += 1));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", 16_384, () => resolve(undefined)));
  const { port } = /** @type {AddressInfo} */ (server.address());
  return `http://127.0.0.1:${port}`;
}

/** @type {(request: any, response: any) => void} */
const onRequest = (request, response) => {
  respond(request, response).catch((error) => response.destroy(error));
};

process.on("message", () => {
  process.send?.(counts);
  counts = { requests: 0, inputs: 0, peak: 0, connections: 0 };
});
process.send?.({ http1: await listen(createServer(onRequest)), http2: await listen(createHttp2Server(onRequest)) });
