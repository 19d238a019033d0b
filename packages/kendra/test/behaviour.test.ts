import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { RetrieveCommand } from "@aws-sdk/client-kendra";
import { disposeAllClients, sharedClientCount } from "@langchain-aws/aws-auth";
import {
  AwsLangChainError,
  AwsRegionError,
  BedrockAccessDeniedError,
  BedrockModelNotFoundError,
  BedrockServiceError,
  BedrockThrottlingError,
  BedrockValidationError,
} from "@langchain-aws/core";
import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import { Retry } from "@smithy/core/retry";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AmazonKendraRetriever, f } from "../src/index.ts";
import { packageName, packageVersion } from "../src/version.ts";
import { type RecordedRequest, refusal, replies, results } from "./support/recording-handler.ts";
import { createRetriever, indexId, type LooseFields, thrownBy, thrownIn } from "./support/retriever.ts";

// The AWS SDK waits a second and more after a throttled attempt. This is its own setting for that, not a double.
beforeEach(() => {
  vi.spyOn(Retry, "throttlingDelay").mockReturnValue(1);
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await disposeAllClients();
});

class Listener extends BaseCallbackHandler {
  readonly name = "listener";
  readonly heard: unknown[] = [];

  override handleRetrieverStart(
    _retriever: unknown,
    query: string,
    _runId: string,
    _parentRunId?: string,
    tags?: string[],
  ): void {
    this.heard.push(["start", query, tags]);
  }

  override handleRetrieverEnd(documents: { pageContent: string }[]): void {
    this.heard.push(["end", documents.map(({ pageContent }) => pageContent)]);
  }

  override handleRetrieverError(error: Error): void {
    this.heard.push(["error", error.name]);
  }
}

/** Answers as the network does when its request is given up. */
const silence = async ({ signal }: RecordedRequest): Promise<never> =>
  new Promise((_, reject) => {
    const giveUp = (): void => reject(Object.assign(new Error("aborted"), { name: "AbortError" }));
    if (signal?.aborted === true) giveUp();
    else signal?.addEventListener("abort", giveUp);
  });

describe("the fallback", () => {
  const found = results([{ Type: "DOCUMENT", DocumentExcerpt: { Text: "E" } }]);
  const nothing = results();

  test.each([
    ["[5] an empty list", nothing],
    ["[6] no list", { body: { QueryId: "query-1" } }],
    ["[6] a null list", { body: { ResultItems: null } }],
  ])("%s of Retrieve asks Query the same, once", async (_, retrieve) => {
    const { retriever, handler } = createRetriever({ topK: 5 }, replies(retrieve, found));
    const documents = await retriever.invoke("q");
    expect(documents.map(({ metadata }) => metadata["type"])).toEqual(["DOCUMENT"]);
    expect(handler.operations).toEqual(["Retrieve", "Query"]);
    expect(handler.bodies[1]).toEqual(handler.bodies[0]);
  });

  test("[6] is left out when it is not wanted", async () => {
    const { retriever, handler } = createRetriever({ fallbackToQuery: false }, replies({ body: {} }, found));
    expect(await retriever.invoke("q")).toEqual([]);
    expect(handler.operations).toEqual(["Retrieve"]);
  });

  test("[7] finds nothing either", async () => {
    for (const query of [nothing, { body: {} }]) {
      const { retriever, handler } = createRetriever({}, replies(nothing, query));
      expect(await retriever.invoke("q")).toEqual([]);
      expect(handler.operations).toEqual(["Retrieve", "Query"]);
    }
  });

  test("is not needed when Retrieve finds something", async () => {
    const { retriever, handler } = createRetriever({}, replies(results([{ Content: "P" }]), found));
    const [document] = await retriever.invoke("q");
    expect(document?.metadata).not.toHaveProperty("type");
    expect(handler.operations).toEqual(["Retrieve"]);
  });

  test("[8] does not hide that Retrieve failed", async () => {
    const { retriever, handler } = createRetriever({}, replies(refusal(400, "AccessDeniedException", "no"), found));
    const error = await thrownBy(retriever.invoke("q"));
    expect(BedrockAccessDeniedError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      cause: { name: "AccessDeniedException", message: "no", $fault: "client" },
      awsCode: "AccessDeniedException",
      service: "kendra",
      operation: "Retrieve",
      hint: expect.stringContaining("kendra:Retrieve"),
    });
    expect(handler.operations).toEqual(["Retrieve"]);
  });

  test("[8] the cause is the very error of a client of the caller's own", async () => {
    const failure = Object.assign(new Error("no"), { name: "AccessDeniedException" });
    const asked: boolean[] = [];
    const send = async (command: object): Promise<never> => {
      asked.push(command instanceof RetrieveCommand);
      throw failure;
    };
    const error = await thrownBy(new AmazonKendraRetriever({ indexId, client: { send } }).invoke("q"));
    expect(error).toMatchObject({ name: "BedrockAccessDeniedError" });
    expect(AwsLangChainError.isInstance(error) && error.cause).toBe(failure);
    expect(asked).toEqual([true]);
  });

  test("may fail itself", async () => {
    const { retriever } = createRetriever({}, replies(nothing, refusal(400, "ThrottlingException", "slow down")));
    const error = await thrownBy(retriever.invoke("q"));
    expect(BedrockThrottlingError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ operation: "Query", retryable: true });
  });
});

