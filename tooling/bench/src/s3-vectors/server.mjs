// Answers for S3 Vectors after the same time, whatever it is sent. Nothing is parsed or verified, so what a run measures is
// the client. It counts what it was asked.
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * @import { AddressInfo } from "node:net"
 * @import { IncomingMessage, ServerResponse } from "node:http"
 *
 * @typedef {{ requests: number, bytes: number, peak: number }} Counts of PutVectors
 */

const latencyMs = Number(process.argv[2]);
const dimension = Number(process.argv[3]);

const index = JSON.stringify({
  index: { vectorBucketName: "bench", indexName: "bench", dimension, dataType: "float32", distanceMetric: "cosine" },
});

/** @returns {Counts} */
const none = () => ({ requests: 0, bytes: 0, peak: 0 });
let counts = none();
let inFlight = 0;

/** @param {IncomingMessage} request @param {ServerResponse} response */
async function respond(request, response) {
  const isPut = request.url === "/PutVectors";
  if (isPut) inFlight += 1;
  counts.peak = Math.max(counts.peak, inFlight);
  let bytes = 0;
  for await (const chunk of request) bytes += chunk.length;
  if (isPut) {
    await sleep(latencyMs);
    counts.requests += 1;
    counts.bytes += bytes;
    inFlight -= 1;
  }
  response.writeHead(200, { "content-type": "application/json", "x-amzn-requestid": "bench" });
  response.end(isPut ? "{}" : index);
}

const server = createServer((request, response) => {
  respond(request, response).catch((error) => response.destroy(error));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
const { port } = /** @type {AddressInfo} */ (server.address());

process.on("message", () => {
  process.send?.(counts);
  counts = none();
});
process.send?.({ url: `http://127.0.0.1:${port}` });
