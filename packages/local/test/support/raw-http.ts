import http from "node:http";
import http2 from "node:http2";
import https from "node:https";

/** A request as it goes over the wire, path and headers untouched. */
export interface RawRequest {
  url: string;
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** The certificate to trust. */
  ca?: string;
}

/** An answer, read to its end. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
  /** What came behind the body, over HTTP/1.1. */
  trailers?: Record<string, string | undefined>;
}

/** One request over HTTP/1.1, on a connection of its own. */
export async function requestHttp1(request: RawRequest): Promise<RawAnswer> {
  const { hostname, port, protocol } = new URL(request.url);
  const client = protocol === "https:" ? https : http;
  return await new Promise((resolve, reject) => {
    const outgoing = client.request(
      {
        hostname,
        port,
        agent: false,
        method: request.method ?? "POST",
        path: request.path,
        headers: request.headers,
        ca: request.ca,
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () => {
          const { statusCode = 0, headers, trailers } = incoming;
          resolve({ status: statusCode, headers, body: Buffer.concat(chunks), trailers });
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(request.body);
  });
}

/** One request over HTTP/2 by prior knowledge, or by ALPN where the URL says https. */
export async function requestHttp2(request: RawRequest): Promise<RawAnswer> {
  const session = http2.connect(request.url, request.ca === undefined ? {} : { ca: request.ca });
  try {
    return await new Promise((resolve, reject) => {
      session.on("error", reject);
      const stream = session.request(
        {
          ":method": request.method ?? "POST",
          ":path": request.path,
          ...request.headers,
        },
        { endStream: false },
      );
      const chunks: Buffer[] = [];
      let head: http2.IncomingHttpHeaders & http2.IncomingHttpStatusHeader = {};
      stream.on("response", (headers) => (head = headers));
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("error", reject);
      stream.on("end", () => resolve({ status: head[":status"] ?? 0, headers: head, body: Buffer.concat(chunks) }));
      stream.end(request.body);
    });
  } finally {
    session.close();
  }
}
