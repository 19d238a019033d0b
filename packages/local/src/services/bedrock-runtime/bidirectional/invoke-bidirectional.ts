import { Buffer } from "node:buffer";
import { isObject } from "../../../chat/rules/json-schema.ts";
import { type Operation, ServiceError, type StreamEvent, type WireRequest } from "../../../operation.ts";
import { checkModelAccess } from "../../../validation/check-model-access.ts";
import { resolveModel } from "../resolve-model.ts";
import { SonicSession } from "./sonic-session.ts";

/**
 * InvokeModelWithBidirectionalStream: chunks in and chunks out at the same time, over HTTP/2.
 *
 * Speech models are spoken to in Nova Sonic's events. Models of the user's own, such as `local.echo`, echo each chunk.
 * Source: "InvokeModelWithBidirectionalStream", Amazon Bedrock API Reference.
 */
export const invokeBidirectional: Operation = {
  name: "InvokeModelWithBidirectionalStream",
  service: "bedrock-runtime",
  method: "POST",
  path: "/model/{modelId}/invoke-with-bidirectional-stream",
  bodyKind: "events",
  async handle(request, state) {
    const requested = resolveModel(request, state);
    checkModelAccess({ ...requested, operation: request.operation }, state.options.validation);
    const { model } = requested.resolved;
    if (model.kind === "speech")
      return { kind: "events", events: speak(new SonicSession(model, request, state), request) };
    if (model.family === "generic") return { kind: "events", events: echo(request) };
    throw new ServiceError("ValidationException", 400, "The model is unsupported for bidirectional streaming.");
  },
};

/** The bytes of each chunk that comes in; what has no bytes is refused in the stream. */
async function* chunksOf({ incoming }: WireRequest): AsyncGenerator<Buffer> {
  for await (const { type, payload } of incoming ?? []) {
    const body = parseJson(Buffer.from(payload).toString("utf8"));
    if (type !== "chunk" || !isObject(body) || typeof body.bytes !== "string") {
      throw new ServiceError("ValidationException", 400, "An event of the input stream is no chunk with bytes.");
    }
    yield Buffer.from(body.bytes, "base64");
  }
}

async function* echo(request: WireRequest): AsyncGenerator<StreamEvent> {
  for await (const bytes of chunksOf(request)) yield toChunk(bytes);
}

async function* speak(session: SonicSession, request: WireRequest): AsyncGenerator<StreamEvent> {
  for await (const bytes of chunksOf(request)) {
    for await (const event of session.take(parseJson(bytes.toString("utf8")))) {
      yield toChunk(Buffer.from(JSON.stringify({ event })));
    }
    if (session.isOver) return;
  }
}

const toChunk = (bytes: Buffer): StreamEvent => ({ type: "chunk", body: { bytes: bytes.toString("base64") } });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
