/**
 * One port for HTTP/1.1 and HTTP/2. The SDK's Bedrock clients open HTTP/2 without TLS by prior knowledge, curl and
 * fetch speak HTTP/1.1, and nothing is negotiated: the first bytes of a connection tell which it is.
 */
import http from "node:http";
import http2 from "node:http2";
import net from "node:net";

import { Exchange } from "./exchange.ts";

/** All HTTP/2 connections begin with `PRI * HTTP/2.0`; no method of HTTP/1.1 begins with these letters. */
const http2Preface = Buffer.from("PRI");
const windowBytes = 8 * 1024 * 1024;

/** Handles one exchange; it does not reject. */
export type ExchangeHandler = (exchange: Exchange) => void;

/** A listening port that can be closed at once, whatever is open. */
export interface Listener {
  listen(port: number, host: string): Promise<number>;
  close(): Promise<void>;
}

/** Listens for both protocols: sniffed without `tls`, negotiated by ALPN with it. */
export function createListener(handle: ExchangeHandler, tls?: { key: string; cert: string }): Listener {
  const onRequest = (
    request: http.IncomingMessage | http2.Http2ServerRequest,
    response: http.ServerResponse | http2.Http2ServerResponse,
  ): void => handle(new Exchange(request, response, false));
  const onExpectation = (
    request: http.IncomingMessage | http2.Http2ServerRequest,
    response: http.ServerResponse | http2.Http2ServerResponse,
  ): void => handle(new Exchange(request, response, true));

  const sessions = new Set<http2.ServerHttp2Session>();
  const onSession = (session: http2.ServerHttp2Session): void => {
    sessions.add(session);
    session.setLocalWindowSize(windowBytes);
    session.on("error", ignore);
    session.on("close", () => sessions.delete(session));
  };

  const settings = { initialWindowSize: windowBytes, maxConcurrentStreams: 10_000 };
  if (tls !== undefined) {
    const server = http2.createSecureServer({ ...tls, allowHTTP1: true, settings });
    server.on("request", onRequest).on("checkContinue", onExpectation).on("session", onSession);
    return track(server, sessions);
  }
  const h1 = http.createServer({ keepAliveTimeout: 0, noDelay: true });
  h1.on("request", onRequest).on("checkContinue", onExpectation);
  const h2 = http2.createServer({ settings });
  h2.on("request", onRequest).on("checkContinue", onExpectation).on("session", onSession);
  const server = net.createServer({ noDelay: true }, (socket) => sniff(socket, h1, h2));
  return track(server, sessions);
}

/** Waits for as many bytes as tell the protocols apart, puts them back, and hands the socket over. */
function sniff(socket: net.Socket, h1: http.Server, h2: http2.Http2Server): void {
  socket.on("error", ignore);
  let head: Buffer = Buffer.alloc(0);
  const onData = (chunk: Buffer): void => {
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
    const compared = Math.min(head.length, http2Preface.length);
    const isPreface = head.subarray(0, compared).equals(http2Preface.subarray(0, compared));
    if (isPreface && compared < http2Preface.length) return;
    socket.off("data", onData);
    socket.pause();
    socket.unshift(head);
    (isPreface ? h2 : h1).emit("connection", socket);
    if (!isPreface) socket.resume();
  };
  socket.on("data", onData);
}

function track(server: net.Server, sessions: Set<http2.ServerHttp2Session>): Listener {
  const sockets = new Set<net.Socket>();
  server.on("connection", (socket: net.Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  return {
    async listen(port, host) {
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, host, () => {
          server.off("error", reject);
          resolve();
        });
      });
      const address = server.address();
      return typeof address === "object" && address !== null ? address.port : port;
    },
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const session of sessions) session.destroy();
        for (const socket of sockets) socket.destroy();
      });
    },
  };
}

function ignore(): void {}
