import { describe, expect, test } from "vitest";
import type { BedrockEmbeddingsInput } from "../src/index.ts";
import { connect, models, rejectionOf } from "./support/connect.ts";
import type { Answer } from "./support/recording-handler.ts";
import { collectWarnings } from "./support/warnings.ts";

const warnings = collectWarnings();

async function bodyOfQuery(text: string, fields: BedrockEmbeddingsInput): Promise<unknown> {
  const { embeddings, wire } = connect(fields);
  await embeddings.embedQuery(text);
  expect(wire.requests).toHaveLength(1);
  return wire.bodies[0];
}

async function bodyOfDocument(text: string, fields: BedrockEmbeddingsInput): Promise<unknown> {
  const { embeddings, wire } = connect(fields);
  await embeddings.embedDocuments([text]);
  expect(wire.requests).toHaveLength(1);
  return wire.bodies[0];
}

describe("Titan", () => {
  test("[1] sends a text on one line and nothing else, and gives the reply's vector", async () => {
    const { embeddings, wire } = connect({ model: models.titanV2 }, () => ({ body: { embedding: [0.25, -1] } }));
    expect(await embeddings.embedQuery("a\nb")).toEqual([0.25, -1]);
    expect(wire.bodies).toEqual([{ inputText: "a b" }]);
    expect(wire.requests[0]?.headers).toMatchObject({
      "content-type": "application/json",
      accept: "application/json",
    });
  });

  test.each([
    { stripNewLines: true, sent: "a b c d" },
    { stripNewLines: false, sent: "a\r\nb\nc\nd" },
  ])("stripNewLines: $stripNewLines sends line breaks accordingly", async ({ stripNewLines, sent }) => {
    expect(await bodyOfQuery("a\r\nb\nc\nd", { stripNewLines })).toEqual({ inputText: sent });
  });

  test("[2] V2 is asked for a size only when there is one", async () => {
    expect(await bodyOfQuery("x", { model: models.titanV2, dimensions: 256 })).toEqual({
      inputText: "x",
      dimensions: 256,
    });
    expect(await bodyOfQuery("x", { model: models.titanV2 })).toEqual({ inputText: "x" });
  });

  test("[3] modelKwargs win over options and are left as they are", async () => {
    const modelKwargs = Object.freeze({ dimensions: 512, normalize: false });
    expect(await bodyOfQuery("x", { model: models.titanV2, modelKwargs, dimensions: 256 })).toEqual({
      inputText: "x",
      dimensions: 512,
      normalize: false,
    });
  });

  test("[4] V1 is the default; its size is never sent, and asking for another one is told once", async () => {
    const plain = connect();
    await plain.embeddings.embedQuery("x");
    expect(plain.wire.requests.map(({ modelId, body }) => ({ modelId, body }))).toEqual([
      { modelId: "amazon.titan-embed-text-v1", body: { inputText: "x" } },
    ]);
    expect(warnings.texts).toEqual([]);
    const sized = connect({ dimensions: 256 });
    await sized.embeddings.embedDocuments(["x", "y"]);
    await sized.embeddings.embedQuery("z");
    expect(sized.wire.bodies).toEqual([{ inputText: "x" }, { inputText: "y" }, { inputText: "z" }]);
    expect(warnings.texts).toEqual([expect.stringContaining("1536 dimensions")]);
  });

  test("V1's own size is no reason for a warning", async () => {
    expect(await bodyOfQuery("x", { dimensions: 1536 })).toEqual({ inputText: "x" });
    expect(warnings.texts).toEqual([]);
  });

  test("[5] the image model has a place of its own for the size, for texts as well", async () => {
    expect(await bodyOfQuery("x", { model: models.titanImage, dimensions: 256 })).toEqual({
      inputText: "x",
      embeddingConfig: { outputEmbeddingLength: 256 },
    });
  });

  test("[39] V2 gives binary vectors by type, which nothing can normalise", async () => {
    const fields: BedrockEmbeddingsInput = { model: models.titanV2, embeddingType: "binary" };
    const { embeddings, wire } = connect(fields, () => ({
      body: { inputTextTokenCount: 1, embeddingsByType: { binary: [1, 0, 1] } },
    }));
    expect(await embeddings.embedQuery("x")).toEqual([1, 0, 1]);
    expect(wire.bodies).toEqual([{ inputText: "x", embeddingTypes: ["binary"] }]);
    expect(() => connect({ ...fields, normalize: true })).toThrow(/normalize.*float/s);
  });

  test("the image model's own words explain a missing vector", async () => {
    const { embeddings } = connect({ model: models.titanImage }, () => ({
      body: { embedding: null, inputTextTokenCount: 1, message: "The image is too small." },
    }));
    expect((await rejectionOf(embeddings.embedQuery("x"))).message).toContain("The image is too small.");
  });
});

