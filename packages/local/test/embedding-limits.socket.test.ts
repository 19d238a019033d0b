import { describe, expect, it } from "vitest";

import { createLocalAws } from "../src/index.ts";
import { useLocalAws } from "../src/vitest.ts";
import { images, invoke, toBase64, vectorAt } from "./support/invoke.ts";

const aws = useLocalAws();
const titan1 = "amazon.titan-embed-text-v1";
const titan2 = "amazon.titan-embed-text-v2:0";
const titanImage = "amazon.titan-embed-image-v1";
const cohere3 = "cohere.embed-english-v3";
const cohere4 = "cohere.embed-v4:0";
const nova = "amazon.nova-2-multimodal-embeddings-v1:0";
const marengo2 = "us.twelvelabs.marengo-embed-2-7-v1:0";
const marengo3 = "us.twelvelabs.marengo-embed-3-0-v1:0";
const dataUri = (base64: string): string => `data:image/png;base64,${base64}`;
const documents = { input_type: "search_document" };

/** What V39 to V41 put around the words that differ. */
const malformed = (problem: string): string =>
  `Malformed input request: ${problem}, please reformat your input and try again.`;

const novaBody = (params: object): object => ({
  taskType: "SINGLE_EMBEDDING",
  singleEmbeddingParams: { embeddingPurpose: "GENERIC_INDEX", ...params },
});

const refused: readonly [rule: string, modelId: string, body: unknown, message: string][] = [
  ["[20] V39 a missing key", titan1, {}, malformed("#: required key [inputText] not found")],
  [
    "[20] V39 a key too many",
    titan1,
    { inputText: "a", dimensions: 256 },
    malformed("#: extraneous key [dimensions] is not permitted"),
  ],
  ["[20] V39 several violations", titan1, { texts: [], x: 1 }, malformed("3 schema violations found")],
  [
    "[20] V39 another type",
    titan2,
    { inputText: ["a"] },
    malformed("#/inputText: expected type: String, found: JSONArray"),
  ],
  ["[20] V39 no object", titan2, [1], malformed("#: expected type: JSONObject, found: JSONArray")],
  [
    "[20] V39 null",
    titan2,
    { inputText: "a", normalize: null },
    malformed("#/normalize: expected type: Boolean, found: Null"),
  ],
  [
    "[20] V39 a fraction",
    titan2,
    { inputText: "a", dimensions: 1.5 },
    malformed("#/dimensions: expected type: Integer, found: Double"),
  ],
  ["[20] V39 Titan's body for Cohere", cohere3, { inputText: "a" }, malformed("2 schema violations found")],
  ["[20] V39 Cohere without anything to embed", cohere3, documents, malformed("#: required key [texts] not found")],
  [
    "[20] V39 Marengo 3 in the flat form of 2.7",
    marengo3,
    { inputType: "text", inputText: "a" },
    malformed("#: extraneous key [inputText] is not permitted"),
  ],
  [
    "[20] V39 Marengo without what its type names",
    marengo3,
    { inputType: "image" },
    malformed("#: required key [image] not found"),
  ],
  [
    "[20] V39 Marengo 2.7 without an image",
    marengo2,
    { inputType: "image" },
    malformed("#: required key [mediaSource] not found"),
  ],
  [
    "[20] V39 Marengo's films",
    marengo3,
    { inputType: "video" },
    malformed("#/inputType: video is not a valid enum value"),
  ],
  [
    "[20] V40 97 texts",
    cohere3,
    { ...documents, texts: Array.from({ length: 97 }, () => "a") },
    malformed("#/texts: expected maximum item count: 96, found: 97"),
  ],
  [
    "[20] V40 97 texts for v4",
    cohere4,
    { ...documents, texts: Array.from({ length: 97 }, () => "a") },
    malformed("#/texts: expected maximum item count: 96, found: 97"),
  ],
  [
    "[20] V40 a text of 2,049 characters",
    cohere3,
    { ...documents, texts: ["b", "a".repeat(2_049)] },
    malformed("#/texts/1: expected maxLength: 2048, actual: 2049"),
  ],
  [
    "[20] V40 two images for v3",
    cohere3,
    { input_type: "image", images: [dataUri(images.png), dataUri(images.png)] },
    malformed("#/images: expected maximum item count: 1, found: 2"),
  ],
  [
    "[20] V41 50,001 characters",
    titan2,
    { inputText: "a".repeat(50_001) },
    malformed("expected maxLength: 50000, actual: 50001"),
  ],
  ["[20] V41 an empty text", titan1, { inputText: "" }, malformed("expected minLength: 1, actual: 0")],
  [
    "[20] V41 8,193 tokens",
    titan1,
    { inputText: "a".repeat(8_193 * 4) },
    "400 Bad Request: Too many input tokens. Max input tokens: 8192, request input token count: 8193",
  ],
  [
    "[20] V41 dimensions",
    titan2,
    { inputText: "a", dimensions: 384 },
    malformed("#/dimensions: 384 is not a valid enum value"),
  ],
  [
    "[20] V41 dimensions of images",
    titanImage,
    { inputText: "a", embeddingConfig: { outputEmbeddingLength: 512 } },
    malformed("#/embeddingConfig/outputEmbeddingLength: 512 is not a valid enum value"),
  ],
  [
    "dimensions of Cohere",
    cohere4,
    { ...documents, texts: ["a"], output_dimension: 384 },
    malformed("#/output_dimension: 384 is not a valid enum value"),
  ],
  [
    "dimensions of Nova",
    nova,
    novaBody({ embeddingDimension: 512, text: { truncationMode: "END", value: "a" } }),
    malformed("#/singleEmbeddingParams/embeddingDimension: 512 is not a valid enum value"),
  ],
  [
    "the purpose of Nova",
    nova,
    novaBody({ embeddingPurpose: "FUN", text: { truncationMode: "END", value: "a" } }),
    malformed("#/singleEmbeddingParams/embeddingPurpose: FUN is not a valid enum value"),
  ],
  ["no base64", titanImage, { inputImage: "not base64!" }, malformed("#/inputImage: the value is not base64")],
  [
    "an image without its data URI",
    cohere4,
    { ...documents, images: [images.png] },
    malformed("#/images/0: the value is not a data URI of an image"),
  ],
];

