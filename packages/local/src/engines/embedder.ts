/** What turns texts into vectors; every service that embeds, ranks or searches by meaning uses the same one. */
export interface Embedder {
  /**
   * One vector for each text, in the order of the texts. Equal texts give equal vectors; vectors have unit length.
   *
   * @param dimensions the length of the vectors
   */
  embed(texts: readonly string[], dimensions: number): Promise<Float32Array[]>;
  /** Frees what the embedder holds. It is not used afterwards. */
  close?(): Promise<void>;
}

/** An embedder of the user's: for each text a list of numbers, as many as there are dimensions. */
export interface CustomEmbeddings {
  embed(
    texts: readonly string[],
    dimensions: number,
  ): readonly ArrayLike<number>[] | Promise<readonly ArrayLike<number>[]>;
}

/** How texts are embedded. */
export type EmbeddingsOption = "hash" | "semantic" | CustomEmbeddings;
