import { cohereEmbeddingTypes, parseCohereReply, typed } from "./cohere-reply.ts";
import { imageDataUrl } from "./inline-base64.ts";
import { maxImageBytes, type ModelFamily } from "./model-family.ts";

/**
 * Cohere Embed 3: up to 96 texts a request, or one image.
 *
 * Source: "Cohere Embed v3" in the Amazon Bedrock user guide.
 */
export const cohereV3: ModelFamily = {
  name: "cohere-v3",
  matches: ({ vendor }) => vendor === "cohere",
  fixedDimensions: 1024,
  embeddingTypes: cohereEmbeddingTypes,
  textLimits: { perRequest: 96, mayBeEmpty: true, maxCodePoints: 2048 },
  mediaLimits: { image: { formats: ["jpeg", "png"], maxBytes: maxImageBytes } },
  buildRequest: {
    text: (inputs, settings) => ({
      input_type: settings.inputType,
      texts: inputs.map(({ text }) => text),
      ...(settings.truncate !== undefined && { truncate: settings.truncate }),
      ...typed(settings),
    }),
    image: ([input], { inputType, inputTypeIsChosen, embeddingType }) => ({
      input_type: inputTypeIsChosen === true ? inputType : "image",
      images: [imageDataUrl(input?.media)],
      embedding_types: [embeddingType],
    }),
  },
  parseResponse: parseCohereReply,
};