describe("Cohere", () => {
  test("[7] sends documents together", async () => {
    const { embeddings, wire } = connect({ model: models.cohereV3 }, () => ({ body: { embeddings: [[1], [2]] } }));
    expect(await embeddings.embedDocuments(["a", "b"])).toEqual([[1], [2]]);
    expect(wire.bodies).toEqual([{ input_type: "search_document", texts: ["a", "b"] }]);
  });

  test("[8] sends a query as one", async () => {
    expect(await bodyOfQuery("q", { model: models.cohereV3 })).toEqual({ input_type: "search_query", texts: ["q"] });
  });

  test("takes other input types", async () => {
    const fields = { model: models.cohereV3, documentInputType: "clustering", queryInputType: "classification" };
    expect(await bodyOfDocument("d", fields)).toMatchObject({ input_type: "clustering" });
    expect(await bodyOfQuery("q", fields)).toMatchObject({ input_type: "classification" });
  });

  test("[9] sends 96 texts a request and keeps their order when the first answer comes last", async () => {
    const texts = Array.from({ length: 200 }, (_, index) => String(index));
    let answered = 0;
    let release = (): void => {};
    const others = new Promise<void>((resolve) => (release = resolve));
    const { embeddings, wire } = connect({ model: models.cohereV3 }, async ({ body }) => {
      if (textsOf(body)[0] === "0") await others;
      answered += 1;
      if (answered === 2) release();
      return { body: { embeddings: textsOf(body).map((text) => [Number(text)]) } };
    });
    const vectors = await embeddings.embedDocuments(texts);
    expect(sizesOf(wire.bodies)).toEqual([96, 96, 8]);
    expect(vectors).toEqual(texts.map((text) => [Number(text)]));
  });

  test.each([models.cohereV3, models.cohereV4])("[10] %s is understood in both forms of its replies", async (model) => {
    for (const embeddings of [[[1, 2]], { float: [[1, 2]] }]) {
      const connection = connect({ model }, () => ({ body: { id: "1", texts: ["a"], embeddings } }));
      expect(await connection.embeddings.embedQuery("a")).toEqual([1, 2]);
    }
  });

  test("[11] a reply with a vector too few is an error that names no text", async () => {
    const { embeddings } = connect({ model: models.cohereV3 }, () => ({
      body: { embeddings: [[1]], texts: ["private"] },
    }));
    const error = await rejectionOf(embeddings.embedDocuments(["private", "secret"]));
    expect(error).toMatchObject({ name: "BedrockServiceError", code: "UNEXPECTED_REPLY", retryable: false });
    expect(error.message).toMatch(/1 vector for 2 inputs.*embeddings, texts/s);
    expect(error.message).not.toContain("private");
  });

  test("[12] only version 4 is asked for a size", async () => {
    const fields = { model: "us.cohere.embed-v4:0", dimensions: 512 };
    expect(await bodyOfDocument("x", fields)).toEqual({
      input_type: "search_document",
      texts: ["x"],
      output_dimension: 512,
    });
    expect(await bodyOfDocument("x", { ...fields, model: models.cohereV3 })).toEqual({
      input_type: "search_document",
      texts: ["x"],
    });
  });

  test.each([
    { model: models.cohereV4, truncate: "END", sent: "RIGHT" },
    { model: models.cohereV4, truncate: "START", sent: "LEFT" },
    { model: models.cohereV4, truncate: "NONE", sent: "NONE" },
    { model: models.cohereV3, truncate: "END", sent: "END" },
    { model: models.cohereV3, truncate: "START", sent: "START" },
  ] as const)("[13] $model spells truncate $truncate as $sent", async ({ model, truncate, sent }) => {
    expect(await bodyOfDocument("x", { model, truncate })).toMatchObject({ truncate: sent });
  });

  test("[14] a text that is too long is an error before any request, or is cut where that was asked for", async () => {
    const texts = ["a", "b", "c".repeat(2049)];
    const refusing = connect({ model: models.cohereV3 });
    const error = await rejectionOf(refusing.embeddings.embedDocuments(texts));
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({ failedIndex: 2, message: expect.stringMatching(/texts\[2\].*2049/) });
    expect(refusing.wire.requests).toEqual([]);
    for (const [truncate, kept] of [
      ["END", `${"🧦".repeat(2047)}x`],
      ["START", `x${"🧦".repeat(2047)}`],
    ] as const) {
      const text = truncate === "END" ? `${kept}🧦end` : `start🧦${kept}`;
      const body = await bodyOfDocument(text, { model: models.cohereV3, truncate });
      expect(body).toEqual({ input_type: "search_document", texts: [kept], truncate });
    }
  });

  test("[14] version 4 takes 512,000 characters", async () => {
    const { embeddings, wire } = connect({ model: models.cohereV4 });
    await embeddings.embedDocuments(["x".repeat(512_000)]);
    const error = await rejectionOf(embeddings.embedDocuments(["a", "x".repeat(512_001)]));
    expect(error).toMatchObject({ name: "RangeError", message: expect.stringMatching(/texts\[1\].*512001/) });
    expect(wire.requests).toHaveLength(1);
    const { texts } = (await bodyOfDocument("x".repeat(512_001), { model: models.cohereV4, truncate: "END" })) as {
      texts: string[];
    };
    expect(texts.map(({ length }) => length)).toEqual([512_000]);
  });

  test("counts characters as Unicode does", async () => {
    const text = "🧦".repeat(2048);
    expect(await bodyOfDocument(text, { model: models.cohereV3 })).toMatchObject({ texts: [text] });
  });

  test("[15] texts of the greatest length still share a request", async () => {
    const { embeddings, wire } = connect({ model: models.cohereV3 });
    expect(await embeddings.embedDocuments(Array.from({ length: 96 }, () => "x".repeat(2048)))).toHaveLength(96);
    expect(wire.requests).toHaveLength(1);
  });

  test("splits a request that would be too large", async () => {
    const { embeddings, wire } = connect({ model: models.cohereV4 });
    await embeddings.embedDocuments(Array.from({ length: 50 }, () => "é".repeat(300_000)));
    expect(sizesOf(wire.bodies)).toEqual([33, 17]);
  });

  test("sends empty texts, which it documents", async () => {
    expect(await bodyOfDocument("", { model: models.cohereV3 })).toMatchObject({ texts: [""] });
  });

  test("gives integers by type", async () => {
    const { embeddings, wire } = connect({ model: models.cohereV4, embeddingType: "int8" }, () => ({
      body: { embeddings: { int8: [[-128, 127]] } },
    }));
    expect(await embeddings.embedDocuments(["x"])).toEqual([[-128, 127]]);
    expect(wire.bodies).toEqual([{ input_type: "search_document", texts: ["x"], embedding_types: ["int8"] }]);
  });
});

