import { utf8Decode } from "@langchain-aws/core";
import { isRecord } from "./check-options.ts";

/** An HTTP answer, read to its end. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** What came behind the body, names in lower case; empty where the transport does not read it. */
  readonly trailers: Readonly<Record<string, string>>;
  /** The body as text. */
  text(): string;
}

/**
 * Reads an answer to its end.
 *
 * @param maxBytes more than this is an error, and the rest is not read
 */
export async function readResponse(response: Response, maxBytes: number): Promise<HttpAnswer> {
  const { chunks, length } = await readBody(response, maxBytes);
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => {
    headers[name] = value;
  });
  return toHttpAnswer({ status: response.status, headers, chunks, length });
}

/** What an answer is put together from. */
export interface HttpAnswerParts {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly chunks: readonly Uint8Array[];
  /** Of all chunks. */
  readonly length: number;
  readonly trailers?: Readonly<Record<string, string>>;
}

/** An answer whose body has been read. */
export function toHttpAnswer({ status, headers, chunks, length, trailers = {} }: HttpAnswerParts): HttpAnswer {
  const body = joined(chunks, length);
  return { status, headers, body, trailers, text: () => utf8Decode(body) };
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  if (chunks.length === 1 && chunks[0] !== undefined) return chunks[0];
  const body = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.length;
  }
  return body;
}

/** The error for an answer that is longer than it may be. */
export const tooLarge = (maxBytes: number): Error =>
  Object.assign(new Error(`The response is larger than ${maxBytes} bytes. Raise maxResponseBytes.`), {
    name: "ResponseTooLarge",
  });

async function readBody(response: Response, maxBytes: number): Promise<{ chunks: Uint8Array[]; length: number }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const next = await reader?.read();
    if (next === undefined || next.done) break;
    length += next.value.length;
    if (length > maxBytes) {
      await reader?.cancel();
      throw tooLarge(maxBytes);
    }
    chunks.push(next.value);
  }
  return { chunks, length };
}

/**
 * An answer that is no success, in the shape of the AWS SDK's exceptions, so that it is classified and retried alike.
 *
 * The code is where AWS services put it: the header `x-amzn-errortype`, or `code`, `__type` or `Code` of the body.
 */
export function toServiceError(answer: HttpAnswer): Error {
  const body = parseObject(answer.text());
  const text = (...names: readonly string[]): string | undefined =>
    names.map((name) => body[name]).find((value) => typeof value === "string");
  const code = answer.headers["x-amzn-errortype"] ?? text("__type", "code", "Code");
  const message = text("message", "Message", "detailedMessage") ?? answer.text().slice(0, 2000);
  return Object.assign(new Error(message), {
    name: code?.replace(/^.*#/s, "").replace(/:.*$/s, "") ?? "Unknown",
    $metadata: {
      httpStatusCode: answer.status,
      requestId: answer.headers["x-amzn-requestid"] ?? answer.headers["x-amz-request-id"] ?? text("requestId"),
    },
    ...(text("detailedMessage") === undefined ? {} : { detailedMessage: text("detailedMessage") }),
  });
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}
