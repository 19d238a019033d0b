import { Buffer } from "node:buffer";
import type { ContainerAnswer } from "./endpoint-options.ts";

/** The answer of a container, in one form whatever it was made of. */
export interface ContainerReply {
  readonly status: number;
  readonly contentType: string;
  /** The headers that SageMaker hands on, by their names there. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
}

const passedOn = [
  "x-amzn-sagemaker-custom-attributes",
  "x-amzn-sagemaker-new-session-id",
  "x-amzn-sagemaker-closed-session-id",
];

/**
 * Reads what a container answered.
 *
 * @param accept of the request: the content type of an answer that states none
 * @throws TypeError when a function gave something else than an answer
 */
export function toContainerReply(answer: ContainerAnswer, accept: string | undefined): ContainerReply {
  const contentType = accept === undefined || accept.includes("*") ? "application/json" : accept;
  if (answer instanceof Response) return ofResponse(answer, contentType);
  return { status: 200, contentType, headers: {}, body: toBytes(answer) };
}

/** The whole body. */
export async function readWhole({ body }: ContainerReply): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}

function ofResponse(response: Response, fallbackType: string): ContainerReply {
  const headers = passedOn.flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return {
    status: response.status,
    contentType: response.headers.get("content-type") ?? fallbackType,
    headers: Object.fromEntries(headers),
    body: response.body === null ? toBytes("") : toBytes(response.body),
  };
}

async function* toBytes(body: unknown): AsyncGenerator<Uint8Array> {
  if (typeof body === "string" || body instanceof Uint8Array) {
    if (body.length > 0) yield Buffer.from(body);
    return;
  }
  if (!isIterable(body)) {
    throw new TypeError("A container must give a text, bytes, an async iterable of them, or a Response.");
  }
  for await (const piece of body) {
    if (typeof piece === "string") yield Buffer.from(piece);
    else if (piece instanceof Uint8Array) yield piece;
    else throw new TypeError("The pieces of a container's answer must be texts or bytes.");
  }
}

function isIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value);
}
