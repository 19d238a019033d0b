import { BedrockRuntimeClient, ConverseCommand } from "@aws-sdk/client-bedrock-runtime";
import {
  BedrockAccessDeniedError,
  BedrockModelTimeoutError,
  BedrockServiceError,
  BedrockStreamError,
  BedrockThrottlingError,
  BedrockValidationError,
} from "@langchain-aws/core";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { ContextOverflowError } from "@langchain/core/errors";
import { Retry } from "@smithy/core/retry";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createClientSource, disposeAllClients, sendCommand, sendWithHeaders, takeAwsFields } from "../src/index.ts";
import { localFields } from "./support/local-fields.ts";
import { startOddServer } from "./support/odd-server.ts";
import { TinyChat, type TinyChatFields } from "./support/tiny-chat.ts";

const aws = useLocalAws();

// The AWS SDK waits a second and more after a throttled attempt. This is its own setting for that, not a double.
beforeEach(() => {
  vi.spyOn(Retry, "throttlingDelay").mockReturnValue(1);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await disposeAllClients();
});

const chat = (fields: TinyChatFields = {}): TinyChat => new TinyChat({ ...localFields(aws), ...fields });
const converse = { operation: "Converse" };
const context = { service: "bedrock-runtime", operation: "Converse" };

async function thrownBy(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error("The call succeeded.");
}

describe("connections", () => {
  test("are kept alive: twenty calls use one, over HTTP/1.1", async () => {
    const server = await startOddServer((_request, response) => {
      response
        .setHeader("content-type", "application/json")
        .end('{"output":{"message":{"role":"assistant","content":[]}}}');
    });
    const models = [chat({ endpointUrl: server.url }), chat({ endpointUrl: server.url })];
    for (let call = 0; call < 10; call += 1) for (const model of models) await model.invoke("hello");
    expect([server.requests.length, server.connections]).toEqual([20, 1]);
  });

  test.each([
    { transport: undefined, http: "1.1" },
    { transport: "http1" as const, http: "1.1" },
    { transport: "http2" as const, http: "2" },
  ])("speak HTTP/$http with transport $transport", async ({ transport, http }) => {
    await chat({ transport }).invoke("hello");
    expect(aws.lastRequest()?.http).toBe(http);
  });

  test("are made by handler options of the caller's on top of ours", async () => {
    aws.faults.add({ match: converse, do: { hang: true } });
    const requestHandler = { requestTimeout: 50 };
    const error = await thrownBy(chat({ maxRetries: 0, config: { requestHandler } }).invoke("hello"));
    expect(error).toMatchObject({
      cause: { name: "TimeoutError", message: expect.stringContaining("50 ms requestTimeout") },
    });
    expect(aws.lastRequest()?.http).toBe("1.1");
  });

  test("are closed when the last model gives its client up", async () => {
    const server = await startOddServer((_request, response) => {
      response.setHeader("content-type", "application/json").end("{}");
    });
    const model = chat({ endpointUrl: server.url });
    await model.invoke("hello");
    await model.dispose();
    await server.closed;
    expect(server.connections).toBe(1);
  });

  test("of a stream outlive the giving up of its client", async () => {
    aws.chat.script([{ text: "one two three four five six seven eight nine ten" }]);
    const model = chat();
    let text = "";
    for await (const chunk of await model.stream("hello")) {
      if (text === "") await disposeAllClients();
      text += chunk.text;
    }
    expect(text).toBe("one two three four five six seven eight nine ten");
  });
});

describe("failures", () => {
  test("[31] an access key id echoed by AWS is masked", async () => {
    aws.faults.add({
      match: converse,
      do: { accessDenied: "User AKIAIOSFODNN7EXAMPLE is not authorized to perform: bedrock:InvokeModel" },
    });
    const error = await thrownBy(chat().invoke("hello"));
    expect(BedrockAccessDeniedError.isInstance(error)).toBe(true);
    expect(String(error)).toContain("is not authorized to perform: bedrock:InvokeModel");
    expect(String(error)).not.toContain("AKIAIOSFODNN7EXAMPLE");
  });

  test("[32] a proxy's HTML page is an error of ours, with the status and a hint at the proxy", async () => {
    const server = await startOddServer((_request, response) => {
      response
        .writeHead(413, { "content-type": "text/html" })
        .end("<html><h1>413 Request Entity Too Large</h1></html>");
    });
    const error = await thrownBy(chat({ endpointUrl: server.url }).invoke("hello"));
    if (!BedrockValidationError.isInstance(error)) throw error;
    expect(error.httpStatusCode).toBe(413);
    expect(error.message).toMatch(/non-JSON body.*endpointUrl.*proxy/s);
    expect(server.requests).toHaveLength(1);
  });

  test("[38] a too long input is LangChain's own error, with its cause", async () => {
    aws.faults.add({
      match: converse,
      do: { error: { status: 400, type: "ValidationException", message: "Input is too long for requested model." } },
    });
    const error = await thrownBy(chat().invoke("hello"));
    if (!ContextOverflowError.isInstance(error)) throw error;
    expect(error.cause).toMatchObject({ message: expect.stringContaining("Input is too long") });
    expect(aws.requests(converse)).toHaveLength(1);
  });
});

