import type { EmbeddingsInterface } from "@langchain/core/embeddings";
import { S3VectorsConfigError } from "./errors.ts";

/** Stands where a store was made without embeddings: it says so when something is to be embedded. */
export class MissingEmbeddings implements EmbeddingsInterface {
  async embedQuery(): Promise<never> {
    throw missing("queries", "`queryEmbeddings` or `embeddings`", "similaritySearchByVector");
  }

  async embedDocuments(): Promise<never> {
    throw missing("documents", "`embeddings`, the first argument of the constructor", "addVectors");
  }
}

function missing(what: string, field: string, instead: string): S3VectorsConfigError {
  return new S3VectorsConfigError(`There is nothing to embed ${what} with. Pass ${field}, or use ${instead}.`, {
    code: "CONFIG_MISSING_EMBEDDINGS",
  });
}