describe("Nova", () => {
  test("[16] documents are embedded for an index; a size is sent when there is one", async () => {
    const body = {
      taskType: "SINGLE_EMBEDDING",
      singleEmbeddingParams: {
        embeddingPurpose: "GENERIC_INDEX",
        text: { truncationMode: "END", value: "blue socks" },
      },
    };
    expect(await bodyOfDocument("blue socks", { model: models.nova })).toEqual(body);
    expect(await bodyOfDocument("blue socks", { model: models.nova, dimensions: 384 })).toEqual({
      ...body,
      singleEmbeddingParams: { ...body.singleEmbeddingParams, embeddingDimension: 384 },
    });
  });

  test("[17] queries are embedded for retrieval, or for what was asked", async () => {
    expect(await bodyOfQuery("x", { model: models.nova })).toMatchObject({
      singleEmbeddingParams: { embeddingPurpose: "GENERIC_RETRIEVAL" },
    });
    expect(await bodyOfQuery("x", { model: models.nova, queryPurpose: "GENERIC_INDEX" })).toMatchObject({
      singleEmbeddingParams: { embeddingPurpose: "GENERIC_INDEX" },
    });
  });

  test("[18] is told by its id, geography or not; a chat model of the name is another matter", async () => {
    expect(await bodyOfQuery("x", { model: "us.amazon.nova-2-multimodal-embeddings-v1:0" })).toHaveProperty("taskType");
    expect(await bodyOfQuery("x", { model: "amazon.nova-pro-v1:0" })).toEqual({ inputText: "x" });
  });

  test("[19] modelKwargs are merged deeply", async () => {
    const modelKwargs = { singleEmbeddingParams: { embeddingPurpose: "CLUSTERING" } };
    expect(await bodyOfDocument("x", { model: models.nova, modelKwargs })).toEqual({
      taskType: "SINGLE_EMBEDDING",
      singleEmbeddingParams: { embeddingPurpose: "CLUSTERING", text: { truncationMode: "END", value: "x" } },
    });
  });

  test("says once that the service cut texts", async () => {
    const { embeddings } = connect({ model: models.nova }, () => ({
      body: { embeddings: [{ embeddingType: "TEXT", embedding: [1], truncatedCharLength: 812 }] },
    }));
    await embeddings.embedDocuments(["x", "y"]);
    expect(warnings.texts).toEqual([expect.stringContaining("after 812 characters")]);
  });

  test("refuses two vectors where one was promised", async () => {
    const { embeddings } = connect({ model: models.nova }, () => ({
      body: { embeddings: [{ embedding: [1] }, { embedding: [2] }] },
    }));
    expect((await rejectionOf(embeddings.embedQuery("x"))).message).toContain("2 vectors for 1 input");
  });
});

