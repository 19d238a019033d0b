import { useLocalAws } from "@langchain-aws/local/vitest";
import { expect, test } from "vitest";
import { embedWithResume, run } from "../examples/resume.mjs";
import { BedrockEmbeddings, readPartialEmbeddings } from "../src/index.ts";
import { models, rejectionOf } from "./support/connect.ts";

const aws = useLocalAws();

const connect = (fields: object = {}): BedrockEmbeddings =>
  new BedrockEmbeddings({ region: aws.region, credentials: aws.credentials, endpointUrl: aws.url, ...fields });

const textsOf = (body: unknown): string[] => Object(body).texts;

test("10,000 texts, cut off half way: the next attempt asks for the rest and for nothing twice", async () => {
  let printed = "";
  const vectors = await run(aws, (line) => (printed += line));
  expect(vectors).toHaveLength(10_000);

  const [refused, answered] = [403, 200].map((status) => aws.requests({ status }));
  const sent = (answered ?? []).flatMap(({ body }) => textsOf(body));
  expect(refused).toHaveLength(1);
  expect(sent).toHaveLength(10_000);
  expect(new Set(sent).size).toBe(10_000);
  // One request more than without the failure at most: the refused one, whose texts were free to form other batches.
  expect(aws.requests()).toHaveLength(Math.ceil(10_000 / 96) + 1);

  expect(printed).toMatch(/\[=+ +\] \d+ of 10000\r[^]*Cut off at text \d+\. \d+ vectors are kept\./);
  expect(printed).toContain(`[${"=".repeat(40)}] 10000 of 10000`);
});

test("the vectors of a resumed call are those of one that was never cut off", async () => {
  const texts = Array.from({ length: 500 }, (_, index) => `text ${index}`);
  const fields = { model: models.cohereV4, dimensions: 256 };
  const whole = await connect(fields).embedDocumentsFloat32(texts);
  aws.faults.add({ match: { operation: "InvokeModel" }, when: { nth: 4 }, do: { accessDenied: true } });
  const resumed = await embedWithResume(connect(fields), texts, () => undefined);
  expect(resumed).toEqual(whole);
});

test("a failure that stays ends the attempts, and its error still has what was done", async () => {
  const texts = Array.from({ length: 30 }, (_, index) => `text ${index}`);
  aws.faults.add({
    match: { test: ({ body }) => Object(body).inputText === "text 20" },
    do: { error: { status: 400, type: "ValidationException", message: "400 Bad Request: Too many input tokens." } },
  });
  const error = await rejectionOf(embedWithResume(connect({ model: models.titanV2 }), texts, () => undefined));
  const partial = readPartialEmbeddings<Float32Array>(error);
  expect(partial).toMatchObject({ failedIndex: 20, failedIndexes: [20], done: 29, total: 30 });
  expect(partial?.vectors[20]).toBeUndefined();
  const answered = aws.requests({ status: 200 }).map(({ body }) => Object(body).inputText);
  expect(answered).toHaveLength(29);
  expect(new Set(answered).size).toBe(29);
});
