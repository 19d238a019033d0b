import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { MediaSourceInput } from "../src/index.ts";
import { connect, models, rejectionOf } from "./support/connect.ts";
import { collectWarnings } from "./support/warnings.ts";

const warnings = collectWarnings();

const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2, 3);
const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1);
const mp3 = new TextEncoder().encode("ID3 and then sound");
const mp4 = new TextEncoder().encode("\0\0\0\x18ftypisom and then a film");
const base64Of = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

async function imageBody(image: MediaSourceInput, fields: object): Promise<unknown> {
  const { embeddings, wire } = connect(fields);
  expect(await embeddings.embedImage(image)).toEqual([1]);
  expect(wire.requests).toHaveLength(1);
  return wire.bodies[0];
}

describe("Titan's image model", () => {
  test("[6] gets raw base64 and nothing else", async () => {
    expect(await imageBody(jpeg, { model: models.titanImage })).toEqual({ inputImage: base64Of(jpeg) });
  });

  test("[23] reads nothing from S3", async () => {
    const { embeddings, wire } = connect({ model: models.titanImage });
    const error = await rejectionOf(embeddings.embedImage("s3://b/p.jpg"));
    expect(error.message).toMatch(/S3/);
    expect(error.message).toContain(models.titanImage);
    expect(wire.requests).toEqual([]);
  });

  test("gives a text and an image one vector", async () => {
    const { embeddings, wire } = connect({ model: models.titanImage, dimensions: 384 });
    expect(await embeddings.embedMultimodal({ text: "blue\nsocks", image: png })).toEqual([1]);
    await embeddings.embedMultimodal({ text: "socks" });
    await embeddings.embedMultimodal({ image: png });
    const embeddingConfig = { outputEmbeddingLength: 384 };
    expect(wire.bodies).toEqual([
      { inputText: "blue socks", inputImage: base64Of(png), embeddingConfig },
      { inputText: "socks", embeddingConfig },
      { inputImage: base64Of(png), embeddingConfig },
    ]);
    await expect(embeddings.embedMultimodal({})).rejects.toThrow(TypeError);
  });
});

describe("Nova", () => {
  const nova = { model: models.nova };

  test("[20] reads images from S3, their format told by the name", async () => {
    expect(await imageBody("s3://b/p.jpg", nova)).toEqual({
      taskType: "SINGLE_EMBEDDING",
      singleEmbeddingParams: {
        embeddingPurpose: "GENERIC_INDEX",
        image: { format: "jpeg", source: { s3Location: { uri: "s3://b/p.jpg" } } },
      },
    });
  });

  test("takes the owner of a bucket, a purpose and a detail level", async () => {
    const { embeddings, wire } = connect(nova);
    const image = { s3Uri: "s3://b/p", format: "image/PNG", bucketOwner: "111122223333" };
    await embeddings.embedImage(image, { purpose: "IMAGE_RETRIEVAL", detailLevel: "DOCUMENT_IMAGE" });
    expect(wire.bodies).toEqual([
      {
        taskType: "SINGLE_EMBEDDING",
        singleEmbeddingParams: {
          embeddingPurpose: "IMAGE_RETRIEVAL",
          image: {
            format: "png",
            source: { s3Location: { uri: "s3://b/p", bucketOwner: "111122223333" } },
            detailLevel: "DOCUMENT_IMAGE",
          },
        },
      },
    ]);
  });

  test("[21] hears and sees what the first bytes tell", async () => {
    const { embeddings, wire } = connect(nova);
    await embeddings.embedAudio(mp3);
    await embeddings.embedVideo(mp4);
    expect(wire.bodies).toMatchObject([
      { singleEmbeddingParams: { audio: { format: "mp3", source: { bytes: base64Of(mp3) } } } },
      {
        singleEmbeddingParams: {
          video: { format: "mp4", embeddingMode: "AUDIO_VIDEO_COMBINED", source: { bytes: base64Of(mp4) } },
        },
      },
    ]);
  });

  test("[22] asks for the format of a film in S3 whose name has none", async () => {
    const { embeddings, wire } = connect(nova);
    expect((await rejectionOf(embeddings.embedVideo("s3://b/clip"))).message).toContain("format");
    expect(wire.requests).toEqual([]);
    await embeddings.embedVideo({ s3Uri: "s3://b/clip", format: "mov" });
    expect(wire.bodies).toMatchObject([
      { singleEmbeddingParams: { video: { format: "mov", source: { s3Location: { uri: "s3://b/clip" } } } } },
    ]);
  });

  test("asks for the format of a sound that cannot be told", async () => {
    const { embeddings, wire } = connect(nova);
    expect((await rejectionOf(embeddings.embedAudio(Uint8Array.of(1, 2, 3)))).message).toContain("`format`");
    expect((await rejectionOf(embeddings.embedImage({ bytes: jpeg, format: "bmp" }))).message).toContain("png, jpeg");
    expect(wire.requests).toEqual([]);
  });

  test("gets no film for an image: the error names the index and what it is", async () => {
    const { embeddings, wire } = connect({ ...nova, maxConcurrency: 1 });
    const error = await rejectionOf(embeddings.embedImages([png, mp4]));
    expect(error).toMatchObject({ name: "TypeError", failedIndex: 1, message: expect.stringContaining("video (mp4)") });
    expect(wire.requests).toHaveLength(1);
  });

  test("does not take a text and an image together", async () => {
    const { embeddings, wire } = connect(nova);
    const error = await rejectionOf(embeddings.embedMultimodal({ text: "a", image: png }));
    expect(error).toMatchObject({ code: "CONFIG_UNSUPPORTED_MEDIA", message: expect.stringContaining(models.nova) });
    expect(wire.requests).toEqual([]);
  });
});

