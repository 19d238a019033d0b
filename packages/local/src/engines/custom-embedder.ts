import type { CustomEmbeddings, Embedder } from "./embedder.ts";

/** Puts a function of the user's behind the interface, and looks at what it gives. */
export class CustomEmbedder implements Embedder {
  readonly #embeddings: CustomEmbeddings;

  constructor(embeddings: CustomEmbeddings) {
    this.#embeddings = embeddings;
  }

  /** @throws TypeError naming the vector that is missing, too short, or holds something other than finite numbers */
  async embed(texts: readonly string[], dimensions: number): Promise<Float32Array[]> {
    const vectors = await this.#embeddings.embed(texts, dimensions);
    if (vectors.length !== texts.length) {
      throw new TypeError(`embeddings.embed gave ${vectors.length} vectors for ${texts.length} texts.`);
    }
    return vectors.map((vector, index) => {
      const numbers = Float32Array.from(vector);
      if (numbers.length !== dimensions || !numbers.every(Number.isFinite)) {
        throw new TypeError(`embeddings.embed: vector ${index} must hold ${dimensions} finite numbers.`);
      }
      return numbers;
    });
  }
}
