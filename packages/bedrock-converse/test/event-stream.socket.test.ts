import {
  BedrockRuntimeClient,
  ConverseStreamCommand,
  type ConverseStreamOutput as WireEvent,
} from "@aws-sdk/client-bedrock-runtime";
import { disposeAllClients, takeAwsFields } from "@langchain-aws/aws-auth";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { Agent } from "node:http";
import { getRetryable } from "@langchain/core/errors";
import { afterEach, describe, expect, test } from "vitest";
import type { ChatBedrockConverse } from "../src/index.ts";
import { ConverseClient } from "../src/client.ts";
import { models, useWarnings } from "./build.ts";
import { collect, connect, sumOf } from "./connect.ts";

const aws = useLocalAws();
useWarnings();

afterEach(disposeAllClients);

const input = { modelId: models.claude35, messages: [{ role: "user" as const, content: [{ text: "hi" }] }] };

/** The events by the AWS SDK's reader, through a client of its own. */
async function readBySdk(): Promise<WireEvent[]> {
  const client = new BedrockRuntimeClient(aws.clientConfig("bedrock-runtime"));
  const { stream } = await client.send(new ConverseStreamCommand(input));
  const events = stream === undefined ? [] : await collect(stream);
  client.destroy();
  return events;
}

/** The same by this package's reader, through a client that it made or was given. */
async function readByUs(client?: BedrockRuntimeClient): Promise<WireEvent[]> {
  const fields = { region: aws.region, endpointUrl: aws.url, credentials: aws.credentials, ...(client && { client }) };
  const { options } = takeAwsFields(fields, { service: "bedrock-runtime" });
  const stream = await new ConverseClient({ aws: options, modelId: input.modelId }).openStream(input, {}, 5000);
  const events: WireEvent[] = [];
  for (let batch = await stream.read(); batch !== undefined; batch = await stream.read()) events.push(...batch);
  return events;
}

const bytes = Uint8Array.from({ length: 300 }, (_, index) => index % 256);
const location = { documentChar: { documentIndex: 0, start: 1, end: 9 } };

const replies = [
  { kind: "text", reply: { chunks: ["Grüße, ", "", "🌍 ", '"quoted"\n'] } },
  { kind: "signed reasoning", reply: { reasoning: { text: "Let me see.", signature: "c2ln" }, text: "Yes." } },
  { kind: "redacted reasoning", reply: { reasoning: { redacted: bytes }, text: "Yes." } },
  { kind: "tool calls", reply: { toolUse: [{ name: "a", input: { b: [1, null] } }, { name: "c" }] } },
  {
    kind: "a tool of the service's own",
    reply: {
      blocks: [
        { toolUse: { toolUseId: "t", name: "nova_grounding", input: { q: 1 }, type: "server_tool_use" as const } },
        {
          toolResult: {
            toolUseId: "t",
            status: "success" as const,
            type: "nova_grounding_result",
            content: [{ text: "found" }, { json: { a: null, b: [{ c: 1 }] } }],
          },
        },
      ],
    },
  },
  {
    kind: "citations",
    reply: { text: "Cited.", citations: [{ title: "T", source: "s", sourceContent: [{ text: "x" }], location }] },
  },
  { kind: "an image", reply: { blocks: [{ image: { format: "png", source: { bytes } } }] } },
  {
    kind: "an image in S3",
    reply: { blocks: [{ image: { format: "png", source: { s3Location: { uri: "s3://bucket/image.png" } } } }] },
  },
  {
    kind: "a kind that streams have no delta for",
    reply: { blocks: [{ audio: { format: "mp3", source: { bytes } } }] },
  },
  {
    kind: "what else a reply may say",
    reply: {
      text: "x",
      stopReason: "guardrail_intervened" as const,
      additionalModelResponseFields: { a: null, b: { c: [1, "x"] } },
      trace: { guardrail: { modelOutput: ["x"], inputAssessment: { g: { topicPolicy: { topics: [] } } } } },
      usage: { inputTokens: 1, cacheReadInputTokens: 3, cacheDetails: [{ ttl: "5m", inputTokens: 3 }] },
    },
  },
];

