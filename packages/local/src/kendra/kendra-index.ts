import { Loading } from "../documents/loading.ts";
import type { Embedder } from "../engines/embedder.ts";
import { wordOverlap } from "../engines/relevance.ts";
import { TextIndex } from "../engines/text-index.ts";
import { VectorIndex } from "../engines/vector-index.ts";
import { checkKendraDocuments } from "./check-kendra.ts";
import { type KendraEntry, toEntry } from "./kendra-entry.ts";
import type { KendraDocument, KendraHandle, KendraIndexOptions } from "./kendra-options.ts";

/** What an index is made with, besides its options. */
export interface KendraIndexSettings {
  embedder: Embedder;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** Called after each change of what is in it. */
  changed?: () => void;
}

/** What to look for. */
export interface KendraQuery {
  text: string;
  /** Asked before an entry is compared. */
  accept: (entry: KendraEntry) => boolean;
}

/** All that an index holds. */
export interface KendraContents {
  /** Milliseconds since the epoch. */
  createdAt: number;
  updatedAt: number;
  entries: readonly KendraEntry[];
}

/** A passage that was found. */
export interface KendraHit {
  entry: KendraEntry;
  passage: string;
  /** From 0 to 1. */
  score: number;
  /** The words that were found, in small letters. */
  terms: readonly string[];
}

const DIMENSIONS = 512;
/** How much the nearness of the vectors counts; the words of the query that the passage has count for the rest. */
const SIMILARITY_WEIGHT = 0.6;
/** Passages without a word of the query are found from this nearness on. */
const LEAST_SIMILARITY = 0.3;
/** How many passages a query finds at most. */
const MOST_HITS = 1_000;

/** An index: documents, questions and tables, found by words and by meaning. */
export class KendraIndex implements KendraHandle {
  readonly id: string;
  readonly options: KendraIndexOptions;
  #createdAt: number;
  readonly #settings: KendraIndexSettings;
  readonly #loading: Loading<KendraDocument | KendraEntry>;
  #updatedAt: number;
  #made = 0;
  #isAsConfigured = true;
  #vectors: VectorIndex = new VectorIndex(DIMENSIONS);
  #texts: TextIndex = new TextIndex();
  /** By slot; a slot of a document that was replaced has none. */
  #hits: ({ entry: KendraEntry; passage: string } | undefined)[] = [];
  #byId = new Map<string, { entry: KendraEntry; slots: number[] }>();

