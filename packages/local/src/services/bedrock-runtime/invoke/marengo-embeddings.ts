import { averageOf } from "../../../engines/vectors.ts";
import { type BodyOf, malformedInput, parseBody, record, text } from "../../../validation/body-schema.ts";
import { cutToTokens } from "./cut-to-tokens.ts";
import { dimensionsOf } from "./dimensions.ts";
import type { InvokeCall, InvokeFamily } from "./invoke-family.ts";
import { embedMedium, invalid, type Medium, readImage } from "./media.ts";

const V3_TOKENS = 500;
const V2_TOKENS = 77;
const formats = ["png", "jpeg", "gif", "webp"];

const mediaSource = record(
  {},
  { base64String: text(), s3Location: record({ uri: text({ minLength: 1 }) }, { bucketOwner: text() }) },
);
const inputText = text({ minLength: 1 });

const v3Body = record(
  { inputType: text({ values: ["text", "image", "text_image"] }) },
  {
    text: record({ inputText }, {}),
    image: record({ mediaSource }, {}),
    text_image: record({ inputText, mediaSource }, {}),
  },
);

const v2Body = record(
  { inputType: text({ values: ["text", "image"] }) },
  { inputText, textTruncate: text({ values: ["end", "none"] }), mediaSource },
);

/**
 * TwelveLabs Marengo Embed 3.0: a text, an image, or both in one vector. Films and sounds need StartAsyncInvoke.
 *
 * Source: "TwelveLabs Marengo Embed 3.0", Amazon Bedrock User Guide.
 */
export const marengo3: InvokeFamily = {
  serves: ({ family, id }) => family === "marengo" && !id.includes("2-7"),
  recognises: (body) => "inputType" in body,
  async invoke(call) {
    const { inputType, ...inputs } = parseBody(call.body, v3Body, call.validation);
    const input: { inputText?: string; mediaSource?: BodyOf<typeof mediaSource> } | undefined = inputs[inputType];
    if (input === undefined) throw malformedInput(`#: required key [${inputType}] not found`);
    const dimensions = dimensionsOf(call, undefined, 512);
    const words = input.inputText;
    if (words !== undefined && call.state.countTokens(words) > V3_TOKENS && call.validation !== "off") {
      throw invalid(`#/${inputType}/inputText: texts have ${V3_TOKENS} tokens at most.`);
    }
    const vectors = words === undefined ? [] : await call.state.embedder.embed([words], dimensions);
    if (input.mediaSource !== undefined) {
      vectors.push(embedMedium(toMedium(input.mediaSource, `#/${inputType}/mediaSource`, call), dimensions));
    }
    if (vectors.length === 0) throw malformedInput(`#/${inputType}: required key [inputText] not found`);
    const inputTokens = words === undefined ? 0 : call.state.countTokens(words);
    return { body: { data: [{ embedding: Array.from(averageOf(vectors)) }] }, inputTokens };
  },
};

/** TwelveLabs Marengo Embed 2.7: the same in flat bodies, without the pair. Source: "TwelveLabs Marengo Embed 2.7". */
export const marengo2: InvokeFamily = {
  serves: ({ family, id }) => family === "marengo" && id.includes("2-7"),
  recognises: () => false,
  async invoke(call) {
    const body = parseBody(call.body, v2Body, call.validation);
    const dimensions = dimensionsOf(call, undefined, 1_024);
    if (body.inputType === "image") {
      if (body.mediaSource === undefined) throw malformedInput("#: required key [mediaSource] not found");
      const vector = embedMedium(toMedium(body.mediaSource, "#/mediaSource", call), dimensions);
      return { body: { data: { embedding: Array.from(vector) } }, inputTokens: 0 };
    }
    if (body.inputText === undefined) throw malformedInput("#: required key [inputText] not found");
    if (
      body.textTruncate === "none" &&
      call.state.countTokens(body.inputText) > V2_TOKENS &&
      call.validation !== "off"
    ) {
      throw invalid(`#/inputText: texts have ${V2_TOKENS} tokens at most.`);
    }
    const words = cutToTokens(body.inputText, V2_TOKENS, "end", (part) => call.state.countTokens(part));
    const [vector = new Float32Array()] = await call.state.embedder.embed([words], dimensions);
    return { body: { data: { embedding: Array.from(vector) } }, inputTokens: call.state.countTokens(words) };
  },
};

function toMedium({ base64String, s3Location }: BodyOf<typeof mediaSource>, pointer: string, call: InvokeCall): Medium {
  const uri = s3Location?.uri;
  if (base64String !== undefined && uri === undefined) {
    return readImage(base64String, `${pointer}/base64String`, formats, call);
  }
  if (base64String === undefined && uri !== undefined) return { uri };
  throw invalid(`${pointer}: exactly one of base64String and s3Location must be given.`);
}
