import { InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime";
import { describe, expect, it } from "vitest";

import { createLocalAws } from "../src/index.ts";
import { useLocalAws } from "../src/vitest.ts";
import { createClient, handlers } from "./support/clients.ts";
import { cosine, images, invoke, vectorAt } from "./support/invoke.ts";
import { requestHttp1 } from "./support/raw-http.ts";
import { sign } from "./support/signing.ts";

const aws = useLocalAws();
const numbers = expect.any(Array);
const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
const titan1 = "amazon.titan-embed-text-v1";
const titan2 = "amazon.titan-embed-text-v2:0";
const titanImage = "amazon.titan-embed-image-v1";
const cohere3 = "cohere.embed-english-v3";
const cohere4 = "cohere.embed-v4:0";
const nova = "amazon.nova-2-multimodal-embeddings-v1:0";
const marengo2 = "us.twelvelabs.marengo-embed-2-7-v1:0";
const marengo3 = "us.twelvelabs.marengo-embed-3-0-v1:0";

const novaBody = (input: object, dimension?: number): object => ({
  taskType: "SINGLE_EMBEDDING",
  singleEmbeddingParams: {
    embeddingPurpose: "GENERIC_INDEX",
    ...(dimension === undefined ? {} : { embeddingDimension: dimension }),
    ...input,
  },
});
const novaText = (value: string): object => ({ text: { truncationMode: "END", value } });
const pngUri = `data:image/png;base64,${images.png}`;

/** For each family: how a text is sent, where its vector is, how long it is. */
const families = [
  ["Titan v1", titan1, (inputText: string) => ({ inputText }), "embedding", 1536],
  ["Titan v2", titan2, (inputText: string) => ({ inputText }), "embedding", 1024],
  ["Titan image", titanImage, (inputText: string) => ({ inputText }), "embedding", 1024],
  ["Cohere v3", cohere3, (text: string) => ({ input_type: "search_document", texts: [text] }), "embeddings.0", 1024],
  ["Cohere v4", cohere4, (text: string) => ({ input_type: "search_query", texts: [text] }), "embeddings.float.0", 1536],
  ["Nova", nova, (text: string) => novaBody(novaText(text)), "embeddings.0.embedding", 3072],
  ["Marengo 2.7", marengo2, (inputText: string) => ({ inputType: "text", inputText }), "data.embedding", 1024],
  ["Marengo 3", marengo3, (inputText: string) => ({ inputType: "text", text: { inputText } }), "data.0.embedding", 512],
] as const;

describe.each(families)("[13] %s", (_name, modelId, bodyOf, path, dimensions) => {
  const embed = async (text: string): Promise<number[]> =>
    vectorAt((await invoke(aws, modelId, bodyOf(text))).body, path);

  it("gives one text one vector, of unit length and the model's own dimensions", async () => {
    const [first, again] = [await embed("Blue socks"), await embed("Blue socks")];
    expect(again).toEqual(first);
    expect(first).toHaveLength(dimensions);
    expect(Math.hypot(...first)).toBeCloseTo(1, 5);
    expect(cosine(first, again)).toBeCloseTo(1, 9);
  });

  it("puts texts that share words nearer than others", async () => {
    const [query, near, far] = [await embed("blue socks"), await embed("Socks that are blue"), await embed("Tax law")];
    expect(cosine(query, near)).toBeGreaterThan(cosine(query, far) + 0.3);
  });

  it("says how many tokens it read, and how long it took", async () => {
    const { headers } = await invoke(aws, modelId, bodyOf("Blue socks"));
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "x-amzn-bedrock-input-token-count": "3",
      "x-amzn-bedrock-invocation-latency": expect.stringMatching(/^[1-9]\d*$/),
    });
    expect(headers).not.toHaveProperty("x-amzn-bedrock-output-token-count");
    expect(aws.lastRequest()).toMatchObject({ operation: "InvokeModel", model: modelId, usage: { inputTokens: 3 } });
  });
});

