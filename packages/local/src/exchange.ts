import type { IncomingMessage, ServerResponse } from "node:http";
import { constants, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";

import type { Limits } from "./limits.ts";

/** A body over the operation's limit; the dispatcher turns it into a 413. */
export class BodyTooLargeError extends Error {
  override readonly name = "BodyTooLargeError";

  constructor(limit: number) {
    super(`The body is over the limit of ${limit} bytes.`);
  }
}

/** A body that did not come in time; the dispatcher turns it into a 408. */
export class BodyTimeoutError extends Error {
  override readonly name = "BodyTimeoutError";

  constructor(limitMs: number) {
    super(`The body did not arrive within ${limitMs} ms.`);
  }
}

/** Who ended an exchange. */
export type EndedBy = "answer" | "fault" | "client" | "server";

/** Those of the limits that hold for one exchange. */
export type ExchangeLimits = Pick<Limits, "requestMs" | "unreadMs">;

/**
 * One request and its answer, the same over HTTP/1.1 and HTTP/2: what arrived, a body to read, bytes to write, and
 * the rude ways to stop.
 */
export class Exchange {
  readonly http: "1.1" | "2";
  readonly method: string;
  /** As on the wire, before the question mark. */
  readonly path: string;
  /** As on the wire, after the question mark. */
  readonly rawQuery: string;
  /** Lower-case names without pseudo-headers; duplicates joined by a comma, as signatures want them. */
  readonly headers: Record<string, string>;
  /** `:authority`, or the `Host` header. */
  readonly authority: string;
  readonly #request: IncomingMessage | Http2ServerRequest;
  readonly #response: ServerResponse | Http2ServerResponse;
  readonly #controller = new AbortController();
  readonly #expectsContinue: boolean;
  readonly #limits: ExchangeLimits;
  #endedBy: EndedBy | undefined;
  #onEnd: ((endedBy: EndedBy) => void) | undefined;

  constructor(
    request: IncomingMessage | Http2ServerRequest,
    response: ServerResponse | Http2ServerResponse,
    { expectsContinue, limits }: { expectsContinue: boolean; limits: ExchangeLimits },
  ) {
    this.#limits = limits;
    this.#request = request;
    this.#response = response;
    this.#expectsContinue = expectsContinue;
    this.http = request.httpVersionMajor === 2 ? "2" : "1.1";
    this.method = request.method ?? "";
    const target = request.url ?? "/";
    const mark = target.indexOf("?");
    this.path = mark < 0 ? target : target.slice(0, mark);
    this.rawQuery = mark < 0 ? "" : target.slice(mark + 1);
    this.headers = joinHeaders(request.rawHeaders);
    this.authority = ("authority" in request ? request.authority : undefined) || (this.headers["host"] ?? "");
    // A peer that goes away is reported through `close`; the error itself says nothing more.
    request.on("error", ignore);
    response.on("error", ignore);
    response.on("close", () => this.#finish("client"));
  }

  /** Fires when the client has gone, or the server stops, before the answer was complete. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether the answer is complete or can no longer be sent. */
  get isOver(): boolean {
    return this.#endedBy !== undefined;
  }

  /** Called once, with the reason, when the exchange is over. */
  onEnd(listener: (endedBy: EndedBy) => void): void {
    if (this.#endedBy === undefined) this.#onEnd = listener;
    else listener(this.#endedBy);
  }

  /**
   * @throws BodyTooLargeError as soon as the limit is passed, before reading at all where the length is declared
   * @throws BodyTimeoutError when it does not come in time
   */
  async readBody(limit: number): Promise<Buffer> {
    if (Number(this.headers["content-length"] ?? 0) > limit) throw new BodyTooLargeError(limit);
    if (this.#expectsContinue) this.#response.writeContinue();
    const chunks: Buffer[] = [];
    let size = 0;
    const { requestMs } = this.#limits;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => reject(new BodyTimeoutError(requestMs)), requestMs);
      this.#request.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > limit) reject(new BodyTooLargeError(limit));
        else chunks.push(chunk);
      });
      this.#request.on("end", resolve);
      this.#response.on("close", resolve);
    }).finally(() => clearTimeout(timer));
    return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
  }

  /** The body as it arrives; it ends, too, when the client goes. */
  async *readChunks(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of this.#request) yield chunk;
    } catch (error) {
      if (!this.isOver) throw error;
    }
  }

  /** The whole answer at once. */
  answer(
    status: number,
    headers: Record<string, string>,
    body: Uint8Array | string,
    endedBy: EndedBy = "answer",
  ): void {
    if (this.isOver) return;
    this.writeHead(status, { ...headers, "content-length": String(Buffer.byteLength(body)) });
    this.end(body, endedBy);
  }

  /** The status line and the headers. */
  writeHead(status: number, headers: Record<string, string>): void {
    if (this.isOver) return;
    // The overloads of the two classes do not unite, though both take these arguments.
    if ("stream" in this.#response) this.#response.writeHead(status, headers);
    else this.#response.writeHead(status, headers);
  }

  /** Sends the head without waiting for the first byte of the body. */
  flushHead(): void {
    // Over HTTP/2 writing the head has sent it.
    if (!this.isOver && !("stream" in this.#response)) this.#response.flushHeaders();
  }

  /** `false` when the client reads too slowly: wait for `drained` before writing more. */
  write(bytes: Uint8Array): boolean {
    return this.isOver || write(this.#response, bytes);
  }

  /** Writes and waits until the bytes have left for the network. */
  async writeThrough(bytes: Uint8Array): Promise<void> {
    if (this.isOver) return;
    await new Promise<void>((resolve) => {
      const settle = (): void => {
        this.signal.removeEventListener("abort", settle);
        resolve();
      };
      this.signal.addEventListener("abort", settle);
      write(this.#response, bytes, settle);
    });
  }

  /** When more can be written, or nothing ever again. */
  async drained(): Promise<void> {
    if (this.isOver) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => this.cancel(), this.#limits.unreadMs);
      const settle = (): void => {
        clearTimeout(timer);
        this.#response.off("drain", settle);
        this.#response.off("close", settle);
        resolve();
      };
      this.#response.on("drain", settle);
      this.#response.on("close", settle);
    });
  }

  /** Completes the answer. */
  end(body?: Uint8Array | string, endedBy: EndedBy = "answer"): void {
    if (this.isOver) return;
    this.#finish(endedBy);
    if (body === undefined) this.#response.end();
    else if ("stream" in this.#response) this.#response.end(body);
    else this.#response.end(body);
  }

  /** Completes the answer with trailers behind the body. */
  endWithTrailers(body: string, trailers: Readonly<Record<string, string>>): void {
    if (this.isOver) return;
    const response = this.#response;
    this.#finish("answer");
    // Written apart from the end, since a body that comes with it would be sent with its length and without trailers.
    if ("stream" in response) response.write(body);
    else response.write(body === "" ? " " : body);
    response.addTrailers(trailers);
    response.end();
  }

  /**
   * Breaks off as a lost connection does: a TCP reset over HTTP/1.1; over HTTP/2 the session ends where no head has
   * been sent, and the stream alone, with RST_STREAM(INTERNAL_ERROR), where one has.
   */
  reset(): void {
    if (this.isOver) return;
    this.#finish("fault");
    if (!("stream" in this.#response)) this.#response.socket?.resetAndDestroy();
    else if (this.#response.headersSent) this.#response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
    else this.#response.stream.session?.destroy();
  }

  /** Breaks off in the middle of a body: as `reset` over HTTP/2, a closed connection over HTTP/1.1. */
  drop(): void {
    if (this.isOver) return;
    this.#finish("fault");
    if ("stream" in this.#response) this.#response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
    else this.#response.socket?.destroy();
  }

  /** Tells an HTTP/2 client to take another connection for its next request; nothing over HTTP/1.1. */
  goaway(): void {
    if ("stream" in this.#response) this.#response.stream.session?.goaway();
  }

  /** The server stops: whatever produces the answer is told to, and so is the client. */
  cancel(): void {
    if (this.isOver) return;
    this.#finish("server");
    // An HTTP/2 client takes the end of the connection for the end of the body; this it takes for an error.
    if ("stream" in this.#response) this.#response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
    else this.#response.socket?.destroy();
  }

  #finish(endedBy: EndedBy): void {
    if (this.#endedBy !== undefined) return;
    this.#endedBy = endedBy;
    this.#onEnd?.(endedBy);
    if (endedBy !== "answer") this.#controller.abort(new Error(reasons[endedBy]));
  }
}

const reasons: Readonly<Record<Exclude<EndedBy, "answer">, string>> = {
  client: "the client closed the connection",
  server: "the local endpoint is closing",
  fault: "an injected fault ended the exchange",
};

function ignore(): void {}

function write(response: ServerResponse | Http2ServerResponse, bytes: Uint8Array, done?: () => void): boolean {
  return "stream" in response ? response.write(bytes, done) : response.write(bytes, done);
}

function joinHeaders(rawHeaders: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? "").toLowerCase();
    const value = rawHeaders[index + 1] ?? "";
    if (name.startsWith(":")) continue;
    const before = Object.hasOwn(headers, name) ? headers[name] : undefined;
    headers[name] = before === undefined ? value : `${before},${value}`;
  }
  return headers;
}
