import { RespError } from "./resp/reply.ts";

/** A value under a key: a string or a hash. Names of keys and fields are Latin-1 texts, one character a byte. */
export type Value = { kind: "string"; data: Buffer } | { kind: "hash"; fields: Map<string, Buffer> };

/** What is under a key. */
export interface Entry {
  value: Value;
  /** Milliseconds since the epoch; absent for keys that stay. */
  expiresAt?: number;
}

/** A key and all that is known of it. */
export interface StoredKey extends Entry {
  key: string;
}

/** Called with each key that was changed or is gone. */
export type KeyListener = (key: string) => void;

/** The keys of one server. Those that have expired are gone at the next look. */
export class Keyspace {
  readonly #entries = new Map<string, Entry>();
  readonly #clock: () => number;
  readonly #changed: KeyListener;

  constructor(clock: () => number, changed: KeyListener) {
    this.#clock = clock;
    this.#changed = changed;
  }

  get(key: string): Value | undefined {
    return this.#entry(key)?.value;
  }

  /** @throws RespError when the key holds a string */
  hash(key: string): Map<string, Buffer> | undefined {
    const value = this.get(key);
    if (value !== undefined && value.kind !== "hash") throw wrongType();
    return value?.fields;
  }

  /** @throws RespError when the key holds a hash */
  string(key: string): Buffer | undefined {
    const value = this.get(key);
    if (value !== undefined && value.kind !== "string") throw wrongType();
    return value?.data;
  }

  set(key: string, value: Value, expiresAt?: number): void {
    this.#entries.set(key, expiresAt === undefined ? { value } : { value, expiresAt });
    this.#changed(key);
  }

  /** To be called after the fields of a hash were changed; one without fields is removed. */
  touched(key: string): void {
    const value = this.get(key);
    if (value?.kind === "hash" && value.fields.size === 0) this.#entries.delete(key);
    this.#changed(key);
  }

  delete(key: string): boolean {
    const existed = this.#entry(key) !== undefined;
    if (existed) this.#remove(key);
    return existed;
  }

  /** `undefined`: the key stays. */
  expiresAt(key: string): number | undefined {
    return this.#entry(key)?.expiresAt;
  }

  expire(key: string, at: number | undefined): boolean {
    const entry = this.#entry(key);
    if (entry === undefined) return false;
    if (at === undefined) delete entry.expiresAt;
    else entry.expiresAt = at;
    // One whose time is over already is gone by that look, and its going is told.
    if (this.#entry(key) !== undefined) this.#changed(key);
    return true;
  }

  /** The live keys, oldest first. */
  keys(): string[] {
    return [...this.#entries.keys()].filter((key) => this.#entry(key) !== undefined);
  }

  /** The live keys with their values; what is written later does not show in them. */
  frozen(): StoredKey[] {
    return this.keys().flatMap((key): StoredKey[] => {
      const { value, expiresAt } = this.#entries.get(key) ?? {};
      if (value === undefined) return [];
      const copy: Value = value.kind === "hash" ? { kind: "hash", fields: new Map(value.fields) } : value;
      return [{ key, value: copy, ...(expiresAt !== undefined && { expiresAt }) }];
    });
  }

  clear(): void {
    const keys = [...this.#entries.keys()];
    this.#entries.clear();
    for (const key of keys) this.#changed(key);
  }

  #entry(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry?.expiresAt === undefined || entry.expiresAt > this.#clock()) return entry;
    this.#remove(key);
    return undefined;
  }

  #remove(key: string): void {
    this.#entries.delete(key);
    this.#changed(key);
  }
}

function wrongType(): RespError {
  return new RespError("WRONGTYPE Operation against a key holding the wrong kind of value");
}
