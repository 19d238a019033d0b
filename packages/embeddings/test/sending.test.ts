import { inspect } from "node:util";
import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import * as fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { Retry } from "@smithy/core/retry";
import { disposeAllClients, sharedClientCount } from "@langchain-aws/aws-auth";
import {
  BedrockEmbeddings,
  type BedrockEmbeddingsInput,
  type EmbedProgress,
  readPartialEmbeddings,
} from "../src/index.ts";
import { connect, models, rejectionOf } from "./support/connect.ts";
import { type Answer, RecordingHandler } from "./support/recording-handler.ts";

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await disposeAllClients();
});

const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index));
const textOf = (body: unknown): string => Object(body).inputText;

/** Answers with the text as a number, a turn of the loop later. */
const echo: Answer = async ({ body }) => {
  await new Promise((resolve) => setImmediate(resolve));
  return { body: { embedding: [Number(textOf(body))] } };
};

describe("concurrency", () => {
  test("[34] is at most what was asked for, and order is kept", async () => {
    const { embeddings, wire } = connect({ maxConcurrency: 4 }, echo);
    expect(await embeddings.embedDocuments(numbered(50))).toEqual(numbered(50).map((text) => [Number(text)]));
    expect([wire.requests.length, wire.peak]).toEqual([50, 4]);
  });

  test("[34] of one comes to an end, with both methods", async () => {
    const { embeddings, wire } = connect({ maxConcurrency: 1 }, echo);
    const [documents, query] = await Promise.all([embeddings.embedDocuments(["1", "2"]), embeddings.embedQuery("3")]);
    expect([documents, query]).toEqual([[[1], [2]], [3]]);
    expect(wire.peak).toBe(1);
  });

  test("is ten unless said otherwise, and shared by all calls of an object", async () => {
    const { embeddings, wire } = connect({}, echo);
    await Promise.all([embeddings.embedDocuments(numbered(30)), embeddings.embedDocuments(numbered(30))]);
    expect(wire.peak).toBe(10);
  });
});

test("order is the inputs', whatever the order in which requests end, with batches of any size", async () => {
  const anyRun = [fc.scheduler(), fc.nat(60), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 12 })] as const;
  await fc.assert(
    fc.asyncProperty(...anyRun, async (scheduler, count, maxConcurrency, batchSize) => {
      const fields = { model: models.cohereV3, maxConcurrency, batchSize };
      const { embeddings, wire } = connect(fields, async ({ body }) => {
        await scheduler.schedule(Promise.resolve());
        return { body: { embeddings: Object(body).texts.map((text: string) => [Number(text)]) } };
      });
      const vectors = await scheduler.waitFor(embeddings.embedDocuments(numbered(count)));
      expect(vectors).toEqual(numbered(count).map((text) => [Number(text)]));
      expect(wire.requests).toHaveLength(Math.ceil(count / batchSize));
      expect(wire.peak).toBeLessThanOrEqual(maxConcurrency);
    }),
    { numRuns: 20 },
  );
});

