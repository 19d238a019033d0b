import { cutParts } from "../../endpoints/cut-parts.ts";
import type { Endpoint } from "../../endpoints/endpoint.ts";
import type { ContainerReply } from "../../endpoints/container-reply.ts";
import { readWhole } from "../../endpoints/container-reply.ts";
import type { LocalState, Operation, StreamEvent, WireRequest } from "../../operation.ts";
import { admitInvocation, type Invocation } from "./admit-invocation.ts";
import { modelError } from "./model-error.ts";
import { runContainer } from "./run-container.ts";

/** The limit of the service's model. Source: "BodyBlob", Amazon SageMaker API Reference. */
const bodyLimit = 6_291_456;

const shared = {
  service: "sagemaker-runtime",
  method: "POST",
  action: "sagemaker:InvokeEndpoint",
  bodyKind: "raw",
  bodyLimit,
  resource: ({ params }: WireRequest, { options }: LocalState) =>
    `arn:aws:sagemaker:${options.region}:${options.accountId}:endpoint/${(params.endpointName ?? "").toLowerCase()}`,
} as const;

/** InvokeEndpoint: a container's whole answer. Source: "InvokeEndpoint", Amazon SageMaker API Reference. */
export const invokeEndpoint: Operation = {
  ...shared,
  name: "InvokeEndpoint",
  path: "/endpoints/{endpointName}/invocations",
  async handle(request, state) {
    const invocation = admitInvocation(request, state, false);
    const reply = await runContainer(invocation, request, state);
    return {
      kind: "raw",
      contentType: reply.contentType,
      headers: { ...reply.headers, ...variantOf(invocation) },
      body: await wholeBody(reply, invocation.endpoint, state),
    };
  },
};

/**
 * InvokeEndpointWithResponseStream: the answer in parts, which are raw bytes.
 *
 * Source: "InvokeEndpointWithResponseStream", Amazon SageMaker API Reference.
 */
export const invokeEndpointWithResponseStream: Operation = {
  ...shared,
  name: "InvokeEndpointWithResponseStream",
  path: "/endpoints/{endpointName}/invocations-response-stream",
  async handle(request, state) {
    const invocation = admitInvocation(request, state, true);
    const reply = await runContainer(invocation, request, state);
    return {
      kind: "events",
      headers: { ...reply.headers, ...variantOf(invocation), "x-amzn-sagemaker-content-type": reply.contentType },
      events: payloadParts(reply, invocation.endpoint, state),
    };
  },
};

const variantOf = ({ variant }: Invocation): Record<string, string> => ({
  "x-amzn-invoked-production-variant": variant,
});

async function wholeBody(reply: ContainerReply, endpoint: Endpoint, state: LocalState): Promise<Uint8Array> {
  try {
    return await readWhole(reply);
  } catch (error) {
    throw modelError(500, messageOf(error), endpoint, state);
  }
}

async function* payloadParts(
  reply: ContainerReply,
  { parts }: Endpoint,
  state: LocalState,
): AsyncGenerator<StreamEvent> {
  try {
    for await (const raw of cutParts(reply.body, parts, () => state.random())) yield { type: "PayloadPart", raw };
  } catch (error) {
    yield {
      type: "ModelStreamError",
      messageType: "exception",
      body: { Message: messageOf(error), ErrorCode: errorCodeOf(error) },
    };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What a container throws may name its code: `ModelInvocationTimeExceeded`. */
function errorCodeOf(error: unknown): string {
  const code: unknown = typeof error === "object" && error !== null ? Reflect.get(error, "errorCode") : undefined;
  return typeof code === "string" ? code : "StreamBroken";
}