describe("[13] InvokeModel", () => {
  it.each(handlers)("answers over %s, whatever the content type", async (_http, config) => {
    const client = createClient(aws, "requestHandler" in config ? { requestHandler: config.requestHandler() } : {});
    const body = JSON.stringify({ inputText: "hello" });
    for (const contentType of [undefined, "application/json"]) {
      const answer = await client.send(new InvokeModelCommand({ modelId: titan1, body, contentType, accept: "*/*" }));
      expect(answer.contentType).toBe("application/json");
      expect(vectorAt(JSON.parse(answer.body.transformToString()), "embedding")).toHaveLength(1536);
    }
    expect(aws.requests().map(({ headers }) => headers["content-type"])).toEqual([
      "application/octet-stream",
      "application/json",
    ]);
  });

  it("logs the body that was sent", async () => {
    await invoke(aws, titan1, { inputText: "hello" });
    expect(aws.lastRequest()).toMatchObject({ operation: "InvokeModel", body: { inputText: "hello" }, status: 200 });
  });

  it("reaches a model through profiles and ARNs", async () => {
    await using other = await createLocalAws({
      models: { applicationProfiles: [{ id: "abc123def456", model: titan2 }] },
    });
    const account = "arn:aws:bedrock:us-east-1:000000000000";
    for (const modelId of ["global.cohere.embed-v4:0", `${account}:inference-profile/us.cohere.embed-v4:0`]) {
      const { body } = await invoke(other, modelId, { input_type: "search_query", texts: ["a"] });
      expect(vectorAt(body, "embeddings.float.0")).toHaveLength(1536);
    }
    for (const modelId of [
      `arn:aws:bedrock:us-east-1::foundation-model/${titan2}`,
      `${account}:application-inference-profile/abc123def456`,
    ]) {
      expect(vectorAt((await invoke(other, modelId, { inputText: "a" })).body, "embedding")).toHaveLength(1024);
    }
  });

  it("answers a model that nothing is known of by the form of its body", async () => {
    const model = "local.embedder";
    const vectors = [
      vectorAt((await invoke(aws, model, { inputText: "a", dimensions: 77 })).body, "embedding"),
      vectorAt((await invoke(aws, model, { inputImage: images.png })).body, "embedding"),
      vectorAt(
        (await invoke(aws, model, { input_type: "search_query", texts: ["a"], output_dimension: 50 })).body,
        "embeddings.float.0",
      ),
      vectorAt((await invoke(aws, model, novaBody(novaText("a"), 33))).body, "embeddings.0.embedding"),
      vectorAt((await invoke(aws, model, { inputType: "text", text: { inputText: "a" } })).body, "data.0.embedding"),
    ];
    expect(vectors.map(({ length }) => length)).toEqual([77, 1024, 50, 33, 512]);
  });

  it("says plainly that it paints no images", async () => {
    await expect(invoke(aws, "amazon.nova-canvas-v1:0", { taskType: "TEXT_IMAGE" })).rejects.toMatchObject({
      name: "UnknownOperationException",
      message: expect.stringContaining("amazon.nova-canvas-v1:0"),
      $metadata: { httpStatusCode: 404 },
    });
  });

  it("embeds with a function of the user's, and says what is wrong with its vectors", async () => {
    const asked: [readonly string[], number][] = [];
    const embed = (texts: readonly string[], dimensions: number): number[][] => {
      asked.push([texts, dimensions]);
      return texts.map((text) =>
        Array.from({ length: text === "short" ? 1 : dimensions }, (_, at) => (at === 0 ? 1 : 0)),
      );
    };
    await using own = await createLocalAws({ embeddings: { embed } });
    const { body } = await invoke(own, cohere4, {
      input_type: "search_query",
      texts: ["a", "b"],
      output_dimension: 256,
    });
    expect(asked).toEqual([[["a", "b"], 256]]);
    expect(vectorAt(body, "embeddings.float.1").slice(0, 3)).toEqual([1, 0, 0]);
    const client = createClient(own, { maxAttempts: 1 });
    const command = new InvokeModelCommand({ modelId: titan1, body: JSON.stringify({ inputText: "short" }) });
    await expect(client.send(command)).rejects.toMatchObject({
      name: "InternalServerException",
      message: "The local endpoint failed: embeddings.embed: vector 0 must hold 1536 finite numbers.",
    });
  });

  it("breaks as a fault says", async () => {
    aws.faults.add({ match: { operation: "InvokeModel", model: titan1 }, when: { nth: 1 }, do: { throttle: true } });
    await invoke(aws, titan1, { inputText: "hello" });
    expect(aws.requests().map(({ status }) => status)).toEqual([429, 200]);
  });
});

