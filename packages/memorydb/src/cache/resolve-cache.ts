import { MemoryDBConfigError } from "../errors.ts";
import { wholeNumber } from "../resolve-store.ts";
import type { CacheSettings, InMemorySemanticCacheFields } from "./cache-options.ts";

/**
 * The only place where the options of a cache are checked and their defaults applied.
 *
 * @throws MemoryDBConfigError naming the option
 */
export function resolveCache(fields: InMemorySemanticCacheFields): CacheSettings {
  const embeddings = oneOf("embeddings", fields.embeddings, "embedding", fields.embedding);
  if (embeddings === undefined || typeof embeddings.embedQuery !== "function") {
    throw new MemoryDBConfigError("`embeddings` is missing: the cache compares prompts by their vectors.");
  }
  const threshold =
    oneOf("scoreThreshold", fields.scoreThreshold, "distanceThreshold", fields.distanceThreshold) ?? 0.2;
  if (!(threshold >= 0 && threshold <= 2)) {
    throw new MemoryDBConfigError("`scoreThreshold` must be a cosine distance, from 0 (equal) to 2.");
  }
  const keyPrefix = fields.keyPrefix ?? "llmcache";
  return {
    embeddings,
    threshold,
    ttl: wholeNumber("ttl", fields.ttl),
    refreshTtlOnHit: fields.refreshTtlOnHit ?? false,
    indexName: fields.indexName ?? "llmcache",
    prefix: keyPrefix.endsWith(":") ? keyPrefix : `${keyPrefix}:`,
    algorithm: fields.algorithm ?? "HNSW",
    dims: wholeNumber("dims", fields.dims) ?? 0,
    exactMatch: fields.exactMatch ?? true,
    promptTransform: fields.promptTransform,
    shouldCache: fields.shouldCache ?? ((generations) => generations.length > 0),
    onError: fields.onError ?? "warn",
  };
}

/**
 * The value of an option that has two names.
 *
 * @throws MemoryDBConfigError when they were given different ones
 */
function oneOf<Value>(
  name: string,
  value: Value | undefined,
  otherName: string,
  other: Value | undefined,
): Value | undefined {
  if (value !== undefined && other !== undefined && value !== other) {
    throw new MemoryDBConfigError(`\`${name}\` and \`${otherName}\` are one option. Pass one of them.`);
  }
  return value ?? other;
}
