import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import {
  AwsConfigurationError,
  AwsRegionError,
  BedrockStreamError,
  BedrockThrottlingError,
  BedrockValidationError,
} from "@langchain-aws/core";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { ContextOverflowError, getRetryable } from "@langchain/core/errors";
import { describe, expect, test } from "vitest";
import { ChatBedrockConverse, type ChatBedrockConverseInput, type PartialReply } from "../src/index.ts";
import { useWarnings } from "./build.ts";
import { collect, connect } from "./connect.ts";

const aws = useLocalAws();
useWarnings();

function refuse(message: string, type = "ValidationException", status = 400): void {
  aws.faults.add({ do: { error: { status, type, message } } });
}

type Failure = Error & PartialReply & Record<string, unknown>;

async function failure(promise: Promise<unknown>): Promise<Failure> {
  const error: unknown = await promise.then(
    () => expect.fail("no error"),
    (reason: unknown) => reason,
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the tests look at what errors carry besides their text
  if (error instanceof Error) return error as Failure;
  throw new Error("not an error", { cause: error });
}

describe("refusals", () => {
  test("[91] makes an overflow LangChain's own error", async () => {
    refuse("Input is too long for requested model.");
    const error = await failure(connect(aws).invoke("hi"));
    expect(ContextOverflowError.isInstance(error)).toBe(true);
    expect(error.cause).toMatchObject({ name: "ValidationException" });
    expect(getRetryable(error)).toBe(false);
  });

  test("[91] marks a refused request as not worth repeating, and sends it once", async () => {
    refuse("The model said no.");
    const error = await failure(connect(aws, { maxRetries: 3 }).invoke("hi"));
    expect(BedrockValidationError.isInstance(error)).toBe(true);
    expect([getRetryable(error), error["awsCode"], error["httpStatusCode"]]).toEqual([
      false,
      "ValidationException",
      400,
    ]);
    expect(aws.requests()).toHaveLength(1);
  });

  test("[92] says what to do about the service's own tools and about models without on-demand use", async () => {
    refuse("User is not authorized to perform: bedrock:InvokeTool", "AccessDeniedException", 403);
    const denied = await failure(connect(aws).invoke("a private question"));
    expect(denied.message).toContain("bedrock:InvokeTool");
    expect(denied.message).not.toContain("private");
    aws.faults.reset();
    const model = "anthropic.claude-haiku-4-5-20251001-v1:0";
    expect((await failure(connect(aws, { model }).invoke("hi"))).message).toMatch(/inference profile/);
  });

  test.each([
    ["The text field in the ContentBlock object at messages.0.content.0 is blank.", /report/],
    ["The toolConfig field must be defined when using toolUse and toolResult content blocks.", /Bind the tools/],
    ["Expected toolResult blocks at messages.2.content for the following Ids: 1", /ToolMessage/],
    ["Conversation blocks and tool result blocks cannot be provided in the same turn.", /separate turns/],
    ["This model doesn't support the toolConfig.toolChoice.any field.", /supportsToolChoiceValues/],
    ["Thinking may not be enabled when tool_choice forces tool use.", /jsonSchema/],
    ["The document file name can only contain alphanumeric characters", /rawBlocks/],
    ["`temperature` and `top_p` cannot both be specified for this model.", /temperature/],
    ["#: extraneous key [definitions] is not permitted", /definitions/],
    ["A conversation must start with a user message.", /come from the user/],
  ])("says what to do about %j", async (text, hint) => {
    refuse(text);
    const error = await failure(connect(aws).invoke("hi"));
    expect(String(error["hint"])).toMatch(hint);
  });

  test("[93] sends once without retries, and reports each attempt that failed", async () => {
    aws.faults.add({ do: { throttle: true } });
    const failed: unknown[] = [];
    const onFailedAttempt = (error: unknown): void => void failed.push(error);
    const error = await failure(connect(aws, { maxRetries: 0, onFailedAttempt }).invoke("hi"));
    expect(BedrockThrottlingError.isInstance(error)).toBe(true);
    expect([getRetryable(error), error["lc_error_code"]]).toEqual([true, "MODEL_RATE_LIMIT"]);
    expect(failed).toHaveLength(1);
    expect(aws.requests()).toHaveLength(1);
  });

  test("refuses content that cannot be sent without sending anything", async () => {
    const error = await failure(connect(aws).invoke([["human", [{ type: "weird" }]]]));
    expect(AwsConfigurationError.isInstance(error)).toBe(true);
    expect(aws.requests()).toEqual([]);
  });

  test("[8] misses the region at the first request and not before", async () => {
    const model = new ChatBedrockConverse({ model: "us.amazon.nova-lite-v1:0", credentials: aws.credentials });
    expect(AwsRegionError.isInstance(await failure(model.invoke("hi")))).toBe(true);
  });
});

describe("broken streams", () => {
  test("[71] gives a throttled stream its code, its mark and what had come", async () => {
    aws.chat.script([{ chunks: ["one ", "two ", "three"] }]);
    aws.faults.add({ do: { afterEvents: 3, exception: "throttlingException" } });
    const seen: unknown[] = [];
    const error = await failure(
      (async () => {
        for await (const chunk of await connect(aws).stream("hi")) seen.push(chunk.content);
      })(),
    );
    expect(BedrockStreamError.isInstance(error)).toBe(true);
    expect([error["lc_error_code"], error["retryable"], getRetryable(error)]).toEqual(["MODEL_RATE_LIMIT", true, true]);
    expect(seen).toEqual(["", "one ", "two "]);
    expect(error.partialOutput?.content).toBe("one two ");
    expect(JSON.stringify(error)).not.toContain("one two");
    expect(aws.requests()).toHaveLength(1);
  });

  test.each([{ streaming: true }, { streaming: false }])(
    "[72] refuses to call a cut stream a reply (%j)",
    async (fields) => {
      aws.chat.script([{ chunks: ["one ", "two"] }]);
      aws.faults.add({ do: { afterEvents: 2, endEarly: true } });
      const model = connect(aws, fields);
      const error = await failure(fields.streaming ? model.invoke("hi") : collect(await model.stream("hi")));
      expect(error.message).toContain("ended early");
      expect([error["retryable"], getRetryable(error)]).toEqual([true, true]);
      expect(error.partialOutput?.content).toBe("one ");
      expect(aws.requests()).toHaveLength(1);
    },
  );

  test("fails typed events the same way", async () => {
    aws.chat.script([{ chunks: ["one ", "two"] }]);
    aws.faults.add({ do: { afterEvents: 2, endEarly: true } });
    expect((await failure(collect(connect(aws).streamEvents("hi")))).message).toContain("ended early");
  });
});

describe("aborts", () => {
  test("[73] sends nothing when the signal is aborted already", async () => {
    const reason = new Error("enough");
    for (const run of [
      (model: ChatBedrockConverse) => model.invoke("hi", { signal: AbortSignal.abort(reason) }),
      async (model: ChatBedrockConverse) => collect(await model.stream("hi", { signal: AbortSignal.abort(reason) })),
    ]) {
      expect(await failure(run(connect(aws)))).toBe(reason);
    }
    expect(aws.requests()).toEqual([]);
  });

  test("ends a plain call with the reason of the abort, or with the timeout of the call", async () => {
    aws.faults.add({ match: { operation: "Converse" }, do: { hang: true } });
    const reason = new Error("the user has left");
    const controller = new AbortController();
    const call = connect(aws).invoke("hi", { signal: controller.signal });
    await aws.waitForRequest({ operation: "Converse" });
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    await expect(connect(aws).invoke("hi", { timeout: 20 })).rejects.toMatchObject({ name: "TimeoutError" });
  });

  describe("end what waits", () => {
    const never = (): Promise<never> => new Promise(() => undefined);
    const arn = "arn:aws:bedrock:us-east-1:000000000000:application-inference-profile/any";
    const waits: readonly [string, ChatBedrockConverseInput][] = [
      ["credentials", { credentials: never }],
      ["an API key", { credentials: undefined, apiKey: never }],
      ["a region", { region: undefined, clientOptions: { region: never } }],
      ["the model behind an ARN", { model: arn, bedrockClient: { send: never } }],
    ];
    const calls: Readonly<Record<string, (model: ChatBedrockConverse, signal: AbortSignal) => Promise<unknown>>> = {
      invoke: (model, signal) => model.invoke("hi", { signal }),
      stream: async (model, signal) => collect(await model.stream("hi", { signal })),
      getNumTokensFromMessages: (model, signal) => model.getNumTokensFromMessages([], { signal }),
    };
    const table = waits.flatMap(([what, fields]) => Object.keys(calls).map((name) => ({ name, what, fields })));

    test.each(table)("$name: for $what", async ({ name, fields }) => {
      const reason = new Error("the user has left");
      const controller = new AbortController();
      const call = failure(calls[name]?.(connect(aws, fields), controller.signal) ?? never());
      setImmediate(() => controller.abort(reason));
      expect(await call).toBe(reason);
    });
  });

  test("[73] ends a stream with the reason of the abort, and the request with it", async () => {
    aws.chat.script([{ chunks: ["one ", "two ", "three"] }]);
    aws.faults.add({ do: { afterEvents: 2, hang: true } });
    const controller = new AbortController();
    const reason = new Error("enough");
    const error = await failure(
      (async () => {
        for await (const chunk of await connect(aws).stream("hi", { signal: controller.signal })) {
          if (chunk.content === "one ") controller.abort(reason);
        }
      })(),
    );
    expect(error).toBe(reason);
    await aws.waitForRequest({ endedBy: "client" });
  });

  test("[74] closes the connection when the reader leaves", async () => {
    aws.chat.script([{ chunks: ["one ", "two ", "three"] }]);
    aws.faults.add({ do: { afterEvents: 2, hang: true } });
    for await (const chunk of await connect(aws).stream("hi")) {
      if (chunk.content === "one ") break;
    }
    expect(await aws.waitForRequest({ endedBy: "client" })).toMatchObject({ operation: "ConverseStream" });
  });
});

describe("silence", () => {
  test.each([
    ["response", { latencyMs: 60_000 }],
    // The SDK hands a stream out with its first event, so this wait is for the response as well.
    ["response", { hang: true }],
    ["next event", { afterEvents: 2, hang: true }],
  ])("[75] gives up waiting for the %s", async (phase, action) => {
    aws.chat.script([{ text: "warm" }, { chunks: ["one ", "two"] }]);
    // Loads the SDK and connects, so that the wait is for the service alone.
    await connect(aws).invoke("hi");
    aws.faults.add({ do: action });
    const error = await failure((async () => collect(await connect(aws, { streamIdleTimeout: 200 }).stream("hi")))());
    expect([error["lc_error_code"], error["phase"], error["idleTimeoutMs"]]).toEqual([
      "MODEL_STREAM_TIMEOUT",
      phase,
      200,
    ]);
    await aws.waitForRequest({ endedBy: "client" });
  });

  test("[75] does not mind a slow stream, or none at all when it is off", async () => {
    aws.chat.on(/.*/, { chunks: ["one ", "two ", "three"] });
    aws.faults.add({ do: { eventDelayMs: 20 } });
    expect(await collect(await connect(aws, { streamIdleTimeout: 1000 }).stream("hi"))).not.toEqual([]);
    expect(
      await collect(await connect(aws, { streamIdleTimeout: 1 }).stream("hi", { streamIdleTimeout: 0 })),
    ).not.toEqual([]);
  });

  test("waits for a client of the caller's as long as `timeout` says, for an answer and for a stream", async () => {
    aws.faults.add({ do: { hang: true } });
    const client = new BedrockRuntimeClient({ region: aws.region, credentials: aws.credentials, endpoint: aws.url });
    const model = connect(aws, { client, timeout: 50 });
    expect((await failure(model.invoke("hi"))).name).toBe("BedrockModelTimeoutError");
    expect((await failure(model.stream("hi").then(collect))).name).toBe("BedrockModelTimeoutError");
    client.destroy();
  });

  test.each([-1, Number.NaN])("[75] refuses a timeout of %d", (streamIdleTimeout) => {
    expect(() => connect(aws, { streamIdleTimeout })).toThrow(/streamIdleTimeout/);
  });
});