test.each([
  { model: models.titanV1, method: "embedImage", kind: "image" },
  { model: models.titanV2, method: "embedImage", kind: "image" },
  { model: models.marengo3, method: "embedAudio", kind: "audio" },
  { model: models.marengo2, method: "embedVideo", kind: "video" },
  { model: models.cohereV3, method: "embedAudio", kind: "audio" },
  { model: models.titanImage, method: "embedVideo", kind: "video" },
] as const)("[24] $model takes no $kind, and says so before reading it", async ({ model, method, kind }) => {
  const { embeddings, wire } = connect({ model });
  const error = await rejectionOf(embeddings[method]("/no/such/file"));
  expect(error.message).toContain(`${model} takes no ${kind} input`);
  expect(wire.requests).toEqual([]);
});

describe("Cohere", () => {
  test("[25] version 3 gets one image a request", async () => {
    const { embeddings, wire } = connect({ model: models.cohereV3, maxConcurrency: 1 });
    expect(await embeddings.embedImages([jpeg, png])).toEqual([[1], [1]]);
    expect(wire.bodies).toEqual([
      { input_type: "image", images: [`data:image/jpeg;base64,${base64Of(jpeg)}`], embedding_types: ["float"] },
      { input_type: "image", images: [`data:image/png;base64,${base64Of(png)}`], embedding_types: ["float"] },
    ]);
  });

  test("version 3 takes JPEG and PNG only", async () => {
    const { embeddings, wire } = connect({ model: models.cohereV3 });
    const gif = new TextEncoder().encode("GIF89a…");
    expect((await rejectionOf(embeddings.embedImage(gif))).message).toContain("jpeg, png");
    expect(wire.requests).toEqual([]);
  });

  test("[26] version 4 gets 96 images a request, and their order is kept", async () => {
    const images = Array.from({ length: 100 }, (_, index) => Uint8Array.of(...png, index));
    const { embeddings, wire } = connect({ model: models.cohereV4 }, ({ body }) => ({
      body: { embeddings: { float: Object(body).images.map((url: string) => [lastByteOf(url)]) } },
    }));
    expect(await embeddings.embedImages(images)).toEqual(images.map((_, index) => [index]));
    const bodies = wire.bodies.toSorted((a, b) => Object(b).images.length - Object(a).images.length);
    expect(bodies.map((body) => Object(body).images.length)).toEqual([96, 4]);
    expect(bodies[1]).toEqual({
      input_type: "search_document",
      images: images.slice(96).map((image) => `data:image/png;base64,${base64Of(image)}`),
    });
  });

  const lastByteOf = (url: string): number | undefined => Buffer.from(url.split(",")[1] ?? "", "base64").at(-1);

  test("version 4 gets fewer images a request when they are large", async () => {
    const large = new Uint8Array(4 * 1024 * 1024);
    large.set(png);
    const { embeddings, wire } = connect({ model: models.cohereV4, maxConcurrency: 1 });
    await embeddings.embedImages([large, large, large, large, large]);
    expect(wire.bodies.map((body) => Object(body).images.length)).toEqual([3, 2]);
  });

  test("version 4 gives a text and an image one vector", async () => {
    const { embeddings, wire } = connect({ model: models.cohereV4, dimensions: 512 });
    expect(await embeddings.embedMultimodal({ text: "cat", image: png }, { inputType: "search_query" })).toEqual([1]);
    expect(wire.bodies).toEqual([
      {
        input_type: "search_query",
        inputs: [
          {
            content: [
              { type: "text", text: "cat" },
              { type: "image_url", image_url: { url: `data:image/png;base64,${base64Of(png)}` } },
            ],
          },
        ],
        output_dimension: 512,
      },
    ]);
  });
});

