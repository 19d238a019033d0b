import { isRecord, type PlainRecord } from "@langchain-aws/core";
import type { EmbeddingType } from "../options.ts";
import type { ParsedReply, RequestSettings } from "./model-family.ts";

/** What Cohere can answer besides floats. */
export const cohereEmbeddingTypes: readonly EmbeddingType[] = ["int8", "uint8", "binary", "ubinary"];

/** `embedding_types` is sent only when it is not the default. */
export const typed = ({ embeddingType }: RequestSettings): Record<string, unknown> =>
  embeddingType === "float" ? {} : { embedding_types: [embeddingType] };

/**
 * A list of vectors, or an object with a list for each type. Told by its shape: both versions have answered in both.
 */
export function parseCohereReply({ embeddings }: PlainRecord, type: EmbeddingType): ParsedReply {
  const found: unknown = isRecord(embeddings) ? embeddings[type] : embeddings;
  return { vectors: Array.isArray(found) ? found : [] };
}