describe("refuses, in the service's words,", () => {
  it.each(refused)("%s", async (_rule, modelId, body, message) => {
    await expect(invoke(aws, modelId, body)).rejects.toMatchObject({
      name: "ValidationException",
      message,
      $metadata: { httpStatusCode: 400, attempts: 1 },
    });
  });
});

/** The service refuses these; its words are in no public recording, so none are compared. */
const refusedSomehow: readonly [what: string, modelId: string, body: unknown][] = [
  ["a GIF for Titan", titanImage, { inputImage: images.gif }],
  ["bytes that are no image", titanImage, { inputImage: images.bmp }],
  ["an image over 5 MiB", titanImage, { inputImage: largePng(5 * 1024 * 1024 + 1) }],
  ["neither text nor image", titanImage, {}],
  ["a caption of more tokens than Titan takes", titanImage, { inputText: "a".repeat(1_025) }],
  ["a WebP for Cohere v3", cohere3, { input_type: "image", images: [`data:image/webp;base64,${images.webp}`] }],
  ["an image under a type for texts", cohere3, { ...documents, images: [dataUri(images.png)] }],
  ["texts and images together", cohere4, { ...documents, texts: ["a"], images: [dataUri(images.png)] }],
  ["a part without its member", cohere4, { ...documents, inputs: [{ content: [{ type: "text" }] }] }],
  ["the cuts of v3 for v4", cohere4, { ...documents, texts: ["a"], truncate: "END" }],
  [
    "an image that is not of the stated format",
    nova,
    novaBody({ image: { format: "png", source: { bytes: images.gif } } }),
  ],
  [
    "two things at once for Nova",
    nova,
    novaBody({ text: { truncationMode: "END", value: "a" }, audio: { format: "mp3", source: { bytes: images.png } } }),
  ],
  ["nothing for Nova", nova, novaBody({})],
  [
    "a source of two kinds",
    nova,
    novaBody({ audio: { format: "mp3", source: { bytes: images.png, s3Location: { uri: "s3://b/k" } } } }),
  ],
  ["segments", nova, { taskType: "SEGMENTED_EMBEDDING", segmentedEmbeddingParams: {} }],
  ["501 tokens for Marengo 3", marengo3, { inputType: "text", text: { inputText: "a".repeat(2_001) } }],
  ["an image without a source", marengo2, { inputType: "image", mediaSource: {} }],
];