describe("with", () => {
  test("[34] makes a retriever for another user over the same client", async () => {
    const { retriever, handler } = createRetriever({
      userContext: { UserId: "u1" },
      attributeFilter: f.eq("tenant", "one"),
      fallbackToQuery: false,
      tags: ["t"],
    });
    const other = retriever.with({ userContext: { UserId: "u2" }, topK: 9, pageNumber: 2 });
    await Promise.all([retriever.invoke("a"), other.invoke("b")]);
    await Promise.all(Array.from({ length: 50 }, () => other.invoke("c")));
    const body = { IndexId: indexId, AttributeFilter: f.eq("tenant", "one") };
    const byQuery = new Map(handler.requests.map(({ body }) => [body["QueryText"], body]));
    expect(byQuery.get("a")).toEqual({ ...body, QueryText: "a", PageSize: 3, UserContext: { UserId: "u1" } });
    expect(byQuery.get("b")).toEqual({
      ...body,
      QueryText: "b",
      PageSize: 9,
      PageNumber: 2,
      UserContext: { UserId: "u2" },
    });
    expect(handler.requests.length).toBe(52);
    expect(sharedClientCount()).toBe(1);
    expect([retriever.topK, other.topK, other.tags, other.indexId]).toEqual([3, 9, ["t"], indexId]);
  });

  test("[34] keeps a client of the caller's own", async () => {
    const users: unknown[] = [];
    const send = async (command: object): Promise<object> => {
      users.push(Reflect.get(Reflect.get(command, "input") as object, "UserContext"));
      return { ResultItems: [{}] };
    };
    const retriever = new AmazonKendraRetriever({ indexId, client: { send }, userContext: { UserId: "u1" } });
    await retriever.with({ userContext: { UserId: "u2" } }).invoke("q");
    await retriever.invoke("q");
    expect(users).toEqual([{ UserId: "u2" }, { UserId: "u1" }]);
  });

  test("changes every option that it names", async () => {
    const { retriever, handler } = createRetriever({ minScoreConfidence: 1 }, () => results([{ Content: "x" }]));
    expect(await retriever.invoke("q")).toEqual([]);
    expect(await retriever.with({ minScoreConfidence: 0 }).invoke("q")).toHaveLength(1);
    await retriever.with({ attributeFilter: f.gt("n", 1) }).invoke("q");
    expect(handler.requests.at(-1)?.body["AttributeFilter"]).toEqual(f.gt("n", 1));
    const { retriever: quiet, handler: silent } = createRetriever();
    await quiet.with({ fallbackToQuery: false }).invoke("q");
    expect(silent.operations).toEqual(["Retrieve"]);
  });

  test.each([
    ["an unknown option", { filter: f.eq("a", 1) }, '"filter"'],
    ["an option of the constructor alone", { indexId: "x" }, '"indexId"'],
    ["a filter that is none", { attributeFilter: { EqualTo: {} } }, "attributeFilter has the unknown operator"],
    ["a filter that got lost", { attributeFilter: undefined }, "attributeFilter"],
    ["a user that got lost", { userContext: undefined }, "userContext"],
    [
      "a filter that got lost under Python's name",
      { attribute_filter: undefined },
      "with() was given attribute_filter",
    ],
    ["a user that got lost under Python's name", { user_context: undefined }, "with() was given user_context"],
    ["a user beside a token", { userContext: { Token: "t-1", UserId: "u" } }, "Token"],
    ["half a result", { topK: 0.5 }, "topK"],
    ["a floor that is none", { minScoreConfidence: 2 }, "minScoreConfidence"],
  ])("refuses %s", (_, overrides, says) => {
    const { retriever } = createRetriever();
    expect(thrownIn(() => retriever.with(overrides as object))).toMatchObject({
      name: "AwsConfigurationError",
      message: expect.stringContaining(says),
    });
  });
});

