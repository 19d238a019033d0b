import type { Keyspace } from "../keyspace.ts";
import { RespError } from "../resp/reply.ts";
import type { EngineProfile } from "./engine-profiles.ts";
import type { IndexDefinition } from "./index-definition.ts";
import { SearchIndex } from "./search-index.ts";

/** The indexes of one server. */
export class Indexes {
  readonly profile: EngineProfile;
  readonly #delayMs: number;
  readonly #clock: () => number;
  readonly #changed: () => void;
  readonly #byName = new Map<string, SearchIndex>();
  readonly #held = new Set<SearchIndex>();
  readonly #pending = new Set<NodeJS.Timeout>();
  #holds = 0;

  /** @param settings - `changed` is called when an index is made or dropped */
  constructor(settings: {
    profile: EngineProfile;
    visibilityDelayMs: number;
    clock: () => number;
    changed: () => void;
  }) {
    this.profile = settings.profile;
    this.#delayMs = settings.visibilityDelayMs;
    this.#clock = settings.clock;
    this.#changed = settings.changed;
  }

  all(): SearchIndex[] {
    return [...this.#byName.values()];
  }

  names(): string[] {
    return [...this.#byName.keys()];
  }

  /** @throws RespError in the engine's own words */
  get(name: string, command: "search" | "other"): SearchIndex {
    const index = this.#byName.get(name);
    if (index !== undefined) return index;
    if (this.profile.family === "valkey") throw new RespError(`Index with name '${name}' not found`);
    throw new RespError(command === "search" ? `${name}: no such index` : "Unknown Index name");
  }

  /** Makes an index over what is there. @throws RespError when there is one of that name, or no room for more */
  create(definition: IndexDefinition, keyspace: Keyspace, createdAt: number = this.#clock()): void {
    const { name } = definition;
    if (this.#byName.has(name)) {
      throw new RespError(
        this.profile.family === "valkey" ? `Index ${name} in database 0 already exists.` : "Index already exists",
      );
    }
    if (this.#byName.size >= this.profile.maxIndexes) {
      throw new RespError(`Maximum number of indexes reached (${this.profile.maxIndexes}). Cannot create more.`);
    }
    const index = new SearchIndex(definition, this.profile, createdAt);
    this.#byName.set(name, index);
    this.#changed();
    for (const key of keyspace.keys()) {
      const value = keyspace.get(key);
      if (value?.kind === "hash" && index.covers(key)) index.update(key, value.fields);
    }
    if (this.#holds === 0) return;
    index.isBackfilling = true;
    this.#held.add(index);
  }

  drop(name: string): SearchIndex {
    const index = this.get(name, "other");
    this.#byName.delete(name);
    this.#changed();
    return index;
  }

  /** Called with each key that was changed; searches learn of it after the visibility delay. */
  changed(key: string, keyspace: Keyspace): void {
    if (this.#byName.size === 0) return;
    if (this.#delayMs === 0) {
      this.#update(key, keyspace);
      return;
    }
    const timer = setTimeout(() => {
      this.#pending.delete(timer);
      this.#update(key, keyspace);
    }, this.#delayMs);
    this.#pending.add(timer);
  }

  /** Keeps new indexes in their backfill until the function is called. */
  hold(): () => void {
    this.#holds += 1;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#holds -= 1;
      if (this.#holds > 0) return;
      for (const index of this.#held) index.isBackfilling = false;
      this.#held.clear();
    };
  }

  clear(): void {
    this.#byName.clear();
    this.#held.clear();
    this.#holds = 0;
    this.stop();
    this.#changed();
  }

  /** Searches learn of nothing more. */
  stop(): void {
    for (const timer of this.#pending) clearTimeout(timer);
    this.#pending.clear();
  }

  #update(key: string, keyspace: Keyspace): void {
    for (const index of this.#byName.values()) {
      if (!index.covers(key)) continue;
      const value = keyspace.get(key);
      index.update(key, value?.kind === "hash" ? value.fields : undefined);
    }
  }
}