  constructor(options: KendraIndexOptions, settings: KendraIndexSettings) {
    this.id = options.id;
    this.options = options;
    this.#createdAt = settings.clock();
    this.#updatedAt = this.#createdAt;
    this.#settings = settings;
    this.#loading = new Loading<KendraDocument | KendraEntry>(
      options.documents ?? [],
      async (documents, areFirst) =>
        await this.#index(
          documents.map((document) => this.#toEntry(document)),
          areFirst,
        ),
    );
  }

  get size(): number {
    return this.#byId.size;
  }

  /** When the index was made, in milliseconds since the epoch. */
  get createdAt(): number {
    return this.#createdAt;
  }

  /** When the index was last changed, in milliseconds since the epoch. */
  get updatedAt(): number {
    return this.#updatedAt;
  }

  async add(documents: readonly object[]): Promise<number> {
    checkKendraDocuments(documents, "documents");
    return await this.#loading.add(documents);
  }

  /** Adds entries; one whose id is there already takes its place. */
  async put(entries: readonly KendraEntry[]): Promise<number> {
    return await this.#loading.add(entries);
  }

  clear(): void {
    this.#restart([]);
    this.#isAsConfigured = false;
    this.#settings.changed?.();
  }

  /** The documents as they were at the start. */
  reset(): void {
    this.#restart(this.options.documents ?? []);
    this.#isAsConfigured = true;
  }

  /** What is to be there in place of everything else. It is made ready to be found at the first request. */
  load({ createdAt, updatedAt, entries }: KendraContents): void {
    this.#restart(entries);
    this.#createdAt = createdAt;
    this.#updatedAt = updatedAt;
    this.#isAsConfigured = false;
    this.#settings.changed?.();
  }

  /** Everything that is in the index; `undefined` when it is what the options say. */
  changedContents(): KendraContents | undefined {
    if (this.#isAsConfigured) return undefined;
    // None of the pending ones has been given an id yet; these are the ids that they will get.
    let made = 0;
    const pending = this.#loading.pending.map((document) =>
      "passages" in document ? document : toEntry(document, () => `document-${(made += 1)}`),
    );
    const entries = new Map([...pending, ...this.entries()].map((entry) => [entry.id, entry]));
    return { createdAt: this.#createdAt, updatedAt: this.#updatedAt, entries: [...entries.values()] };
  }

  #restart(first: readonly (KendraDocument | KendraEntry)[]): void {
    this.#loading.restart(first);
    this.#vectors = new VectorIndex(DIMENSIONS);
    this.#texts = new TextIndex();
    this.#hits = [];
    this.#byId = new Map();
    this.#made = 0;
    this.#updatedAt = this.#settings.clock();
  }

  /** Waits until everything that was added can be found. */
  async ready(): Promise<void> {
    await this.#loading.ready();
  }

  /** All entries, in the order in which they were added. */
  entries(): KendraEntry[] {
    return [...this.#byId.values()].map(({ entry }) => entry);
  }

  /** The passages that have words of the query or are near to it in meaning, best first. */
  async search({ text, accept }: KendraQuery): Promise<KendraHit[]> {
    await this.ready();
    const [query = new Float32Array(DIMENSIONS)] = await this.#settings.embedder.embed([text], DIMENSIONS);
    const [hits, vectors] = [this.#hits, this.#vectors];
    const isWanted = (slot: number): boolean => {
      const hit = hits[slot];
      return hit !== undefined && accept(hit.entry);
    };
    const worded = this.#texts.search(text, { limit: MOST_HITS, accept: isWanted });
    const terms = new Map(worded.map((hit) => [hit.slot, hit.terms]));
    const near = vectors
      .search(query, { limit: MOST_HITS, accept: isWanted })
      .filter(({ slot, score }) => terms.has(slot) || score >= LEAST_SIMILARITY);
    return near
      .flatMap(({ slot, score }) => {
        const hit = hits[slot];
        return hit === undefined ? [] : [{ ...hit, score: blend(text, hit, score), terms: terms.get(slot) ?? [] }];
      })
      .toSorted((left, right) => right.score - left.score);
  }

  #toEntry(document: KendraDocument | KendraEntry): KendraEntry {
    return "passages" in document ? document : toEntry(document, () => this.#newId());
  }

  #newId(): string {
    let id: string;
    do id = `document-${(this.#made += 1)}`;
    while (this.#byId.has(id));
    return id;
  }

  async #index(entries: readonly KendraEntry[], areFirst: boolean): Promise<number> {
    const [vectors, texts, hits, byId] = [this.#vectors, this.#texts, this.#hits, this.#byId];
    const added = [...new Map(entries.map((entry) => [entry.id, entry])).values()];
    const passages = added.flatMap((entry) => entry.passages.map((passage) => ({ entry, passage })));
    const embedded = await this.#settings.embedder.embed(passages.map(searchedText), DIMENSIONS);
    for (const entry of added) {
      for (const slot of byId.get(entry.id)?.slots ?? []) {
        const hit = hits[slot];
        if (hit !== undefined) texts.remove(slot, searchedText(hit));
        vectors.remove(slot);
        hits[slot] = undefined;
      }
      byId.set(entry.id, { entry, slots: [] });
    }
    for (const [index, hit] of passages.entries()) {
      const slot = vectors.add(embedded[index] ?? new Float32Array(DIMENSIONS));
      texts.add(slot, searchedText(hit));
      hits[slot] = hit;
      byId.get(hit.entry.id)?.slots.push(slot);
    }
    // What was there from the start is no change, though it becomes findable only now.
    if (!areFirst && byId === this.#byId) {
      this.#updatedAt = this.#settings.clock();
      this.#isAsConfigured = false;
      this.#settings.changed?.();
    }
    return entries.length;
  }
}

/** A passage is found by the title of its document, too. */
function searchedText({ entry, passage }: { entry: KendraEntry; passage: string }): string {
  return entry.title === "" ? passage : `${entry.title}\n${passage}`;
}

function blend(query: string, hit: { entry: KendraEntry; passage: string }, similarity: number): number {
  const overlap = wordOverlap(query, searchedText(hit));
  return SIMILARITY_WEIGHT * Math.min(1, Math.max(0, similarity)) + (1 - SIMILARITY_WEIGHT) * overlap;
}