describe("Marengo", () => {
  test("nests its media in version 3 and not in 2.7", async () => {
    const image = { s3Uri: "s3://b/k.jpg", bucketOwner: "111122223333" };
    const s3Location = { uri: "s3://b/k.jpg", bucketOwner: "111122223333" };
    const { embeddings, wire } = connect({ model: models.marengo3 });
    await embeddings.embedImage(png);
    await embeddings.embedMultimodal({ text: "socks", image });
    expect(wire.bodies).toEqual([
      { inputType: "image", image: { mediaSource: { base64String: base64Of(png) } } },
      { inputType: "text_image", text_image: { inputText: "socks", mediaSource: { s3Location } } },
    ]);
    expect(await imageBody(image, { model: models.marengo2 })).toEqual({
      inputType: "image",
      mediaSource: { s3Location },
    });
  });
});

describe("an input", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "embeddings-"));
    writeFileSync(join(folder, "a.jpg"), jpeg);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const titan = { model: models.titanImage };
  const sent = { inputImage: base64Of(jpeg) };

  test.each<{ name: string; image: () => MediaSourceInput }>([
    { name: "a Uint8Array", image: () => jpeg },
    { name: "a Buffer", image: () => Buffer.from(jpeg) },
    { name: "an ArrayBuffer", image: () => jpeg.slice().buffer },
    { name: "a Blob", image: () => new Blob([jpeg]) },
    { name: "a typed Blob", image: () => new Blob([jpeg], { type: "image/jpeg" }) },
    { name: "a data: URL", image: () => `data:image/jpeg;base64,${base64Of(jpeg)}` },
    { name: "a path", image: () => join(folder, "a.jpg") },
    { name: "base64", image: () => base64Of(jpeg) },
    { name: "{ bytes }", image: () => ({ bytes: jpeg }) },
    { name: "{ base64 }", image: () => ({ base64: base64Of(jpeg), format: "jpg" }) },
    { name: "{ path }", image: () => ({ path: join(folder, "a.jpg") }) },
  ])("may be $name", async ({ image }) => {
    expect(await imageBody(image(), titan)).toEqual(sent);
  });

  test("[29] that is neither file nor base64 is refused with the forms there are; line breaks in base64 are fine", async () => {
    const { embeddings, wire } = connect(titan);
    const error = await rejectionOf(embeddings.embedImage("not-valid-base64-!!!"));
    expect(error.message).toMatch(/s3:\/\/.*data:.*base64.*path.*bytes/s);
    expect(error.message).not.toContain("not-valid");
    expect(wire.requests).toEqual([]);
    await embeddings.embedImage("YW\nJj\r\n");
    expect(wire.bodies).toEqual([{ inputImage: "YWJj" }]);
  });

  test.each([
    { name: "a web address", image: "https://example.com/a.png", says: /Download it first/ },
    { name: "a data: URL of another kind", image: `data:audio/mp3;base64,${base64Of(mp3)}`, says: /another kind/ },
    { name: "a data: URL without base64", image: "data:image/png,abc", says: /data:image/ },
    { name: "two sources at once", image: { bytes: jpeg, path: "a" }, says: /exactly one/ },
    { name: "no source", image: { format: "png" }, says: /exactly one/ },
    { name: "a missing file", image: { path: "/no/such/file" }, says: /no file/ },
    { name: "a number", image: 7, says: /cannot be embedded/ },
    { name: "nothing", image: new Uint8Array(), says: /is empty/ },
    { name: "base64 in another alphabet", image: { base64: "ab-_" }, says: /not base64/ },
    { name: "base64 without its padding", image: "YWJjZA", says: /neither/ },
  ])("is refused with its index, before any request, when it is $name", async ({ image, says }) => {
    const { embeddings, wire } = connect(titan);
    const error = await rejectionOf(embeddings.embedImages([jpeg, image as MediaSourceInput]));
    expect(error).toMatchObject({ failedIndex: 1, message: expect.stringMatching(says) });
    expect(wire.requests).toEqual([]);
  });

  test("over 5 MB is refused with its size before any request", async () => {
    const large = new Uint8Array(5 * 1024 * 1024 + 1);
    for (const model of [models.titanImage, models.cohereV3, models.cohereV4, models.marengo3]) {
      const { embeddings, wire } = connect({ model });
      expect(await rejectionOf(embeddings.embedImages([png, large]))).toMatchObject({
        name: "RangeError",
        failedIndex: 1,
        message: expect.stringContaining(String(large.length)),
      });
      expect(wire.requests).toEqual([]);
    }
  });

  test("that makes a body over 25 MB is refused with its size", async () => {
    const { embeddings, wire } = connect({ model: models.nova });
    const film = new Uint8Array(20_000_000);
    film.set(mp4);
    expect((await rejectionOf(embeddings.embedVideo(film))).message).toMatch(/26666\d{3} bytes/);
    expect(wire.requests).toEqual([]);
  });

  test("names no file when that is not allowed", async () => {
    const { embeddings } = connect({ ...titan, allowFilePaths: false });
    expect((await rejectionOf(embeddings.embedImage(join(folder, "a.jpg")))).message).toContain("neither");
  });

  test("of unknown bytes counts as jpeg, which is said once", async () => {
    const { embeddings, wire } = connect({ model: models.cohereV4 });
    await embeddings.embedImages([Uint8Array.of(1), Uint8Array.of(2)]);
    expect(wire.bodies).toMatchObject([{ images: ["data:image/jpeg;base64,AQ==", "data:image/jpeg;base64,Ag=="] }]);
    expect(warnings.texts).toEqual([expect.stringContaining("sent as jpeg")]);
  });

  test("is normalised like a text", async () => {
    const { embeddings } = connect({ ...titan, normalize: true }, () => ({ body: { embedding: [3, 4] } }));
    expect(await embeddings.embedImage(jpeg)).toEqual([0.6, 0.8]);
  });

  test("list may be empty, and must be a list", async () => {
    const { embeddings, wire } = connect(titan);
    expect(await embeddings.embedImages([])).toEqual([]);
    await expect(embeddings.embedImages(jpeg as unknown as MediaSourceInput[])).rejects.toThrow("must be an array");
    expect(wire.requests).toEqual([]);
  });
});
