// The least a server can do: it reads a request to its end and replays bytes encoded at start. Nothing is verified, so
// what a run measures is the client.
import { createServer } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import { EventStreamCodec } from "@smithy/core/event-streams";
import { scenario } from "../scenario.mjs";

/**
 * @import { AddressInfo } from "node:net"
 * @import { IncomingMessage } from "node:http"
 * @import { Http2ServerRequest } from "node:http2"
 */

const usage = { inputTokens: 4, outputTokens: 2000, totalTokens: 2004 };
const converseReply = {
  output: { message: { role: "assistant", content: [{ text: scenario.answer }] } },
  stopReason: "end_turn",
  usage,
  metrics: { latencyMs: 1 },
};
/** By the last word of the path. */
const answers = new Map(
  Object.entries({
    converse: converseReply,
    invoke: { embedding: Array.from({ length: 1024 }, (_, index) => Math.sin(index) / 32), inputTextTokenCount: 4 },
    retrieve: { retrievalResults: [{ content: { type: "TEXT", text: scenario.answer }, score: 0.5, metadata: {} }] },
  }).map(([operation, reply]) => [operation, Buffer.from(JSON.stringify(reply))]),
);

const encoder = new TextEncoder();
const codec = new EventStreamCodec(
  (bytes) => new TextDecoder().decode(bytes instanceof Uint8Array ? bytes : encoder.encode(String(bytes))),
  (text) => encoder.encode(text),
);

/**
 * @param {string} type
 * @param {object} body
 */
function frame(type, body) {
  return codec.encode({
    headers: {
      ":event-type": { type: "string", value: type },
      ":content-type": { type: "string", value: "application/json" },
      ":message-type": { type: "string", value: "event" },
    },
    // The service pads events with a filler of changing length, so that their size tells nothing.
    body: encoder.encode(JSON.stringify({ ...body, p: "abcdefghijkl" })),
  });
}

const frames = [
  frame("messageStart", { role: "assistant" }),
  ...scenario.deltas.map((text) => frame("contentBlockDelta", { contentBlockIndex: 0, delta: { text } })),
  frame("contentBlockStop", { contentBlockIndex: 0 }),
  frame("messageStop", { stopReason: "end_turn" }),
  frame("metadata", { usage, metrics: { latencyMs: 1 } }),
];
const framesPerWrite = 20;
/** @param {Uint8Array[]} list */
const writesOf = (list) =>
  Array.from({ length: Math.ceil(list.length / framesPerWrite) }, (_, index) =>
    Buffer.concat(list.slice(index * framesPerWrite, (index + 1) * framesPerWrite)),
  );
const writes = writesOf(frames);
const [start = [], deltas = [], end = []] = [frames.slice(0, 1), frames.slice(1, -3), frames.slice(-3)].map(writesOf);

/** The same deltas over and over: the server's memory is not what is measured. */
function* longWrites() {
  yield* start;
  for (let repeat = 0; repeat < scenario.longStreamRepeats; repeat += 1) yield* deltas;
  yield* end;
}

/**
 * @param {IncomingMessage | Http2ServerRequest} request
 * @param {any} response the common part of both versions
 */
async function respond(request, response) {
  let body = "";
  for await (const chunk of request) body += chunk;
  if (request.url?.endsWith("/converse-stream")) {
    response.writeHead(200, { "content-type": "application/vnd.amazon.eventstream", "x-amzn-requestid": "bench" });
    for (const bytes of body.includes(scenario.longStreamPrompt) ? longWrites() : writes) {
      if (!response.write(bytes)) await new Promise((resolve) => response.once("drain", resolve));
    }
    response.end();
    return;
  }
  const answer = answers.get(request.url?.split("/").at(-1) ?? "");
  response.writeHead(answer ? 200 : 404, { "content-type": "application/json", "x-amzn-requestid": "bench" });
  response.end(answer);
}

/** @param {import("node:net").Server} server */
async function listen(server) {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {AddressInfo} */ (server.address());
  return `http://127.0.0.1:${port}`;
}

/** @type {(request: IncomingMessage | Http2ServerRequest, response: any) => void} */
const onRequest = (request, response) => {
  respond(request, response).catch((error) => response.destroy(error));
};
process.send?.({ http1: await listen(createServer(onRequest)), http2: await listen(createHttp2Server(onRequest)) });