test("queryKendra asks as @langchain/aws does", async () => {
  const { retriever, handler } = createRetriever({ attributeFilter: f.eq("a", 1) }, () => results([{ Content: "x" }]));
  const [document] = await retriever.queryKendra("q", 7, f.eq("b", 2));
  await retriever.queryKendra("q", 1);
  expect(document?.pageContent).toBe("Document Excerpt: \nx\n");
  expect(handler.bodies).toMatchObject([
    { PageSize: 7, AttributeFilter: f.eq("b", 2) },
    { PageSize: 1, AttributeFilter: f.eq("a", 1) },
  ]);
});

describe("callbacks", () => {
  test("[37] of the constructor hear of each run, with its tags and its documents", async () => {
    const listener = new Listener();
    const fields = { callbacks: [listener], tags: ["x"] };
    const { retriever } = createRetriever(fields, () => results([{ DocumentTitle: "T" }]));
    await retriever.invoke("q", { tags: ["this"] });
    await retriever.with({ topK: 1 }).invoke("q");
    const end = ["end", ["Document Title: T\n"]];
    expect(listener.heard).toEqual([["start", "q", ["this", "x"]], end, ["start", "q", ["x"]], end]);
  });

  test("[37] hear of the run's id, name and metadata", async () => {
    const starts: unknown[] = [];
    const handleRetrieverStart = (...given: unknown[]): void => void starts.push(given);
    const { retriever } = createRetriever({ metadata: { team: "search" } });
    const runId = "11111111-1111-4111-8111-111111111111";
    const callbacks = [{ handleRetrieverStart }];
    await retriever.invoke("q", { callbacks, runId, runName: "find", metadata: { request: 7 } });
    expect(starts).toEqual([[expect.anything(), "q", runId, undefined, [], { team: "search", request: 7 }, "find"]]);
  });

  test("[37] hear of a failure", async () => {
    const listener = new Listener();
    const { retriever } = createRetriever({ callbacks: [listener] }, () => refusal(400, "ValidationException", "no"));
    await thrownBy(retriever.invoke("q"));
    await thrownBy(retriever.invoke(" "));
    expect(listener.heard).toEqual([
      ["start", "q", []],
      ["error", "BedrockValidationError"],
      ["start", " ", []],
      ["error", "RangeError"],
    ]);
  });

  test("reach it through pipe and batch", async () => {
    const { retriever, handler } = createRetriever({}, () => results([{ DocumentTitle: "T" }]));
    const counted = retriever.pipe((documents: unknown[]) => documents.length);
    expect(await counted.batch(["a", "b"])).toEqual([1, 1]);
    expect(handler.requests.length).toBe(2);
  });
});

