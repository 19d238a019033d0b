import { Buffer } from "node:buffer";
import { wholeBlocks } from "../../chat/joined-blocks.ts";
import { type LocalState, type Operation, ServiceError, type WireAnswer, type WireRequest } from "../../operation.ts";
import { malformedInput } from "../../validation/body-schema.ts";
import { checkModelAccess } from "../../validation/check-model-access.ts";
import type { ChatFormat } from "./invoke/chat-format.ts";
import { formatOfCall } from "./invoke/chat-formats.ts";
import { familyOfCall } from "./invoke/families.ts";
import type { InvokeCall } from "./invoke/invoke-family.ts";
import { guardMembers } from "./invoke/invoke-guard.ts";
import { echoedHeaders, toldUsage, usageHeaders } from "./invoke/invoke-headers.ts";
import { nativeEnd } from "./invoke/native-end.ts";
import { nativeEvents } from "./invoke/native-events.ts";
import { runChat } from "./invoke/run-chat.ts";
import { type RequestedModel, resolveModel } from "./resolve-model.ts";

/**
 * InvokeModel: a model's own body in, its own answer out.
 *
 * Content types are not looked at: the SDK sends `application/octet-stream` when the caller names none, and every body
 * here is JSON. Source: "InvokeModel", Amazon Bedrock API Reference.
 */
export const invokeModel: Operation = {
  name: "InvokeModel",
  service: "bedrock-runtime",
  method: "POST",
  path: "/model/{modelId}/invoke",
  bodyKind: "raw",
  async handle(request, state) {
    const startedAt = state.clock();
    const latencyMs = (): number => Math.max(1, Math.round(state.clock() - startedAt));
    const { call, requested } = beginCall(request, state);
    const family = familyOfCall(call);
    if (family !== undefined) {
      const { body, inputTokens, outputTokens } = await family.invoke(call);
      return {
        kind: "raw",
        contentType: "application/json",
        headers: usageHeaders(
          { ...(inputTokens !== undefined && { inputTokens }), ...(outputTokens !== undefined && { outputTokens }) },
          latencyMs(),
        ),
        body: JSON.stringify(body),
        usage: { inputTokens: inputTokens ?? 0, outputTokens: outputTokens ?? 0 },
      };
    }
    return await wholeAnswer(call, requested, chatFormat(call), latencyMs);
  },
};

/** InvokeModelWithResponseStream: the answer as chunks of the model's own. Source: the page of that name, same reference. */
export const invokeModelStream: Operation = {
  name: "InvokeModelWithResponseStream",
  service: "bedrock-runtime",
  method: "POST",
  path: "/model/{modelId}/invoke-with-response-stream",
  bodyKind: "raw",
  async handle(request, state) {
    const startedAt = state.clock();
    const { call, requested } = beginCall(request, state);
    const format = familyOfCall(call) === undefined ? chatFormat(call) : undefined;
    if (format === undefined || !call.model.streaming) {
      throw new ServiceError("ValidationException", 400, "The model is unsupported for streaming.");
    }
    const run = await runChat(call, requested, format);
    return {
      kind: "events",
      headers: { "x-amzn-bedrock-content-type": "application/json", ...echoedHeaders(request) },
      events: nativeEvents(run, format, { startedAt, state }),
    };
  },
};

function beginCall(request: WireRequest, state: LocalState): { call: InvokeCall; requested: RequestedModel } {
  const requested = resolveModel(request, state);
  const { validation } = state.options;
  checkModelAccess({ ...requested, operation: request.operation }, validation);
  const { model, isUnchecked } = requested.resolved;
  return { requested, call: { model, isUnchecked, body: parseJson(request), validation, request, state } };
}

function chatFormat(call: InvokeCall): ChatFormat {
  const format = formatOfCall(call);
  if (format === undefined) throw notEmulated(call);
  return format;
}

async function wholeAnswer(
  call: InvokeCall,
  requested: RequestedModel,
  format: ChatFormat,
  latencyMs: () => number,
): Promise<WireAnswer> {
  const run = await runChat(call, requested, format);
  const { answer, context, trace } = run;
  const blocks = await wholeBlocks(answer.blocks());
  const end = nativeEnd(run);
  return {
    kind: "raw",
    contentType: "application/json",
    headers: {
      ...usageHeaders(toldUsage(end.usage, context.model), answer.reply.latencyMs ?? latencyMs()),
      ...echoedHeaders(call.request),
    },
    body: JSON.stringify({ ...format.write({ ...context, blocks, end }), ...guardMembers(trace) }),
    usage: end.usage,
  };
}

function parseJson({ rawBody }: WireRequest): unknown {
  try {
    const body: unknown = JSON.parse(Buffer.from(rawBody).toString("utf8"));
    return body;
  } catch {
    throw malformedInput();
  }
}

/** A model whose own body this endpoint cannot answer: said as it is, with the status of an operation unknown. */
function notEmulated({ model }: InvokeCall): ServiceError {
  return new ServiceError(
    "UnknownOperationException",
    404,
    `The local endpoint does not emulate InvokeModel for ${model.id}. It answers the bodies of chat, text, embedding and rerank models.`,
  );
}
