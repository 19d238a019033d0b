import { utf8Decode } from "@langchain-aws/core";
import { isRecord } from "./check-options.ts";

/** An HTTP answer, read to its end. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The body as text. */
  text(): string;
}

/**
 * Reads an answer to its end.
 *
 * @param maxBytes more than this is an error, and the rest is not read
 */
export async function readResponse(response: Response, maxBytes: number): Promise<HttpAnswer> {
  const body = await readBody(response, maxBytes);
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => {
    headers[name] = value;
  });
  return { status: response.status, headers, body, text: () => utf8Decode(body) };
}

async function readBody(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const next = await reader?.read();
    if (next === undefined || next.done) break;
    length += next.value.length;
    if (length > maxBytes) {
      await reader?.cancel();
      throw Object.assign(new Error(`The response is larger than ${maxBytes} bytes. Raise maxResponseBytes.`), {
        name: "ResponseTooLarge",
      });
    }
    chunks.push(next.value);
  }
  const body = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.length;
  }
  return body;
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
