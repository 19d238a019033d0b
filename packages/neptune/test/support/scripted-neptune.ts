import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A request as it arrived. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  /** The members of the form that was posted. */
  readonly form: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is answered: a JSON value, a text as it is, or whatever a function writes. */
export interface ScriptedReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
  readonly trailers?: Readonly<Record<string, string>>;
  readonly write?: (response: ServerResponse) => void;
}

/** A server on the loopback for answers that no engine gives; it ends with the test. */
export interface ScriptedNeptune {
  readonly url: string;
  readonly port: number;
  readonly requests: ReceivedRequest[];
  /** The queries that were received, in order. */
  readonly queries: () => string[];
  /** The most requests that were open at a time. */
  mostAtOnce: number;
}

/** Answers each request by a function of it and of how many came before. */
export async function startNeptune(
  answer: (request: ReceivedRequest, index: number) => ScriptedReply | Promise<ScriptedReply>,
): Promise<ScriptedNeptune> {
  let open = 0;
  const server = createServer((incoming, response) => {
    open += 1;
    state.mostAtOnce = Math.max(state.mostAtOnce, open);
    response.on("close", () => {
      open -= 1;
    });
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      const { method = "", url: path = "", headers } = incoming;
      const request = { method, path, headers, body, form: Object.fromEntries(new URLSearchParams(body)) };
      state.requests.push(request);
      void Promise.resolve(answer(request, state.requests.length - 1)).then((reply) => send(response, reply));
    });
  });
  const state = {
    url: "",
    port: 0,
    requests: [] as ReceivedRequest[],
    queries: () => state.requests.map(({ form }) => form["query"] ?? ""),
    mostAtOnce: 0,
  };
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has such an address
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, { url: `http://127.0.0.1:${port}`, port });
}

function send(response: ServerResponse, reply: ScriptedReply): void {
  const { status = 200, headers = {}, json, text, trailers, write } = reply;
  if (write !== undefined) {
    write(response);
    return;
  }
  const body = text ?? JSON.stringify(json ?? { results: [] });
  response.writeHead(status, {
    "content-type": "application/json",
    ...headers,
    ...(trailers !== undefined && { trailer: Object.keys(trailers).join(", ") }),
  });
  response.write(body);
  if (trailers !== undefined) response.addTrailers(trailers);
  response.end();
}

/** An error as Neptune Database answers it. */
export const refusal = (status: number, code: string, message: string): ScriptedReply => ({
  status,
  json: { requestId: "request-1", code, detailedMessage: message, message },
});
