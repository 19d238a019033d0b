import { createCaller } from "@langchain-aws/core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { openWatchedStream, type StreamStart } from "./watched-stream.ts";

const nothing = { read: () => Promise.resolve(undefined), close: () => {} };

describe("a stream whose turn has not come", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  /** A stream that waits for the only place, which somebody else has for a minute. */
  async function queued(signal?: AbortSignal) {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    const caller = createCaller({ maxConcurrency: 1 });
    let leave = (): void => {};
    const first = caller.call(() => new Promise<void>((resolve) => (leave = resolve)));
    const open = vi.fn<() => Promise<StreamStart<string, never>>>(() =>
      Promise.resolve({ exchange: "sent", events: nothing }),
    );
    const stream = openWatchedStream({
      open,
      idleTimeoutMs: 1000,
      signal,
      caller,
      context: { service: "bedrock", operation: "ConverseStream" },
    });
    stream.catch(() => {});
    await vi.advanceTimersByTimeAsync(60_000);
    expect(open).not.toHaveBeenCalled();
    const release = async (): Promise<void> => {
      leave();
      await first;
    };
    return { stream, open, release };
  }

  test("is not silent", async () => {
    const { stream, release } = await queued();
    await release();
    await expect(stream).resolves.toMatchObject({ exchange: "sent" });
  });

  test("is given up with its signal, and never sent", async () => {
    const controller = new AbortController();
    const { stream, open, release } = await queued(controller.signal);
    const reason = new Error("enough");
    controller.abort(reason);
    await expect(stream).rejects.toBe(reason);
    await release();
    expect(open).not.toHaveBeenCalled();
  });
});
