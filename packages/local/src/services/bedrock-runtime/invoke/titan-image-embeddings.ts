import { averageOf } from "../../../engines/vectors.ts";
import { malformedInput, parseBody, record, text } from "../../../validation/body-schema.ts";
import { dimensionsOf, dimensionsSchema } from "./dimensions.ts";
import type { InvokeFamily } from "./invoke-family.ts";
import { embedMedium, readImage } from "./media.ts";
import { checkTitanText } from "./titan-text-embeddings.ts";

/**
 * Titan Multimodal Embeddings G1: a text, an image, or the average of both.
 *
 * Source: "Amazon Titan Multimodal Embeddings G1", Amazon Bedrock User Guide.
 */
export const titanImage: InvokeFamily = {
  serves: ({ family, id }) => family === "titan-embed" && id.includes("titan-embed-image"),
  recognises: (body) => "inputImage" in body,
  async invoke(call) {
    const config = record({}, { outputEmbeddingLength: dimensionsSchema(call) });
    const schema = record({}, { inputText: text(), inputImage: text(), embeddingConfig: config });
    const { inputText, inputImage, embeddingConfig } = parseBody(call.body, schema, call.validation);
    const dimensions = dimensionsOf(call, embeddingConfig?.outputEmbeddingLength, 1_024);
    const inputTokens = inputText === undefined ? 0 : checkTitanText(inputText, call, call.model.contextTokens);
    const vectors = inputText === undefined ? [] : await call.state.embedder.embed([inputText], dimensions);
    if (inputImage !== undefined) {
      vectors.push(embedMedium(readImage(inputImage, "#/inputImage", ["png", "jpeg"], call), dimensions));
    }
    if (vectors.length === 0) throw malformedInput("#: required key [inputText] not found");
    const embedding = Array.from(averageOf(vectors));
    return { body: { embedding, inputTextTokenCount: inputTokens, message: null }, inputTokens };
  },
};