describe("retries", () => {
  test("[33] throttled twice, then answered: three requests, and each failed attempt is told", async () => {
    aws.faults.add({ match: converse, when: { first: 2 }, do: { throttle: true } });
    const failures: unknown[] = [];
    const reply = await chat({ maxRetries: 2, onFailedAttempt: (error) => void failures.push(error) }).invoke("hello");
    expect(reply.text).not.toBe("");
    expect(aws.requests(converse)).toHaveLength(3);
    expect(failures.map(BedrockThrottlingError.isInstance)).toEqual([true, true]);
  });

  test("[34] a request that AWS finds invalid is sent once", async () => {
    aws.faults.add({
      match: converse,
      do: { error: { status: 400, type: "ValidationException", message: "The request is wrong." } },
    });
    const failures: unknown[] = [];
    const call = chat({ maxRetries: 5, onFailedAttempt: (error) => void failures.push(error) }).invoke("hello");
    expect(BedrockValidationError.isInstance(await thrownBy(call))).toBe(true);
    expect(aws.requests(converse)).toHaveLength(1);
    expect(failures).toHaveLength(1);
  });

  test("[35] a 429 without Retry-After is sent again", async () => {
    const server = await startOddServer((_request, response) => {
      response.setHeader("content-type", "application/json");
      if (server.requests.length === 1) response.writeHead(429).end('{"message":"slow down"}');
      else response.end("{}");
    });
    await chat({ endpointUrl: server.url }).invoke("hello");
    expect(server.requests).toHaveLength(2);
  });

  test("[36] config.maxAttempts holds against throttling without end, maxRetries or not", async () => {
    aws.faults.add({ match: converse, do: { throttle: true } });
    await thrownBy(chat({ maxRetries: 7, config: { maxAttempts: 3 } }).invoke("hello"));
    expect(aws.requests(converse)).toHaveLength(3);
  });

  test.each([
    { variable: "AWS_MAX_ATTEMPTS", env: { AWS_MAX_ATTEMPTS: "2" }, requests: 2 },
    { variable: "nothing", env: {}, requests: 5 },
  ])("come from $variable when no option says how many", async ({ env, requests }) => {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    aws.faults.add({ match: converse, do: { throttle: true } });
    await thrownBy(chat().invoke("hello"));
    vi.unstubAllEnvs();
    expect(aws.requests(converse)).toHaveLength(requests);
  });

  test.each([
    { ofModel: 4, ofCall: 0, requests: 1 },
    { ofModel: 0, ofCall: 2, requests: 3 },
  ])("of a call ($ofCall) hold against the model's ($ofModel)", async ({ ofModel, ofCall, requests }) => {
    aws.faults.add({ match: converse, do: { throttle: true } });
    await thrownBy(chat({ maxRetries: ofModel }).invoke("hello", { maxRetries: ofCall }));
    expect(aws.requests(converse)).toHaveLength(requests);
  });

  test("end when onFailedAttempt throws, with what it threw", async () => {
    aws.faults.add({ match: converse, do: { throttle: true } });
    const refusal = new Error("enough");
    const model = chat({
      onFailedAttempt: (error: unknown) => {
        throw Object.assign(refusal, { cause: error });
      },
    });
    expect(await thrownBy(model.invoke("hello"))).toBe(refusal);
    expect(aws.requests(converse)).toHaveLength(1);
  });

  test("end when a daily quota is used up", async () => {
    aws.faults.add({ match: converse, do: { throttle: "Too many tokens per day, please wait before trying again." } });
    const error = await thrownBy(chat().invoke("hello"));
    expect(error).toMatchObject({ name: "BedrockThrottlingError", retryable: false });
    expect(aws.requests(converse)).toHaveLength(1);
  });

  test("follow a connection that was reset", async () => {
    aws.faults.add({ match: converse, when: { first: 1 }, do: { reset: "beforeHeaders" } });
    expect((await chat().invoke("hello")).text).not.toBe("");
    expect(aws.requests(converse)).toHaveLength(2);
  });

  test.each([
    { originalStatusCode: 500, requests: 2 },
    { originalStatusCode: 400, requests: 1 },
  ])(
    "follow a model that failed with $originalStatusCode: $requests requests",
    async ({ originalStatusCode, requests }) => {
      const server = await startOddServer((_request, response) => {
        response.writeHead(424, { "content-type": "application/json", "x-amzn-errortype": "ModelErrorException" });
        response.end(JSON.stringify({ message: "The model failed.", originalStatusCode }));
      });
      const error = await thrownBy(chat({ endpointUrl: server.url, maxRetries: 1 }).invoke("hello"));
      expect(error).toMatchObject({ name: "BedrockModelError", retryable: requests > 1 });
      expect(server.requests).toHaveLength(requests);
    },
  );

  test("of an injected client stay its own", async () => {
    aws.faults.add({ match: converse, do: { throttle: true } });
    const client = new BedrockRuntimeClient({ ...aws.clientConfig("bedrock-runtime"), maxAttempts: 2 });
    await thrownBy(new TinyChat({ client }).invoke("hello"));
    client.destroy();
    expect(aws.requests(converse)).toHaveLength(2);
  });
});