describe("an abort", () => {
  test("[35] before the call sends nothing", async () => {
    const { retriever, handler } = createRetriever();
    await thrownBy(retriever.invoke("q", { signal: AbortSignal.abort() }));
    expect(handler.requests).toEqual([]);
  });

  test("[35] after Retrieve asks no Query", async () => {
    const controller = new AbortController();
    const { retriever, handler } = createRetriever({}, () => {
      controller.abort();
      return results();
    });
    const error = await thrownBy(retriever.invoke("q", { signal: controller.signal }));
    expect(error).toMatchObject({ name: expect.stringMatching(/Abort/) });
    expect(handler.operations).toEqual(["Retrieve"]);
  });

  test("[35] in the middle gives the request up, and is told to callbacks once", async () => {
    const listener = new Listener();
    const controller = new AbortController();
    const { retriever, handler } = createRetriever({ callbacks: [listener] }, (request) => {
      controller.abort();
      return silence(request);
    });
    const error = await thrownBy(retriever.invoke("q", { signal: controller.signal }));
    expect(error).toMatchObject({ name: expect.stringMatching(/Abort/) });
    expect(handler.requests.map(({ signal }) => signal?.aborted)).toEqual([true]);
    expect(listener.heard).toEqual([
      ["start", "q", []],
      ["error", expect.any(String)],
    ]);
  });

  test("by the timeout of a call gives both requests up", async () => {
    const { retriever, handler } = createRetriever({}, (request) =>
      request.operation === "Retrieve" ? results() : silence(request),
    );
    const error = await thrownBy(retriever.invoke("q", { timeout: 50 }));
    expect(error).toBeInstanceOf(Error);
    expect(handler.requests.at(-1)?.signal?.aborted).toBe(true);
  });

  test("reaches a client of the caller's own, in both requests", async () => {
    const seen: unknown[] = [];
    const send = async (_command: object, options: { abortSignal?: AbortSignal }): Promise<object> => {
      seen.push(options.abortSignal instanceof AbortSignal);
      return {};
    };
    const { signal } = new AbortController();
    await new AmazonKendraRetriever({ indexId, client: { send } }).invoke("q", { signal });
    await new AmazonKendraRetriever({ indexId, client: { send }, timeout: 5_000 }).invoke("q");
    expect(seen).toEqual([true, true, true, true]);
  });
});

describe("failures", () => {
  test.each([
    ["[36] a wrong request is sent once", { maxRetries: 5 }, 400, "ValidationException", 1],
    ["[36] a throttled one once more", { maxRetries: 1 }, 400, "ThrottlingException", 2],
    ["a throttled one once without retries", { maxRetries: 0 }, 400, "ThrottlingException", 1],
    ["an index that is missing is asked once", { maxRetries: 2 }, 400, "ResourceNotFoundException", 1],
    ["a broken service is asked again", { maxRetries: 1 }, 500, "InternalServerException", 2],
  ])("%s", async (_, fields, status, type, attempts) => {
    const failed: unknown[] = [];
    const options = { onFailedAttempt: (error: Error) => failed.push(error), ...fields };
    const { retriever, handler } = createRetriever(options, () => refusal(status, type, "no"));
    const error = await thrownBy(retriever.invoke("q"));
    expect(error).toMatchObject({
      awsCode: type,
      httpStatusCode: status,
      operation: "Retrieve",
      cause: { name: type },
    });
    expect([handler.requests.length, failed.length]).toEqual([attempts, attempts]);
  });

  test.each([
    ["AccessDeniedException", BedrockAccessDeniedError, "kendra:Retrieve"],
    ["ResourceNotFoundException", BedrockModelNotFoundError, "indexId"],
    ["ThrottlingException", BedrockThrottlingError, "capacity"],
    ["ServiceQuotaExceededException", BedrockThrottlingError, "quotas"],
    ["ConflictException", AwsLangChainError, "active"],
    ["ValidationException", BedrockValidationError, ""],
    ["InternalServerException", BedrockServiceError, ""],
  ])("%s is an error that says what to do", async (type, errorClass, says) => {
    const { retriever } = createRetriever({}, () => refusal(400, type, "no"));
    const error = await thrownBy(retriever.invoke("q"));
    expect(errorClass.isInstance(error)).toBe(true);
    expect((error as AwsLangChainError).hint ?? "").toContain(says);
    expect(error).toMatchObject({ awsCode: type, service: "kendra", requestId: "request-1" });
  });

  test.each([
    ["The provided QueryText has a character count of 1200, which exceeds the limit.", "quota"],
    ["UserContext with a Token is not supported for this index.", "GenAI Enterprise"],
    ["The attribute color is not searchable.", "fields of the index"],
  ])("%s has a hint", async (message, says) => {
    const { retriever } = createRetriever({}, () => refusal(400, "ValidationException", message));
    expect(await thrownBy(retriever.invoke("q"))).toMatchObject({
      message: expect.stringContaining(message.slice(0, 20)),
      hint: expect.stringContaining(says),
    });
  });

  test("have nothing of the query or the token in them", async () => {
    const message = "Value 'what did the patient say' at 'queryText' failed for the token eyJ-secret-token";
    const fields = { userContext: { Token: "eyJ-secret-token" } };
    const { retriever } = createRetriever(fields, () => refusal(400, "ValidationException", message));
    const error = await thrownBy(retriever.invoke("  what did the patient say  "));
    const shown = [inspect(error, { depth: 8 }), JSON.stringify(error), String(error)].join("\n");
    expect(shown).toContain("[redacted]");
    expect(shown).not.toMatch(/patient|eyJ-secret/);
  });

  test("no region anywhere is said before anything is sent", async () => {
    const { retriever, handler } = createRetriever({ region: undefined });
    const error = await thrownBy(retriever.invoke("q"));
    expect(AwsRegionError.isInstance(error)).toBe(true);
    expect(AwsRegionError.isInstance(await thrownBy(retriever.ready()))).toBe(true);
    expect(handler.requests).toEqual([]);
  });
});

