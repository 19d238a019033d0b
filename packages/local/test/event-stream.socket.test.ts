import http from "node:http";
import http2 from "node:http2";
import type { Readable } from "node:stream";

import { expect, it, onTestFinished } from "vitest";

import { createListener } from "../src/connection.ts";
import { sendEvents } from "../src/event-stream.ts";
import { defaultLimits } from "../src/limits.ts";
import type { RequestEntry } from "../src/request-log.ts";

const entry = (): RequestEntry => ({
  id: "id",
  at: 0,
  http: "2",
  method: "GET",
  path: "/",
  auth: { kind: "none" },
  headers: {},
  attempt: 1,
  eventsSent: 0,
  abortedByClient: false,
});

/** Opens the answer's body without reading from it. */
const openers: readonly (readonly [string, (port: number) => Promise<{ body: Readable; leave: () => void }>])[] = [
  [
    "HTTP/1.1",
    async (port) =>
      await new Promise((resolve) => {
        const request = http.get({ port, host: "127.0.0.1", agent: false });
        request.on("response", (body) => resolve({ body, leave: () => body.destroy() }));
      }),
  ],
  [
    "HTTP/2",
    async (port) =>
      await new Promise((resolve) => {
        const session = http2.connect(`http://127.0.0.1:${port}`);
        const body = session.request({ ":path": "/" });
        body.on("response", () => resolve({ body, leave: () => session.destroy() }));
      }),
  ],
];

it.each(openers)(
  "produces no event for a client that does not read, nor after it has gone, over %s",
  async (_name, open) => {
    let produced = 0;
    let isStopped = false;
    const events = (async function* () {
      try {
        for (;;) {
          produced += 1;
          yield { type: "chunk", raw: Buffer.alloc(100_000) };
        }
      } finally {
        isStopped = true;
      }
    })();
    const log = entry();
    const ended = new Promise<void>((resolve) => {
      listener = createListener(
        (exchange) => {
          exchange.writeHead(200, {});
          exchange.onEnd(() => resolve());
          void sendEvents(exchange, events, log);
        },
        { tls: undefined, limits: defaultLimits },
      );
    });
    const port = await listen();
    const { body, leave } = await open(port);
    body.pause();

    // The buffers between here and there fill up, and then production stands still: with no end of that it would not return.
    const settled = await standstill(() => produced);
    expect(settled).toBeGreaterThan(0);
    expect(isStopped).toBe(false);

    leave();
    await ended;
    await standstill(() => produced);
    expect(produced).toBeLessThanOrEqual(settled + 1);
    expect(isStopped).toBe(true);
  },
);

let listener: ReturnType<typeof createListener> | undefined;

async function listen(): Promise<number> {
  if (listener === undefined) throw new Error("There is no listener.");
  const current = listener;
  onTestFinished(async () => await current.close());
  return await current.listen(0, "127.0.0.1");
}

/** The count once it has not moved for a hundred turns of the loop. */
async function standstill(read: () => number): Promise<number> {
  for (let before = -1; before !== read();) {
    before = read();
    for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
  return read();
}