test("[37] maxConcurrency bounds how many requests are under way", async () => {
  let underWay = 0;
  let most = 0;
  const waiting: (() => void)[] = [];
  const server = await startOddServer((_request, response) => {
    underWay += 1;
    most = Math.max(most, underWay);
    waiting.push(() => {
      underWay -= 1;
      response.setHeader("content-type", "application/json").end("{}");
    });
    // Answered once as many wait as may come: eight more requests must find a free place first.
    if (waiting.length === 2) for (const answer of waiting.splice(0)) answer();
  });
  const model = chat({ endpointUrl: server.url, maxConcurrency: 2 });
  await Promise.all(Array.from({ length: 10 }, () => model.invoke("hello")));
  expect([server.requests.length, most]).toEqual([10, 2]);
});

describe("streams", () => {
  const converseStream = { operation: "ConverseStream" };

  test("[39] that break after a chunk deliver it, fail with AWS's code and are not sent again", async () => {
    aws.chat.script([{ text: "one two three four" }], { fallback: true });
    aws.faults.add({
      match: converseStream,
      do: { afterEvents: 3, exception: { type: "throttlingException", message: "Too many tokens" } },
    });
    const texts: string[] = [];
    const error = await thrownBy(
      (async () => {
        for await (const chunk of await chat().stream("hello")) texts.push(chunk.text);
      })(),
    );
    if (!BedrockStreamError.isInstance(error)) throw error;
    expect(error).toMatchObject({ awsCode: "ThrottlingException", partial: true });
    expect(texts.join("")).toMatch(/^one/);
    expect(aws.requests(converseStream)).toHaveLength(1);
  });

  test("that open slowly are sent again, before anything was delivered", async () => {
    aws.faults.add({ match: converseStream, when: { first: 1 }, do: { unavailable: true } });
    let text = "";
    for await (const chunk of await chat().stream("hello")) text += chunk.text;
    expect(text).not.toBe("");
    expect(aws.requests(converseStream)).toHaveLength(2);
  });

  test("live longer than the timeout, which ends with the response's headers", async () => {
    aws.chat.script([{ text: "one two three four five six seven eight" }]);
    aws.faults.add({ match: converseStream, do: { eventDelayMs: 60 } });
    let text = "";
    for await (const chunk of await chat({ timeout: 200 }).stream("hello")) text += chunk.text;
    expect(text).toBe("one two three four five six seven eight");
    expect(aws.lastRequest()?.durationMs).toBeGreaterThan(200);
  });

  test("[40] end when the signal is aborted, and their connection with them", async () => {
    aws.chat.script([{ text: "one two three four five six seven eight" }]);
    aws.faults.add({ match: converseStream, do: { afterEvents: 4, hang: true } });
    const controller = new AbortController();
    const error = await thrownBy(
      (async () => {
        for await (const chunk of await chat().stream("hello", { signal: controller.signal })) {
          if (chunk.text !== "") controller.abort();
        }
      })(),
    );
    expect(error).toMatchObject({ name: expect.stringMatching(/Abort/) });
    const entry = await aws.waitForRequest({ ...converseStream, endedBy: "client" });
    expect(entry.abortedByClient).toBe(true);
  });

  test("[40] are not opened when the signal was aborted before", async () => {
    const signal = AbortSignal.abort();
    const { options } = takeAwsFields(localFields(aws), { service: "bedrock-runtime" });
    const source = createClientSource({
      service: "bedrock-runtime",
      options,
      userAgent: ["x", "1"],
      create: (config) => new BedrockRuntimeClient(config),
    });
    const command = new ConverseCommand({ modelId: "anthropic.x", messages: [] });
    const error = await thrownBy(sendCommand(await source.get(), command, { signal, context }));
    expect(error).toMatchObject({ name: "AbortError" });
    await thrownBy(chat().invoke("hello", { signal }));
    expect(aws.requests()).toEqual([]);
  });
});

