import { ServiceError } from "../../operation.ts";
import { isObject, listOf } from "../rules/json-schema.ts";
import type { ReplyPart } from "../reply.ts";
import type { ChatRequest, Responder } from "../responder.ts";
import { newToolUseId } from "../tool-use-id.ts";
import { ChunkReader, messageOf, streamError } from "./from-chat-completion.ts";
import { readServerEvents } from "./read-server-events.ts";
import { toChatCompletion } from "./to-chat-completion.ts";
import type { UpstreamOptions } from "./upstream-options.ts";

/**
 * A responder that asks an OpenAI-compatible server, and streams what it says as it comes.
 *
 * A client that goes away cancels the request to the server.
 *
 * @param random for the ids of calls that the server gives none
 */
export function createUpstream(options: UpstreamOptions, random: () => number): Responder {
  const server = new UpstreamServer(options);
  return async (request) => {
    const body = await server.begin(request);
    return readReply(body, new ChunkReader(() => newToolUseId(random)), request.signal);
  };
}

class UpstreamServer {
  readonly #options: UpstreamOptions;
  #model: Promise<string> | undefined;

  constructor(options: UpstreamOptions) {
    this.#options = options;
  }

  /** The events of the server's answer; what it refuses is refused before the first of them. */
  async begin(request: ChatRequest): Promise<AsyncIterable<Uint8Array>> {
    const model = this.#options.model ?? (await this.#firstModel(request.signal));
    const body = JSON.stringify(toChatCompletion(request, model));
    const response = await this.#fetch("chat/completions", { method: "POST", body, signal: request.signal });
    if (!response.ok) throw await refusalOf(response);
    if (response.body === null) throw unavailable("it answered without a body");
    return response.body;
  }

  async #firstModel(signal: AbortSignal): Promise<string> {
    this.#model ??= this.#listModel(signal);
    try {
      return await this.#model;
    } catch (error) {
      this.#model = undefined;
      throw error;
    }
  }

  async #listModel(signal: AbortSignal): Promise<string> {
    const response = await this.#fetch("models", { signal });
    if (!response.ok) throw await refusalOf(response);
    const listed: unknown = await response.json();
    const [first] = isObject(listed) ? listOf(listed.data) : [];
    if (isObject(first) && typeof first.id === "string") return first.id;
    throw unavailable("it lists no model. Pass `upstream: { url, model }`");
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    const { url, apiKey } = this.#options;
    const headers = {
      "content-type": "application/json",
      ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
    };
    try {
      return await fetch(`${url.replace(/\/+$/, "")}/${path}`, { ...init, headers, redirect: "error" });
    } catch (error) {
      if (init.signal?.aborted === true) throw error;
      throw unavailable(`${new URL(url).origin} could not be reached`);
    }
  }
}

async function* readReply(
  body: AsyncIterable<Uint8Array>,
  reader: ChunkReader,
  signal: AbortSignal,
): AsyncGenerator<ReplyPart> {
  try {
    for await (const data of readServerEvents(body)) yield* reader.read(parseChunk(data));
  } catch (error) {
    // A client that is gone cancelled it: there is nobody to tell.
    if (signal.aborted) return;
    throw error instanceof ServiceError ? error : streamError("the connection broke");
  }
  yield* reader.end();
}

function parseChunk(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

/** A refusal of the server as the service has it: who must wait waits, who must change the request changes it. */
async function refusalOf(response: Response): Promise<ServiceError> {
  const message = `The upstream server answered ${response.status}: ${await reasonOf(response)}`;
  if (response.status === 429) return new ServiceError("ThrottlingException", 429, message);
  if (response.status === 401 || response.status === 403)
    return new ServiceError("AccessDeniedException", 403, message);
  if (response.status >= 500) return new ServiceError("ServiceUnavailableException", 503, message);
  return new ServiceError("ValidationException", 400, message);
}

async function reasonOf(response: Response): Promise<string> {
  try {
    const body: unknown = await response.json();
    return messageOf(isObject(body) ? body.error : body);
  } catch {
    return "no reason given";
  }
}

function unavailable(reason: string): ServiceError {
  return new ServiceError("ServiceUnavailableException", 503, `The upstream server is not available: ${reason}.`);
}
