import type { EmbeddingsInterface } from "@langchain/core/embeddings";
import type { MemoryDBCommand } from "../clients/memorydb-client.ts";
import type { Connection } from "../connection/connection.ts";
import { MemoryDBAuthError, MemoryDBConnectionError, MemoryDBError, MemoryDBWriteError } from "../errors.ts";
import type { IndexKeeper } from "../index-keeper.ts";
import type { AddOptions } from "../options.ts";
import { wholeNumber } from "../resolve-store.ts";
import type { ResolvedSchema } from "../schema/index-schema.ts";
import { type AddableDocuments, type AddItem, assignRest, checkLengths, inBatches, toItems } from "./add-items.ts";
import { buildHash } from "./build-hash.ts";
import { embedBatch } from "./embed-batch.ts";
import { notePartialAdd } from "./partial-add.ts";
import { checkVector, encodeVector, type VectorLike } from "./vector-bytes.ts";

/** A pipeline does not grow beyond so many bytes. */
const maxBurstBytes = 8 * 1024 * 1024;

/** What adding needs of a store. */
export interface AddSettings {
  readonly connection: Connection;
  readonly index: IndexKeeper;
  readonly embeddings: EmbeddingsInterface;
  readonly schema: ResolvedSchema;
  readonly batchSize: number;
  readonly maxConcurrency: number;
  readonly ttl: number | undefined;
}

/** A document as commands. */
interface Prepared {
  readonly item: AddItem;
  readonly commands: readonly MemoryDBCommand[];
  readonly bytes: number;
}

/**
 * Writes documents in pipelines: one is on its way while the next is embedded, so that memory holds two batches, however
 * many documents there are.
 *
 * @returns the key of each input
 * @throws MemoryDBConfigError for an option that cannot work; MemoryDBVectorError or MemoryDBWriteError with the input's
 *   index; `readPartialAdd` tells what was stored
 */
export async function addDocuments(
  documents: AddableDocuments,
  options: AddOptions,
  settings: AddSettings,
): Promise<string[]> {
  return await new Addition(documents, options, settings).run();
}

class Addition {
  readonly #documents: AddableDocuments;
  readonly #options: AddOptions;
  readonly #settings: AddSettings;
  readonly #batchSize: number;
  readonly #ttl: number | undefined;
  readonly #assigned: string[] = [];
  readonly #stored: (string | undefined)[] = [];
  readonly #failed: AddItem[] = [];
  #done = 0;
  #hasWritten = false;
  #total: number | undefined;
  #dims: number | undefined;
  #failure: { error: unknown } | undefined;

