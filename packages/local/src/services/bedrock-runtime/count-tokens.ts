import { Buffer } from "node:buffer";
import { promptTokens } from "../../chat/prompt-tokens.ts";
import { type Operation, ServiceError, type WireAnswer } from "../../operation.ts";
import type { TokenCounter } from "../../tokens.ts";
import { malformedInput } from "../../validation/body-schema.ts";
import { checkConversation } from "../../validation/check-conversation.ts";
import { parseCountTokensBody, toPrompt } from "./converse-body.ts";
import { formatOfCall } from "./invoke/chat-formats.ts";
import type { InvokeCall } from "./invoke/invoke-family.ts";
import { readChat } from "./invoke/run-chat.ts";
import { resolveModel } from "./resolve-model.ts";

/**
 * CountTokens: what `usage.inputTokens` of the same request would be.
 *
 * Only a model's own id counts, no profile. Source: "CountTokens", Amazon Bedrock API Reference.
 */
export const countTokens: Operation = {
  name: "CountTokens",
  service: "bedrock-runtime",
  method: "POST",
  path: "/model/{modelId}/count-tokens",
  async handle(request, state) {
    const { input } = parseCountTokensBody(request.body, state.options.validation);
    const requested = resolveModel(request, state);
    const { model, isBare, isUnchecked } = requested.resolved;
    if (!isUnchecked && !(isBare && model.countsTokens)) {
      throw unsupported();
    }
    const count: TokenCounter = (text) => state.countTokens(text);
    if ("invokeModel" in input) {
      const { validation } = state.options;
      const body = parseJson(input.invokeModel.body);
      const call: InvokeCall = { model, isUnchecked, body, validation, request, state };
      const format = formatOfCall(call);
      if (format === undefined) throw unsupported();
      return answerTokens(readChat(call, requested, format).inputTokens);
    }
    const inputTokens = promptTokens(toPrompt(input.converse), count);
    checkConversation(
      { ...requested, operation: request.operation, body: input.converse, inputTokens },
      state.options.validation,
    );
    return answerTokens(inputTokens);
  },
};

const unsupported = (): ServiceError =>
  new ServiceError("ValidationException", 400, "The provided model doesn't support counting tokens.");

const answerTokens = (inputTokens: number): WireAnswer => ({ kind: "json", body: { inputTokens } });

/** The body of an InvokeModel request inside CountTokens: base64 of JSON. */
function parseJson(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, "base64").toString("utf8"));
  } catch {
    throw malformedInput();
  }
}