describe("[13] Titan", () => {
  it("v1 gives the vector and the number of tokens", async () => {
    const { body } = await invoke(aws, titan1, { inputText: "Blue socks" });
    expect(body).toEqual({ embedding: numbers, inputTextTokenCount: 3 });
  });

  it.each([256, 512, 1024])("v2 gives %i dimensions", async (dimensions) => {
    const { body } = await invoke(aws, titan2, { inputText: "Blue socks", dimensions });
    expect(body).toEqual({ embedding: numbers, embeddingsByType: { float: numbers }, inputTextTokenCount: 3 });
    expect(vectorAt(body, "embedding")).toHaveLength(dimensions);
    expect(vectorAt(body, "embeddingsByType.float")).toEqual(vectorAt(body, "embedding"));
  });

  it("v2 gives bits beside the numbers", async () => {
    const types = { inputText: "Blue socks", dimensions: 256, embeddingTypes: ["binary"] };
    const { body } = await invoke(aws, titan2, types);
    expect(body).toEqual({ embedding: numbers, embeddingsByType: { binary: numbers }, inputTextTokenCount: 3 });
    const bits = vectorAt(body, "embedding").map((value) => (value > 0 ? 1 : 0));
    expect(vectorAt(body, "embeddingsByType.binary")).toEqual(bits);
    const both = await invoke(aws, titan2, { ...types, embeddingTypes: ["float", "binary"] });
    expect(both.body).toMatchObject({ embeddingsByType: { float: numbers, binary: numbers } });
  });

  it("v2 gives vectors of one direction and other lengths when they are not to be normalised", async () => {
    const unit = vectorAt((await invoke(aws, titan2, { inputText: "Blue socks" })).body, "embedding");
    const { body } = await invoke(aws, titan2, { inputText: "Blue socks", normalize: false });
    const longer = vectorAt(body, "embedding");
    expect(Math.hypot(...longer)).toBeCloseTo(2, 5);
    expect(cosine(unit, longer)).toBeCloseTo(1, 6);
  });

  it("image gives text, image, or the middle of both", async () => {
    const embeddingConfig = { outputEmbeddingLength: 384 };
    const text = await invoke(aws, titanImage, { inputText: "Blue socks", embeddingConfig });
    const image = await invoke(aws, titanImage, { inputImage: images.png, embeddingConfig });
    const both = await invoke(aws, titanImage, { inputText: "Blue socks", inputImage: images.png, embeddingConfig });
    expect(image.body).toEqual({ embedding: numbers, inputTextTokenCount: 0, message: null });
    expect(both.body).toEqual({ embedding: numbers, inputTextTokenCount: 3, message: null });
    const [a, b, middle] = [text, image, both].map(({ body }) => vectorAt(body, "embedding"));
    expect(middle).toHaveLength(384);
    expect(cosine(middle ?? [], a ?? [])).toBeCloseTo(cosine(middle ?? [], b ?? []), 5);
  });
});

