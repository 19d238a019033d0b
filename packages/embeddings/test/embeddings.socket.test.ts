import { disposeAllClients } from "@langchain-aws/aws-auth";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { afterEach, describe, expect, test } from "vitest";
import { BedrockEmbeddings, type BedrockEmbeddingsInput, readPartialEmbeddings } from "../src/index.ts";
import { models, rejectionOf } from "./support/connect.ts";
import { jpegBytes, mp3Bytes, mp4Bytes, pngBytes } from "./support/media-bytes.ts";

const aws = useLocalAws();

afterEach(() => disposeAllClients());

const connect = (model: string, fields: BedrockEmbeddingsInput = {}): BedrockEmbeddings =>
  new BedrockEmbeddings({ model, region: aws.region, credentials: aws.credentials, endpointUrl: aws.url, ...fields });

const cosine = (a: readonly number[], b: readonly number[]): number => {
  const dot = a.reduce((sum, part, index) => sum + part * (b[index] ?? 0), 0);
  return dot / Math.hypot(...a) / Math.hypot(...b);
};

const texts = ["blue socks", "red gloves", "socks that are blue"];

describe.each([
  { model: models.titanV1, size: 1536, requests: 3 },
  { model: models.titanV2, size: 1024, requests: 3 },
  { model: models.titanV2, dimensions: 256, size: 256, requests: 3 },
  { model: models.titanImage, size: 1024, requests: 3 },
  { model: models.titanImage, dimensions: 384, size: 384, requests: 3 },
  { model: models.nova, size: 3072, requests: 3 },
  { model: models.nova, dimensions: 256, size: 256, requests: 3 },
  { model: models.cohereV3, size: 1024, requests: 1 },
  { model: models.cohereV4, size: 1536, requests: 1 },
  { model: models.cohereV4, dimensions: 512, size: 512, requests: 1 },
  { model: models.marengo2, size: 1024, requests: 3 },
  { model: models.marengo3, size: 512, requests: 3 },
])("$model with $dimensions dimensions", ({ model, dimensions, size, requests }) => {
  test("embeds documents and queries into one space", async () => {
    const embeddings = connect(model, { dimensions });
    const documents = await embeddings.embedDocuments(texts);
    expect(documents.map(({ length }) => length)).toEqual([size, size, size]);
    expect(aws.requests({ operation: "InvokeModel", status: 200 })).toHaveLength(requests);
    const query = await embeddings.embedQuery("blue socks");
    const nearness = documents.map((document) => cosine(document, query));
    expect(nearness[0]).toBeCloseTo(1, 6);
    expect(nearness[2]).toBeGreaterThan(nearness[1] ?? 1);
    expect(await embeddings.embedQueryFloat32("blue socks")).toEqual(Float32Array.from(query));
  });
});

describe("requests", () => {
  test("are signed, speak HTTP/1.1 and say whose they are", async () => {
    await connect(models.titanV2).embedDocuments(["a", "b"]);
    const entries = aws.requests();
    expect(entries).toHaveLength(2);
    for (const { http, auth, headers, userAgent } of entries) {
      expect({ http, auth: auth.kind, type: headers["content-type"] }).toEqual({
        http: "1.1",
        auth: "sigv4",
        type: "application/json",
      });
      expect(userAgent).toMatch(/langchain-aws-js.*embeddings/);
    }
  });

  test("[43] carry a bearer key where one was passed", async () => {
    await connect(models.titanV2, { credentials: undefined, apiKey: "local-token" }).embedQuery("x");
    expect(aws.lastRequest()).toMatchObject({ auth: { kind: "bearer" }, status: 200 });
  });

  test("report what they cost", async () => {
    for (const model of [models.titanV2, models.cohereV3, models.nova]) {
      const usage: unknown[] = [];
      await connect(model, { onUsage: (one) => void usage.push(one) }).embedQuery("blue socks");
      expect(usage).toEqual([{ model, inputTokens: expect.any(Number) }]);
    }
  });

  test("[7, 9] take 96 texts of Cohere each", async () => {
    const many = Array.from({ length: 1000 }, (_, index) => `text ${index}`);
    await connect(models.cohereV3).embedDocuments(many);
    expect(aws.requests({ status: 200 })).toHaveLength(11);
    const sent: string[] = aws.requests().flatMap(({ body }) => Object(body).texts);
    expect(sent.toSorted()).toEqual(many.toSorted());
  });
});

