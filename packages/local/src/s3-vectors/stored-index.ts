import { Buffer } from "node:buffer";

import { VectorIndex, type VectorMetric } from "../engines/vector-index.ts";
import type { Encryption } from "./encryption.ts";
import type { MetadataFilter } from "./metadata-filter.ts";
import { type Metadata, metadataBytes } from "./metadata.ts";

/** What an index is created with; none of it can be changed. */
export interface IndexSettings {
  name: string;
  arn: string;
  dimension: number;
  distanceMetric: VectorMetric;
  nonFilterableMetadataKeys: readonly string[];
  encryption: Encryption;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

/** A vector as it lies in an index. */
export interface StoredVector {
  key: string;
  metadata: Metadata;
}

/** A vector that a query found. */
export interface Neighbour {
  key: string;
  /** `1 - cosine`, or the length of the way between the two. */
  distance: number;
}

/** Vectors by their keys, found by comparing all of them. */
export class StoredIndex {
  readonly settings: IndexSettings;
  readonly nonFilterableKeys: ReadonlySet<string>;
  readonly #vectors: VectorIndex;
  readonly #records: (StoredVector | undefined)[] = [];
  readonly #slots = new Map<string, number>();
  /** The slots of deleted vectors, to be filled again. */
  readonly #free: number[] = [];
  readonly #changed: () => void;

  /** @param changed - called after each change */
  constructor(settings: IndexSettings, changed: () => void) {
    this.settings = settings;
    this.#changed = changed;
    this.nonFilterableKeys = new Set(settings.nonFilterableMetadataKeys);
    this.#vectors = new VectorIndex(settings.dimension);
  }

  /** How many vectors are in it. */
  get size(): number {
    return this.#slots.size;
  }

  /** Slots are numbered from 0 up to here; those of deleted vectors are empty. */
  get slots(): number {
    return this.#records.length;
  }

  /** Stores a vector, in place of the one of that key. */
  put(vector: StoredVector, numbers: ArrayLike<number>): void {
    const slot = this.#slots.get(vector.key) ?? this.#free.pop();
    if (slot === undefined) this.#vectors.add(numbers);
    else this.#vectors.set(slot, numbers);
    const place = slot ?? this.#records.length;
    this.#records[place] = vector;
    this.#slots.set(vector.key, place);
    this.#changed();
  }

  /** Forgets a vector; a key that is not there is no error. */
  delete(key: string): void {
    const slot = this.#slots.get(key);
    if (slot === undefined) return;
    this.#slots.delete(key);
    this.#records[slot] = undefined;
    this.#vectors.remove(slot);
    this.#free.push(slot);
    this.#changed();
  }

  slotOf(key: string): number | undefined {
    return this.#slots.get(key);
  }

  /** The vector of a slot, unless it was deleted. */
  recordAt(slot: number): StoredVector | undefined {
    return this.#records[slot];
  }

  numbersAt(slot: number): Float32Array {
    return this.#vectors.at(slot);
  }

  /** The vectors as they are now, each with its numbers; what is written later does not show in them. */
  frozen(): Iterable<{ vector: StoredVector; numbers: Float32Array }> {
    const records = [...this.#records];
    return withNumbers(records, this.#vectors.frozen());
  }

  /** What the service counts towards the size of a page. */
  bytesAt(slot: number): number {
    const record = this.#records[slot];
    if (record === undefined) return 0;
    return Buffer.byteLength(record.key) + 4 * this.settings.dimension + metadataBytes(record.metadata);
  }

  /** The nearest vectors, nearest first. */
  search(query: Float32Array, limit: number, filter?: MetadataFilter): Neighbour[] {
    const { distanceMetric: metric } = this.settings;
    const accept = (slot: number): boolean => filter === undefined || filter(this.#records[slot]?.metadata ?? {});
    return this.#vectors.search(query, { limit, accept, metric }).map(({ slot, score }) => ({
      key: this.#records[slot]?.key ?? "",
      distance: metric === "cosine" ? 1 - score : -score,
    }));
  }
}

function* withNumbers(
  records: readonly (StoredVector | undefined)[],
  numbersAt: (slot: number) => Float32Array,
): Generator<{ vector: StoredVector; numbers: Float32Array }> {
  for (const [slot, vector] of records.entries()) {
    if (vector !== undefined) yield { vector, numbers: numbersAt(slot) };
  }
}
