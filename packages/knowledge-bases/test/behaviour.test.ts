import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { disposeAllClients, sharedClientCount } from "@langchain-aws/aws-auth";
import { AwsLangChainError } from "@langchain-aws/core";
import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import { Retry } from "@smithy/core/retry";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AmazonKnowledgeBaseRetriever, AmazonKnowledgeBasesRetriever, f } from "../src/index.ts";
import { packageName, packageVersion } from "../src/version.ts";
import { refusal } from "./support/recording-handler.ts";
import { createClient, createRetriever, knowledgeBaseId, thrownBy, thrownIn } from "./support/retriever.ts";

// The AWS SDK waits a second and more after a throttled attempt. This is its own setting for that, not a double.
beforeEach(() => {
  vi.spyOn(Retry, "throttlingDelay").mockReturnValue(1);
});

afterEach(async () => {
  vi.restoreAllMocks();
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

  override handleRetrieverEnd(documents: unknown[]): void {
    this.heard.push(["end", documents.length]);
  }

  override handleRetrieverError(error: Error): void {
    this.heard.push(["error", error.name]);
  }
}

describe("with", () => {
  test("[33] makes a retriever with another filter over the same client", async () => {
    const { client, inputs } = createClient({ retrievalResults: [] });
    const first = f.eq("tenant", "one");
    const second = f.eq("tenant", "two");
    const retriever = new AmazonKnowledgeBasesRetriever({ knowledgeBaseId, client, filter: first, topK: 3 });
    const other = retriever.with({ filter: second, userContext: { userId: "u" }, topK: 9 });
    await other.invoke("q");
    await retriever.invoke("q");
    const search = (filter: object, numberOfResults: number): object => ({
      retrievalConfiguration: { vectorSearchConfiguration: { filter, numberOfResults } },
    });
    const common = { knowledgeBaseId, retrievalQuery: { text: "q" } };
    expect(inputs).toEqual([
      { ...common, ...search(second, 9), userContext: { userId: "u" } },
      { ...common, ...search(first, 3) },
    ]);
  });

  test("[33] shares a client that the package built", async () => {
    const { retriever, handler } = createRetriever({ tags: ["t"] });
    const other = retriever.with({ minScoreConfidence: 0.5 });
    await Promise.all([
      retriever.invoke("a"),
      other.invoke("b"),
      ...Array.from({ length: 50 }, () => other.invoke("c")),
    ]);
    expect(handler.requests.length).toBe(52);
    expect(sharedClientCount()).toBe(1);
    expect(other.tags).toEqual(["t"]);
  });

  test.each([
    ["an unknown option", { filters: {} }, '"filters"'],
    ["a filter that is none", { filter: { equal: {} } }, "filter has the unknown operator"],
    ["a filter that got lost", { filter: undefined }, "filter"],
    ["a user that got lost", { userContext: undefined }, "userContext"],
    ["a user that got lost under Python's name", { user_context: undefined }, "with() was given user_context"],
    ["too many results", { topK: 101 }, "topK"],
    ["a floor that is none", { minScoreConfidence: 2 }, "minScoreConfidence"],
  ])("refuses %s", (_, overrides, says) => {
    const { retriever } = createRetriever();
    expect(thrownIn(() => retriever.with(overrides as object))).toMatchObject({
      name: "AwsConfigurationError",
      message: expect.stringContaining(says),
    });
  });
});

describe("callbacks", () => {
  test("[35] of the constructor hear of each run, with its tags", async () => {
    const listener = new Listener();
    const { retriever } = createRetriever({ callbacks: [listener], tags: ["mine"] });
    await retriever.invoke("q", { tags: ["this"] });
    expect(listener.heard).toEqual([
      ["start", "q", expect.arrayContaining(["mine", "this"])],
      ["end", 0],
    ]);
  });

  test("[35] hear of the run's id, name and metadata", async () => {
    const starts: unknown[] = [];
    const handleRetrieverStart = (...given: unknown[]): void => void starts.push(given);
    const { retriever } = createRetriever({ metadata: { team: "search" } });
    const runId = "11111111-1111-4111-8111-111111111111";
    const callbacks = [{ handleRetrieverStart }];
    await retriever.invoke("q", { callbacks, runId, runName: "find", metadata: { request: 7 } });
    expect(starts).toEqual([[expect.anything(), "q", runId, undefined, [], { team: "search", request: 7 }, "find"]]);
  });

  test("[34] hear of an abort once, and the request is given up", async () => {
    const listener = new Listener();
    const controller = new AbortController();
    const { retriever, handler } = createRetriever({ callbacks: [listener] }, ({ signal }) => {
      controller.abort();
      return new Promise((_, reject) => {
        const giveUp = (): void => reject(Object.assign(new Error("aborted"), { name: "AbortError" }));
        if (signal?.aborted === true) giveUp();
        else signal?.addEventListener("abort", giveUp);
      });
    });
    const error = await thrownBy(retriever.invoke("q", { signal: controller.signal }));
    expect(error).toMatchObject({ name: expect.stringMatching(/Abort/) });
    expect(handler.requests.map(({ signal }) => signal?.aborted)).toEqual([true]);
    expect(listener.heard).toEqual([
      ["start", "q", []],
      ["error", expect.any(String)],
    ]);
  });

  test("[34] an aborted signal sends nothing", async () => {
    const { retriever, handler } = createRetriever();
    await thrownBy(retriever.invoke("q", { signal: AbortSignal.abort() }));
    await thrownBy(retriever.retrievePage("q", { signal: AbortSignal.abort() }));
    expect(handler.requests).toEqual([]);
  });

  test("[34] a client of the caller's own gets signal and timeout", async () => {
    const seen: unknown[] = [];
    const send = async (_command: object, options: { abortSignal?: AbortSignal }): Promise<object> => {
      seen.push(options.abortSignal instanceof AbortSignal);
      return {};
    };
    const { signal } = new AbortController();
    await new AmazonKnowledgeBasesRetriever({ knowledgeBaseId, client: { send } }).invoke("q", { signal });
    await new AmazonKnowledgeBasesRetriever({ knowledgeBaseId, client: { send }, timeout: 5000 }).invoke("q");
    expect(seen).toEqual([true, true]);
  });
});

describe("failures", () => {
  test.each([
    ["[36] a wrong request is sent once", {}, 400, "ValidationException", 1],
    ["[36] a throttled one as well without retries", { maxRetries: 0 }, 429, "ThrottlingException", 1],
    ["a throttled one again with retries", { maxRetries: 2 }, 429, "ThrottlingException", 3],
    ["a missing knowledge base is asked once", { maxRetries: 2 }, 404, "ResourceNotFoundException", 1],
  ])("%s", async (_, fields, status, type, attempts) => {
    const failed: unknown[] = [];
    const options = { maxRetries: 5, onFailedAttempt: (error: Error) => failed.push(error), ...fields };
    const { retriever, handler } = createRetriever(options, () => refusal(status, type, "no"));
    const error = await thrownBy(retriever.invoke("q"));
    expect(error).toMatchObject({ awsCode: type, httpStatusCode: status, operation: "Retrieve" });
    expect(AwsLangChainError.isInstance(error) && error.cause).toMatchObject({ name: type });
    expect([handler.requests.length, failed.length]).toEqual([attempts, attempts]);
  });

  test("say what to do, and nothing of the query", async () => {
    const message = "1 validation error detected: Value 'what did the patient say' at 'retrievalQuery.text' failed";
    const { retriever } = createRetriever({}, () => refusal(400, "ValidationException", message));
    const error = await thrownBy(retriever.invoke("what did the patient say"));
    expect(error).toMatchObject({ hint: expect.stringContaining("20,000 characters") });
    expect(inspect(error, { depth: 8 })).not.toContain("patient");
  });
});

describe("the retriever", () => {
  test("[38] shows no secret", () => {
    const { retriever } = createRetriever({
      awsSecretAccessKey: "very-secret-key",
      awsSessionToken: "very-secret-token",
    });
    const shown = [
      JSON.stringify(retriever),
      JSON.stringify(retriever.toJSON()),
      inspect(retriever, { depth: 5 }),
      inspect(retriever.with({ topK: 1 }), { depth: 5 }),
    ];
    for (const text of shown) {
      expect(text).toMatch(/AmazonKnowledgeBasesRetriever/);
      expect(text).not.toMatch(/very-secret|AKIDEXAMPLE/);
    }
  });

  test("has its names", () => {
    const { client } = createClient({});
    const retriever = new AmazonKnowledgeBaseRetriever({ knowledgeBaseId, bedrockAgentRuntimeClient: client });
    expect(retriever).toBeInstanceOf(AmazonKnowledgeBasesRetriever);
    expect(retriever.toJSON()).toMatchObject({
      id: ["langchain", "retrievers", "amazon_bedrock_knowledge_base", "AmazonKnowledgeBasesRetriever"],
    });
    const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    expect(manifest).toMatchObject({ name: packageName, version: packageVersion });
  });

  test("builds no client before the first call", () => {
    createRetriever();
    expect(sharedClientCount()).toBe(0);
  });
});
