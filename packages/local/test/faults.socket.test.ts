import { EventStreamCodec } from "@smithy/core/event-streams";
import { fromUtf8, toUtf8 } from "@smithy/core/serde";
import { describe, expect, it } from "vitest";

import { createLocalAws, type Fault, type FaultAction } from "../src/index.ts";
import { useLocalAws } from "../src/vitest.ts";
import {
  collect,
  converse,
  createClient,
  createClientOver,
  errorOf,
  modelId,
  openStream,
  textOf,
} from "./support/clients.ts";
import { requestHttp1, requestHttp2 } from "./support/raw-http.ts";
import { sign } from "./support/signing.ts";

const aws = useLocalAws();
const protocols = ["h1", "h2"] as const;
const words = ["one ", "two ", "three ", "four ", "five ", "six"];
const fast = { retryStrategy: undefined, maxAttempts: 1 };

/** A reply of eleven events: start, six deltas, the end of the block and of the message, the numbers. */
const script = (): void => aws.chat.script({ text: words.join(""), chunks: words });
const stream = { operation: "ConverseStream" } as const;
const breakStream = (action: FaultAction): string => aws.faults.add({ match: stream, do: action });

describe("errors", () => {
  it("[23] throttling every third request is healed by the SDK's retries", async () => {
    aws.faults.add({ match: { operation: "Converse" }, when: { every: 3 }, do: { throttle: true } });
    const client = createClient(aws);
    for (let index = 0; index < 4; index++)
      expect(textOf(await converse(client, `call ${index}`))).toBe(`call ${index}`);
    const requests = aws.requests();
    expect(requests.map(({ status, attempt }) => [status, attempt])).toEqual([
      [200, 1],
      [200, 1],
      [429, 1],
      [200, 2],
      [200, 1],
    ]);
    expect(requests[3]?.invocationId).toBe(requests[2]?.invocationId);
    expect(requests[2]).toMatchObject({ faultId: "fault-1", errorType: "ThrottlingException" });
    expect(new Set(requests.map(({ invocationId }) => invocationId)).size).toBe(4);
  });

  it("gives up a throttled call after three attempts, with the service's exception", async () => {
    aws.faults.add({ do: { throttle: "Slow down." } });
    await expect(converse(createClient(aws))).rejects.toMatchObject({
      name: "ThrottlingException",
      message: "Slow down.",
      $metadata: { httpStatusCode: 429, attempts: 3 },
    });
    expect(aws.requests().map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  it.each([
    [{ timeout: true }, "ModelTimeoutException", 408, 1],
    [{ modelError: true }, "ModelErrorException", 424, 1],
    [{ accessDenied: true }, "AccessDeniedException", 403, 1],
    [
      { error: { status: 404, type: "ResourceNotFoundException", message: "Gone." } },
      "ResourceNotFoundException",
      404,
      1,
    ],
    [{ error: { status: 500, type: "InternalServerException", message: "Oops." } }, "InternalServerException", 500, 2],
    [{ html502: true }, "SyntaxError", 502, 2],
    [{ unavailable: true }, "ServiceUnavailableException", 503, 2],
    [{ error: { status: 504, type: "GatewayTimeoutException", message: "Late." } }, "GatewayTimeoutException", 504, 2],
  ] as const)("[24] %j is %s %i: %i attempts of two", async (action, name, status, attempts) => {
    aws.faults.add({ do: action });
    const error = await errorOf(converse(createClient(aws, { maxAttempts: 2 })));
    expect(error).toMatchObject({ name });
    expect(aws.requests().map((entry) => entry.status)).toEqual(Array.from({ length: attempts }, () => status));
  });

  it.each(protocols)("[24] a reset is retried, over %s", async (http) => {
    aws.faults.add({ when: { first: 1 }, do: { reset: "beforeHeaders" } });
    expect(textOf(await converse(createClientOver(http, aws)))).toBe("Hello");
    expect(aws.requests().map(({ attempt, status, endedBy }) => [attempt, status, endedBy])).toEqual([
      [1, undefined, "fault"],
      [2, 200, "answer"],
    ]);
  });

  it("lets credentials expire after so many requests", async () => {
    aws.faults.add({ do: { expireCredentials: { after: 2 } } });
    const client = createClient(aws);
    await converse(client);
    await converse(client);
    for (let index = 0; index < 2; index++) {
      await expect(converse(client)).rejects.toMatchObject({
        name: "ExpiredTokenException",
        message: "The security token included in the request is expired",
      });
    }
  });

  it.each([
    [{ badJson: true }, "SyntaxError"],
    [{ html502: true }, "SyntaxError"],
  ] as const)("%j is no answer that a client can read", async (action, name) => {
    aws.faults.add({ do: action });
    expect((await errorOf(converse(createClient(aws, fast)))).name).toBe(name);
  });

  it("an empty body is an output without members", async () => {
    aws.faults.add({ do: { emptyBody: true } });
    const { $metadata, ...output } = await converse(createClient(aws));
    expect($metadata.httpStatusCode).toBe(200);
    expect(Object.values(output).filter((member) => member !== undefined)).toEqual([]);
  });
});

describe("streams", () => {
  it.each(protocols)("[26] an exception as the first event is thrown by send(), over %s", async (http) => {
    breakStream({ exception: { type: "throttlingException", message: "Slow down." } });
    await expect(openStream(createClientOver(http, aws, fast))).rejects.toMatchObject({
      name: "ThrottlingException",
      message: "Slow down.",
    });
    expect(aws.requests()).toMatchObject([{ status: 200, eventsSent: 0, endedBy: "fault" }]);
  });

  const broken: readonly (readonly [name: string, action: FaultAction, error: unknown])[] = [
    [
      "exception",
      { exception: { type: "modelStreamErrorException", message: "It broke." } },
      expect.objectContaining({ name: "ModelStreamErrorException", message: "It broke." }),
    ],
    ["endEarly", { endEarly: true }, undefined],
    [
      "truncateFrame",
      { truncateFrame: true },
      expect.objectContaining({ message: "Truncated event message received." }),
    ],
    [
      "corruptCrc",
      { corruptCrc: true },
      expect.objectContaining({
        message: expect.stringMatching(/^The message checksum \(\d+\) did not match the expected value of \d+$/),
      }),
    ],
    [
      "errorFrame",
      { errorFrame: { code: "SomeError", message: "It failed." } },
      expect.objectContaining({ name: "SomeError", message: "It failed." }),
    ],
  ];
  it.each(protocols.flatMap((http) => broken.map((row) => [http, ...row] as const)))(
    "[25] over %s, exactly three events arrive before %s",
    async (http, _name, action, error) => {
      script();
      breakStream({ afterEvents: 3, ...action });
      const found = await collect(await openStream(createClientOver(http, aws, fast)));
      expect(found.events.map((event) => event.contentBlockDelta?.delta?.text ?? Object.keys(event)[0])).toEqual([
        "messageStart",
        "one ",
        "two ",
      ]);
      expect(found.error).toEqual(error);
      expect(aws.requests()).toMatchObject([{ status: 200, eventsSent: 3, endedBy: "fault" }]);
    },
  );

  it.each([
    ["h1", /aborted/],
    ["h2", /Stream closed with error code NGHTTP2_INTERNAL_ERROR/],
  ] as const)("[25] over %s, exactly three events arrive before the connection drops", async (http, message) => {
    script();
    breakStream({ afterEvents: 3, drop: true });
    const { events, error } = await collect(await openStream(createClientOver(http, aws, fast)));
    expect(events).toHaveLength(3);
    expect(error?.message).toMatch(message);
    expect(aws.requests()).toMatchObject([{ eventsSent: 3, endedBy: "fault", abortedByClient: false }]);
  });

  it.each(protocols)("[25] over %s, exactly three events arrive before silence", async (http) => {
    script();
    breakStream({ afterEvents: 3, hang: true });
    const abort = new AbortController();
    const stream = await openStream(createClientOver(http, aws), { signal: abort.signal });
    // The third is the last that comes: what ends the stream is the client.
    const { events } = await collect(stream, (count) => count === 3 && abort.abort());
    expect(events).toHaveLength(3);
    expect(await aws.waitForRequest({ endedBy: "client" })).toMatchObject({ eventsSent: 3, abortedByClient: true });
  });

  it("an unknown event is passed over, and a repeated one read twice", async () => {
    script();
    breakStream({ afterEvents: 2, unknownEvent: true });
    const { events } = await collect(await openStream(createClient(aws)));
    expect(events.map((event) => event.contentBlockDelta?.delta?.text ?? "").join("")).toBe(words.join(""));
    aws.faults.clear();
    script();
    breakStream({ afterEvents: 2, duplicateEvent: true });
    const again = await collect(await openStream(createClient(aws)));
    expect(again.events.map((event) => event.contentBlockDelta?.delta?.text ?? "").join("")).toBe(
      `one ${words.join("")}`,
    );
  });

  it.each(protocols)("a reset after the headers ends a stream and a whole answer, over %s", async (http) => {
    aws.faults.add({ do: { reset: "afterHeaders" } });
    const client = createClientOver(http, aws, fast);
    expect(
      await errorOf(
        openStream(client)
          .then(collect)
          .then(({ error }) => Promise.reject(error)),
      ),
    ).toBeInstanceOf(Error);
    expect(await errorOf(converse(client))).toBeInstanceOf(Error);
    expect(aws.requests()).toMatchObject([
      { status: 200, eventsSent: 0, endedBy: "fault" },
      { status: 200, endedBy: "fault" },
    ]);
  });

  const path = `/model/${encodeURIComponent(modelId)}/converse-stream`;
  const body = JSON.stringify({ messages: [{ role: "user", content: [{ text: "Hello" }] }] });

  it.each([
    ["HTTP/1.1", requestHttp1],
    ["HTTP/2", requestHttp2],
  ])("[10] frames decode with Smithy's codec, over %s", async (_name, send) => {
    script();
    const headers = await sign({
      path,
      body,
      headers: { "content-type": "application/json" },
      authority: new URL(aws.url).host,
    });
    const answer = await send({ url: aws.url, path, headers, body });
    const codec = new EventStreamCodec(toUtf8, fromUtf8);
    const messages = [];
    for (let rest: Uint8Array = answer.body; rest.length > 0;) {
      const length = new DataView(rest.buffer, rest.byteOffset).getUint32(0);
      messages.push(codec.decode(rest.subarray(0, length)));
      rest = rest.subarray(length);
    }
    expect(messages.map((message) => message.headers[":event-type"]?.value)).toEqual([
      "messageStart",
      ...words.map(() => "contentBlockDelta"),
      "contentBlockStop",
      "messageStop",
      "metadata",
    ]);
    expect(Object.entries(messages[0]?.headers ?? {})).toEqual([
      [":event-type", { type: "string", value: "messageStart" }],
      [":content-type", { type: "string", value: "application/json" }],
      [":message-type", { type: "string", value: "event" }],
    ]);
    expect(aws.requests()).toMatchObject([{ eventsSent: messages.length }]);
  });

  it.each(protocols)("[10] every body may come in pieces of one byte, over %s", async (http) => {
    aws.faults.add({ do: { splitEvery: 1 } });
    const client = createClientOver(http, aws);
    expect(textOf(await converse(client, "Whole"))).toBe("Whole");
    const { events } = await collect(await openStream(client, { text: "Streamed" }));
    expect(events.map((event) => event.contentBlockDelta?.delta?.text ?? "").join("")).toBe("Streamed");
  });
});

describe("clients that leave", () => {
  it.each(protocols)("[27] an abort reaches the log and the responder's signal, over %s", async (http) => {
    let fired = 0;
    aws.chat.on("Hello", async function* (request) {
      request.signal.addEventListener("abort", () => (fired += 1));
      yield { text: "one" };
      await new Promise<void>((resolve) => request.signal.addEventListener("abort", () => resolve()));
    });
    const abort = new AbortController();
    const stream = await openStream(createClientOver(http, aws), { signal: abort.signal });
    const { events } = await collect(stream, (count) => count === 2 && abort.abort());
    expect(events.some((event) => event.metadata !== undefined)).toBe(false);
    expect(await aws.waitForRequest({ abortedByClient: true }, { timeoutMs: 100 })).toMatchObject({
      endedBy: "client",
    });
    expect(fired).toBe(1);
  });

  it.each(protocols)(
    "[28] leaving with break does not cancel: the stream is sent to its end, over %s",
    async (http) => {
      script();
      for await (const event of await openStream(createClientOver(http, aws))) {
        if (event.contentBlockDelta !== undefined) break;
      }
      expect(await aws.waitForRequest({ endedBy: "answer" })).toMatchObject({ eventsSent: 10, abortedByClient: false });
    },
  );

  it("close() ends open streams at once", async () => {
    const own = await createLocalAws({ faults: [{ match: stream, do: { afterEvents: 2, hang: true } }] });
    const open = await Promise.all(
      protocols.map(async (http) => await collectLater(createClientOver(http, own, fast))),
    );
    await own.close();
    for (const { error } of await Promise.all(open.map(async ({ rest }) => await rest)))
      expect(error).toBeInstanceOf(Error);
    expect(own.requests().map(({ endedBy }) => endedBy)).toEqual(["server", "server"]);
  });
});

/** The stream once it is open; its rest is read in the background. */
async function collectLater(client: Parameters<typeof openStream>[0]): Promise<{ rest: ReturnType<typeof collect> }> {
  const opened = await openStream(client);
  return { rest: collect(opened) };
}

describe("rules", () => {
  const call = async (): Promise<number> => {
    await errorOf(converse(createClient(aws, fast)).then(() => Promise.reject(new Error("answered"))));
    return aws.lastRequest()?.status ?? 0;
  };
  const statuses = async (count: number): Promise<number[]> => {
    const found = [];
    for (let index = 0; index < count; index++) found.push(await call());
    return found;
  };

  it.each([
    [{ nth: 2 }, [200, 429, 200, 200]],
    [{ first: 2 }, [429, 429, 200, 200]],
    [{ every: 2 }, [200, 429, 200, 429]],
    [{ every: 2, times: 1 }, [200, 429, 200, 200]],
    [{ times: 3 }, [429, 429, 429, 200]],
    [{ probability: 0 }, [200, 200, 200, 200]],
    [{ probability: 1 }, [429, 429, 429, 429]],
  ])("%j of four requests", async (when, expected) => {
    aws.faults.add({ when, do: { throttle: true } });
    expect(await statuses(4)).toEqual(expected);
  });

  it("match by service, operation, model and test, and the first that holds wins", async () => {
    const other = { do: { unavailable: true } };
    aws.faults.add({ match: { service: "bedrock" }, ...other });
    aws.faults.add({ match: { operation: "ConverseStream" }, ...other });
    aws.faults.add({ match: { model: /claude/ }, ...other });
    aws.faults.add({ match: { test: ({ body }) => JSON.stringify(body).includes("Goodbye") }, ...other });
    aws.faults.add({ match: { model: modelId }, do: { throttle: true } });
    aws.faults.add({ do: { timeout: true } });
    expect(await statuses(1)).toEqual([429]);
    aws.faults.clear("fault-5");
    expect(await statuses(1)).toEqual([408]);
    aws.faults.clear();
    expect(await statuses(1)).toEqual([200]);
  });

  it("of one seed fall on the same requests", async () => {
    const patterns = [];
    for (let index = 0; index < 2; index++) {
      await using own = await createLocalAws({
        seed: 7,
        faults: [{ when: { probability: 0.5 }, do: { throttle: true } }],
      });
      for (let turn = 0; turn < 8; turn++) await converse(createClient(own, fast)).catch(() => {});
      patterns.push(own.requests().map(({ status }) => status));
    }
    expect(patterns[0]).toEqual(patterns[1]);
    expect(new Set(patterns[0])).toEqual(new Set([200, 429]));
  });

  it("of the options come back with reset()", async () => {
    await using own = await createLocalAws({ faults: [{ when: { nth: 1 }, do: { throttle: true } }] });
    for (let index = 0; index < 2; index++) {
      expect((await errorOf(converse(createClient(own, fast)))).name).toBe("ThrottlingException");
      own.reset();
    }
  });

  it("slow an answer down where they say, and leave it whole", async () => {
    aws.faults.add({ do: { latencyMs: 1, jitterMs: 1, firstByteMs: 1, eventDelayMs: 1, bytesPerSecond: 200_000 } });
    const client = createClient(aws);
    expect(textOf(await converse(client, "Slow"))).toBe("Slow");
    const { events } = await collect(await openStream(client, { text: "Slow" }));
    expect(events.at(-1)).toHaveProperty("metadata");
  });

  it("goaway closes an HTTP/2 session behind the answer", async () => {
    aws.faults.add({ do: { goaway: true } });
    expect(textOf(await converse(createClient(aws)))).toBe("Hello");
    expect(textOf(await converse(createClientOver("h1", aws)))).toBe("Hello");
  });

  const wrong: readonly (readonly [unknown, string])[] = [
    [{ do: {} }, "faults.add.do is empty: name what happens, as { throttle: true }."],
    [{}, "faults.add.do must be an object."],
    [{ do: { trottle: true } }, "faults.add.do.trottle is unknown."],
    [{ when: { nht: 1 }, do: { throttle: true } }, "faults.add.when.nht is unknown."],
    [{ do: { latencyMs: -1 } }, "faults.add.do.latencyMs must be a number that is not negative."],
    [{ do: { reset: "now" } }, 'faults.add.do.reset must be "beforeHeaders" or "afterHeaders".'],
    [{ do: { error: { status: "500", type: "X", message: "Y" } } }, "faults.add.do.error.status must be a number from"],
    [{ do: { error: { status: 42, type: "X", message: "Y" } } }, "faults.add.do.error.status must be a number from"],
    [{ do: { error: { status: 500, type: "X\nY", message: "" } } }, "faults.add.do.error.type must be a string of"],
    [{ do: { lateError: 5 } }, "faults.add.do.lateError must be true, false, a text or an object."],
    [{ do: { lateError: { type: "X" } } }, "faults.add.do.lateError.message must be a string."],
    [{ do: { bytesPerSecond: 0 } }, "faults.add.do.bytesPerSecond must be a number above 0."],
    [{ do: { splitEvery: 0 } }, "faults.add.do.splitEvery must be a whole number above 0."],
    [{ when: { nth: 0 }, do: { throttle: true } }, "faults.add.when.nth must be a whole number above 0."],
    [{ when: { every: 1.5 }, do: { throttle: true } }, "faults.add.when.every must be a whole number above 0."],
    [{ when: { probability: 2 }, do: { throttle: true } }, "faults.add.when.probability must be a number from 0 to 1."],
    [{ match: { test: "x" }, do: { throttle: true } }, "faults.add.match.test must be a function."],
    [{ match: { model: 5 }, do: { throttle: true } }, "faults.add.match.model must be a text or a RegExp."],
    [{ do: { expireCredentials: {} } }, "faults.add.do.expireCredentials.after must be a number."],
  ];
  it.each(wrong)("%j is refused", (fault, message) => {
    // The types forbid it too; a rule may come from a file.
    expect(() => aws.faults.add(JSON.parse(JSON.stringify(fault)) satisfies Fault)).toThrow(message);
  });
});
