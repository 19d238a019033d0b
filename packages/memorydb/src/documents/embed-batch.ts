import type { EmbeddingsInterface } from "@langchain/core/embeddings";
import { MemoryDBVectorError } from "../errors.ts";
import type { VectorLike } from "./vector-bytes.ts";

/** Embeddings that give typed arrays, as `BedrockEmbeddings` of this family does: their bytes are sent as they lie. */
interface TypedEmbeddings {
  embedDocumentsFloat32(texts: string[], options?: { signal?: AbortSignal }): Promise<readonly VectorLike[]>;
}

/**
 * Embeds the texts of one batch.
 *
 * @throws MemoryDBVectorError when there are not as many vectors as texts
 */
export async function embedBatch(
  embeddings: EmbeddingsInterface,
  texts: string[],
  signal: AbortSignal | undefined,
): Promise<readonly VectorLike[]> {
  const vectors = isTyped(embeddings)
    ? await embeddings.embedDocumentsFloat32(texts, signal === undefined ? {} : { signal })
    : await embeddings.embedDocuments(texts);
  if (vectors.length === texts.length) return vectors;
  throw new MemoryDBVectorError(`The embeddings gave ${vectors.length} vectors for ${texts.length} texts.`);
}

function isTyped(embeddings: object): embeddings is TypedEmbeddings {
  return typeof Reflect.get(embeddings, "embedDocumentsFloat32") === "function";
}
