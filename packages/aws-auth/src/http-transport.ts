import { type AwsOptions, privateOptions } from "./aws-options.ts";
import { isRecord } from "./check-options.ts";
import { borrowHandler } from "./borrow-handler.ts";
import { once } from "./once.ts";
import { readResponse, toHttpAnswer, tooLarge, type HttpAnswer } from "./read-response.ts";
import { decodeQuery } from "./sign-http-request.ts";
import { platform } from "#platform";

/** One attempt, as it goes out. */
export interface HttpTransportRequest {
  readonly url: URL;
  readonly method: string;
  /** Names in lower case, the host's among them when the request is signed. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  /** Ends the request, and the reading of its answer. */
  readonly signal: AbortSignal;
  /** A longer answer is an error. */
  readonly maxResponseBytes: number;
}

/** Sends one request and reads the answer to its end, whatever its status. Never follows a redirect. */
export type HttpTransport = (request: HttpTransportRequest) => Promise<HttpAnswer>;

/**
 * Requests through `fetch`. It reads no trailers.
 *
 * @param fetch the runtime's, unless another is passed
 */
export const fetchTransport =
  (fetch: typeof globalThis.fetch = globalThis.fetch): HttpTransport =>
  async ({ url, method, headers, body, signal, maxResponseBytes }) => {
    // `fetch` writes the host itself, and some runtimes refuse to be told.
    const { host: _host, ...others } = headers;
    const init: RequestInit = { method, headers: others, redirect: "manual", signal };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- never a shared buffer
    if (body !== undefined) init.body = body as string | Uint8Array<ArrayBuffer>;
    const response = await fetch(url, init);
    return readResponse(response, maxResponseBytes);
  };

/** How connections are made. */
export interface HttpTransportSettings {
  /** Milliseconds for a connection to open. @defaultValue 10000 */
  readonly connectTimeoutMs?: number;
}

/** A transport with connections of its own. */
export interface ConnectedTransport {
  readonly send: HttpTransport;
  /** Closes the connections. A later request opens new ones. */
  dispose(): Promise<void>;
}

/** What a request handler of the AWS SDK does. It reads the request by its members, so no class of the SDK is needed. */
interface Handler {
  handle(request: object, options: { abortSignal?: AbortSignal }): Promise<{ response: unknown }>;
  destroy?(): void;
}

/**
 * The transport that the options ask for: keep-alive HTTP/1.1 with the proxy and the `config.requestHandler` of the
 * options, or `fetch` where there is no Node. Nothing is loaded before the first request.
 *
 * Trailers come with the answer, except over `fetch`.
 */
export function createHttpTransport(options: AwsOptions, settings: HttpTransportSettings = {}): ConnectedTransport {
  const create = (): (() => Promise<Handler | undefined>) => once(() => buildHandler(options, settings));
  let handler = create();
  let isUsed = false;
  const overFetch = fetchTransport((...parameters) => globalThis.fetch(...parameters));
  return {
    send: async (request) => {
      isUsed = true;
      const found = await handler();
      return found === undefined ? overFetch(request) : sendThrough(found, request);
    },
    dispose: async () => {
      if (!isUsed) return;
      const found = await handler().catch(() => undefined);
      handler = create();
      isUsed = false;
      found?.destroy?.();
    },
  };
}

async function buildHandler(
  options: AwsOptions,
  { connectTimeoutMs }: HttpTransportSettings,
): Promise<Handler | undefined> {
  const { config, proxy, env } = privateOptions(options);
  const own = config["requestHandler"];
  const isHandler = isRecord(own) && typeof own["handle"] === "function";
  const handlerOptions = {
    ...(connectTimeoutMs !== undefined && { connectionTimeout: connectTimeoutMs }),
    ...(isRecord(own) && !isHandler ? own : {}),
  };
  const handler = isHandler
    ? borrowHandler(own)
    : await platform.createRequestHandler({ transport: "http1", proxy, handlerOptions, env });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what every request handler of the AWS SDK is
  return handler as Handler | undefined;
}

async function sendThrough(handler: Handler, request: HttpTransportRequest): Promise<HttpAnswer> {
  const { url, method, headers, body, signal, maxResponseBytes } = request;
  signal.throwIfAborted();
  const { response } = await handler
    .handle(
      {
        method,
        protocol: url.protocol,
        hostname: url.hostname,
        ...(url.port !== "" && { port: Number(url.port) }),
        path: url.pathname,
        query: decodeQuery(url.search),
        headers: { ...headers },
        body,
      },
      { abortSignal: signal },
    )
    .catch((error: unknown) => {
      throw asConnectionError(error, signal);
    });
  return readAnswer(response, signal, maxResponseBytes);
}

/** A connection that did not open in time is a passing fault, unlike an answer that did not come. */
function asConnectionError(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted || !(error instanceof Error) || error.name !== "TimeoutError") return error;
  return Object.assign(new Error(error.message, { cause: error }), { code: "ETIMEDOUT" });
}

/** Node's response, or a web stream from a handler of the caller's own. */
interface Body extends AsyncIterable<Uint8Array> {
  readonly trailers?: Readonly<Record<string, string>>;
  destroy?(error?: Error): void;
}

async function readAnswer(response: unknown, signal: AbortSignal, maxBytes: number): Promise<HttpAnswer> {
  const { statusCode, headers, body }: Readonly<Record<string, unknown>> = isRecord(response) ? response : {};
  const stream = isIterable(body) ? body : undefined;
  const chunks: Uint8Array[] = [];
  let length = 0;
  const end = (): void => stream?.destroy?.();
  signal.addEventListener("abort", end, { once: true });
  try {
    for await (const chunk of stream ?? []) {
      length += chunk.length;
      if (length > maxBytes) {
        stream?.destroy?.();
        throw tooLarge(maxBytes);
      }
      chunks.push(chunk);
    }
    // A stream that is destroyed without an error just ends.
    signal.throwIfAborted();
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener("abort", end);
  }
  return toHttpAnswer({
    status: Number(statusCode),
    headers: lowerCase(headers),
    chunks,
    length,
    trailers: lowerCase(stream?.trailers),
  });
}

const isIterable = (value: unknown): value is Body => isRecord(value) && Symbol.asyncIterator in value;

const lowerCase = (values: unknown): Record<string, string> =>
  isRecord(values)
    ? Object.fromEntries(Object.entries(values).map(([name, value]) => [name.toLowerCase(), String(value)]))
    : {};
