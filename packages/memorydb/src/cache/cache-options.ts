import type { EmbeddingsInterface } from "@langchain/core/embeddings";
import type { Generation } from "@langchain/core/outputs";
import type { MemoryDBConnectionFields } from "../connection/connection-fields.ts";

/** What of a prompt is compared by meaning, and what must be equal. */
export interface TransformedPrompt {
  /** What is embedded. */
  text: string;
  /** Only entries of the same scope can match: the system prompt, a tenant, the history. */
  scope?: string;
}

/** Options of {@link InMemorySemanticCache}; each is also taken under its Python name. */
export interface InMemorySemanticCacheFields extends MemoryDBConnectionFields {
  /** What embeds prompts. */
  embeddings?: EmbeddingsInterface;
  /** Same as {@link InMemorySemanticCacheFields.embeddings}. */
  embedding?: EmbeddingsInterface;
  /**
   * The largest cosine **distance** at which an answer is taken for that of another prompt, itself included. Start with
   * 0.05 to 0.1 for chat prompts that share long instructions.
   *
   * @defaultValue 0.2
   */
  scoreThreshold?: number;
  /** Same as {@link InMemorySemanticCacheFields.scoreThreshold}. */
  distanceThreshold?: number;
  /** How long entries live, in seconds. @defaultValue for ever */
  ttl?: number;
  /** A hit lets its entry live anew; needs `ttl`. @defaultValue false */
  refreshTtlOnHit?: boolean;
  /** @defaultValue `llmcache` */
  indexName?: string;
  /** @defaultValue `llmcache` */
  keyPrefix?: string;
  /** @defaultValue `"HNSW"` */
  algorithm?: "FLAT" | "HNSW";
  /** @defaultValue the length of the first vector */
  dims?: number;
  /** Looks for the very prompt before embedding it. @defaultValue true */
  exactMatch?: boolean;
  /** @defaultValue the whole prompt, without a scope */
  promptTransform?: (prompt: string, llmKey: string) => TransformedPrompt;
  /** Whether an answer is kept. @defaultValue all that are not empty */
  shouldCache?: (generations: readonly Generation[], prompt: string, llmKey: string) => boolean;
  /** A failure counts as a miss and is warned of once, or it is thrown. @defaultValue `"warn"` */
  onError?: "warn" | "throw";
}

/** What became of the lookups of one cache object. */
export interface SemanticCacheStats {
  readonly exactHits: number;
  readonly semanticHits: number;
  readonly misses: number;
  readonly errors: number;
}

/** The options of one cache, checked, with every default filled in. */
export interface CacheSettings {
  readonly embeddings: EmbeddingsInterface;
  readonly threshold: number;
  readonly ttl: number | undefined;
  readonly refreshTtlOnHit: boolean;
  readonly indexName: string;
  /** With its colon. */
  readonly prefix: string;
  readonly algorithm: "FLAT" | "HNSW";
  readonly dims: number;
  readonly exactMatch: boolean;
  readonly promptTransform: ((prompt: string, llmKey: string) => TransformedPrompt) | undefined;
  readonly shouldCache: (generations: readonly Generation[], prompt: string, llmKey: string) => boolean;
  readonly onError: "warn" | "throw";
}
