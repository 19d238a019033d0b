// As `servers/lean.mjs`, for InvokeModel and Claude's own bodies: it reads a request to its end and replays bytes.
import { createServer } from "node:http";
import { EventStreamCodec } from "@smithy/core/event-streams";
import { scenario } from "../scenario.mjs";

/** @import { AddressInfo } from "node:net" */
/** @import { IncomingMessage, ServerResponse } from "node:http" */

const usage = { input_tokens: 4, output_tokens: 2000 };
const answer = Buffer.from(
  JSON.stringify({
    id: "msg_bench",
    type: "message",
    role: "assistant",
    model: "claude",
    content: [{ type: "text", text: scenario.answer }],
    stop_reason: "end_turn",
    stop_sequence: null,
    usage,
  }),
);

const encoder = new TextEncoder();
const codec = new EventStreamCodec(
  (bytes) => new TextDecoder().decode(bytes instanceof Uint8Array ? bytes : encoder.encode(String(bytes))),
  (text) => encoder.encode(text),
);

/** @param {object} event the model's own */
function frame(event) {
  const bytes = Buffer.from(JSON.stringify(event)).toString("base64");
  return codec.encode({
    headers: {
      ":event-type": { type: "string", value: "chunk" },
      ":content-type": { type: "string", value: "application/json" },
      ":message-type": { type: "string", value: "event" },
    },
    body: encoder.encode(JSON.stringify({ bytes, p: "abcdefghijkl" })),
  });
}

const metrics = { inputTokenCount: 4, outputTokenCount: 2000, invocationLatency: 1, firstByteLatency: 1 };
const frames = [
  frame({
    type: "message_start",
    message: { id: "msg_bench", role: "assistant", content: [], model: "claude", usage },
  }),
  frame({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } }),
  ...scenario.deltas.map((text) =>
    frame({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } }),
  ),
  frame({ type: "content_block_stop", index: 0 }),
  frame({
    type: "message_delta",
    delta: { stop_reason: "end_turn", stop_sequence: null },
    usage: { output_tokens: 2000 },
  }),
  frame({ type: "message_stop", "amazon-bedrock-invocationMetrics": metrics }),
];
const framesPerWrite = 20;
const writes = Array.from({ length: Math.ceil(frames.length / framesPerWrite) }, (_, index) =>
  Buffer.concat(frames.slice(index * framesPerWrite, (index + 1) * framesPerWrite)),
);

/**
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 */
async function respond(request, response) {
  for await (const _chunk of request);
  if (request.url?.endsWith("/invoke-with-response-stream") !== true) {
    response.writeHead(200, { "content-type": "application/json", "x-amzn-requestid": "bench" });
    response.end(answer);
    return;
  }
  response.writeHead(200, { "content-type": "application/vnd.amazon.eventstream", "x-amzn-requestid": "bench" });
  for (const bytes of writes) {
    if (!response.write(bytes)) await new Promise((resolve) => response.once("drain", () => resolve(undefined)));
  }
  response.end();
}

const server = createServer((request, response) => {
  respond(request, response).catch((error) => response.destroy(error));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
const { port } = /** @type {AddressInfo} */ (server.address());
process.send?.({ http1: `http://127.0.0.1:${port}` });