describe("media", () => {
  test.each([models.titanImage, models.nova, models.cohereV3, models.cohereV4, models.marengo2, models.marengo3])(
    "images go to %s",
    async (model) => {
      const embeddings = connect(model);
      const [png, jpeg] = await embeddings.embedImages([pngBytes, jpegBytes]);
      expect(png).toHaveLength(jpeg?.length ?? 0);
      expect(await embeddings.embedImage(pngBytes)).toEqual(png);
    },
  );

  test("sounds and films go to Nova, inline and from S3", async () => {
    const nova = connect(models.nova);
    const vectors = [
      await nova.embedAudio(mp3Bytes),
      await nova.embedVideo(mp4Bytes),
      await nova.embedVideo("s3://films/clip.mp4"),
      await nova.embedImage({ s3Uri: "s3://images/a.png", bucketOwner: "111122223333" }),
    ];
    expect(vectors.map(({ length }) => length)).toEqual([3072, 3072, 3072, 3072]);
  });

  test.each([models.titanImage, models.cohereV4, models.marengo3])(
    "a text and an image get one vector of %s",
    async (model) => {
      const embeddings = connect(model);
      const image = await embeddings.embedImage(pngBytes);
      const fused = await embeddings.embedMultimodal({ text: "socks", image: pngBytes });
      expect(fused).toHaveLength(image.length);
      expect(cosine(fused, image)).toBeLessThan(0.999);
    },
  );
});

describe("integers", () => {
  test.each([
    { model: models.titanV2, embeddingType: "binary", length: 1024, within: [0, 1] },
    { model: models.cohereV3, embeddingType: "int8", length: 1024, within: [-128, 127] },
    { model: models.cohereV3, embeddingType: "uint8", length: 1024, within: [0, 255] },
    { model: models.cohereV4, embeddingType: "binary", length: 192, within: [-128, 127] },
    { model: models.cohereV4, embeddingType: "ubinary", length: 192, within: [0, 255] },
  ] as const)("[39] $model gives $embeddingType", async ({ model, embeddingType, length, within: [least, most] }) => {
    const vector = await connect(model, { embeddingType }).embedQuery("blue socks");
    expect(vector).toHaveLength(length);
    expect(vector.every((part) => Number.isInteger(part) && part >= least && part <= most)).toBe(true);
  });
});

describe("failures", () => {
  test("a size the model does not have is the service's to refuse, and names the input", async () => {
    const error = await rejectionOf(
      connect(models.titanV2, { dimensions: 300, maxConcurrency: 1 }).embedDocuments(["a", "b"]),
    );
    expect(error).toMatchObject({ name: "BedrockValidationError", httpStatusCode: 400, failedIndex: 0 });
    expect(error.message).toMatch(/input 0.*`dimensions`/s);
  });

  test("a text that is too long for Titan is named by its index, and the others are kept", async () => {
    const long = "word ".repeat(20_000);
    const error = await rejectionOf(
      connect(models.titanV2, { maxConcurrency: 1 }).embedDocuments(["a", "b", long, "c"]),
    );
    expect(error).toMatchObject({ name: expect.stringMatching(/Validation|ContextOverflow/), failedIndex: 2 });
    expect(error.message).not.toContain("word");
    expect(readPartialEmbeddings(error)).toMatchObject({ done: 2, total: 4, failedIndexes: [2] });
    expect(aws.requests()).toHaveLength(3);
  });

  test("[35] an answer of 400 is not asked for again", async () => {
    aws.faults.add({ do: { error: { status: 400, type: "ValidationException", message: "no" } } });
    expect(await rejectionOf(connect(models.titanV2).embedQuery("x"))).toMatchObject({
      awsCode: "ValidationException",
    });
    expect(aws.requests()).toHaveLength(1);
  });

  test("a connection that breaks is tried again, and the order kept", async () => {
    aws.faults.add({ when: { every: 3 }, do: { reset: "beforeHeaders" } });
    const embeddings = connect(models.titanV2, { maxConcurrency: 3, dimensions: 256 });
    const broken = await embeddings.embedDocuments(texts);
    aws.faults.clear();
    expect(broken).toEqual(await embeddings.embedDocuments(texts));
  });

  test("half a JSON object, and the page of a proxy, are errors of ours", async () => {
    aws.faults.add({ when: { first: 1 }, do: { badJson: true } });
    const embeddings = connect(models.titanV2, { maxRetries: 0 });
    expect(await rejectionOf(embeddings.embedQuery("x"))).toMatchObject({ code: "UNEXPECTED_REPLY" });
    aws.faults.add({ do: { html502: true } });
    expect(await rejectionOf(embeddings.embedQuery("x"))).toMatchObject({
      name: "BedrockServiceError",
      httpStatusCode: 502,
    });
  });

  test("[38] an abort closes the connections of requests in flight", async () => {
    aws.faults.add({ do: { hang: true } });
    const controller = new AbortController();
    const call = rejectionOf(
      connect(models.titanV2, { maxConcurrency: 2 }).embedDocuments(texts, { signal: controller.signal }),
    );
    await aws.waitForRequest(() => aws.requests().length === 2);
    controller.abort();
    expect(await call).toBe(controller.signal.reason);
    await aws.waitForRequest({ endedBy: "client" });
    expect(aws.requests()).toHaveLength(2);
  });
});
