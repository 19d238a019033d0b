import { isRecord, type PlainRecord } from "@langchain-aws/core";
import type { Media, MediaInput, ModelFamily, ParsedReply, RequestSettings } from "./model-family.ts";

const imageFormats = ["png", "jpeg", "gif", "webp"];
const audioFormats = ["mp3", "wav", "ogg"];
const videoFormats = ["mp4", "mov", "mkv", "webm", "flv", "mpeg", "mpg", "wmv", "3gp"];

/**
 * Amazon Nova Multimodal Embeddings: one text, image, sound or film a request, inline or from S3.
 *
 * Source: "Complete embeddings request and response schema" in the Amazon Nova user guide.
 */
export const nova: ModelFamily = {
  name: "nova",
  matches: ({ vendor, id }) => vendor === "amazon" && id.includes("nova") && id.includes("embed"),
  embeddingTypes: [],
  textLimits: {},
  mediaLimits: {
    image: { formats: imageFormats, fromS3: true },
    audio: { formats: audioFormats, fromS3: true },
    video: { formats: videoFormats, fromS3: true },
  },
  buildRequest: {
    text: ([input], settings) =>
      single(settings, { text: { truncationMode: settings.truncate ?? "END", value: input?.text } }),
    image: ([input], settings) => {
      const { detailLevel } = settings;
      return single(settings, { image: { ...described(input), ...(detailLevel !== undefined && { detailLevel }) } });
    },
    audio: ([input], settings) => single(settings, { audio: described(input) }),
    video: ([input], settings) =>
      single(settings, { video: { ...described(input), embeddingMode: "AUDIO_VIDEO_COMBINED" } }),
  },
  parseResponse,
};

function single({ purpose, dimensions }: RequestSettings, content: object): Record<string, unknown> {
  return {
    taskType: "SINGLE_EMBEDDING",
    singleEmbeddingParams: {
      embeddingPurpose: purpose,
      ...(dimensions !== undefined && { embeddingDimension: dimensions }),
      ...content,
    },
  };
}

const described = (input: MediaInput | undefined): object =>
  input === undefined ? {} : { format: input.media.format, source: sourceOf(input.media) };

function sourceOf(media: Media): object {
  if ("base64" in media) return { bytes: media.base64 };
  const { s3Uri, bucketOwner } = media;
  return { s3Location: { uri: s3Uri, ...(bucketOwner !== undefined && { bucketOwner }) } };
}

/** A film may come back as two vectors, sound and picture; who asked for one hears of that. */
function parseResponse({ embeddings }: PlainRecord): ParsedReply {
  const entries = Array.isArray(embeddings) ? embeddings.filter(isRecord) : [];
  const cutAt = entries[0]?.["truncatedCharLength"];
  return {
    vectors: entries.map(({ embedding }) => embedding),
    ...(typeof cutAt === "number" && { truncatedCharLength: cutAt }),
  };
}