test("a call that is aborted under way ends with the signal's reason, which says why", async () => {
  const reason = new Error("the user has left");
  const controller = new AbortController();
  const server = await startOddServer(() => controller.abort(reason));
  const { options } = takeAwsFields({ ...localFields(aws), endpointUrl: server.url }, { service: "bedrock-runtime" });
  const source = createClientSource({
    service: "bedrock-runtime",
    options,
    userAgent: ["x", "1"],
    create: (config) => new BedrockRuntimeClient(config),
  });
  const command = new ConverseCommand({ modelId: "anthropic.x", messages: [] });
  const sent = sendCommand(await source.get(), command, { signal: controller.signal, context });
  expect(await thrownBy(sent)).toBe(reason);
  await server.closed;
  expect(server.requests).toHaveLength(1);
});

describe("timeouts", () => {
  test("[41] end a call to a silent server, and are not retried", async () => {
    aws.faults.add({ match: converse, do: { hang: true } });
    const failures: unknown[] = [];
    const model = chat({ timeout: 200, onFailedAttempt: (error) => void failures.push(error) });
    await model.ready();
    // The server never answers: that the call ends at all is the timeout's doing.
    const error = await thrownBy(model.invoke("hello"));
    expect(BedrockModelTimeoutError.isInstance(error)).toBe(true);
    expect(failures).toEqual([error]);
    await aws.waitForRequest({ ...converse, endedBy: "client" });
    expect(aws.requests(converse)).toHaveLength(1);
  });

  test("of a call hold against a longer one of its model, and for an injected client", async () => {
    aws.faults.add({ match: converse, do: { hang: true } });
    const injected = new BedrockRuntimeClient(aws.clientConfig("bedrock-runtime"));
    for (const client of [await chat({ timeout: 60_000 }).client(), injected]) {
      const command = new ConverseCommand({
        modelId: "anthropic.claude-3-5-haiku-20241022-v1:0",
        messages: [{ role: "user", content: [{ text: "hello" }] }],
      });
      const error = await thrownBy(sendCommand(client, command, { timeout: 50, context }));
      expect(BedrockModelTimeoutError.isInstance(error)).toBe(true);
    }
    injected.destroy();
  });

  test("end a body that stops in the middle", async () => {
    const server = await startOddServer((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" }).write('{"output":');
    });
    const error = await thrownBy(chat({ endpointUrl: server.url, timeout: 100 }).invoke("hello"));
    expect(BedrockModelTimeoutError.isInstance(error)).toBe(true);
    await server.closed;
  });

  test("do not end a connection that is refused: that is the network's", async () => {
    const error = await thrownBy(
      chat({ endpointUrl: "http://127.0.0.1:9", maxRetries: 0, timeout: 5000 }).invoke("hi"),
    );
    expect(BedrockServiceError.isInstance(error)).toBe(true);
  });
});

test("headers of a call are signed and sent, and those of the answer handed out", async () => {
  const client = await chat().client();
  const command = new ConverseCommand({
    modelId: "anthropic.claude-3-5-haiku-20241022-v1:0",
    messages: [{ role: "user", content: [{ text: "hello" }] }],
  });
  const { output, headers } = await sendWithHeaders(client, command, {
    headers: { "X-Team": "search" },
    context,
  });
  expect(output.stopReason).toBe("end_turn");
  expect(headers["x-amzn-requestid"]).toBe(output.$metadata.requestId);
  const entry = aws.expectRequest({ ...converse, headers: { "x-team": "search" } });
  expect(entry.status).toBe(200);
  expect(entry.headers["authorization"]).toContain("x-team");
});
