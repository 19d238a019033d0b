import type { Truncate } from "../options.ts";
import { cohereEmbeddingTypes, parseCohereReply, typed } from "./cohere-reply.ts";
import { imageDataUrl } from "./inline-base64.ts";
import { maxImageBytes, type ModelFamily, type RequestSettings } from "./model-family.ts";

/** This version names the sides of a text, not its ends. */
const sides: Readonly<Record<Truncate, string>> = { NONE: "NONE", START: "LEFT", END: "RIGHT" };

const shared = (settings: RequestSettings): Record<string, unknown> => ({
  ...(settings.dimensions !== undefined && { output_dimension: settings.dimensions }),
  ...(settings.truncate !== undefined && { truncate: sides[settings.truncate] }),
  ...typed(settings),
});

/**
 * Cohere Embed 4: up to 96 texts or 96 images a request, or a text and an image that share one vector.
 *
 * Source: "Cohere Embed v4" in the Amazon Bedrock user guide.
 */
export const cohereV4: ModelFamily = {
  name: "cohere-v4",
  matches: ({ vendor, id }) => vendor === "cohere" && id.includes("embed-v4"),
  embeddingTypes: cohereEmbeddingTypes,
  // A context of 128,000 tokens, counted as Python's class does, at four characters a token.
  textLimits: { perRequest: 96, mayBeEmpty: true, maxCodePoints: 512_000 },
  mediaLimits: { image: { maxBytes: maxImageBytes, perRequest: 96 } },
  buildRequest: {
    text: (inputs, settings) => ({
      input_type: settings.inputType,
      texts: inputs.map(({ text }) => text),
      ...shared(settings),
    }),
    image: (inputs, settings) => ({
      input_type: settings.inputType,
      images: inputs.map(({ media }) => imageDataUrl(media)),
      ...shared(settings),
    }),
    fused: (inputs, settings) => ({
      input_type: settings.inputType,
      inputs: inputs.map(({ text, media }) => ({
        content: [
          { type: "text", text },
          { type: "image_url", image_url: { url: imageDataUrl(media) } },
        ],
      })),
      ...shared(settings),
    }),
  },
  parseResponse: parseCohereReply,
};
