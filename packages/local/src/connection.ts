/**
 * One port for HTTP/1.1 and HTTP/2. The SDK's Bedrock clients open HTTP/2 without TLS by prior knowledge, curl and
 * fetch speak HTTP/1.1, and nothing is negotiated: the first bytes of a connection tell which it is.
 */
import http from "node:http";
import http2 from "node:http2";
import type net from "node:net";

import { Exchange } from "./exchange.ts";
import type { Limits } from "./limits.ts";

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

/** How a listener is made. */
export interface ListenerOptions {
  tls: Readonly<{ key: string; cert: string }> | undefined;
  limits: Readonly<Limits>;
}

/** Listens for both protocols: sniffed without `tls`, negotiated by ALPN with it. */
export function createListener(handle: ExchangeHandler, { tls, limits }: ListenerOptions): Listener {
  const onRequest = (request: Request, response: Response): void =>
    handle(new Exchange(request, response, { expectsContinue: false, limits }));
  const onExpectation = (request: Request, response: Response): void =>
    handle(new Exchange(request, response, { expectsContinue: true, limits }));

  const sessions = new Set<http2.ServerHttp2Session>();
  const onSession = (session: http2.ServerHttp2Session): void => {
    sessions.add(session);
    session.setLocalWindowSize(windowBytes);
    session.on("error", ignore);
    // Of a client that has gone without a word, no end of the connection is seen here. What is open may go on to its end.
    // The session's own timer is not for this: it holds sessions that are long closed.
    const idle = setTimeout(() => session.close(), limits.idleMs).unref();
    session.on("stream", () => idle.refresh());
    session.on("close", () => {
      clearTimeout(idle);
      sessions.delete(session);
    });
  };

  const settings = { initialWindowSize: windowBytes, maxConcurrentStreams: 10_000 };
  const timeouts = {
    headersTimeout: limits.headMs,
    requestTimeout: Math.max(limits.requestMs, limits.headMs),
    connectionsCheckingInterval: Math.min(30_000, Math.ceil(limits.headMs / 2)),
  };
  if (tls !== undefined) {
    const server = createSecureServer({ ...tls, ...timeouts, allowHTTP1: true, settings });
    Object.assign(server, { headersTimeout: timeouts.headersTimeout, requestTimeout: timeouts.requestTimeout });
    server.on("request", onRequest).on("checkContinue", onExpectation).on("session", onSession);
    server.on("connection", (socket: net.Socket) => socket.on("error", ignore));
    return track(server, sessions, limits);
  }
  const h2 = http2.createServer({ settings });
  h2.on("request", onRequest).on("checkContinue", onExpectation).on("session", onSession);
  // This one listens itself, since only then does it look after slow clients. Its own way to take a connection waits
  // until it is known to be one of HTTP/1.1.
  const h1 = http.createServer({ ...timeouts, keepAliveTimeout: 0, noDelay: true });
  h1.on("request", onRequest).on("checkContinue", onExpectation);
  const [takeHttp1] = h1.listeners("connection");
  h1.removeAllListeners("connection");
  h1.on("connection", (socket: net.Socket) =>
    sniff(socket, limits.headMs, {
      http1: () => void takeHttp1?.call(h1, socket),
      http2: () => {
        // HTTP/1.1 lets a client end its half and wait for the answer; a session of HTTP/2 is over then.
        socket.allowHalfOpen = false;
        h2.emit("connection", socket);
      },
    }),
  );
  return track(h1, sessions, limits);
}

/** @throws Error for a key or a certificate that is none */
function createSecureServer(options: http2.SecureServerOptions): http2.Http2SecureServer {
  try {
    return http2.createSecureServer(options);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`createLocalAws: \`tls\` cannot be used: ${reason}`, { cause: error });
  }
}

type Request = http.IncomingMessage | http2.Http2ServerRequest;
type Response = http.ServerResponse | http2.Http2ServerResponse;

/** Waits for as many bytes as tell the protocols apart, puts them back, and hands the socket over. */
function sniff(socket: net.Socket, headMs: number, take: { http1: () => void; http2: () => void }): void {
  socket.on("error", ignore);
  let head: Buffer = Buffer.alloc(0);
  const onSilence = (): void => void socket.destroy();
  const onEnd = (): void => void socket.end();
  const onData = (chunk: Buffer): void => {
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
    const compared = Math.min(head.length, http2Preface.length);
    const isPreface = head.subarray(0, compared).equals(http2Preface.subarray(0, compared));
    if (isPreface && compared < http2Preface.length) return;
    clearTimeout(silence);
    socket.off("data", onData).off("end", onEnd).off("close", onClose);
    socket.pause();
    socket.unshift(head);
    if (isPreface) take.http2();
    else take.http1();
    if (!isPreface) socket.resume();
  };
  const silence = setTimeout(onSilence, headMs);
  const onClose = (): void => clearTimeout(silence);
  socket.on("data", onData).on("end", onEnd).on("close", onClose);
}

function track(server: net.Server, sessions: Set<http2.ServerHttp2Session>, { connections }: Limits): Listener {
  const sockets = new Set<net.Socket>();
  server.maxConnections = connections;
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
