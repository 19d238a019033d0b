import { Buffer } from "node:buffer";
import { type Operation, ServiceError, type WireRequest } from "../../operation.ts";
import { malformedInput } from "../../validation/body-schema.ts";
import { checkModelAccess } from "../../validation/check-model-access.ts";
import { familyOfCall } from "./invoke/families.ts";
import type { InvokeCall } from "./invoke/invoke-family.ts";
import { resolveModel } from "./resolve-model.ts";

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
    const requested = resolveModel(request, state);
    const { validation } = state.options;
    checkModelAccess({ ...requested, operation: request.operation }, validation);
    const call: InvokeCall = {
      model: requested.resolved.model,
      isUnchecked: requested.resolved.isUnchecked,
      body: parseJson(request),
      validation,
      request,
      state,
    };
    const family = familyOfCall(call);
    if (family === undefined) throw notEmulated(call);
    const { body, inputTokens, outputTokens } = await family.invoke(call);
    return {
      kind: "raw",
      contentType: "application/json",
      headers: {
        "x-amzn-bedrock-invocation-latency": String(Math.max(1, Math.round(state.clock() - startedAt))),
        "x-amzn-bedrock-input-token-count": String(inputTokens),
        ...(outputTokens === undefined ? {} : { "x-amzn-bedrock-output-token-count": String(outputTokens) }),
      },
      body: JSON.stringify(body),
      usage: { inputTokens, outputTokens: outputTokens ?? 0 },
    };
  },
};

function parseJson({ rawBody }: WireRequest): unknown {
  try {
    const body: unknown = JSON.parse(Buffer.from(rawBody).toString("utf8"));
    return body;
  } catch {
    throw malformedInput();
  }
}

/** A real model, whose own body this endpoint cannot answer: said as it is, with the status of an operation unknown. */
function notEmulated({ model }: InvokeCall): ServiceError {
  return new ServiceError(
    "UnknownOperationException",
    404,
    `The local endpoint does not emulate InvokeModel for ${model.id}. It answers the bodies of embedding models; chat models answer Converse.`,
  );
}
