import type { PlainRecord } from "@langchain-aws/core";
import { inlineBase64 } from "./inline-base64.ts";
import { maxImageBytes, type ModelFamily, type ParsedReply, type RequestSettings } from "./model-family.ts";

/** The size has a place of its own, for texts as well; a `dimensions` at the top is refused. */
const sized = ({ dimensions }: RequestSettings): Record<string, unknown> =>
  dimensions === undefined ? {} : { embeddingConfig: { outputEmbeddingLength: dimensions } };

/**
 * Titan Multimodal Embeddings G1: a text, an image, or both, which share one averaged vector.
 *
 * Source: "Amazon Titan Multimodal Embeddings G1" in the Amazon Bedrock user guide.
 */
export const titanImage: ModelFamily = {
  name: "titan-image",
  matches: ({ id }) => id.includes("titan-embed-image"),
  embeddingTypes: [],
  textLimits: {},
  mediaLimits: { image: { maxBytes: maxImageBytes } },
  buildRequest: {
    text: ([input], settings) => ({ inputText: input?.text, ...sized(settings) }),
    image: ([input], settings) => ({ inputImage: inlineBase64(input?.media), ...sized(settings) }),
    fused: ([input], settings) => ({
      inputText: input?.text,
      inputImage: inlineBase64(input?.media),
      ...sized(settings),
    }),
  },
  parseResponse,
};

/** A failure comes with status 200 and its reason in `message`. */
function parseResponse({ embedding, message }: PlainRecord): ParsedReply {
  if (embedding !== undefined && embedding !== null) return { vectors: [embedding] };
  return { vectors: [], ...(typeof message === "string" && { problem: message }) };
}
