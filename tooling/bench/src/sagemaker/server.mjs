// Replays streams encoded at start. Nothing is verified, so what a run measures is the client.
import { createServer } from "node:http";
import { once } from "node:events";
import { streams } from "./streams.mjs";

/** @import { AddressInfo } from "node:net" */

/** @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response */
async function respond(request, response) {
  for await (const _chunk of request);
  const [, , name = ""] = (request.url ?? "").split("/");
  const stream = streams[name];
  if (stream === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    "content-type": "application/vnd.amazon.eventstream",
    "x-amzn-sagemaker-content-type": stream.contentType,
    "x-amzn-requestid": "bench",
  });
  for (const bytes of stream.writes()) if (!response.write(bytes)) await once(response, "drain");
  response.end();
}

const server = createServer((request, response) => {
  respond(request, response).catch((error) => response.destroy(error));
});
server.listen(0, "127.0.0.1", () => {
  process.send?.(`http://127.0.0.1:${/** @type {AddressInfo} */ (server.address()).port}`);
});
