import { mediaSource, parseMarengoReply } from "./marengo-media.ts";
import { maxImageBytes, type ModelFamily } from "./model-family.ts";

/**
 * TwelveLabs Marengo Embed 3: a text, an image, or both. Sound and film need the asynchronous API.
 *
 * Source: "TwelveLabs Marengo Embed 3.0" in the Amazon Bedrock user guide.
 */
export const marengo3: ModelFamily = {
  name: "marengo-3",
  matches: ({ vendor, id }) =>
    (id.includes("marengo") && !id.includes("2-7")) || (id === "" && vendor === "twelvelabs"),
  fixedDimensions: 512,
  embeddingTypes: [],
  textLimits: {},
  mediaLimits: { image: { maxBytes: maxImageBytes, fromS3: true } },
  buildRequest: {
    text: ([input]) => ({ inputType: "text", text: { inputText: input?.text } }),
    image: ([input]) => ({ inputType: "image", image: { mediaSource: mediaSource(input?.media) } }),
    fused: ([input]) => ({
      inputType: "text_image",
      text_image: { inputText: input?.text, mediaSource: mediaSource(input?.media) },
    }),
  },
  parseResponse: parseMarengoReply,
};
