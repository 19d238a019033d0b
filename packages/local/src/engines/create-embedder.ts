import { CustomEmbedder } from "./custom-embedder.ts";
import type { Embedder, EmbeddingsOption } from "./embedder.ts";
import { HashEmbedder } from "./hash-embedder.ts";
import { SemanticEmbedder } from "./semantic/semantic-embedder.ts";

/**
 * The embedder that the `embeddings` option names; nothing is loaded before the first text.
 *
 * @throws Error naming the packages to install for one that needs some
 */
export function createEmbedder(option: EmbeddingsOption): Embedder {
  if (typeof option === "object") return new CustomEmbedder(option);
  return option === "semantic" ? new SemanticEmbedder() : new HashEmbedder();
}
