import { warnOnce } from "@langchain-aws/core";
import { BaseCache } from "@langchain/core/caches";
import type { Generation } from "@langchain/core/outputs";
import { sha256 } from "@langchain/core/utils/hash";
import { textOf } from "../clients/bytes.ts";
import { Connection } from "../connection/connection.ts";
import { resolveConnection, spellFields } from "../connection/resolve-connection.ts";
import { prefixPattern } from "../documents/keys.ts";
import { checkVector, encodeVector, toUnitVector } from "../documents/vector-bytes.ts";
import { MemoryDBConfigError, MemoryDBError, MemoryDBIndexNotFoundError } from "../errors.ts";
import { IndexKeeper } from "../index-keeper.ts";
import type { ResolvedSchema } from "../schema/index-schema.ts";
import { resolveVector } from "../schema/resolve-schema.ts";
import { buildSearch } from "../search/build-search.ts";
import { parseReply, type SearchRow } from "../search/parse-reply.ts";
import { isWithin } from "../search/relevance.ts";
import type { CacheSettings, InMemorySemanticCacheFields, SemanticCacheStats } from "./cache-options.ts";
import { RecentVectors } from "./recent-vectors.ts";
import { resolveCache } from "./resolve-cache.ts";
import { checkGenerations, readGenerations, writeGenerations } from "./stored-generations.ts";

/** A prompt as the cache knows it. */
interface Entry {
  readonly prompt: string;
  readonly llmKey: string;
  /** What is embedded. */
  readonly text: string;
  /** 32 hexadecimal digits that stand for model and scope: they need no escaping, and no other model has them. */
  readonly llm: string;
  readonly key: string;
}

/**
 * Keeps the answers of models in MemoryDB and finds them again by the meaning of the prompt.
 *
 * All models share one index: MemoryDB takes ten. The very prompt is found without embedding it; otherwise the nearest
 * entry answers, if it is within `scoreThreshold`. A failure counts as a miss: the model answers as if there were no
 * cache.
 */
export class InMemorySemanticCache extends BaseCache {
  readonly #settings: CacheSettings;
  readonly #connection: Connection;
  readonly #index: IndexKeeper;
  readonly #schema: ResolvedSchema;
  readonly #vectors: RecentVectors;
  readonly #stats = { exactHits: 0, semanticHits: 0, misses: 0, errors: 0 };

  /** @throws MemoryDBConfigError naming the option that is missing or wrong */
  constructor(fields: InMemorySemanticCacheFields) {
    super();
    const spelled = spellFields(fields);
    this.#settings = resolveCache(spelled);
    this.#connection = new Connection(resolveConnection(spelled));
    this.#index = new IndexKeeper(this.#connection, this.#settings.indexName, this.#settings.prefix);
    this.#schema = toSchema(this.#settings);
    const { embeddings } = this.#settings;
    this.#vectors = new RecentVectors(async (text) => await embeddings.embedQuery(text));
  }

  /** What became of the lookups of this object. */
  stats(): SemanticCacheStats {
    return { ...this.#stats };
  }

  /** The answer to this prompt, or to the nearest one; `null` when none is near enough. */
  override async lookup(prompt: string, llmKey: string): Promise<Generation[] | null> {
    return await this.#guard("lookup", null, async () => {
      const entry = this.#entry(prompt, llmKey);
      const exact = this.#settings.exactMatch ? await this.#findExact(entry) : undefined;
      const found = exact ?? (await this.#findNearest(entry));
      if (found === undefined) this.#stats.misses += 1;
      else if (exact === undefined) this.#stats.semanticHits += 1;
      else this.#stats.exactHits += 1;
      return found ?? null;
    });
  }