describe("[13] Cohere", () => {
  const body = { input_type: "search_document", texts: ["Blue Socks", "b"] };

  it("v3 gives a list of vectors, and the texts in lower case", async () => {
    const answer = await invoke(aws, cohere3, body);
    expect(answer.body).toEqual({
      id: uuid,
      texts: ["blue socks", "b"],
      response_type: "embeddings_floats",
      embeddings: [numbers, numbers],
    });
    expect(answer.headers["x-amzn-bedrock-input-token-count"]).toBe("4");
  });

  it("v4 gives vectors by type", async () => {
    const answer = await invoke(aws, cohere4, { ...body, output_dimension: 512 });
    expect(answer.body).toEqual({
      id: uuid,
      texts: body.texts,
      response_type: "embeddings_by_type",
      embeddings: { float: [numbers, numbers] },
    });
    expect(vectorAt(answer.body, "embeddings.float.1")).toHaveLength(512);
  });

  it.each([cohere3, cohere4])("%s gives every type of number that is asked for", async (modelId) => {
    const types = ["float", "int8", "uint8", "binary", "ubinary"];
    const answer = await invoke(aws, modelId, { ...body, embedding_types: types });
    expect(answer.body).toMatchObject({ response_type: "embeddings_by_type" });
    const [float, int8, uint8, binary, ubinary] = types.map((type) => vectorAt(answer.body, `embeddings.${type}.0`));
    const dimensions = float?.length ?? 0;
    expect([int8, uint8, binary, ubinary].map((vector) => vector?.length)).toEqual([
      dimensions,
      dimensions,
      dimensions / 8,
      dimensions / 8,
    ]);
    expect(cosine(float ?? [], int8 ?? [])).toBeGreaterThan(0.999);
    expect(uint8).toEqual(int8?.map((value) => value + 128));
    const bits = (float ?? []).map((value) => (value > 0 ? "1" : "0")).join("");
    expect(ubinary?.map((byte) => byte.toString(2).padStart(8, "0")).join("")).toBe(bits);
    expect(binary).toEqual(ubinary?.map((byte) => byte - 128));
  });

  it("gives no vector for no text, and one for an empty text", async () => {
    expect((await invoke(aws, cohere3, { ...body, texts: [] })).body).toMatchObject({ embeddings: [] });
    const { body: empty } = await invoke(aws, cohere3, { ...body, texts: [""] });
    expect(Math.hypot(...vectorAt(empty, "embeddings.0"))).toBeCloseTo(1, 5);
  });

  it("embeds equal images alike and others apart", async () => {
    const uris = [images.png, images.png, images.otherPng].map((png) => `data:image/png;base64,${png}`);
    const answer = await invoke(aws, cohere4, { input_type: "search_document", images: uris });
    const [first, same, other] = [0, 1, 2].map((index) => vectorAt(answer.body, `embeddings.float.${index}`));
    expect(same).toEqual(first);
    expect(Math.abs(cosine(first ?? [], other ?? []))).toBeLessThan(0.2);
    const v3 = await invoke(aws, cohere3, { input_type: "image", images: uris.slice(0, 1) });
    expect(v3.body).toMatchObject({ response_type: "embeddings_floats", texts: [], embeddings: [numbers] });
  });

  it("v4 embeds mixed inputs, an image's address in either form", async () => {
    const content = (image: unknown): object => ({
      content: [
        { type: "text", text: "a cat" },
        { type: "image_url", image_url: image },
      ],
    });
    const answer = await invoke(aws, cohere4, {
      input_type: "search_document",
      inputs: [content({ url: pngUri }), content(pngUri), { content: [{ type: "text", text: "a cat" }] }],
    });
    const [object, text, alone] = [0, 1, 2].map((index) => vectorAt(answer.body, `embeddings.float.${index}`));
    expect(text).toEqual(object);
    expect(cosine(object ?? [], alone ?? [])).toBeCloseTo(Math.SQRT1_2, 1);
    expect(answer.headers["x-amzn-bedrock-input-token-count"]).toBe("6");
  });

  it("v4 leaves out the end of a text that is asked to", async () => {
    const long = { input_type: "search_query", texts: ["one two three four"], max_tokens: 2 };
    const embed = async (more: object): Promise<number[]> =>
      vectorAt((await invoke(aws, cohere4, { ...long, ...more })).body, "embeddings.float.0");
    const alone = async (text: string): Promise<number[]> => await embed({ texts: [text], max_tokens: 100 });
    expect(await embed({ truncate: "RIGHT" })).toEqual(await alone("one two "));
    expect(await embed({ truncate: "LEFT" })).toEqual(await alone("ree four"));
    await expect(embed({})).rejects.toMatchObject({
      name: "ValidationException",
      message: "Input is too long for requested model.",
    });
  });
});

