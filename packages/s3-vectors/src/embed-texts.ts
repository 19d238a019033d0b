import type { EmbeddingsInterface } from "@langchain/core/embeddings";
import type { S3VectorsVector } from "./options.ts";

/** Embeddings that give four bytes a number, as those of `@langchain-aws/embeddings` do. */
interface Float32Embeddings {
  embedDocumentsFloat32(texts: string[], options?: { signal?: AbortSignal }): Promise<Float32Array[]>;
}

/**
 * A vector for each text; without lists of numbers in between where the embeddings can do without. An abort is not
 * waited for: the embeddings may know nothing of it.
 */
export async function embedTexts(
  embeddings: EmbeddingsInterface,
  texts: string[],
  signal: AbortSignal | undefined,
): Promise<readonly S3VectorsVector[]> {
  const embedding: Promise<readonly S3VectorsVector[]> = hasFloat32(embeddings)
    ? embeddings.embedDocumentsFloat32(texts, signal === undefined ? {} : { signal })
    : embeddings.embedDocuments(texts);
  return await untilAborted(embedding, signal);
}

/** A promise, or the reason of a signal, whichever is first. */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await promise;
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (stop !== undefined) signal.removeEventListener("abort", stop);
  }
}

function hasFloat32(embeddings: object): embeddings is Float32Embeddings {
  return "embedDocumentsFloat32" in embeddings && typeof embeddings.embedDocumentsFloat32 === "function";
}