  /**
   * Keeps an answer; it takes the place of an earlier one to the same prompt.
   *
   * @throws MemoryDBCacheError when a member has no text, whatever `onError` says
   */
  override async update(prompt: string, llmKey: string, generations: Generation[]): Promise<void> {
    checkGenerations(generations);
    await this.#guard("update", undefined, async () => {
      if (!this.#settings.shouldCache(generations, prompt, llmKey)) return;
      const entry = this.#entry(prompt, llmKey);
      const vector = await this.#vectors.get(entry.key, entry.text);
      await this.#write(entry, vector, writeGenerations(generations));
      this.#vectors.forget(entry.key);
    });
  }

  /** Removes the answer to this very prompt. @returns whether there was one */
  async invalidate(prompt: string, llmKey: string): Promise<boolean> {
    return (await this.#index.unlink([this.#entry(prompt, llmKey).key])) > 0;
  }

  /**
   * Removes the answers of one model, of one scope of it if that is given; without either all answers, and the index.
   *
   * @returns how many answers there were
   * @throws MemoryDBConfigError for a scope without its model
   */
  async clear({ llmKey, scope }: { llmKey?: string; scope?: string } = {}): Promise<number> {
    if (llmKey === undefined) {
      if (scope !== undefined) {
        throw new MemoryDBConfigError("`clear` was given a `scope` without its `llmKey`. Pass both, or neither.");
      }
      const { deletedKeys } = await this.#index.drop(true);
      return deletedKeys;
    }
    if (scope !== undefined || this.#settings.promptTransform === undefined) {
      return await this.#index.deleteMatching(prefixPattern(`${this.#settings.prefix}${modelTag(llmKey, scope)}:`));
    }
    return await this.#clearScopes(llmKey);
  }

  /** Closes the connection that was opened here; a `client` of the caller's stays open. */
  async close(): Promise<void> {
    await this.#connection.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #entry(prompt: string, llmKey: string): Entry {
    const { text, scope } = this.#settings.promptTransform?.(prompt, llmKey) ?? { text: prompt };
    const llm = modelTag(llmKey, scope);
    return { prompt, llmKey, text, llm, key: `${this.#settings.prefix}${llm}:${shortHash(text)}` };
  }

  /** One round trip, and nothing is embedded. */
  async #findExact({ key }: Entry): Promise<Generation[] | undefined> {
    const get = { args: ["HGET", key, "return_val"], key };
    const [reply] = await this.#connection.pipeline([get, ...this.#refreshment(key)], { index: this.#index.name });
    if (reply instanceof Error) throw reply;
    return reply === null || reply === undefined ? undefined : await this.#read(key, textOf(reply));
  }

  /** The nearest entry of the same model and scope: one, since two answers make no third. */
  async #findNearest(entry: Entry): Promise<Generation[] | undefined> {
    const vector = await this.#vectors.get(entry.key, entry.text);
    const row = await this.#search(entry, vector);
    if (row === undefined || !isWithin(row.distance, this.#settings.threshold)) return undefined;
    const value = row.fields.get("return_val");
    if (value === undefined) return undefined;
    const [refreshment] = this.#refreshment(row.key);
    if (refreshment !== undefined) await this.#connection.send(refreshment.args, { key: row.key });
    return await this.#read(row.key, value);
  }

  async #search({ llm }: Entry, vector: readonly number[]): Promise<SearchRow | undefined> {
    const { vector: field } = this.#schema;
    const length = checkVector(vector, field.dims === 0 ? vector.length : field.dims, field);
    const words = buildSearch({
      indexName: this.#index.name,
      filter: `@llm:{${llm}}`,
      vector: encodeVector(toUnitVector(vector, length, "FLOAT32"), "FLOAT32"),
      field,
      k: 1,
      fields: ["return_val"],
      alias: "distance",
      efRuntime: undefined,
      timeoutMs: undefined,
    });
    try {
      const reply = await this.#index.search(words, { readyTimeoutMs: 0, buffers: false, signal: undefined });
      return parseReply(reply, "distance", field.name)[0];
    } catch (error) {
      // Nothing was kept yet.
      if (MemoryDBIndexNotFoundError.isInstance(error)) return undefined;
      throw error;
    }
  }

  async #write({ prompt, llmKey, llm, key }: Entry, vector: readonly number[], value: string): Promise<void> {
    const { vector: field } = this.#schema;
    const dims = field.dims === 0 ? vector.length : field.dims;
    checkVector(vector, dims, field);
    await this.#index.ensure(this.#schema, dims);
    const { ttl } = this.#settings;
    const texts = ["prompt", prompt, "return_val", value, "llm", llm, "llm_string", llmKey];
    const bytes = encodeVector(vector, "FLOAT32");
    const replies = await this.#connection.pipeline(
      [
        { args: ["HSET", key, ...texts, "created_at", String(Date.now()), field.name, bytes], key },
        ...(ttl === undefined ? [] : [{ args: ["EXPIRE", key, String(ttl)], key }]),
      ],
      { index: this.#index.name },
    );
    const failure = replies.find((reply) => reply instanceof Error);
    if (failure !== undefined) throw failure;
  }

  #refreshment(key: string): { args: string[]; key: string }[] {
    const { ttl, refreshTtlOnHit } = this.#settings;
    return ttl === undefined || !refreshTtlOnHit ? [] : [{ args: ["EXPIRE", key, String(ttl)], key }];
  }

  /** A value that nobody can read is of no use to anybody: it is removed. */
  async #read(key: string, value: string): Promise<Generation[] | undefined> {
    const generations = readGenerations(value);
    if (generations !== undefined) return generations;
    warnOnce(
      `memorydb/cache-unreadable/${this.#index.name}`,
      `An entry of the cache ${this.#index.name} cannot be read. It is removed, as are others like it.`,
    );
    await this.#index.unlink([key]);
    return undefined;
  }

  async #clearScopes(llmKey: string): Promise<number> {
    let count = 0;
    for await (const keys of this.#connection.scan(prefixPattern(this.#settings.prefix))) {
      const owners = await this.#connection.pipeline(keys.map((key) => ({ args: ["HGET", key, "llm_string"], key })));
      const own = keys.filter((_key, place) => textOf(owners[place]) === llmKey);
      count += await this.#index.unlink(own);
    }
    return count;
  }

  /** In LangChain's core a lookup that rejects is neither answered nor computed anew, so it does not, unless asked to. */
  async #guard<Result>(what: string, fallback: Result, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      this.#stats.errors += 1;
      if (this.#settings.onError === "throw") throw error;
      const kind = MemoryDBError.isInstance(error) ? error.code : error instanceof Error ? error.name : "error";
      const reason =
        MemoryDBError.isInstance(error) && error instanceof Error
          ? error.message
          : "Embedding the prompt, or a function of yours, failed.";
      warnOnce(
        `memorydb/cache/${this.#index.name}/${what}/${kind}`,
        `The ${what} in the cache ${this.#index.name} failed, and counts as a miss: ${reason}`,
      );
      return fallback;
    }
  }
}

function toSchema({ algorithm, dims }: CacheSettings): ResolvedSchema {
  return {
    contentKey: "prompt",
    metadataKey: undefined,
    text: [{ name: "return_val" }],
    tag: [{ name: "llm", separator: ",", case_sensitive: false }],
    numeric: [],
    vector: { ...resolveVector({ name: "prompt_vector", algorithm }), dims },
  };
}

function modelTag(llmKey: string, scope = ""): string {
  return shortHash(`${llmKey}\u0000${scope}`);
}

function shortHash(text: string): string {
  return sha256(text).slice(0, 32);
}
