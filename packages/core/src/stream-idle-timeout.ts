import { AwsConfigurationError, BedrockStreamError, type AwsErrorDefaults } from "./errors.ts";

/** What a stream is waiting for: the reply to the request, its first event, or a later one. */
export type IdlePhase = "response" | "first event" | "next event";

/** The time and the timers that the watchdog uses. */
export interface IdleClock {
  /** Milliseconds since any fixed point; must not go back. */
  now(): number;
  /** Runs something later, once. The result cancels it. */
  schedule(run: () => void, delayMs: number): () => void;
}

/** Options of {@link IdleWatchdog} and {@link withIdleTimeout}. */
export interface IdleTimeoutOptions {
  /** How long one wait may last, in milliseconds; `0` switches the watchdog off. */
  idleTimeoutMs: number;
  /** Ends the wait with the signal's reason. */
  signal?: AbortSignal;
  /** Called once when time has run out, before the reader sees the error: the place to abort the request. */
  onTimeout?: (phase: IdlePhase) => void;
  /** What is being waited for, at the start of the error's text; `Stream` unless said otherwise. */
  describe?: string;
  /** The caller's option that says how long, for the error's hint; `streamIdleTimeout` unless said otherwise. */
  option?: string;
  /** The machine's own unless said otherwise. */
  clock?: IdleClock;
}

/** Longer delays overflow the timers of every runtime, and fire at once. */
const longestDelayMs = 2 ** 31 - 1;

const machineClock: IdleClock = {
  now: () => performance.now(),
  schedule(run, delayMs) {
    const timer = setTimeout(run, delayMs);
    // A watchdog is no reason for a process to stay: the open connection is. Only Node's timers have `unref`.
    const handle: unknown = timer;
    if (typeof handle === "object" && handle !== null && "unref" in handle) timer.unref();
    return () => clearTimeout(timer);
  },
};

/** A stream fell silent for longer than it may. Retryable as long as no event had arrived. */
export class StreamIdleTimeoutError extends BedrockStreamError {
  static override readonly defaults: AwsErrorDefaults = {
    name: "StreamIdleTimeoutError",
    code: "STREAM_IDLE",
    retryable: false,
    lc_error_code: "MODEL_STREAM_TIMEOUT",
  };

  readonly phase: IdlePhase;
  readonly idleTimeoutMs: number;

  constructor(phase: IdlePhase, idleTimeoutMs: number, describe = "Stream", option = "streamIdleTimeout") {
    const hint = `Raise ${option}, or set it to 0 to wait without a limit.`;
    const text = `${describe}: waited ${idleTimeoutMs} ms for the ${phase} and nothing came. ${hint}`;
    super(text, { hint, partial: phase === "next event" });
    this.phase = phase;
    this.idleTimeoutMs = idleTimeoutMs;
  }
}

/**
 * Checks an idle timeout where it is given, so that a mistake shows at construction and not in the first stream.
 *
 * @param name the option's name, for the text
 * @throws {@link AwsConfigurationError} `CONFIG_INVALID_NUMBER` when it is negative or not a finite number
 */
export function checkIdleTimeout(milliseconds: number, name = "streamIdleTimeout"): number {
  if (Number.isFinite(milliseconds) && milliseconds >= 0) return milliseconds;
  throw new AwsConfigurationError(`${name} must be 0 or more milliseconds; got ${milliseconds}. 0 switches it off.`, {
    code: "CONFIG_INVALID_NUMBER",
  });
}

/**
 * Watches one streamed request from the sending to the last event: {@link IdleWatchdog.response} waits for the reply,
 * {@link IdleWatchdog.read} for one read of its body, {@link IdleWatchdog.watch} iterates over its events, with the same
 * clock.
 *
 * Only time spent waiting counts: a slow reader of the events does not run out of time. A wait costs one look at the
 * clock. There is one timer for the life of the stream; when it fires too early, because events came meanwhile, it is
 * set again for what remains. It does not keep a process alive.
 */
export class IdleWatchdog {
  readonly #options: IdleTimeoutOptions;
  readonly #clock: IdleClock;
  /** How to end the waits that are open: one, unless somebody asks for two events at a time. */
  readonly #waits = new Set<(reason: unknown) => void>();
  #phase: IdlePhase = "response";
  #waitingSince = 0;
  #cancelTimer: (() => void) | undefined;
  #ended: { reason: unknown } | undefined;