describe("refuses", () => {
  it.each(refusedSomehow)("%s", async (_what, modelId, body) => {
    await expect(invoke(aws, modelId, body)).rejects.toMatchObject({
      name: "ValidationException",
      $metadata: { httpStatusCode: 400, attempts: 1 },
    });
  });
});

/** The largest bodies that are taken. */
const accepted: readonly [what: string, modelId: string, body: unknown][] = [
  [
    "96 texts of 2,048 characters, counted as code points",
    cohere3,
    { ...documents, texts: Array.from({ length: 96 }, () => "😀".repeat(2_048)) },
  ],
  ["a text of 8,192 tokens", titan2, { inputText: "a".repeat(8_192 * 4) }],
  ["an image of 5 MiB", titanImage, { inputImage: largePng(5 * 1024 * 1024) }],
  ["500 tokens for Marengo 3", marengo3, { inputType: "text", text: { inputText: "a".repeat(2_000) } }],
];

describe("takes", () => {
  it.each(accepted)("%s", async (_what, modelId, body) => {
    await invoke(aws, modelId, body);
    expect(aws.lastRequest()).toMatchObject({ status: 200 });
  });
});

describe("the model of InvokeModel", () => {
  it("[16] V8 is refused when no model has that id", async () => {
    await expect(invoke(aws, "amazon.titan-embed-text-v9", { inputText: "a" })).rejects.toMatchObject({
      name: "ValidationException",
      message: "The provided model identifier is invalid.",
    });
  });

  it("[16] V9, V10 is refused without access, and by its bare id when only profiles serve it", async () => {
    await using other = await createLocalAws({
      models: {
        denied: ["cohere.*"],
        extra: [{ id: "cohere.embed-v5:0", dimensions: [64], inferenceTypes: ["INFERENCE_PROFILE"] }],
      },
    });
    await expect(invoke(other, cohere3, { ...documents, texts: ["a"] })).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: "You don't have access to the model with the specified model ID.",
      $metadata: { httpStatusCode: 403 },
    });
    await using profiles = await createLocalAws({
      models: { extra: [{ id: "cohere.embed-v5:0", dimensions: [64], inferenceTypes: ["INFERENCE_PROFILE"] }] },
    });
    await expect(invoke(profiles, "cohere.embed-v5:0", { ...documents, texts: ["a"] })).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("with on-demand throughput isn’t supported"),
    });
  });
});

describe('validation: "off"', () => {
  const free = useLocalAws({ validation: "off" });

  it("takes what is too long, too much, or in the wrong format", async () => {
    const long = await invoke(free, titan2, { inputText: "a".repeat(50_001), dimensions: 33, more: true });
    expect(vectorAt(long.body, "embedding")).toHaveLength(33);
    const gif = await invoke(free, titanImage, { inputImage: images.gif });
    expect(vectorAt(gif.body, "embedding")).toHaveLength(1_024);
  });

  it("refuses what cannot be answered", async () => {
    for (const body of [
      {},
      { inputText: 5 },
      { inputText: "a", dimensions: -1 },
      { inputText: "a", embeddingTypes: ["int4"] },
    ]) {
      await expect(invoke(free, titan2, body)).rejects.toMatchObject({ name: "ValidationException" });
    }
  });
});

function largePng(size: number): string {
  const bytes = Buffer.alloc(size);
  Buffer.from(images.png, "base64").copy(bytes);
  return toBase64(bytes);
}
