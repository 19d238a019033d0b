import { CustomEmbedder } from "./custom-embedder.ts";
import type { Embedder, EmbeddingsOption } from "./embedder.ts";
import { HashEmbedder } from "./hash-embedder.ts";

/** The embedder that the `embeddings` option names; nothing is loaded before the first text. */
export function createEmbedder(option: EmbeddingsOption): Embedder {
  if (typeof option === "object") return new CustomEmbedder(option);
  if (option === "semantic") throw new Error('createLocalAws: `embeddings: "semantic"` is not there yet.');
  return new HashEmbedder();
}
