import type { NeptuneCallOptions } from "../options.ts";

/**
 * A value that is loaded when it is first wanted, by one load for all who want it then, and again when it is too old.
 *
 * A load that fails leaves the value of before in place.
 */
export class Cached<Value> {
  readonly #load: (options: NeptuneCallOptions) => Promise<Value>;
  readonly #ttlMs: number;
  #current: { readonly value: Value; readonly loadedAt: number } | undefined;
  #loading: Promise<Value> | undefined;

  constructor(load: (options: NeptuneCallOptions) => Promise<Value>, ttlMs: number) {
    this.#load = load;
    this.#ttlMs = ttlMs;
  }

  /** The value of the last load, however old. */
  get value(): Value | undefined {
    return this.#current?.value;
  }

  /** A value of the caller's own, which never gets too old. */
  set(value: Value): void {
    this.#current = { value, loadedAt: Infinity };
  }

  /** The value, loaded if it is missing or too old. */
  async ensure(options: NeptuneCallOptions): Promise<Value> {
    const current = this.#current;
    if (current !== undefined && Date.now() - current.loadedAt <= this.#ttlMs) return current.value;
    const shared = this.#loading ?? this.#begin({});
    return options.signal === undefined ? shared : leaving(shared, options.signal);
  }

  /** Loads the value anew. */
  async refresh(options: NeptuneCallOptions): Promise<Value> {
    return this.#begin(options);
  }

  async #begin(options: NeptuneCallOptions): Promise<Value> {
    const loading = this.#load(options);
    this.#loading = loading;
    try {
      const value = await loading;
      this.#current = { value, loadedAt: Date.now() };
      return value;
    } finally {
      if (this.#loading === loading) this.#loading = undefined;
    }
  }
}

/** One who waits may leave; the load goes on for the others. */
async function leaving<Value>(shared: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted();
  let stop: () => void = () => undefined;
  const left = new Promise<never>((_, reject) => {
    const leave = (): void => reject(signal.reason);
    signal.addEventListener("abort", leave, { once: true });
    stop = () => signal.removeEventListener("abort", leave);
  });
  try {
    return await Promise.race([shared, left]);
  } finally {
    stop();
  }
}