describe("[13] Nova", () => {
  const bytes = images.webp;
  const media = [
    ["image", "IMAGE", { image: { format: "webp", detailLevel: "DOCUMENT_IMAGE", source: { bytes } } }],
    ["audio", "AUDIO", { audio: { format: "mp3", source: { bytes } } }],
    [
      "video",
      "AUDIO_VIDEO_COMBINED",
      { video: { format: "mp4", embeddingMode: "AUDIO_VIDEO_COMBINED", source: { bytes } } },
    ],
    ["an object in S3", "AUDIO", { audio: { format: "wav", source: { s3Location: { uri: "s3://bucket/a.wav" } } } }],
  ] as const;

  it.each(media)("embeds %s", async (_name, embeddingType, input) => {
    const { body } = await invoke(aws, nova, novaBody(input, 384));
    expect(body).toEqual({ embeddings: [{ embeddingType, embedding: numbers }] });
    expect(vectorAt(body, "embeddings.0.embedding")).toHaveLength(384);
    expect((await invoke(aws, nova, novaBody(input, 384))).body).toEqual(body);
  });

  it("embeds picture and sound of a film apart", async () => {
    const video = { format: "mp4", embeddingMode: "AUDIO_VIDEO_SEPARATE", source: { bytes } };
    const { body } = await invoke(aws, nova, novaBody({ video }));
    expect(body).toMatchObject({ embeddings: [{ embeddingType: "VIDEO" }, { embeddingType: "AUDIO" }] });
    const [picture, sound] = [vectorAt(body, "embeddings.0.embedding"), vectorAt(body, "embeddings.1.embedding")];
    expect(Math.abs(cosine(picture, sound))).toBeLessThan(0.2);
  });

  it("cuts a long text at the end that it is told, and says so", async () => {
    const value = `${"a".repeat(8_192)}${"b".repeat(8_192)}`;
    const embed = async (text: object): Promise<unknown> => (await invoke(aws, nova, novaBody({ text }, 256))).body;
    const cut = await embed({ truncationMode: "START", value });
    expect(cut).toEqual({ embeddings: [{ embeddingType: "TEXT", embedding: numbers, truncatedCharLength: 8_192 }] });
    const whole = await embed({ truncationMode: "NONE", value: "b".repeat(8_192) });
    expect(whole).toEqual({ embeddings: [{ embeddingType: "TEXT", embedding: numbers }] });
    expect(vectorAt(cut, "embeddings.0.embedding")).toEqual(vectorAt(whole, "embeddings.0.embedding"));
    await expect(embed({ truncationMode: "NONE", value })).rejects.toMatchObject({ name: "ValidationException" });
  });
});

describe("[13] Marengo", () => {
  it("3 embeds an image and a pair, 2.7 an image", async () => {
    const mediaSource = { base64String: images.jpeg };
    const pair = { inputType: "text_image", text_image: { inputText: "socks", mediaSource } };
    const image = { inputType: "image", image: { mediaSource } };
    const [both, seen] = [await invoke(aws, marengo3, pair), await invoke(aws, marengo3, image)];
    expect(both.body).toEqual({ data: [{ embedding: numbers }] });
    expect(cosine(vectorAt(both.body, "data.0.embedding"), vectorAt(seen.body, "data.0.embedding"))).toBeCloseTo(
      Math.SQRT1_2,
      1,
    );
    const flat = await invoke(aws, marengo2, {
      inputType: "image",
      mediaSource: { s3Location: { uri: "s3://b/k.jpg" } },
    });
    expect(flat.body).toEqual({ data: { embedding: numbers } });
  });

  it("2.7 cuts long texts unless it is told not to", async () => {
    const body = { inputType: "text", inputText: "word ".repeat(100) };
    const cut = await invoke(aws, marengo2, body);
    expect(cut.headers["x-amzn-bedrock-input-token-count"]).toBe("77");
    await expect(invoke(aws, marengo2, { ...body, textTruncate: "none" })).rejects.toMatchObject({
      name: "ValidationException",
    });
  });
});

describe("a body that is not JSON", () => {
  it("is refused in the service's words", async () => {
    const path = `/model/${titan1}/invoke`;
    const authority = `127.0.0.1:${aws.port}`;
    const body = '{"inputText":';
    const headers = await sign({ path, authority, body, headers: { "content-type": "application/json" } });
    const answer = await requestHttp1({ url: aws.url, path, headers, body });
    expect([answer.status, JSON.parse(answer.body.toString())]).toEqual([
      400,
      { message: "Malformed input request, please reformat your input and try again." },
    ]);
  });
});
