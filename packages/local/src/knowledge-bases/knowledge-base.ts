import { Loading } from "../documents/loading.ts";
import type { Scored } from "../engines/best-scores.ts";
import { embedBytes } from "../engines/embed-bytes.ts";
import type { Embedder } from "../engines/embedder.ts";
import { fuseRanks } from "../engines/rank-fusion.ts";
import { TextIndex } from "../engines/text-index.ts";
import { VectorIndex } from "../engines/vector-index.ts";
import { checkKnowledgeBaseDocuments } from "./check-knowledge-base.ts";
import type { KnowledgeBaseDocument, KnowledgeBaseHandle, KnowledgeBaseOptions } from "./knowledge-base-options.ts";
import { type Passage, type PassageMetadata, type PassageSettings, toPassages } from "./passages.ts";

/** What a knowledge base is made with, besides its options. */
export interface KnowledgeBaseSettings {
  embedder: Embedder;
  countTokens: (text: string) => number;
  /** 0 ≤ n < 1, for the ids of passages. */
  random: () => number;
  /** Called after each change of what is in it. */
  changed?: (() => void) | undefined;
}

/** What to look for. */
export interface PassageQuery {
  text: string;
  /** Looked for in place of the text. */
  image?: Uint8Array;
  /** By meaning alone, or by words as well. */
  mode: "SEMANTIC" | "HYBRID";
  filter?: (metadata: PassageMetadata) => boolean;
  /** The most results. */
  limit: number;
}

/** A passage that was found, with its score from 0 to 1. */
export interface FoundPassage {
  passage: Passage;
  score: number;
}

const DIMENSIONS = 512;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const CHUNK_ID_LENGTH = 20;

/** A knowledge base: passages, found by meaning, by words and by filters. */
export class KnowledgeBase implements KnowledgeBaseHandle {
  readonly id: string;
  readonly isManaged: boolean;
  readonly #options: KnowledgeBaseOptions;
  readonly #settings: KnowledgeBaseSettings;
  #passages: Passage[] = [];
  #vectors: VectorIndex = new VectorIndex(DIMENSIONS);
  #texts: TextIndex = new TextIndex();
  /** What it began with, and what was added since. */
  #first: readonly KnowledgeBaseDocument[];
  #added: KnowledgeBaseDocument[] = [];
  #isAsConfigured = true;
  readonly #loading: Loading<KnowledgeBaseDocument>;

  constructor(options: KnowledgeBaseOptions, settings: KnowledgeBaseSettings) {
    this.id = options.id;
    this.isManaged = options.type === "managed";
    this.#options = options;
    this.#settings = settings;
    this.#first = options.documents ?? [];
    this.#loading = new Loading(this.#first, async (documents, areFirst) => await this.#index(documents, areFirst));
  }

  get size(): number {
    return this.#passages.length;
  }

  async add(documents: readonly KnowledgeBaseDocument[]): Promise<number> {
    checkKnowledgeBaseDocuments(documents, "documents");
    return await this.#loading.add(documents);
  }

  clear(): void {
    this.load([]);
  }

  /** The passages as they were at the start. */
  reset(): void {
    this.#restart(this.#options.documents ?? []);
    this.#isAsConfigured = true;
  }

  /** Documents that are to be there in place of all others. They are read at the first request. */
  load(documents: readonly KnowledgeBaseDocument[]): void {
    checkKnowledgeBaseDocuments(documents, "documents");
    this.#restart(documents);
    this.#isAsConfigured = false;
    this.#settings.changed?.();
  }

  /** All documents, as they were given; `undefined` when they are those of the options. */
  changedDocuments(): readonly KnowledgeBaseDocument[] | undefined {
    return this.#isAsConfigured ? undefined : [...this.#first, ...this.#added];
  }

  /** All passages, in the order in which they were added. */
  passages(): readonly Passage[] {
    return this.#passages;
  }

  /** The values that passages have for an attribute, each once. */
  valuesOf(key: string): Set<unknown> {
    return new Set(this.#passages.flatMap(({ metadata }) => metadata[key] ?? []));
  }

  /** The passages that a query finds, best first. */
  async search({ text, image, mode, filter, limit }: PassageQuery): Promise<FoundPassage[]> {
    await this.ready();
    const query = image === undefined ? await this.#embed(text) : embedBytes(image, DIMENSIONS);
    const passages = this.#passages;
    const accept = (slot: number): boolean => filter === undefined || filter(passages[slot]?.metadata ?? {});
    const isHybrid = mode === "HYBRID" && image === undefined;
    // The places of all passages are needed to fuse them the same way for every page of an answer.
    const near = this.#vectors.search(query, { limit: isHybrid ? passages.length : limit, accept });
    const found = isHybrid ? fuse(near, this.#texts.search(text, { limit: passages.length, accept })) : near;
    return found.slice(0, limit).flatMap(({ slot, score }) => {
      const passage = passages[slot];
      return passage === undefined ? [] : [{ passage, score: Math.min(1, Math.max(0, score)) }];
    });
  }

  /** Waits until the documents of the options, and those that are being added, can be found. */
  async ready(): Promise<void> {
    await this.#loading.ready();
  }

  #restart(first: readonly KnowledgeBaseDocument[]): void {
    this.#first = first;
    this.#added = [];
    this.#passages = [];
    this.#vectors = new VectorIndex(DIMENSIONS);
    this.#texts = new TextIndex();
    this.#loading.restart(first);
  }

  async #index(documents: readonly KnowledgeBaseDocument[], areFirst: boolean): Promise<number> {
    const [passages, vectors, texts] = [this.#passages, this.#vectors, this.#texts];
    const settings = this.#passageSettings();
    const added = documents.flatMap((document) => toPassages(document, settings));
    const embedded = await this.#settings.embedder.embed(
      added.map(({ text }) => text),
      DIMENSIONS,
    );
    for (const [index, passage] of added.entries()) {
      const vector = passage.image === undefined ? embedded[index] : embedBytes(passage.image, DIMENSIONS);
      const slot = vectors.add(vector ?? new Float32Array(DIMENSIONS));
      texts.add(slot, passage.text);
      passages.push(passage);
    }
    if (!areFirst && passages === this.#passages) {
      this.#added.push(...documents.map((document) => ({ ...document })));
      this.#isAsConfigured = false;
      this.#settings.changed?.();
    }
    return added.length;
  }

  #passageSettings(): PassageSettings {
    const { countTokens } = this.#settings;
    return {
      chunking: this.#options.chunking ?? {},
      countTokens,
      dataSourceId: `DS${this.id.slice(2).toUpperCase()}`,
      // The form of the ids that OpenSearch Serverless gives, percent-encoded as the service does.
      newChunkId: () => `1%3A0%3A${this.#randomText(CHUNK_ID_LENGTH)}`,
    };
  }

  #randomText(length: number): string {
    const { random } = this.#settings;
    return Array.from({ length }, () => ALPHABET[Math.floor(random() * ALPHABET.length)]).join("");
  }

  async #embed(text: string): Promise<Float32Array> {
    const [vector] = await this.#settings.embedder.embed([text], DIMENSIONS);
    return vector ?? new Float32Array(DIMENSIONS);
  }
}

/** By meaning and by words; without a word in common, by meaning alone. */
function fuse(near: readonly Scored[], worded: readonly { slot: number }[]): readonly Scored[] {
  return worded.length === 0 ? near : fuseRanks([near, worded]);
}
