import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A server on the loopback for what no AWS service would do; it ends with the test. */
export interface OddServer {
  readonly url: string;
  readonly port: number;
  readonly requests: IncomingMessage[];
  /** How many connections were opened. */
  connections: number;
  /** Resolves when a connection that a request came on is closed. */
  readonly closed: Promise<void>;
}

export async function startOddServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<OddServer> {
  const server = createServer((request, response) => {
    state.requests.push(request);
    request.resume();
    answer(request, response);
  });
  let resolve: () => void = () => undefined;
  const closed = new Promise<void>((settle) => {
    resolve = settle;
  });
  const state: OddServer = { url: "", port: 0, requests: [], connections: 0, closed };
  server.on("connection", (socket: Socket) => {
    state.connections += 1;
    socket.on("error", () => undefined);
    socket.on("close", () => resolve());
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has such an address
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, { url: `http://127.0.0.1:${port}`, port });
}
