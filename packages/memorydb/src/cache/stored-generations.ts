import { isRecord } from "@langchain-aws/core";
import { deserializeStoredGeneration, serializeGeneration } from "@langchain/core/caches";
import type { StoredGeneration } from "@langchain/core/messages";
import type { Generation } from "@langchain/core/outputs";
import { MemoryDBCacheError } from "../errors.ts";

/** The version of the form. */
const version = 1;

/**
 * Checks what is to be kept.
 *
 * @throws MemoryDBCacheError naming the member's place
 */
export function checkGenerations(generations: unknown): asserts generations is readonly Generation[] {
  if (!Array.isArray(generations)) throw new MemoryDBCacheError("`update` takes a list of generations.");
  for (const [index, generation] of generations.entries()) {
    if (!isRecord(generation) || typeof generation["text"] !== "string") {
      throw new MemoryDBCacheError(`The generation at index ${index} has no text \`text\`.`);
    }
  }
}

/** Generations as text: core's stored form, with `generationInfo` as plain JSON beside it. */
export function writeGenerations(generations: readonly Generation[]): string {
  const stored = generations.map((generation) => ({
    ...serializeGeneration(generation),
    ...(generation.generationInfo === undefined ? {} : { generationInfo: generation.generationInfo }),
  }));
  return JSON.stringify({ v: version, g: stored });
}

/**
 * Generations of a text; a bare list of stored generations is read, too. Only messages of LangChain's known types come
 * to life, whatever a writer of the cache put there.
 *
 * @returns `undefined` when it cannot be read
 */
export function readGenerations(text: string): Generation[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    const list: unknown = isRecord(parsed) && parsed["v"] === version ? parsed["g"] : parsed;
    if (!Array.isArray(list) || list.length === 0) return undefined;
    return list.map((stored: unknown) => {
      if (!isStored(stored)) throw new TypeError("no generation");
      const generation: Generation = deserializeStoredGeneration(stored);
      return isRecord(stored.generationInfo) ? { ...generation, generationInfo: stored.generationInfo } : generation;
    });
  } catch {
    return undefined;
  }
}

function isStored(value: unknown): value is StoredGeneration & { generationInfo?: unknown } {
  return isRecord(value) && typeof value["text"] === "string";
}