describe("Marengo", () => {
  test("[27] version 3 nests its text, version 2.7 does not", async () => {
    expect(await bodyOfQuery("x", { model: models.marengo3 })).toEqual({ inputType: "text", text: { inputText: "x" } });
    expect(await bodyOfQuery("x", { model: models.marengo2 })).toEqual({ inputType: "text", inputText: "x" });
    expect(await bodyOfQuery("x", { model: models.marengo2, truncate: "END" })).toEqual({
      inputType: "text",
      inputText: "x",
      textTruncate: "end",
    });
  });

  test("[28] data may be a list or an object", async () => {
    for (const data of [[{ embedding: [1] }], { embedding: [1] }]) {
      const { embeddings } = connect({ model: models.marengo3 }, () => ({ body: { data } }));
      expect(await embeddings.embedQuery("x")).toEqual([1]);
    }
  });
});

describe("vectors", () => {
  const replying = (embedding: unknown): Answer => {
    return () => ({ body: { embedding } });
  };

  test("[30] are scaled to unit length on request; zeros stay zeros", async () => {
    expect(await connect({ normalize: true }, replying([3, 4])).embeddings.embedQuery("x")).toEqual([0.6, 0.8]);
    expect(await connect({ normalize: true }, replying([0, 0])).embeddings.embedQuery("x")).toEqual([0, 0]);
    expect(await connect({}, replying([3, 4])).embeddings.embedDocuments(["x"])).toEqual([[3, 4]]);
  });

  test("come as Float32Array from the methods of that name", async () => {
    const { embeddings } = connect({ normalize: true }, replying([3, 4]));
    expect(await embeddings.embedQueryFloat32("x")).toEqual(Float32Array.of(0.6, 0.8));
    expect(await embeddings.embedDocumentsFloat32(["x", "y"])).toEqual([
      Float32Array.of(0.6, 0.8),
      Float32Array.of(0.6, 0.8),
    ]);
  });

  test.each([
    { name: "an infinite number", body: '{"embedding":[1,1e999]}', says: /not finite/ },
    { name: "NaN", body: '{"embedding":[1,NaN]}', says: /not JSON/ },
    { name: "a text among numbers", body: '{"embedding":[1,"2"]}', says: /no vector of numbers|not JSON/ },
    { name: "no vector", body: '{"message":"no"}', says: /0 vectors for 1 input.*message/s },
    { name: "an empty vector", body: '{"embedding":[]}', says: /no vector of numbers/ },
    { name: "a page of a proxy", body: "<html>hello</html>", says: /not JSON.*proxies/s },
    { name: "a list", body: "[1]", says: /not a JSON object/ },
    { name: "nothing", body: "", says: /not JSON/ },
  ])("are refused with the input's index when the reply holds $name", async ({ body, says }) => {
    const answer: Answer = ({ body: sent }) => ({ body: JSON.stringify(sent).includes("bad") ? body : fine });
    for (const method of ["embedDocuments", "embedDocumentsFloat32"] as const) {
      const { embeddings } = connect({ maxConcurrency: 1 }, answer);
      const error = await rejectionOf(embeddings[method](["good", "bad"]));
      expect(error).toMatchObject({ name: "BedrockServiceError", code: "UNEXPECTED_REPLY", failedIndex: 1 });
      expect(error.message).toMatch(says);
      expect(error.message).toContain(models.titanV1);
    }
  });

  const fine = { embedding: [1] };

  test("report the tokens they cost, from the body or from the header", async () => {
    const usage: unknown[] = [];
    const onUsage = (one: unknown): void => void usage.push(one);
    await connect({ onUsage }, () => ({ body: { embedding: [1], inputTextTokenCount: 3 } })).embeddings.embedQuery("x");
    const counted = connect({ onUsage, model: models.cohereV3 }, () => ({
      headers: { "x-amzn-bedrock-input-token-count": "7" },
      body: { embeddings: [[1]] },
    }));
    await counted.embeddings.embedQuery("x");
    expect(usage).toEqual([
      { model: models.titanV1, inputTokens: 3 },
      { model: models.cohereV3, inputTokens: 7 },
    ]);
  });
});

