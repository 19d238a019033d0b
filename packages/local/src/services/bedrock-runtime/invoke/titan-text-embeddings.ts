import { ServiceError } from "../../../operation.ts";
import { codePointsOf, flag, list, malformedInput, parseBody, record, text } from "../../../validation/body-schema.ts";
import { dimensionsOf, dimensionsSchema } from "./dimensions.ts";
import type { InvokeCall, InvokeFamily } from "./invoke-family.ts";
import { toBits } from "./number-formats.ts";

const MOST_CHARACTERS = 50_000;
const MOST_TOKENS = 8_192;

const v2Settings = {
  normalize: flag(),
  embeddingTypes: list(text({ values: ["float", "binary"] })),
};

/** Titan Embeddings G1 - Text: a text in, a vector out. Source: "Amazon Titan Embeddings Text", Amazon Bedrock User Guide. */
export const titanTextV1: InvokeFamily = {
  serves: ({ family, id }) => family === "titan-embed" && /titan-embed-(text-v1|g1)/.test(id),
  recognises: () => false,
  async invoke(call) {
    const { inputText } = parseBody(call.body, record({ inputText: text() }, {}), call.validation);
    const inputTokens = checkTitanText(inputText, call, MOST_TOKENS);
    const [vector = []] = await call.state.embedder.embed([inputText], dimensionsOf(call, undefined, 1_536));
    return { body: { embedding: Array.from(vector), inputTextTokenCount: inputTokens }, inputTokens };
  },
};

/** Titan Text Embeddings V2: dimensions, vectors of any length, bits. Same source. */
export const titanTextV2: InvokeFamily = {
  serves: ({ family, id }) => family === "titan-embed" && !/titan-embed-(text-v1|g1|image)/.test(id),
  recognises: (body) => "inputText" in body && !("inputType" in body) && !("textGenerationConfig" in body),
  async invoke(call) {
    const schema = record({ inputText: text() }, { ...v2Settings, dimensions: dimensionsSchema(call) });
    const { inputText, ...settings } = parseBody(call.body, schema, call.validation);
    const inputTokens = checkTitanText(inputText, call, MOST_TOKENS);
    const dimensions = dimensionsOf(call, settings.dimensions, 1_024);
    const [unit = new Float32Array()] = await call.state.embedder.embed([inputText], dimensions);
    // Vectors that are not normalised are the longer, the more there is in the text.
    const scale = settings.normalize === false ? Math.sqrt(1 + inputTokens) : 1;
    const embedding = Array.from(unit, (value) => value * scale);
    const byType = { float: () => embedding, binary: () => toBits(unit) };
    const types = settings.embeddingTypes ?? ["float"];
    const embeddingsByType = Object.fromEntries(types.map((type) => [type, byType[type]()]));
    return { body: { embedding, inputTextTokenCount: inputTokens, embeddingsByType }, inputTokens };
  },
};

/**
 * Counts the tokens of a text, and refuses it if it is empty or too long (V41).
 *
 * @throws ServiceError `ValidationException`
 */
export function checkTitanText(inputText: string, call: InvokeCall, mostTokens: number): number {
  const tokens = call.state.countTokens(inputText);
  if (call.validation === "off") return tokens;
  const characters = codePointsOf(inputText);
  if (characters === 0) throw malformedInput("expected minLength: 1, actual: 0");
  if (characters > MOST_CHARACTERS) {
    throw malformedInput(`expected maxLength: ${MOST_CHARACTERS}, actual: ${characters}`);
  }
  if (tokens > mostTokens) {
    throw new ServiceError(
      "ValidationException",
      400,
      `400 Bad Request: Too many input tokens. Max input tokens: ${mostTokens}, request input token count: ${tokens}`,
    );
  }
  return tokens;
}
