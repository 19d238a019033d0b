import { mediaSource, parseMarengoReply } from "./marengo-media.ts";
import { maxImageBytes, type ModelFamily, type RequestSettings } from "./model-family.ts";

/** It cuts at the end or not at all. */
const cut = ({ truncate }: RequestSettings): Record<string, unknown> =>
  truncate === "END" || truncate === "NONE" ? { textTruncate: truncate.toLowerCase() } : {};

/**
 * TwelveLabs Marengo Embed 2.7: a text or an image, in a flat body.
 *
 * Source: "TwelveLabs Marengo Embed 2.7" in the Amazon Bedrock user guide.
 */
export const marengo2: ModelFamily = {
  name: "marengo-2",
  matches: ({ id }) => id.includes("marengo") && id.includes("2-7"),
  fixedDimensions: 1024,
  embeddingTypes: [],
  textLimits: {},
  mediaLimits: { image: { maxBytes: maxImageBytes, fromS3: true } },
  buildRequest: {
    text: ([input], settings) => ({ inputType: "text", inputText: input?.text, ...cut(settings) }),
    image: ([input]) => ({ inputType: "image", mediaSource: mediaSource(input?.media) }),
  },
  parseResponse: parseMarengoReply,
};