describe("over a socket", () => {
  test.each(replies)("both readers give the same events for $kind", async ({ reply }) => {
    const timed = { ...reply, toolUse: withIds(reply), latencyMs: 7 };
    aws.chat.script([timed, timed]);
    const events = await readByUs();
    expect(events).toEqual(await readBySdk());
    expect(events.at(-1)?.metadata).toMatchObject({ metrics: { latencyMs: 7 } });
  });

  test("an injected client keeps its own reader, and what was put into it sees the body", async () => {
    aws.chat.script([{ chunks: ["one ", "two"] }]);
    const client = new BedrockRuntimeClient(aws.clientConfig("bedrock-runtime"));
    const bodies: unknown[] = [];
    client.middlewareStack.add(
      (next) => async (parameters) => {
        const result = await next(parameters);
        bodies.push(Object(result.response).body.readable);
        return result;
      },
      { step: "deserialize" },
    );
    const chunks = await collect(await connect(aws, { client }).stream("hi"));
    client.destroy();
    expect([sumOf(chunks).content, bodies]).toEqual(["one two", [true]]);
  });

  test("a test double without middleware streams what it likes", async () => {
    const stream = (async function* (): AsyncGenerator<WireEvent> {
      yield { messageStart: { role: "assistant" } };
      yield { contentBlockDelta: { contentBlockIndex: 0, delta: { text: "hello" } } };
      yield { messageStop: { stopReason: "end_turn" } };
    })();
    const client = { send: async () => ({ stream, $metadata: {} }) };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that is asked of a client
    const model = connect(aws, { client: client as unknown as BedrockRuntimeClient });
    expect(sumOf(await collect(await model.stream("hi"))).content).toBe("hello");
  });

  test.each(["modelStreamErrorException", "throttlingException", "validationException"])(
    "%s in place of the first event is the same error by both readers",
    async (exception) => {
      aws.faults.add({ do: { afterEvents: 0, exception } });
      const client = new BedrockRuntimeClient({ ...aws.clientConfig("bedrock-runtime"), maxAttempts: 1 });
      const [ours, theirs] = [await failure(connect(aws)), await failure(connect(aws, { client }))];
      client.destroy();
      expect(shown(ours)).toEqual(shown(theirs));
      expect(getRetryable(ours)).toBe(getRetryable(theirs));
    },
  );
});

describe("events that come together", () => {
  test("stop with an abort between two of them", async () => {
    aws.chat.script([{ chunks: ["one ", "two ", "three"] }]);
    const controller = new AbortController();
    const reason = new Error("enough");
    const seen: unknown[] = [];
    const read = async (): Promise<void> => {
      for await (const { content } of await connect(aws).stream("hi", { signal: controller.signal })) {
        seen.push(content);
        if (content === "one ") controller.abort(reason);
      }
    };
    await expect(read()).rejects.toBe(reason);
    expect(seen).toEqual(["", "one "]);
  });

  test("end an aborted reply that was to come as a whole", async () => {
    aws.chat.script([{ chunks: ["one ", "two ", "three"] }]);
    const controller = new AbortController();
    const reason = new Error("enough");
    const handleLLMNewToken = (token: string): void => {
      if (token === "one ") controller.abort(reason);
    };
    const model = connect(aws, { streaming: true });
    const reply = model.invoke("hi", { signal: controller.signal, callbacks: [{ handleLLMNewToken }] });
    await expect(reply).rejects.toThrow("enough");
  });

  test("hand on what came before the first that is broken, also to the reply in parts", async () => {
    aws.chat.script([{ chunks: ["one ", "two ", "three"] }]);
    aws.faults.add({ do: { afterEvents: 3, corruptCrc: true } });
    const seen: unknown[] = [];
    const read = async (): Promise<void> => {
      for await (const { content } of await connect(aws).stream("hi")) seen.push(content);
    };
    await expect(read()).rejects.toMatchObject({
      name: "BedrockStreamError",
      message: expect.stringContaining("Corrupt event message received"),
      partialOutput: { content: "one two " },
    });
    expect(seen).toEqual(["", "one ", "two "]);
  });

  test("leave the connection to the next call when the stream has been read to its end", async () => {
    const sockets = new Set<unknown>();
    const httpAgent = new Agent({ keepAlive: true });
    httpAgent.on("free", (socket) => sockets.add(socket));
    const model = connect(aws, { config: { requestHandler: { httpAgent } } });
    await collect(await model.stream("hi"));
    await model.invoke("hi");
    expect(sockets.size).toBe(1);
  });

  test("are no reason for the stream to be kept when the reader leaves", async () => {
    aws.chat.script([{ chunks: ["one ", "two ", "three"] }]);
    aws.faults.add({ do: { afterEvents: 3, hang: true } });
    for await (const { content } of await connect(aws).stream("hi")) {
      if (content === "one ") break;
    }
    expect(await aws.waitForRequest({ endedBy: "client" })).toMatchObject({ operation: "ConverseStream" });
  });
});

async function failure(model: ChatBedrockConverse): Promise<Error> {
  const error: unknown = await model.stream("hi").then(collect, (reason: unknown) => reason);
  if (error instanceof Error) return error;
  throw new Error("The stream came to its end.");
}

/** All that an error shows of itself and of its cause. */
function shown(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { constructor, name, message, cause } = error;
  return { constructor, name, message, ...Object.fromEntries(Object.entries(error)), cause: shown(cause) };
}

/** Calls with ids of their own, so that two answers are the same. */
function withIds(reply: { toolUse?: readonly { name: string; input?: unknown }[] }) {
  return (reply.toolUse ?? []).map((call, index) => ({ ...call, toolUseId: `call-${index}` }));
}