describe("failures", () => {
  const invalid = {
    status: 400,
    headers: { "x-amzn-errortype": "ValidationException" },
    body: { message: "The input is wrong." },
  };

  test("[35] a request that AWS finds invalid is sent once", async () => {
    const { embeddings, wire } = connect({}, () => invalid);
    const error = await rejectionOf(embeddings.embedQuery("private text"));
    expect(error).toMatchObject({
      name: "BedrockValidationError",
      awsCode: "ValidationException",
      httpStatusCode: 400,
      operation: "InvokeModel",
    });
    expect(error.cause).toMatchObject({ name: "ValidationException" });
    expect(error.message).not.toContain("private");
    expect(wire.requests).toHaveLength(1);
  });

  test.each<[string, BedrockEmbeddingsInput, Answer]>([
    [
      "an error",
      {},
      () => ({ ...invalid, body: { message: "Value 'he said \"ouch\" again' at 'inputText' is wrong" } }),
    ],
    [
      "an error about one of many",
      { model: models.cohereV3 },
      () => ({ ...invalid, body: { message: 'Value "he said \\"ouch\\" again" is wrong' } }),
    ],
    [
      "a reply without a vector",
      { model: models.titanImage },
      () => ({ body: { message: "Value 'he said \"ouch\" again' is wrong" } }),
    ],
  ])("hold no text of the caller's, even when %s repeats it", async (_, fields, answer) => {
    const failures: Error[] = [];
    const onFailedAttempt = (error: Error): void => void failures.push(error);
    const { embeddings } = connect({ ...fields, maxConcurrency: 1, onFailedAttempt }, answer);
    const error = await rejectionOf(embeddings.embedDocuments(['he said\n"ouch" again', "once more"]));
    expect(error.message).toMatch(/Value ['"]\[redacted\]['"].* is wrong/);
    for (const each of [error, ...failures]) expect(inspect(each, { depth: 8 })).not.toContain("ouch");
  });

  test("[36] throttling is retried as often as was said, and each attempt told", async () => {
    // The AWS SDK's own setting for how long it waits, not a double.
    vi.spyOn(Retry, "throttlingDelay").mockReturnValue(1);
    const failures: Error[] = [];
    const fields = { maxRetries: 1, onFailedAttempt: (error: Error) => void failures.push(error) };
    const { embeddings, wire } = connect(fields, () => ({
      status: 429,
      headers: { "x-amzn-errortype": "ThrottlingException" },
      body: { message: "slow down" },
    }));
    const error = await rejectionOf(embeddings.embedQuery("x"));
    expect(error.name).toBe("BedrockThrottlingError");
    expect(wire.requests).toHaveLength(2);
    expect(failures.map(({ name }) => name)).toEqual(["BedrockThrottlingError", "BedrockThrottlingError"]);
  });

  test("[37] the first failure ends the call: no request starts after it, and those in flight are aborted", async () => {
    const { embeddings, wire } = connect({ maxConcurrency: 4 }, async ({ body, signal }) => {
      const text = Number(textOf(body));
      if (text < 3) return { body: { embedding: [text] } };
      if (text === 3) {
        // Fails once its neighbours are on their way.
        await vi.waitUntil(() => wire.requests.length === 7, { interval: 1 });
        return invalid;
      }
      return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(abortError())));
    });
    const error = await rejectionOf(embeddings.embedDocuments(numbered(20)));
    expect(error.message).toContain("input 3");
    const sent = wire.requests.map(({ body }) => Number(textOf(body)));
    expect(sent.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const aborted = wire.requests.filter(({ signal }) => signal?.aborted === true);
    expect(aborted.map(({ body }) => textOf(body)).toSorted()).toEqual(["4", "5", "6"]);
    await vi.waitUntil(() => wire.inFlight === 0, { interval: 1 });
    expect(readPartialEmbeddings(error)).toEqual({
      vectors: [[0], [1], [2], ...Array.from({ length: 17 })],
      done: 3,
      total: 20,
      failedIndex: 3,
      failedIndexes: [3],
    });
  });

  const abortError = (): Error => Object.assign(new Error("aborted"), { name: "AbortError" });

  test("finishInFlight lets what has begun come to its end, and resume asks for the rest alone", async () => {
    let isBroken = true;
    const { embeddings, wire } = connect({ maxConcurrency: 4 }, async ({ body }) => {
      if (textOf(body) === "3" && isBroken) {
        await vi.waitUntil(() => wire.requests.length === 7, { interval: 1 });
        isBroken = false;
        return invalid;
      }
      await vi.waitUntil(() => !isBroken || Number(textOf(body)) < 3, { interval: 1 });
      return { body: { embedding: [Number(textOf(body))] } };
    });
    const error = await rejectionOf(embeddings.embedDocuments(numbered(20), { finishInFlight: true }));
    const partial = readPartialEmbeddings(error);
    expect(partial).toMatchObject({ done: 6, total: 20, failedIndex: 3 });
    expect(Object.keys(error)).not.toContain("vectors");
    const steps: EmbedProgress<number[]>[] = [];
    const vectors = await embeddings.embedDocuments(numbered(20), {
      resume: partial?.vectors ?? [],
      onProgress: (step) => steps.push({ ...step }),
    });
    expect(vectors).toEqual(numbered(20).map((text) => [Number(text)]));
    expect(wire.requests.map(({ body }) => textOf(body)).toSorted()).toEqual([...numbered(20), "3"].toSorted());
    expect(steps.map(({ done, total }) => [done, total])).toEqual(
      Array.from({ length: 14 }, (_, index) => [7 + index, 20]),
    );
    expect(steps.flatMap(({ indexes }) => indexes).toSorted((a, b) => a - b)).toEqual([
      3,
      ...Array.from({ length: 13 }, (_, index) => 7 + index),
    ]);
  });

  test("name the very text of a batch where the service points at it", async () => {
    const { embeddings } = connect({ model: models.cohereV3, maxConcurrency: 1 }, ({ body }, index) =>
      index === 0
        ? { body: { embeddings: Object(body).texts.map(() => [1]) } }
        : {
            ...invalid,
            body: { message: "Malformed input request: #/texts/5: expected maxLength: 2048, actual: 2049" },
          },
    );
    const error = await rejectionOf(embeddings.embedDocuments(numbered(150)));
    expect(error).toMatchObject({ failedIndex: 101, message: expect.stringContaining("inputs 96 to 149") });
    expect(readPartialEmbeddings(error)).toMatchObject({
      done: 96,
      failedIndexes: expect.objectContaining({ length: 54 }),
    });
  });

  test("of a callback end the call with what it threw, untouched", async () => {
    const refusal = Object.freeze(new Error("enough"));
    const { embeddings, wire } = connect({ maxConcurrency: 1 }, echo);
    const onProgress = (): never => {
      throw refusal;
    };
    expect(await rejectionOf(embeddings.embedDocuments(numbered(5), { onProgress }))).toBe(refusal);
    expect(wire.requests).toHaveLength(1);
  });

  test.each<{ resume: unknown; says: RegExp }>([
    { resume: [[1], [2], [3]], says: /3 places for 2 inputs/ },
    { resume: ["1"], says: /place 0 holds no array of numbers/ },
    { resume: { length: 1 }, says: /must be an array/ },
    { resume: [undefined, Float32Array.of(1)], says: /place 1/ },
  ])("a resume of $resume is refused before any request", async ({ resume, says }) => {
    const { embeddings, wire } = connect();
    const call = embeddings.embedDocuments(["a", "b"], { resume: resume as number[][] });
    await expect(call).rejects.toThrow(says);
    expect(wire.requests).toEqual([]);
  });
});

describe("signals", () => {
  test("[38] aborted before the call: nothing is sent", async () => {
    const { embeddings, wire } = connect();
    const reason = new Error("not now");
    const signal = AbortSignal.abort(reason);
    expect(await rejectionOf(embeddings.embedDocuments(["a"], { signal }))).toBe(reason);
    expect(await rejectionOf(embeddings.embedQuery("a", { signal }))).toBe(reason);
    expect(await rejectionOf(embeddings.embedImage("s3://b/a.png", { signal }))).toBe(reason);
    expect(wire.requests).toEqual([]);
  });

  test("aborted on the way: requests are aborted, and what had come stays in the progress", async () => {
    const controller = new AbortController();
    let latest: EmbedProgress<number[]> | undefined;
    const { embeddings, wire } = connect({ maxConcurrency: 1 }, async ({ body, signal }) => {
      if (textOf(body) === "2") {
        const aborted = new Promise((resolve) => signal?.addEventListener("abort", resolve));
        controller.abort();
        await aborted;
      }
      return { body: { embedding: [Number(textOf(body))] } };
    });
    const error = await rejectionOf(
      embeddings.embedDocuments(numbered(5), {
        signal: controller.signal,
        onProgress: (progress) => (latest = progress),
      }),
    );
    expect(error).toBe(controller.signal.reason);
    expect(readPartialEmbeddings(error)).toBeUndefined();
    expect(latest).toMatchObject({ done: 2, total: 5, vectors: [[0], [1], undefined, undefined, undefined] });
    const rest = await connect({}, echo).embeddings.embedDocuments(numbered(5), { resume: latest?.vectors ?? [] });
    expect(rest).toEqual([[0], [1], [2], [3], [4]]);
    expect(wire.requests).toHaveLength(3);
  });

  test("aborted while waiting for a place: the request is never sent", async () => {
    const controller = new AbortController();
    const { embeddings, wire } = connect({ maxConcurrency: 1 }, async ({ body }) => {
      controller.abort();
      return { body: { embedding: [Number(textOf(body))] } };
    });
    const first = embeddings.embedQuery("1");
    const waiting = rejectionOf(embeddings.embedQuery("2", { signal: controller.signal }));
    expect(await first).toEqual([1]);
    expect((await waiting).name).toBe("AbortError");
    expect(wire.bodies).toEqual([{ inputText: "1" }]);
  });
});

describe("settings of AWS", () => {
  test("[40] the region may stand in config or in AWS_DEFAULT_REGION", async () => {
    const inConfig = connect({ region: undefined, config: { region: "eu-west-1" } });
    await inConfig.embeddings.embedQuery("x");
    vi.stubEnv("AWS_DEFAULT_REGION", "eu-central-1");
    const inEnvironment = connect({ region: undefined });
    await inEnvironment.embeddings.embedQuery("x");
    expect([inConfig, inEnvironment].map(({ wire }) => wire.requests[0]?.host)).toEqual([
      "bedrock-runtime.eu-west-1.amazonaws.com",
      "bedrock-runtime.eu-central-1.amazonaws.com",
    ]);
  });

  test("[41] half a pair of keys is refused at construction, naming the other half", () => {
    expect(() => new BedrockEmbeddings({ awsAccessKeyId: "AKIALOCAL" })).toThrow(
      expect.objectContaining({
        name: "AwsConfigurationError",
        message: expect.stringContaining("awsSecretAccessKey"),
      }),
    );
  });

  test("[42] secrets show neither in JSON nor when printed", () => {
    const embeddings = new BedrockEmbeddings({
      model: models.titanV2,
      dimensions: 256,
      region: "us-east-1",
      awsAccessKeyId: "AKIALOCAL",
      awsSecretAccessKey: "zzz",
      awsSessionToken: "yyy",
    });
    expect(JSON.parse(JSON.stringify(embeddings))).toEqual({
      lc: 1,
      type: "constructor",
      id: ["langchain_aws", "embeddings", "BedrockEmbeddings"],
      kwargs: {
        model: models.titanV2,
        dimensions: 256,
        region_name: "us-east-1",
        aws_access_key_id: { lc: 1, type: "secret", id: ["AWS_ACCESS_KEY_ID"] },
        aws_secret_access_key: { lc: 1, type: "secret", id: ["AWS_SECRET_ACCESS_KEY"] },
        aws_session_token: { lc: 1, type: "secret", id: ["AWS_SESSION_TOKEN"] },
      },
    });
    const printed = `${JSON.stringify(embeddings)} ${inspect(embeddings, { depth: 8, showHidden: true })}`;
    expect(printed).not.toMatch(/zzz|yyy|AKIALOCAL/);
  });

  test.each(["apiKey", "bedrockBearerToken"])("[43] %s signs with a bearer token alone", async (name) => {
    const { embeddings, wire } = connect({
      awsAccessKeyId: undefined,
      awsSecretAccessKey: undefined,
      [name]: "k",
    });
    await embeddings.embedQuery("x");
    expect(wire.requests[0]?.headers["authorization"]).toBe("Bearer k");
    expect(wire.requests[0]?.headers).not.toHaveProperty("x-amz-date");
  });

  test("a client of the caller's is used as it is: anything with send() will do", async () => {
    const sent: { input: { modelId: string; body: string }; options: { abortSignal: AbortSignal } }[] = [];
    const client = {
      async send(command: { input: { modelId: string; body: string } }, options: { abortSignal: AbortSignal }) {
        sent.push({ input: command.input, options });
        return { $metadata: {}, body: new TextEncoder().encode('{"embedding":[1,2]}') };
      },
    };
    const embeddings = new BedrockEmbeddings({ client });
    expect(await embeddings.embedQuery("x")).toEqual([1, 2]);
    expect(sent).toEqual([
      {
        input: {
          modelId: models.titanV1,
          contentType: "application/json",
          accept: "application/json",
          body: '{"inputText":"x"}',
        },
        options: { abortSignal: expect.any(AbortSignal) },
      },
    ]);
  });

  test("a client of the caller's is waited for as long as `timeout` says", async () => {
    const requestHandler: object = new RecordingHandler(
      ({ signal }) =>
        new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new Error("It was given up.")))),
    );
    const credentials = { accessKeyId: "AKIALOCAL", secretAccessKey: "local" };
    const client = new BedrockRuntimeClient({ region: "us-east-1", credentials, requestHandler, maxAttempts: 1 });
    const error = await rejectionOf(new BedrockEmbeddings({ client, timeout: 20 }).embedQuery("x"));
    expect(error.name).toBe("BedrockModelTimeoutError");
  });

  test("a hundred objects with equal options share one client, and none is built before the first request", async () => {
    const handler = new RecordingHandler(echo);
    const config = { requestHandler: handler };
    const fields = { region: "us-east-1", awsAccessKeyId: "AKIALOCAL", awsSecretAccessKey: "local", config };
    const all = Array.from({ length: 100 }, () => new BedrockEmbeddings(fields));
    expect(sharedClientCount()).toBe(0);
    await Promise.all(all.map((embeddings) => embeddings.embedQuery("1")));
    expect(sharedClientCount()).toBe(1);
    await Promise.all(all.map((embeddings) => embeddings.dispose()));
    expect(sharedClientCount()).toBe(0);
  });

  test("ready() finds out early that there is no region", async () => {
    const { embeddings } = connect({ region: undefined });
    await expect(embeddings.ready()).rejects.toThrow(/region/i);
    await expect(connect().embeddings.ready()).resolves.toBeUndefined();
  });
});
