import {
  BedrockRuntimeClient,
  type ConverseStreamCommandOutput,
  ConverseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { BedrockModelTimeoutError, BedrockThrottlingError, BedrockValidationError } from "@langchain-aws/core";
import { batchesOf, type EventBatches, type EventReaders } from "@langchain-aws/core/event-stream";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { Readable } from "node:stream";
import { inspect } from "node:util";
import { HttpResponse } from "@smithy/core/protocols";
import { Retry } from "@smithy/core/retry";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  createClientSource,
  disposeAllClients,
  type EventStreamReply,
  sendEventStream,
  sendForEvents,
  type SendOptions,
  takeAwsFields,
} from "../src/index.ts";
import { localFields } from "./support/local-fields.ts";
import type { TinyChatFields } from "./support/tiny-chat.ts";

const aws = useLocalAws();

// The AWS SDK waits a second and more after a throttled attempt. This is its own setting for that, not a double.
beforeEach(() => {
  vi.spyOn(Retry, "throttlingDelay").mockReturnValue(1);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await disposeAllClients();
});

type Event = readonly [type: string, payload: unknown];

const readers: EventReaders<Event> = {
  event: (type, payload) => [type, payload],
  exception: (type, payload) => {
    const name = type.charAt(0).toUpperCase() + type.slice(1);
    return type.startsWith("odd")
      ? undefined
      : Object.assign(new Error("modelled"), { name, payload, $response: undefined });
  },
};

const command = (): ConverseStreamCommand =>
  new ConverseStreamCommand({
    modelId: "anthropic.claude-3-5-haiku-20241022-v1:0",
    messages: [{ role: "user", content: [{ text: "hello" }] }],
  });

const clientOf = (fields: TinyChatFields = {}): Promise<BedrockRuntimeClient> =>
  createClientSource({
    service: "bedrock-runtime",
    options: takeAwsFields({ ...localFields(aws), ...fields }, { service: "bedrock-runtime" }).options,
    userAgent: ["x", "1"],
    create: (config) => new BedrockRuntimeClient(config),
  }).get();

async function send(
  fields: TinyChatFields = {},
  options: Partial<SendOptions> = {},
): Promise<EventStreamReply<ConverseStreamCommandOutput, Event>> {
  const context = { service: "bedrock-runtime", operation: "ConverseStream", stream: "opening" as const };
  return sendEventStream(await clientOf(fields), command(), { context, ...options, readers });
}

function eventsOf({ events }: EventStreamReply<unknown, Event>): EventBatches<Event> {
  if (events === undefined) throw new Error("no events");
  return events;
}

async function typesOf(events: EventBatches<Event>): Promise<string[]> {
  const types: string[] = [];
  for (let batch = await events.read(); batch !== undefined; batch = await events.read()) {
    types.push(...batch.map(([type]) => type));
  }
  return types;
}

async function thrownBy(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error("The call succeeded.");
}

const whole = ["messageStart", "contentBlockDelta", "contentBlockStop", "messageStop", "metadata"];

describe("an event stream", () => {
  test.each(["http1", "http2"] as const)("comes event by event over %s, apart from the output", async (transport) => {
    aws.chat.script([{ chunks: ["one"] }]);
    const reply = await send({ transport });
    expect(await typesOf(eventsOf(reply))).toEqual(whole);
    expect(reply.output.$metadata).toMatchObject({ httpStatusCode: 200, attempts: 1 });
    const rest: unknown[] = [];
    for await (const event of reply.output.stream ?? []) rest.push(event);
    expect(rest).toEqual([]);
  });

  test("comes out of a body of the web as well", async () => {
    aws.chat.script([{ chunks: ["one"] }]);
    const { requestHandler } = new BedrockRuntimeClient(aws.clientConfig("bedrock-runtime")).config;
    const web = {
      metadata: { handlerProtocol: "h2" },
      destroy: () => undefined,
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
      // The AWS SDK's own seam: what its fetch handler would hand out for the same response.
      async handle(request: never): Promise<{ response: HttpResponse }> {
        const { response } = await requestHandler.handle(request);
        return { response: new HttpResponse({ ...response, body: Readable.toWeb(response.body) }) };
      },
    };
    expect(await typesOf(eventsOf(await send({ config: { requestHandler: web } })))).toEqual(whole);
  });

  test("does not change its client", async () => {
    const client = await clientOf();
    const before = client.middlewareStack.identify();
    await typesOf(eventsOf(await send()));
    expect(client.middlewareStack.identify()).toEqual(before);
  });

  test("keeps its client until it has been read or given up", async () => {
    aws.chat.script([{ chunks: ["one ", "two ", "three"] }]);
    aws.faults.add({ do: { eventDelayMs: 5 } });
    const client = await clientOf();
    const destroyed = vi.spyOn(client, "destroy");
    const events = eventsOf(await send());
    await disposeAllClients();
    expect(destroyed).not.toHaveBeenCalled();
    expect(await typesOf(events)).toContain("metadata");
    await vi.waitFor(() => expect(destroyed).toHaveBeenCalledTimes(1));
  });

  test("ends its request when it is given up", async () => {
    aws.faults.add({ do: { afterEvents: 2, hang: true } });
    const events = eventsOf(await send());
    await events.read();
    events.close();
    expect(await aws.waitForRequest({ endedBy: "client" })).toMatchObject({ operation: "ConverseStream" });
    expect(await events.read()).toBeUndefined();
  });

  test("is the AWS SDK's own with a client that has no middleware", async () => {
    const output = { stream: [] };
    const double = { send: async () => output };
    const context = { service: "bedrock-runtime", operation: "ConverseStream" };
    const bare = { input: {}, constructor: Object, resolveMiddleware: () => async () => ({ output }) };
    const reply = await sendEventStream(double, bare, { context, readers });
    expect(reply).toEqual({ output, events: undefined });
  });
});