  constructor(documents: AddableDocuments, options: AddOptions, settings: AddSettings) {
    this.#documents = documents;
    this.#options = options;
    this.#settings = settings;
    this.#batchSize = wholeNumber("batchSize", options.batchSize) ?? settings.batchSize;
    // EXPIRE with 0 would delete what was just written.
    this.#ttl = wholeNumber("ttl", options.ttl) ?? settings.ttl;
    checkLengths(documents, options);
    this.#total = Array.isArray(documents) ? documents.length : undefined;
    if (this.#total !== undefined) this.#stored.length = this.#total;
    this.#dims = settings.schema.vector.dims === 0 ? undefined : settings.schema.vector.dims;
  }

  async run(): Promise<string[]> {
    const { maxConcurrency } = this.#settings;
    const inFlight = new Set<Promise<void>>();
    const items = toItems(this.#documents, this.#options, this.#settings.index.prefix, (index, key, isStored) =>
      this.#assign(index, key, isStored),
    );
    try {
      for await (const batch of inBatches(items, this.#batchSize)) {
        const bursts = await this.#prepare(batch);
        for (const burst of bursts) {
          if (this.#failure !== undefined) break;
          const write = this.#write(burst).finally(() => inFlight.delete(write));
          inFlight.add(write);
          while (inFlight.size >= maxConcurrency) await Promise.race(inFlight);
        }
        if (this.#failure !== undefined) break;
      }
    } catch (error) {
      this.#failure ??= { error };
    }
    await Promise.all(inFlight);
    if (this.#failure !== undefined) throw this.#toError(this.#failure.error);
    return this.#assigned;
  }

  #assign(index: number, key: string, isStored: boolean): void {
    this.#assigned[index] = key;
    if (!isStored) return;
    this.#stored[index] = key;
    this.#done += 1;
  }

  /** Embeds and encodes a batch; nothing of it leaves before all of it is known to be right. */
  async #prepare(batch: readonly AddItem[]): Promise<Prepared[][]> {
    const { embeddings, index, schema } = this.#settings;
    const { signal } = this.#options;
    signal?.throwIfAborted();
    const missing = batch.filter(({ vector }) => vector === undefined);
    const embedded =
      missing.length === 0
        ? []
        : await embedBatch(
            embeddings,
            missing.map(({ content }) => content),
            signal,
          );
    signal?.throwIfAborted();
    const made = new Map(missing.map((item, place) => [item, embedded[place]]));
    const prepared = batch.map((item) => this.#toCommands(item, item.vector ?? made.get(item) ?? []));
    await index.ensure(schema, this.#dims ?? 0);
    return cut(prepared);
  }

  #toCommands(item: AddItem, vector: VectorLike): Prepared {
    const { schema } = this.#settings;
    const { cleanMetadata = true } = this.#options;
    const ttl = this.#ttl;
    this.#dims ??= vector.length;
    checkVector(vector, this.#dims, schema.vector, item.index);
    const { key, content, metadata, index } = item;
    const bytes = encodeVector(vector, schema.vector.datatype);
    const hash = buildHash({ key, content, metadata, vector: bytes, index, cleanMetadata }, schema);
    return {
      item,
      bytes: bytes.byteLength + content.length + 256,
      commands: [
        // What the document had before and has no more must not stay.
        ...(item.isKnownKey ? [{ args: ["UNLINK", key], key }] : []),
        { args: hash, key },
        ...(ttl === undefined ? [] : [{ args: ["EXPIRE", key, String(ttl)], key }]),
      ],
    };
  }

  async #write(burst: readonly Prepared[]): Promise<void> {
    const { connection, index } = this.#settings;
    try {
      const replies = await connection.pipeline(
        burst.flatMap(({ commands }) => commands),
        { signal: this.#options.signal, index: index.name },
      );
      let at = 0;
      const written: AddItem[] = [];
      for (const { item, commands } of burst) {
        const failure = replies.slice(at, at + commands.length).find((reply) => reply instanceof Error);
        at += commands.length;
        if (failure === undefined) written.push(item);
        else this.#fail(item, failure);
      }
      this.#tell(written);
    } catch (error) {
      this.#failure ??= { error };
    }
  }

  #fail(item: AddItem, error: unknown): void {
    this.#failed.push(item);
    this.#failure ??= { error };
  }

  #tell(written: readonly AddItem[]): void {
    if (written.length === 0) return;
    for (const { index, key } of written) this.#stored[index] = key;
    this.#done += written.length;
    this.#hasWritten = true;
    this.#options.onProgress?.({
      done: this.#done,
      total: this.#total,
      indexes: written.map(({ index }) => index),
      ids: this.#stored,
    });
  }

  /** An abort, and what `onProgress` threw, stay what they are. */
  #toError(error: unknown): unknown {
    if (!MemoryDBError.isInstance(error) || !(error instanceof Error)) return error;
    const own = "failedIndex" in error && typeof error.failedIndex === "number" ? [error.failedIndex] : [];
    const failedIndexes =
      this.#failed.length > 0 ? this.#failed.map(({ index }) => index).toSorted((a, b) => a - b) : own;
    assignRest(this.#assigned, this.#documents, this.#options, this.#settings.index.prefix);
    const partial = {
      ids: this.#stored,
      assignedIds: this.#assigned,
      done: this.#done,
      total: this.#total,
      failedIndex: failedIndexes[0] ?? 0,
      failedIndexes,
    };
    const staysWhatItIs =
      !this.#hasWritten &&
      (this.#failed.length === 0 || MemoryDBAuthError.isInstance(error) || MemoryDBConnectionError.isInstance(error));
    return notePartialAdd(staysWhatItIs ? error : this.#writeError(error, failedIndexes), partial);
  }

  #writeError(cause: MemoryDBError & Error, failedIndexes: readonly number[]): MemoryDBWriteError {
    const writtenKeys = this.#stored.filter((key) => key !== undefined);
    const [failedIndex] = failedIndexes;
    return new MemoryDBWriteError(
      `Not everything was stored: ${writtenKeys.length} documents are, ${this.#failed.length} failed. ${cause.message}`,
      {
        command: "HSET",
        index: this.#settings.index.name,
        ...(failedIndex === undefined ? {} : { failedIndex }),
        writtenKeys,
        failedKeys: this.#failed.map(({ key }) => key),
        retryable: cause.retryable,
        cause,
        hint: "Send the rest with the option `resume`; readPartialAdd(error) has what it takes.",
      },
    );
  }
}

function cut(prepared: readonly Prepared[]): Prepared[][] {
  const bursts: Prepared[][] = [];
  let room = 0;
  for (const one of prepared) {
    if (one.bytes > room || bursts.length === 0) {
      bursts.push([]);
      room = maxBurstBytes;
    }
    bursts.at(-1)?.push(one);
    room -= one.bytes;
  }
  return bursts;
}
