import { Buffer } from "node:buffer";
import { type ContainerReply, readWhole, toContainerReply } from "../../endpoints/container-reply.ts";
import type { ContainerCall } from "../../endpoints/endpoint-options.ts";
import { type LocalState, ServiceError, type WireRequest } from "../../operation.ts";
import type { Invocation } from "./admit-invocation.ts";
import { modelError } from "./model-error.ts";
import { answerSession } from "./sessions.ts";

/**
 * Has the container answer.
 *
 * @throws ServiceError `ModelError` when it fails or answers with a status outside 200 to 299
 */
export async function runContainer(
  invocation: Invocation,
  request: WireRequest,
  state: LocalState,
): Promise<ContainerReply> {
  const { endpoint } = invocation;
  const call = callOf(invocation, request);
  const reply = await answer(invocation, call, request, state);
  if (reply.status >= 200 && reply.status < 300) return reply;
  throw modelError(reply.status, (await readWhole(reply)).toString("utf8"), endpoint, state);
}

async function answer(
  invocation: Invocation,
  call: ContainerCall,
  request: WireRequest,
  state: LocalState,
): Promise<ContainerReply> {
  const { endpoint } = invocation;
  const accept = request.headers[invocation.streaming ? "x-amzn-sagemaker-accept" : "accept"];
  try {
    const session = answerSession(invocation, call, state);
    const answered = session ?? (await endpoint.container(state)(request.rawBody, request.headers, call));
    return toContainerReply(answered, accept);
  } catch (error) {
    // What a script of the chat engine refuses is for the test, not for the container.
    if (error instanceof ServiceError) throw error;
    throw modelError(500, error instanceof Error ? error.message : String(error), endpoint, state);
  }
}

function callOf(invocation: Invocation, { id, rawBody, attempt, signal }: WireRequest): ContainerCall {
  const { endpoint, variant, inferenceComponent, streaming } = invocation;
  return {
    id,
    endpointName: endpoint.name,
    variant,
    inferenceComponent,
    streaming,
    json: parsed(rawBody),
    attempt,
    signal,
  };
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    return undefined;
  }
}