describe("an event stream that fails", () => {
  test("with its first event is sent again, as the AWS SDK does", async () => {
    aws.faults.add({ when: { first: 2 }, do: { afterEvents: 0, exception: "throttlingException" } });
    const failures: unknown[] = [];
    const { output, events } = await send({}, { onFailedAttempt: (error) => failures.push(error) });
    expect(output.$metadata.attempts).toBe(3);
    expect(await typesOf(eventsOf({ output, events }))).toContain("metadata");
    expect(failures).toMatchObject([{ awsCode: "ThrottlingException" }, { awsCode: "ThrottlingException" }]);
    expect(aws.requests()).toHaveLength(3);
  });

  test.each(["validationException", "oddException"])("with %s in place of the first event is not", async (type) => {
    aws.faults.add({ do: { afterEvents: 0, exception: { type, message: "no" } } });
    const error = await thrownBy(send());
    expect(error).toMatchObject({ cause: { $response: { statusCode: 200 } } });
    expect(inspect(error, { depth: 8 })).not.toMatch(/\$response|authorization|AWS4-HMAC/i);
    expect(aws.requests()).toHaveLength(1);
  });

  test("with a broken first frame says so", async () => {
    aws.faults.add({ do: { afterEvents: 0, corruptCrc: true } });
    expect(await thrownBy(send({ maxRetries: 0 }))).toMatchObject({
      name: "BedrockStreamError",
      message: expect.stringContaining("Corrupt event message received"),
    });
  });

  test("later throws behind the events before, and is not sent again", async () => {
    aws.chat.script([{ chunks: ["one ", "two"] }]);
    aws.faults.add({ do: { afterEvents: 2, exception: "throttlingException" } });
    const events = eventsOf(await send());
    const seen: string[] = [];
    const error = await thrownBy(
      (async () => {
        for (let batch = await events.read(); batch !== undefined; batch = await events.read()) {
          seen.push(...batch.map(([type]) => type));
        }
      })(),
    );
    expect([seen, error]).toEqual([
      ["messageStart", "contentBlockDelta"],
      expect.objectContaining({ name: "ThrottlingException", payload: expect.anything() }),
    ]);
    expect(aws.requests()).toHaveLength(1);
  });

  test.each([
    ["before it opens", { do: { throttle: true } }, BedrockThrottlingError],
    [
      "because the request is wrong",
      { do: { error: { status: 400, type: "ValidationException", message: "no" } } },
      BedrockValidationError,
    ],
  ])("%s has no events", async (_, fault, expected) => {
    aws.faults.add(fault);
    expect(expected.isInstance(await thrownBy(send({ maxRetries: 0 })))).toBe(true);
  });

  test("to bring its first event in time ends with the timeout, and its request too", async () => {
    aws.faults.add({ do: { hang: true } });
    expect(BedrockModelTimeoutError.isInstance(await thrownBy(send({}, { timeout: 50 })))).toBe(true);
    await aws.waitForRequest({ operation: "ConverseStream", endedBy: "client" });
  });

  test("because its signal is aborted while it waits for the first event ends its request", async () => {
    aws.faults.add({ do: { hang: true } });
    const controller = new AbortController();
    const sent = send({}, { signal: controller.signal });
    await vi.waitFor(() => expect(aws.requests()).toHaveLength(1));
    controller.abort();
    expect(await thrownBy(sent)).toMatchObject({ name: "AbortError" });
    await aws.waitForRequest({ operation: "ConverseStream", endedBy: "client" });
  });

  test("because its signal is aborted later ends what is waited for", async () => {
    aws.faults.add({ do: { afterEvents: 2, hang: true } });
    const controller = new AbortController();
    const events = eventsOf(await send({}, { signal: controller.signal }));
    await events.read();
    const next = thrownBy(typesOf(events));
    controller.abort();
    expect(await next).toBeInstanceOf(Error);
    await aws.waitForRequest({ operation: "ConverseStream", endedBy: "client" });
  });
});

describe("sendForEvents", () => {
  const typeOf = (event: object): Event => [Object.keys(event)[0] ?? "", undefined];

  async function typesThrough(
    fields: TinyChatFields,
  ): Promise<{ types: string[]; fromSdk: number; injected: boolean }> {
    let fromSdk = 0;
    const source = createClientSource({
      service: "bedrock-runtime",
      options: takeAwsFields(fields, { service: "bedrock-runtime" }).options,
      userAgent: ["x", "1"],
      create: (config) => new BedrockRuntimeClient(config),
    });
    const reply = await sendForEvents<ConverseStreamCommandOutput, Event>(source, command(), {
      context: { service: "bedrock-runtime", operation: "ConverseStream" },
      readers,
      fromSdk: ({ stream }) => {
        fromSdk += 1;
        return stream && batchesOf(stream, typeOf);
      },
    });
    return { types: await typesOf(eventsOf(reply)), fromSdk, injected: source.injected };
  }

  test("reads the stream of a shared client itself, and has the AWS SDK read an injected one's", async () => {
    aws.chat.script([{ chunks: ["one"] }, { chunks: ["one"] }]);
    const client = new BedrockRuntimeClient(aws.clientConfig("bedrock-runtime"));
    try {
      expect(await typesThrough(localFields(aws))).toEqual({ types: whole, fromSdk: 0, injected: false });
      expect(await typesThrough({ client })).toEqual({ types: whole, fromSdk: 1, injected: true });
    } finally {
      client.destroy();
    }
  });
});
