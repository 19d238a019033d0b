import { type BodyOf, codePointsOf, parseBody, record, text } from "../../../validation/body-schema.ts";
import { dimensionsOf, dimensionsSchema } from "./dimensions.ts";
import type { InvokeCall, InvokeFamily } from "./invoke-family.ts";
import { embedMedium, invalid, type Medium, readBase64, readImage } from "./media.ts";

/** Characters of a text that is given inline. */
const MOST_CHARACTERS = 8_192;

const purposes = [
  "GENERIC_INDEX",
  "GENERIC_RETRIEVAL",
  "TEXT_RETRIEVAL",
  "IMAGE_RETRIEVAL",
  "VIDEO_RETRIEVAL",
  "DOCUMENT_RETRIEVAL",
  "AUDIO_RETRIEVAL",
  "CLASSIFICATION",
  "CLUSTERING",
];

const source = record(
  {},
  { bytes: text(), s3Location: record({ uri: text({ minLength: 1 }) }, { bucketOwner: text() }) },
);

const inputs = {
  text: record(
    { truncationMode: text({ values: ["START", "END", "NONE"] }) },
    { value: text({ minLength: 1 }), source },
  ),
  image: record(
    { format: text({ values: ["png", "jpeg", "gif", "webp"] }), source },
    { detailLevel: text({ values: ["STANDARD_IMAGE", "DOCUMENT_IMAGE"] }) },
  ),
  audio: record({ format: text({ values: ["mp3", "wav", "ogg"] }), source }, {}),
  video: record(
    {
      format: text({ values: ["mp4", "mov", "mkv", "webm", "flv", "mpeg", "mpg", "wmv", "3gp"] }),
      embeddingMode: text({ values: ["AUDIO_VIDEO_COMBINED", "AUDIO_VIDEO_SEPARATE"] }),
      source,
    },
    {},
  ),
};

interface NovaEmbedding {
  embeddingType: string;
  embedding: number[];
  truncatedCharLength?: number;
}

/**
 * Nova Multimodal Embeddings: one text, image, sound or film.
 *
 * Source: "Complete embeddings request and response schema", Amazon Nova User Guide.
 */
export const novaEmbeddings: InvokeFamily = {
  serves: ({ family }) => family === "nova-embed",
  recognises: (body) => "singleEmbeddingParams" in body || "taskType" in body,
  async invoke(call) {
    const purpose = { embeddingPurpose: text({ values: purposes }) };
    const schema = record(
      {
        taskType: text({ values: ["SINGLE_EMBEDDING"] }),
        singleEmbeddingParams: record(purpose, { ...inputs, embeddingDimension: dimensionsSchema(call) }),
      },
      { schemaVersion: text({ values: ["nova-multimodal-embed-v1"] }) },
    );
    const { singleEmbeddingParams: input } = parseBody(call.body, schema, call.validation);
    const kinds = (["text", "image", "audio", "video"] as const).filter((kind) => input[kind] !== undefined);
    if (kinds.length !== 1) {
      throw invalid("#/singleEmbeddingParams: exactly one of text, image, audio and video must be given.");
    }
    const dimensions = dimensionsOf(call, input.embeddingDimension, 3_072);
    if (input.text === undefined) {
      return { body: { embeddings: embedMedia(input, dimensions, call) }, inputTokens: 0 };
    }
    const { embedding, inputTokens } = await embedText(input.text, dimensions, call);
    return { body: { embeddings: [embedding] }, inputTokens };
  },
};

async function embedText(
  { value, source: location, truncationMode }: BodyOf<typeof inputs.text>,
  dimensions: number,
  call: InvokeCall,
): Promise<{ embedding: NovaEmbedding; inputTokens: number }> {
  const pointer = "#/singleEmbeddingParams/text";
  if (value === undefined) {
    const vector = embedMedium(toMedium(location, pointer), dimensions);
    return { embedding: { embeddingType: "TEXT", embedding: Array.from(vector) }, inputTokens: 0 };
  }
  const isTooLong = codePointsOf(value) > MOST_CHARACTERS && !call.isUnchecked;
  if (isTooLong && truncationMode === "NONE" && call.validation !== "off") {
    throw invalid(`${pointer}/value: expected maxLength: ${MOST_CHARACTERS}, actual: ${codePointsOf(value)}`);
  }
  const kept = isTooLong ? cutCharacters(value, truncationMode) : value;
  const [vector = new Float32Array()] = await call.state.embedder.embed([kept], dimensions);
  return {
    embedding: {
      embeddingType: "TEXT",
      embedding: Array.from(vector),
      ...(isTooLong ? { truncatedCharLength: codePointsOf(kept) } : {}),
    },
    inputTokens: call.state.countTokens(kept),
  };
}

function cutCharacters(value: string, truncationMode: "START" | "END" | "NONE"): string {
  const characters = Array.from(value);
  const kept = truncationMode === "START" ? characters.slice(-MOST_CHARACTERS) : characters.slice(0, MOST_CHARACTERS);
  return kept.join("");
}

type MediaParams = { [K in "image" | "audio" | "video"]?: BodyOf<(typeof inputs)[K]> };

/** A film whose sound is embedded by itself gives two vectors, everything else one. */
function embedMedia({ image, audio, video }: MediaParams, dimensions: number, call: InvokeCall): NovaEmbedding[] {
  const at = "#/singleEmbeddingParams";
  if (image !== undefined) {
    const bytes = image.source.bytes;
    if (bytes !== undefined) readImage(bytes, `${at}/image/source/bytes`, [image.format], call);
    return [toEmbedding("IMAGE", embedMedium(toMedium(image.source, `${at}/image`), dimensions))];
  }
  if (audio !== undefined)
    return [toEmbedding("AUDIO", embedMedium(toMedium(audio.source, `${at}/audio`), dimensions))];
  const film = toMedium(video?.source, `${at}/video`);
  const vector = embedMedium(film, dimensions);
  if (video?.embeddingMode !== "AUDIO_VIDEO_SEPARATE") return [toEmbedding("AUDIO_VIDEO_COMBINED", vector)];
  return [toEmbedding("VIDEO", vector), toEmbedding("AUDIO", embedMedium(film, dimensions, "sound"))];
}

const toEmbedding = (embeddingType: string, vector: Float32Array): NovaEmbedding => ({
  embeddingType,
  embedding: Array.from(vector),
});

function toMedium(location: BodyOf<typeof source> | undefined, pointer: string): Medium {
  const uri = location?.s3Location?.uri;
  if (location?.bytes !== undefined && uri === undefined) return readBase64(location.bytes, `${pointer}/source/bytes`);
  if (location?.bytes === undefined && uri !== undefined) return { uri };
  throw invalid(`${pointer}/source: exactly one of bytes and s3Location must be given.`);
}
