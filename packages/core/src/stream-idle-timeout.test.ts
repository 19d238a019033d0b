import { getRetryable } from "@langchain/core/errors";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AwsConfigurationError, BedrockStreamError } from "./errors.ts";
import {
  checkIdleTimeout,
  IdleWatchdog,
  StreamIdleTimeoutError,
  withIdleTimeout,
  type IdleClock,
  type IdlePhase,
} from "./stream-idle-timeout.ts";

/** A source that says what becomes of it. Waits in milliseconds before each event; `Infinity` never comes. */
function eventsAfter(...waits: number[]) {
  const log: string[] = [];
  let at = 0;
  const source: AsyncIterable<number> = {
    [Symbol.asyncIterator]: () => ({
      next: () =>
        new Promise((resolve) => {
          const wait = waits[at];
          at += 1;
          if (wait === undefined) resolve({ done: true, value: undefined });
          else if (wait === 0) resolve({ done: false, value: at });
          else if (Number.isFinite(wait)) setTimeout(() => resolve({ done: false, value: at }), wait);
        }),
      return: async () => {
        log.push("closed");
        return { done: true, value: undefined };
      },
    }),
  };
  return { source, log };
}

async function readAll<T>(events: AsyncIterable<T>): Promise<T[]> {
  const seen: T[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}

/** Runs fake time until a promise settles. */
async function settled<T>(promise: Promise<T>): Promise<T> {
  const outcome = promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  await vi.runAllTimersAsync();
  const result = await outcome;
  if ("error" in result) throw result.error;
  return result.value;
}

const caught = async (promise: Promise<unknown>): Promise<unknown> => settled(promise).catch((error: unknown) => error);

describe("withIdleTimeout", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    const left = vi.getTimerCount();
    vi.useRealTimers();
    if (left > 0) throw new Error(`${left} timers were left running`);
  });

  it("hands on every event of a source that keeps talking, however long it takes altogether", async () => {
    const { source, log } = eventsAfter(...Array.from({ length: 50 }, () => 30));
    const seen = await settled(readAll(withIdleTimeout(source, { idleTimeoutMs: 50 })));
    expect([seen.length, log]).toEqual([50, []]);
  });

  it.each<[phase: IdlePhase, waits: number[], partial: boolean]>([
    ["first event", [Infinity], false],
    ["first event", [51], false],
    ["next event", [30, 30, Infinity], true],
  ])("fails when the %s does not come: %j", async (phase, waits, partial) => {
    const { source, log } = eventsAfter(...waits);
    const phases: IdlePhase[] = [];
    const onTimeout = (timedOut: IdlePhase) => phases.push(timedOut);
    const started = Date.now();
    const error = await caught(
      readAll(withIdleTimeout(source, { idleTimeoutMs: 50, onTimeout, describe: "ConverseStream" })),
    );
    expect(error).toMatchObject({
      name: "StreamIdleTimeoutError",
      lc_error_code: "MODEL_STREAM_TIMEOUT",
      code: "STREAM_IDLE",
      phase,
      idleTimeoutMs: 50,
      partial,
      retryable: !partial,
      message: `ConverseStream: waited 50 ms for the ${phase} and nothing came. Raise streamIdleTimeout, or set it to 0 to wait without a limit.`,
    });
    expect([phases, log, getRetryable(error)]).toEqual([[phase], ["closed"], !partial]);
    expect(BedrockStreamError.isInstance(error) && StreamIdleTimeoutError.isInstance(error)).toBe(true);
    expect(Date.now() - started).toBe(waits.filter((wait) => wait < 50).length * 30 + (waits.includes(51) ? 51 : 50));
  });

  it("does not count the time that the reader takes", async () => {
    const { source } = eventsAfter(10, 10, 10);
    const seen: number[] = [];
    const reading = async () => {
      for await (const event of withIdleTimeout(source, { idleTimeoutMs: 50 })) {
        seen.push(event);
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    };
    await settled(reading());
    expect(seen).toEqual([1, 2, 3]);
  });

  it("waits for ever when it is off", async () => {
    const { source } = eventsAfter(1e9, 1e9);
    expect(await settled(readAll(withIdleTimeout(source, { idleTimeoutMs: 0 })))).toEqual([1, 2]);
  });

  it("waits longer than a timer can", async () => {
    const { source } = eventsAfter(2 ** 31 - 2);
    expect(await settled(readAll(withIdleTimeout(source, { idleTimeoutMs: 2 ** 32 })))).toEqual([1]);
  });

  it("closes the source when the reader leaves", async () => {
    const { source, log } = eventsAfter(0, 0, 0);
    const reading = async () => {
      for await (const event of withIdleTimeout(source, { idleTimeoutMs: 50 })) return event;
      return undefined;
    };
    expect([await settled(reading()), log]).toEqual([1, ["closed"]]);
  });

  it("closes the source once, and is over after that", async () => {
    const { source, log } = eventsAfter(0, 0);
    const events = withIdleTimeout(source, { idleTimeoutMs: 50 });
    await events.next();
    await events.return?.();
    await events.return?.();
    expect([await events.next(), log]).toEqual([{ done: true, value: undefined }, ["closed"]]);
  });

  it("closes a generator that is stuck in its wait without waiting for it", async () => {
    async function* stuck() {
      yield 1;
      await new Promise(() => undefined);
    }
    expect(await caught(readAll(withIdleTimeout(stuck(), { idleTimeoutMs: 50 })))).toMatchObject({
      phase: "next event",
    });
  });

  it("lets the source's own error out as it is, and is over after that", async () => {
    const failure = new Error("broke");
    async function* failing() {
      yield 1;
      throw failure;
    }
    const events = withIdleTimeout(failing(), { idleTimeoutMs: 50 });
    await events.next();
    expect([await caught(events.next()), await events.next()]).toEqual([failure, { done: true, value: undefined }]);
  });

  it("survives a source that fails while it is being closed", async () => {
    const source: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => undefined),
        return: () => {
          throw new Error("cannot close");
        },
      }),
    };
    expect(await caught(readAll(withIdleTimeout(source, { idleTimeoutMs: 50 })))).toBeInstanceOf(
      StreamIdleTimeoutError,
    );
  });

  it("ends a wait with the signal's reason and closes the source", async () => {
    const { source, log } = eventsAfter(10, Infinity);
    const controller = new AbortController();
    const reason = new Error("enough");
    setTimeout(() => controller.abort(reason), 20);
    const error = await caught(readAll(withIdleTimeout(source, { idleTimeoutMs: 1000, signal: controller.signal })));
    expect([error, log]).toEqual([reason, ["closed"]]);
  });

  it("notices at the next event a signal that was aborted between two", async () => {
    const { source, log } = eventsAfter(0, 0);
    const controller = new AbortController();
    const events = withIdleTimeout(source, { idleTimeoutMs: 50, signal: controller.signal });
    await events.next();
    controller.abort("enough");
    expect([await caught(events.next()), log]).toEqual(["enough", ["closed"]]);
  });

  it("asks the source for nothing when the signal is aborted already", async () => {
    const next = vi.fn<() => Promise<IteratorResult<number>>>();
    const source = { [Symbol.asyncIterator]: () => ({ next }) };
    const signal = AbortSignal.abort("enough");
    expect(await caught(readAll(withIdleTimeout(source, { idleTimeoutMs: 50, signal })))).toBe("enough");
    expect(next).not.toHaveBeenCalled();
  });

  it("reports the timeout although its handler aborts the very signal that is watched", async () => {
    const { source } = eventsAfter(Infinity);
    const controller = new AbortController();
    const options = { idleTimeoutMs: 50, signal: controller.signal, onTimeout: () => controller.abort() };
    expect(await caught(readAll(withIdleTimeout(source, options)))).toBeInstanceOf(StreamIdleTimeoutError);
  });

  it("leaves no listener on the signal", async () => {
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, "addEventListener");
    const removed = vi.spyOn(signal, "removeEventListener");
    await settled(readAll(withIdleTimeout(eventsAfter(0, 0).source, { idleTimeoutMs: 50, signal })));
    expect(removed.mock.calls.map(([, listener]) => listener)).toContain(added.mock.calls[0]?.[1]);
    expect(added).toHaveBeenCalledTimes(1);
  });

  it("answers two requests for an event at a time", async () => {
    const { source } = eventsAfter(10, 20);
    const events = withIdleTimeout(source, { idleTimeoutMs: 50 });
    const both = Promise.all([events.next(), events.next()]);
    expect(await settled(both)).toHaveLength(2);
    await settled(readAll(events));
  });
});