describe("the retriever", () => {
  test("[38] shows no secret", () => {
    const { retriever } = createRetriever({
      awsSecretAccessKey: "very-secret-key",
      awsSessionToken: "very-secret-token",
      userContext: { Token: "very-secret-user" },
      proxy: "http://user:very-secret-password@proxy.example",
    });
    const shown = [
      JSON.stringify(retriever),
      JSON.stringify(retriever.toJSON()),
      inspect(retriever, { depth: 8, showHidden: true }),
      inspect(retriever.with({ topK: 1 }), { depth: 8, showHidden: true }),
    ];
    for (const text of shown) {
      expect(text).toMatch(/AmazonKendraRetriever/);
      expect(text).not.toMatch(/very-secret|AKIDEXAMPLE/);
    }
  });

  test("has its names", () => {
    const { retriever } = createRetriever();
    expect(AmazonKendraRetriever.lc_name()).toBe("AmazonKendraRetriever");
    expect(retriever.toJSON()).toMatchObject({
      id: ["langchain", "retrievers", "amazon_kendra", "AmazonKendraRetriever"],
    });
    const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    expect(manifest).toMatchObject({ name: packageName, version: packageVersion });
  });

  test("builds no client before the first call, and one for a hundred equal ones", async () => {
    const { handler } = createRetriever();
    const config = { requestHandler: handler };
    const fields = { indexId, region: "us-west-2", awsAccessKeyId: "AKIDEXAMPLE", awsSecretAccessKey: "s", config };
    const many = Array.from({ length: 100 }, () => new AmazonKendraRetriever(fields as never));
    expect(sharedClientCount()).toBe(0);
    await Promise.all(many.map(async (retriever) => retriever.ready()));
    expect([sharedClientCount(), handler.requests.length]).toEqual([1, 0]);
    await Promise.all(many.map(async (retriever) => retriever.dispose()));
    expect(sharedClientCount()).toBe(0);
  });

  test("keeps no more requests under way than it may", async () => {
    let [open, most] = [0, 0];
    const { retriever } = createRetriever({ maxConcurrency: 2 }, async () => {
      open += 1;
      most = Math.max(most, open);
      await new Promise(setImmediate);
      open -= 1;
      return results();
    });
    const other = retriever.with({ topK: 1 });
    await Promise.all([...Array.from({ length: 5 }, () => retriever.invoke("q")), other.invoke("q")]);
    expect(most).toBe(2);
  });

  test("gives the base class's hook the same answer", async () => {
    const { retriever } = createRetriever({}, () => results([{ DocumentTitle: "T" }]));
    const fields: LooseFields[] = await retriever
      ._getRelevantDocuments("q")
      .then((documents) => documents.map((d) => ({ ...d.metadata })));
    expect(fields).toMatchObject([{ title: "T" }]);
  });
});