  /** @throws {@link AwsConfigurationError} `CONFIG_INVALID_NUMBER` for a negative or not finite `idleTimeoutMs` */
  constructor(options: IdleTimeoutOptions) {
    checkIdleTimeout(options.idleTimeoutMs, "idleTimeoutMs");
    this.#options = options;
    this.#clock = options.clock ?? machineClock;
    options.signal?.addEventListener("abort", this.#abort, { once: true });
    if (options.signal?.aborted === true) this.#abort();
  }

  /**
   * Waits for the reply to the request, phase `response`. When it fails, nothing is left to stop.
   *
   * @throws {@link StreamIdleTimeoutError}, or the signal's reason
   */
  async response<T>(reply: PromiseLike<T>): Promise<T> {
    try {
      return await this.#wait(() => reply);
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  /**
   * One read of something that ends with `undefined`, phases `first event` and `next event`. With the end, and with an
   * error, the watchdog stops; to close what was read is the caller's part.
   *
   * @throws {@link StreamIdleTimeoutError}, the signal's reason, or what the read throws
   */
  async read<T>(next: () => PromiseLike<T | undefined>): Promise<T | undefined> {
    if (this.#phase === "response") this.#phase = "first event";
    try {
      const result = await this.#wait(next);
      if (result === undefined) this.stop();
      else this.#phase = "next event";
      return result;
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  /**
   * The events of a source. When the reader leaves early, time runs out or the signal is aborted, the source's iterator
   * is closed; with the last event the watchdog stops.
   *
   * @throws {@link StreamIdleTimeoutError}, or the signal's reason, from `next()`
   */
  watch<T>(source: AsyncIterable<T>): AsyncIterableIterator<T> {
    const iterator = source[Symbol.asyncIterator]();
    let open = true;
    this.#phase = "first event";

    const next = async (): Promise<IteratorResult<T, undefined>> => {
      if (!open) return { done: true, value: undefined };
      try {
        const result = await this.#wait(() => iterator.next());
        if (result.done !== true) {
          this.#phase = "next event";
          return result;
        }
      } catch (error) {
        // Not awaited: a generator that hangs in `next` would never get to its `return`.
        if (open && this.#ended !== undefined) void closeQuietly(iterator);
        open = false;
        this.stop();
        throw error;
      }
      open = false;
      this.stop();
      return { done: true, value: undefined };
    };

    return {
      next,
      return: async () => {
        const wasOpen = open;
        open = false;
        this.stop();
        if (wasOpen) await iterator.return?.();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  /** Ends the watch, without touching what was watched. May be called at any time, and again. */
  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#options.signal?.removeEventListener("abort", this.#abort);
  }

  /** Races one wait against the timer and the signal, with one promise and no listener of its own. */
  #wait<T>(start: () => PromiseLike<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) return reject(this.#ended.reason);
      this.#waits.add(reject);
      this.#waitingSince = this.#options.idleTimeoutMs > 0 ? this.#clock.now() : 0;
      if (this.#cancelTimer === undefined) this.#arm(this.#options.idleTimeoutMs);
      const settle =
        <Value>(settled: (value: Value) => void) =>
        (value: Value): void => {
          this.#waits.delete(reject);
          settled(value);
        };
      start().then(settle(resolve), settle(reject));
    });
  }

  #arm(delayMs: number): void {
    if (this.#options.idleTimeoutMs === 0) return;
    this.#cancelTimer = this.#clock.schedule(this.#check, Math.min(delayMs, longestDelayMs));
  }

  readonly #check = (): void => {
    this.#cancelTimer = undefined;
    // Nobody waits: the next wait sets the timer again.
    if (this.#waits.size === 0) return;
    const { idleTimeoutMs, onTimeout, describe, option } = this.#options;
    const remaining = this.#waitingSince + idleTimeoutMs - this.#clock.now();
    if (remaining > 0) return this.#arm(remaining);
    const error = new StreamIdleTimeoutError(this.#phase, idleTimeoutMs, describe, option);
    // First, because aborting the request may well abort the signal that is watched here.
    this.#end(error);
    onTimeout?.(this.#phase);
  };

  readonly #abort = (): void => this.#end(this.#options.signal?.reason);

  #end(reason: unknown): void {
    this.#ended ??= { reason };
    for (const reject of this.#waits) reject(this.#ended.reason);
    this.#waits.clear();
    this.stop();
  }
}

/**
 * Iterates over a source with a limit on how long each event may take, phases `first event` and `next event`. To watch
 * the wait for the reply as well, use an {@link IdleWatchdog}.
 *
 * @throws {@link AwsConfigurationError} at once for a negative or not finite `idleTimeoutMs`
 * @throws {@link StreamIdleTimeoutError}, or the signal's reason, from `next()`
 */
export function withIdleTimeout<T>(source: AsyncIterable<T>, options: IdleTimeoutOptions): AsyncIterableIterator<T> {
  return new IdleWatchdog(options).watch(source);
}

async function closeQuietly(iterator: AsyncIterator<unknown>): Promise<void> {
  try {
    await iterator.return?.();
  } catch {
    // The reader gets the reason why it was closed; what it says while closing is of no interest any more.
  }
}