describe("IdleWatchdog", () => {
  /** A clock that counts what it is asked for. */
  function countingClock() {
    const counts = { now: 0, schedule: 0, cancel: 0 };
    const clock: IdleClock = {
      now: () => {
        counts.now += 1;
        return 0;
      },
      schedule: () => {
        counts.schedule += 1;
        return () => {
          counts.cancel += 1;
        };
      },
    };
    return { counts, clock };
  }

  it("costs one look at the clock for each wait, and one timer for all", async () => {
    const { counts, clock } = countingClock();
    const watchdog = new IdleWatchdog({ idleTimeoutMs: 50, clock });
    await watchdog.response(Promise.resolve());
    await readAll(watchdog.watch(eventsAfter(...Array.from({ length: 1000 }, () => 0)).source));
    expect(counts).toEqual({ now: 1002, schedule: 1, cancel: 1 });
  });

  it("asks the clock for nothing when it is off", async () => {
    const { counts, clock } = countingClock();
    await readAll(new IdleWatchdog({ idleTimeoutMs: 0, clock }).watch(eventsAfter(0, 0).source));
    expect(counts).toEqual({ now: 0, schedule: 0, cancel: 0 });
  });

  it("watches the wait for the reply as well", async () => {
    vi.useFakeTimers();
    const phases: IdlePhase[] = [];
    const watchdog = new IdleWatchdog({ idleTimeoutMs: 50, onTimeout: (phase) => phases.push(phase) });
    expect(await caught(watchdog.response(new Promise(() => undefined)))).toMatchObject({
      phase: "response",
      partial: false,
      retryable: true,
      message: expect.stringMatching(/^Stream: waited 50 ms for the response/),
    });
    expect([phases, vi.getTimerCount()]).toEqual([["response"], 0]);
    vi.useRealTimers();
  });

  it("watches single reads: their phases, their end, what fails in them", async () => {
    vi.useFakeTimers();
    const watchdog = new IdleWatchdog({ idleTimeoutMs: 50 });
    await watchdog.response(Promise.resolve());
    const never = () => new Promise<undefined>(() => undefined);
    expect(await caught(watchdog.read(never))).toMatchObject({ phase: "first event", partial: false });
    const second = new IdleWatchdog({ idleTimeoutMs: 50 });
    expect(await second.read(async () => 1)).toBe(1);
    expect(await caught(second.read(never))).toMatchObject({ phase: "next event", partial: true });
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
    const failure = new Error("broke");
    await expect(new IdleWatchdog({ idleTimeoutMs: 50 }).read(() => Promise.reject(failure))).rejects.toBe(failure);
  });

  it("costs one look at the clock for each read, and stops with the end", async () => {
    const { counts, clock } = countingClock();
    const { signal } = new AbortController();
    const removed = vi.spyOn(signal, "removeEventListener");
    const watchdog = new IdleWatchdog({ idleTimeoutMs: 50, clock, signal });
    const events = [1, 2, 3];
    while ((await watchdog.read(async () => events.pop())) !== undefined);
    expect(counts).toEqual({ now: 4, schedule: 1, cancel: 1 });
    expect(removed).toHaveBeenCalled();
  });

  it("ends a read with the signal's reason", async () => {
    const controller = new AbortController();
    const watchdog = new IdleWatchdog({ idleTimeoutMs: 0, signal: controller.signal });
    const waiting = watchdog.read(() => new Promise(() => undefined));
    controller.abort("enough");
    await expect(waiting).rejects.toBe("enough");
    await expect(watchdog.read(async () => 1)).rejects.toBe("enough");
  });

  it("hands on the reply, and its failure", async () => {
    const failure = new Error("refused");
    const { counts, clock } = countingClock();
    expect(await new IdleWatchdog({ idleTimeoutMs: 50, clock }).response(Promise.resolve("reply"))).toBe("reply");
    await expect(new IdleWatchdog({ idleTimeoutMs: 50, clock }).response(Promise.reject(failure))).rejects.toBe(
      failure,
    );
    expect(counts).toEqual({ now: 2, schedule: 2, cancel: 1 });
  });

  it("ends the wait for the reply with the signal's reason", async () => {
    const controller = new AbortController();
    const reply = new IdleWatchdog({ idleTimeoutMs: 0, signal: controller.signal }).response(
      new Promise(() => undefined),
    );
    controller.abort("enough");
    await expect(reply).rejects.toBe("enough");
  });

  it("does not keep a process alive", () => {
    const timers = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const watchdog = new IdleWatchdog({ idleTimeoutMs: 60_000 });
    void watchdog.response(new Promise(() => undefined));
    expect(process.getActiveResourcesInfo().filter((name) => name === "Timeout")).toHaveLength(timers);
    watchdog.stop();
  });

  it.each([-1, Number.NaN, Infinity])("refuses %s at construction", (idleTimeoutMs) => {
    expect(() => new IdleWatchdog({ idleTimeoutMs })).toThrow(AwsConfigurationError);
    expect(() => withIdleTimeout(eventsAfter().source, { idleTimeoutMs })).toThrow("idleTimeoutMs must be 0 or more");
    expect(() => checkIdleTimeout(idleTimeoutMs)).toThrow("streamIdleTimeout must be 0 or more");
  });

  it.each([0, 1, 300_000])("accepts %s", (milliseconds) => {
    expect(checkIdleTimeout(milliseconds)).toBe(milliseconds);
  });
});
