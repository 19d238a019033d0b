import { untilAborted } from "@langchain-aws/core";
import { abortable } from "../clients/failures.ts";
import type { NeptuneCallOptions } from "../options.ts";

/**
 * A value that is loaded when it is first wanted, by one load for all who want it then, and again when it is too old.
 *
 * A load that fails leaves the value of before in place.
 */
export class Cached<Value> {
  readonly #load: (options: NeptuneCallOptions) => Promise<Value>;
  readonly #ttlMs: number;
  #current: { readonly value: Value; readonly loadedAt: number; readonly order: number } | undefined;
  /** The load that all share: nobody's signal ends it. */
  #shared: Promise<Value> | undefined;
  /** Counts the loads that were begun and the values that were set, so that none replaces a later one. */
  #order = 0;

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
    this.#order += 1;
    this.#current = { value, loadedAt: Infinity, order: this.#order };
  }

  /** The value, loaded if it is missing or too old. */
  async ensure(options: NeptuneCallOptions): Promise<Value> {
    return abortable(options, async () => {
      const current = this.#current;
      if (current !== undefined && Date.now() - current.loadedAt <= this.#ttlMs) return current.value;
      const shared = this.#shared ?? this.#share();
      // One who waits may leave; the load goes on for the others.
      return untilAborted(shared, options.signal);
    });
  }

  /** Loads the value anew. With a signal, it is nobody else's load. */
  async refresh(options: NeptuneCallOptions): Promise<Value> {
    return options.signal === undefined ? this.#share() : this.#begin(options);
  }

  async #share(): Promise<Value> {
    const loading = this.#begin({});
    this.#shared = loading;
    try {
      return await loading;
    } finally {
      if (this.#shared === loading) this.#shared = undefined;
    }
  }

  async #begin(options: NeptuneCallOptions): Promise<Value> {
    this.#order += 1;
    const order = this.#order;
    const value = await this.#load(options);
    if (order > (this.#current?.order ?? 0)) this.#current = { value, loadedAt: Date.now(), order };
    return value;
  }
}