describe("bad texts", () => {
  test("[33] an empty list needs no request; an empty text is refused before any", async () => {
    const { embeddings, wire } = connect();
    expect(await embeddings.embedDocuments([])).toEqual([]);
    const error = await rejectionOf(embeddings.embedDocuments(["a", ""]));
    expect(error).toMatchObject({ name: "RangeError", failedIndex: 1, message: expect.stringContaining("texts[1]") });
    expect((await rejectionOf(embeddings.embedQuery(""))).message).toContain("The text is empty");
    expect(wire.requests).toEqual([]);
  });

  test.each([
    { texts: "one text", says: "must be an array" },
    { texts: ["a", 7], says: "texts[1] is not a string but number" },
    { texts: [null], says: "texts[0] is not a string but null" },
    // oxlint-disable-next-line no-sparse-arrays -- what is tested
    { texts: ["a", , "b"], says: "texts[1] is not a string but undefined" },
  ])("$texts: $says", async ({ texts, says }) => {
    const { embeddings, wire } = connect();
    const error = await rejectionOf(embeddings.embedDocuments(texts as string[]));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain(says);
    expect(wire.requests).toEqual([]);
  });

  test("a list that changes meanwhile does not move the vectors", async () => {
    const texts = ["1", "2", "3"];
    const { embeddings } = connect({ maxConcurrency: 1 }, ({ body }, index) => {
      if (index === 0) texts.length = 0;
      return { body: { embedding: [Number(Object(body).inputText)] } };
    });
    expect(await embeddings.embedDocuments(texts)).toEqual([[1], [2], [3]]);
  });
});

const textsOf = (body: unknown): string[] => Object(body).texts;

/** The larger takes longer to sign, so requests do not leave in order. */
const sizesOf = (bodies: readonly unknown[]): number[] =>
  bodies.map((body) => textsOf(body).length).toSorted((a, b) => b - a);
