import { describe, expect, test } from "vitest";
import { type EmbeddingsHandlerName, HfFeatureExtractionHandler, SagemakerEmbeddings } from "../src/index.ts";
import { thrownBy } from "./support/collect.ts";
import { gone, json, useEndpoint } from "./support/connect.ts";

const connection = useEndpoint();
const { serve, aws } = connection;

const embed = (fields: object = {}): SagemakerEmbeddings =>
  new SagemakerEmbeddings({ ...connection.fields, ...fields });
const vectors = [
  [1, 2],
  [3, 4],
];

test("[40] sends chunks, four at a time, and keeps the order", async () => {
  let [now, most] = [0, 0];
  let open = (): void => {};
  // A fifth would arrive while these go there and back.
  const roundTrips = async (): Promise<void> => {
    for (let count = 0; count < 3; count += 1) await fetch(`${aws.url}/nowhere`);
  };
  // The first four wait for each other: with fewer at a time, none would be answered.
  const four = new Promise<void>((resolve) => (open = resolve));
  serve(async (_body, _headers, { json: body }) => {
    most = Math.max(most, (now += 1));
    if (isCounted && now === 4) void roundTrips().then(open);
    if (isCounted) await four;
    now -= 1;
    return Response.json((body as { inputs: string[] }).inputs.map((text) => [Number(text)]));
  });
  let isCounted = false;
  const texts = Array.from({ length: 130 }, (_, index) => String(index));
  expect(await embed().embedDocuments(texts)).toEqual(texts.map((text) => [Number(text)]));
  const sizes = connection.bodies.map(({ inputs }) => (inputs as string[]).length);
  expect(sizes.toSorted((a, b) => a - b)).toEqual([2, 64, 64]);
  isCounted = true;
  expect(await embed({ chunkSize: 10 }).embedDocuments(texts)).toHaveLength(130);
  expect(most).toBe(4);
  const count = aws.requests().length;
  expect(await embed().embedDocuments([])).toEqual([]);
  expect(aws.requests()).toHaveLength(count);
});

describe("[41] every shape of answer is read", () => {
  const shapes = [
    vectors,
    { embedding: vectors },
    { embeddings: vectors },
    { vectors },
    {
      data: [
        { index: 1, embedding: [3, 4] },
        { index: 0, embedding: [1, 2] },
      ],
    },
    [
      [
        [0, 1],
        [2, 3],
      ],
      [[3, 4]],
    ],
  ];
  test.each(shapes.map((shape) => [JSON.stringify(shape), shape] as const))("[41] %s", async (_, shape) => {
    serve(json(shape));
    expect(await embed().embedDocuments(["a", "b"])).toEqual(vectors);
  });

  test("[41] one vector for one text, and the first token's when asked for", async () => {
    serve(json([1, 2]));
    expect(await embed().embedQuery("a")).toEqual([1, 2]);
    serve(json(shapes[5]));
    const contentHandler = new HfFeatureExtractionHandler({ pooling: "cls" });
    expect(await embed({ contentHandler }).embedDocuments(["a", "b"])).toEqual([
      [0, 1],
      [3, 4],
    ]);
  });
});

test.each([
  [[1, 2], "[2] for 2 texts"],
  [[[1, 2]], "[1][2] for 2 texts"],
  [[[1], [2, 3]], "a vector of 2 numbers at index 1, not of 1"],
  [[[1], [null]], "no finite number: null"],
  [[[1], []], "not one vector of finite numbers"],
  [{ detail: "loading" }, "{detail}"],
  ["text", "of string"],
])("[41] an answer of another shape is an error that says which: %j", async (answer, text) => {
  serve(json(answer));
  expect(await thrownBy(embed().embedDocuments(["a", "b"]))).toMatchObject({
    name: "SagemakerHandlerError",
    phase: "transformOutput",
    message: expect.stringContaining(text),
  });
});

test.each<
  [EmbeddingsHandlerName, "tei" | "lmi-embedding" | "openai" | "jumpstart-embedding" | "hf-feature-extraction"]
>([
  ["tei", "tei"],
  ["lmi-embedding", "lmi-embedding"],
  ["openai-embedding", "openai"],
  ["jumpstart-embedding", "jumpstart-embedding"],
  ["hf-feature-extraction", "hf-feature-extraction"],
  ["auto", "tei"],
])("[41] the handler %s and the container %s understand each other", async (contentHandler, container) => {
  serve(container, { dimensions: 16 });
  const embeddings = embed({ contentHandler, dimensions: 16, chunkSize: 2 });
  const [sea, boat, tax] = await embeddings.embedDocuments(["the sea is blue", "the blue sea", "tax returns"]);
  const query = await embeddings.embedQuery("blue sea");
  const near = (vector: number[] = []): number => vector.reduce((sum, value, at) => sum + value * (query[at] ?? 0), 0);
  expect(near(boat)).toBeGreaterThan(near(tax));
  expect(near(sea)).toBeGreaterThan(near(tax));
  expect(aws.requests()).toHaveLength(3);
});

test("refuses vectors of another length than asked for, and a chunk size that is none", async () => {
  serve("tei", { dimensions: 3 });
  expect(await thrownBy(embed({ dimensions: 4 }).embedQuery("a"))).toMatchObject({
    message: expect.stringContaining("a vector of 3 numbers at index 0, not of 4"),
  });
  expect(() => embed({ chunkSize: 0 })).toThrow("chunkSize");
  expect(() => embed({ contentHandler: "word2vec" as never })).toThrow('"word2vec"');
});

test("the wrong member for the texts is the container's 400, and stripNewLines replaces line feeds", async () => {
  serve("jumpstart-embedding");
  expect(await thrownBy(embed({ contentHandler: "tei" }).embedQuery("a"))).toMatchObject({ originalStatusCode: 400 });
  serve("tei");
  await embed({ stripNewLines: true, modelKwargs: { truncate: true } }).embedQuery("a\nb");
  expect(connection.bodies.at(-1)).toEqual({ inputs: ["a b"], truncate: true });
});

test("the first failure ends the other requests, and an abort ends all", async () => {
  let count = 0;
  serve(async (_body, _headers, { signal }) => {
    if ((count += 1) === 2) return new Response("full", { status: 500 });
    await gone(signal);
    return "";
  });
  const texts = ["a", "b", "c", "d", "e", "f"];
  expect(await thrownBy(embed({ chunkSize: 1, maxConcurrency: 2 }).embedDocuments(texts))).toMatchObject({
    originalStatusCode: 500,
  });
  await aws.waitForRequest({ endedBy: "client" }, { timeoutMs: 1000 });
  expect(aws.requests()).toHaveLength(2);
  const controller = new AbortController();
  const call = embed({ chunkSize: 3 }).embedDocuments(texts, { signal: controller.signal });
  await aws.waitForRequest(() => aws.requests().length === 4);
  controller.abort();
  expect(await thrownBy(call)).toMatchObject({ name: "AbortError" });
});
