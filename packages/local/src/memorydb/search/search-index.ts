import { BestScores } from "../../engines/best-scores.ts";
import { type Measured, distanceBetween, readVector } from "./distance.ts";
import type { EngineProfile } from "./engine-profiles.ts";
import type { IndexDefinition, VectorField } from "./index-definition.ts";
import { type DocumentTest, type IndexedFields, type IndexedValue, indexValue } from "./match-document.ts";

/** A key that was found, and how near it is. */
export interface Hit {
  key: string;
  distance: number;
}

interface IndexedDocument {
  key: string;
  fields: IndexedFields;
  vectors: ReadonlyMap<string, Measured>;
}

/** An index over the hashes whose keys have its prefixes. FLAT and HNSW alike compare every vector: exact. */
export class SearchIndex {
  readonly definition: IndexDefinition;
  readonly createdAt: number;
  readonly #profile: EngineProfile;
  readonly #documents = new Map<string, IndexedDocument>();
  isBackfilling = false;
  /** Fields that could not be indexed. */
  failures = 0;

  constructor(definition: IndexDefinition, profile: EngineProfile, createdAt: number) {
    this.definition = definition;
    this.#profile = profile;
    this.createdAt = createdAt;
  }

  get size(): number {
    return this.#documents.size;
  }

  covers(key: string): boolean {
    return this.definition.prefixes.some((prefix) => key.startsWith(prefix));
  }

  keys(): string[] {
    return [...this.#documents.keys()];
  }

  /** Takes a hash into the index, or out of it. */
  update(key: string, hash: ReadonlyMap<string, Buffer> | undefined): void {
    if (hash === undefined) {
      this.#documents.delete(key);
      return;
    }
    const fields = new Map<string, IndexedValue>();
    const vectors = new Map<string, Measured>();
    for (const field of this.definition.fields) {
      const data = hash.get(field.name);
      if (data === undefined) continue;
      if (field.kind === "vector") {
        const vector = readVector(data, field.dimensions, field.type);
        if (vector === undefined) this.failures += 1;
        else vectors.set(field.name, vector);
      } else {
        const value = indexValue(field, data);
        if (value === undefined) this.failures += 1;
        else fields.set(field.name, value);
      }
    }
    this.#documents.set(key, { key, fields, vectors });
  }

  /** The keys that hold what is asked for, in the order in which they came. */
  filter(test: DocumentTest, isLive: (key: string) => boolean): string[] {
    return [...this.#documents.values()].filter(({ key, fields }) => test(fields) && isLive(key)).map(({ key }) => key);
  }

  /** The nearest, nearest first. `asSent`: see {@link distanceBetween}. */
  nearest(search: {
    field: VectorField;
    query: Measured;
    count: number;
    test: DocumentTest;
    isLive: (key: string) => boolean;
    asSent: boolean;
  }): Hit[] {
    const { field, query, test, isLive } = search;
    const best = new BestScores(search.count);
    const documents = [...this.#documents.values()];
    for (const [slot, { fields, vectors }] of documents.entries()) {
      const stored = vectors.get(field.name);
      if (stored === undefined || !test(fields)) continue;
      if (field.metric === "COSINE" && stored.length === 0 && !this.#profile.findsZeroVectors) continue;
      best.add(slot, -distanceBetween(field.metric, query, stored, search.asSent));
    }
    return best
      .toSorted()
      .map(({ slot, score }) => ({ key: documents[slot]?.key ?? "", distance: score === 0 ? 0 : -score }))
      .filter(({ key }) => isLive(key));
  }
}
