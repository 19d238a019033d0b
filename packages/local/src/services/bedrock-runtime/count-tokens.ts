import { Buffer } from "node:buffer";
import { promptTokens } from "../../chat/prompt-tokens.ts";
import { type Operation, ServiceError } from "../../operation.ts";
import { toAnthropicPrompt } from "./anthropic-prompt.ts";
import { parseCountTokensBody, toPrompt } from "./converse-body.ts";

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
    const { input = { converse: {} } } = parseCountTokensBody(request.body, state.options.validation);
    const { model, isBare, isUnchecked } = state.catalogue.resolve(request.params.modelId ?? "");
    if (!isUnchecked && !(isBare && model.countsTokens)) {
      throw new ServiceError("ValidationException", 400, "The provided model doesn't support counting tokens.");
    }
    const prompt =
      "converse" in input ? toPrompt(input.converse) : toAnthropicPrompt(parseJson(input.invokeModel.body));
    return { kind: "json", body: { inputTokens: promptTokens(prompt, (text) => state.countTokens(text)) } };
  },
};

/** The body of an InvokeModel request inside CountTokens: base64 of JSON. */
function parseJson(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, "base64").toString("utf8"));
  } catch {
    throw new ServiceError(
      "ValidationException",
      400,
      "Malformed input request, please reformat your input and try again.",
    );
  }
}
