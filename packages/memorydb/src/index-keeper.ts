import { textOf } from "./clients/bytes.ts";
import type { CommandArgument } from "./clients/memorydb-client.ts";
import type { Connection } from "./connection/connection.ts";
import { backOff, wait } from "./connection/wait.ts";
import { prefixPattern } from "./documents/keys.ts";
import { encodeVector } from "./documents/vector-bytes.ts";
import type { Engine } from "./engine.ts";
import {
  MemoryDBAuthError,
  MemoryDBConnectionError,
  MemoryDBError,
  MemoryDBIndexLimitError,
  MemoryDBIndexMismatchError,
  MemoryDBIndexNotFoundError,
  MemoryDBQueryError,
  MemoryDBUnsupportedError,
} from "./errors.ts";
import { buildCreate } from "./schema/build-create.ts";
import { type IndexInfo, parseIndexInfo } from "./schema/index-info.ts";
import { metadataField, type ResolvedSchema, type ResolvedVectorField } from "./schema/index-schema.ts";
import { buildSearch } from "./search/build-search.ts";

/** What MemoryDB and ElastiCache take ("Vector search features and limits"). */
const maxIndexes = 10;
const keysOfOneBurst = 500;

/** What became of an index and its documents. */
export interface DropResult {
  /** Whether there was an index. */
  dropped: boolean;
  /** Documents that were deleted. */
  deletedKeys: number;
}

/** How a search is sent. */
export interface SearchCommandOptions {
  /** How long an index that is being filled is waited for, in milliseconds. */
  readyTimeoutMs: number;
  buffers: boolean;
  signal: AbortSignal | undefined;
  /** What it finds is changed then: no replica may answer. @defaultValue false */
  write?: boolean;
}

/** One index on one server: whether it is there, and how it comes and goes. */
export class IndexKeeper {
  readonly #connection: Connection;
  readonly name: string;
  /** With its colon. */
  readonly prefix: string;
  #engine: Engine | undefined;
  #ensured: Promise<void> | undefined;

  constructor(connection: Connection, name: string, prefix: string) {
    this.#connection = connection;
    this.name = name;
    this.prefix = prefix;
  }

  /** The engine behind the index, corrected by what it refused. */
  async engine(): Promise<Engine> {
    return this.#engine ?? (await this.#connection.engine());
  }

  /** Sends a command about the index to a node that may write. */
  async send(
    args: readonly CommandArgument[],
    options: { signal?: AbortSignal | undefined; buffers?: boolean; write?: boolean } = {},
  ): Promise<unknown> {
    return await this.#connection.send(args, { key: this.prefix, index: this.name, ...options });
  }

  /** By the list of indexes: texts of errors differ from engine to engine. */
  async exists(): Promise<boolean> {
    return (await this.#list()).includes(this.name);
  }

  async #list(): Promise<string[]> {
    const reply = await this.send(["FT._LIST"]);
    return Array.isArray(reply) ? reply.map(textOf) : [];
  }

  /** What the server tells of the index. */
  async info(): Promise<IndexInfo> {
    return parseIndexInfo(await this.send(["FT.INFO", this.name]));
  }

  /** Makes the index, if it is not there; once, however many ask at the same time. */
  async ensure(schema: ResolvedSchema, dims: number): Promise<void> {
    this.#ensured ??= this.#ensure(schema, dims);
    try {
      await this.#ensured;
    } catch (error) {
      this.#ensured = undefined;
      throw error;
    }
  }

  async #ensure(schema: ResolvedSchema, dims: number): Promise<void> {
    const engine = await this.engine();
    const names = await this.#list();
    if (names.includes(this.name)) {
      await this.#compare(schema, dims);
      return;
    }
    try {
      await this.#create(schema, dims, engine);
    } catch (error) {
      // Another process may have been faster.
      if (isOutOfReach(error) || !(await this.exists())) throw this.#toCreateError(error, names.length);
    }
  }

  async #create(schema: ResolvedSchema, dims: number, engine: Engine): Promise<void> {
    const words = { indexName: this.name, prefix: this.prefix, schema, dims };
    try {
      await this.send(buildCreate({ ...words, engine }));
    } catch (error) {
      const isAboutText = engine.hasText && error instanceof Error && /`?\bTEXT\b`?/.test(error.message);
      if (!isAboutText) throw error;
      this.#engine = { ...engine, hasText: false, searchesText: false };
      await this.send(buildCreate({ ...words, engine: this.#engine }));
    }
  }

  #toCreateError(error: unknown, count: number): unknown {
    if (isOutOfReach(error) || count < maxIndexes) return error;
    return new MemoryDBIndexLimitError(
      `The index ${this.name} was refused: the cluster has ${count} indexes already. MemoryDB and ElastiCache take ${maxIndexes}. Share one index, and tell its documents apart by a tag.`,
      { command: "FT.CREATE", index: this.name, cause: error },
    );
  }

  /** A vector of another length is stored without an error, and never found. */
  async #compare({ vector }: ResolvedSchema, dims: number): Promise<void> {
    const { fields, isReady } = await this.info();
    const field = fields.find(({ name }) => name === vector.name);
    if (field?.dims !== undefined && field.dims !== dims) {
      throw this.#mismatch(`its vectors have ${field.dims} numbers, these have ${dims}`);
    }
    if (field?.distanceMetric !== undefined && field.distanceMetric !== vector.distanceMetric) {
      throw this.#mismatch(`it compares by ${field.distanceMetric}, this store by ${vector.distanceMetric}`);
    }
    if (field?.dims === undefined && isReady) await this.#probe(vector, dims);
  }

  /** What FT.INFO does not show, a search does: the engines refuse a query vector of another length. */
  async #probe(field: ResolvedVectorField, dims: number): Promise<void> {
    const words = buildSearch({
      indexName: this.name,
      filter: "*",
      vector: encodeVector(
        Array.from({ length: dims }, () => 1),
        field.datatype,
      ),
      field,
      k: 1,
      fields: [],
      alias: "distance",
      efRuntime: undefined,
      timeoutMs: undefined,
    });
    try {
      await this.send(words);
    } catch (error) {
      if (isOutOfReach(error) || !(error instanceof Error)) throw error;
      throw this.#mismatch(`it refuses to search for a vector of ${dims} numbers in ${field.name} (${error.message})`);
    }
  }

  #mismatch(why: string): MemoryDBIndexMismatchError {
    return new MemoryDBIndexMismatchError(
      `The index ${this.name} does not fit: ${why}. Drop it, or use another \`indexName\` and \`keyPrefix\`.`,
      { index: this.name },
    );
  }

  /**
   * Runs a search. While the index is being filled it waits, `readyTimeoutMs` at most.
   *
   * @throws MemoryDBIndexNotFoundError, MemoryDBQueryError with the text of the query and without the vector
   */
  async search(
    args: readonly CommandArgument[],
    { readyTimeoutMs, buffers, signal, write = false }: SearchCommandOptions,
  ): Promise<unknown> {
    const deadline = Date.now() + readyTimeoutMs;
    let isLastAttempt = readyTimeoutMs === 0;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.send(args, { buffers, signal, write });
      } catch (error) {
        signal?.throwIfAborted();
        if (isOutOfReach(error)) throw error;
        const isWaiting = !isLastAttempt && (await this.#isBeingFilled());
        if (isLastAttempt || Date.now() >= deadline) throw await this.#toSearchError(error, args, isWaiting);
        // It may have become ready between the search and the question.
        isLastAttempt = !isWaiting;
      }
      if (!isLastAttempt) await wait(Math.min(backOff(attempt), Math.max(deadline - Date.now(), 1)), signal);
    }
  }

  async #isBeingFilled(): Promise<boolean> {
    try {
      return !(await this.info()).isReady;
    } catch (error) {
      if (isOutOfReach(error)) throw error;
      return false;
    }
  }

  async #toSearchError(error: unknown, args: readonly CommandArgument[], isWaiting: boolean): Promise<Error> {
    const facts = { command: "FT.SEARCH", index: this.name, cause: error };
    if (!(await this.exists())) {
      // Somebody else has dropped it: the next write makes it again.
      this.#ensured = undefined;
      return new MemoryDBIndexNotFoundError(
        `There is no index ${this.name}. It is made when the first document is added.`,
        facts,
      );
    }
    const reason = error instanceof Error ? error.message : String(error);
    const text = typeof args[2] === "string" ? args[2] : "";
    const hint = searchHint(reason, isWaiting);
    return new MemoryDBQueryError(
      `The search in ${this.name} was refused: ${reason} Query: ${text}`,
      hint === undefined ? facts : { ...facts, hint },
    );
  }

  /** Drops the index, and with it the documents of its prefix if that is wanted. */
  async drop(deleteDocuments: boolean): Promise<DropResult> {
    const dropped = await this.#dropIndex();
    this.#ensured = undefined;
    const deletedKeys = deleteDocuments ? await this.deleteAll() : 0;
    return { dropped, deletedKeys };
  }

  async #dropIndex(): Promise<boolean> {
    try {
      // Never with DD, which MemoryDB and valkey-search do not have.
      await this.send(["FT.DROPINDEX", this.name]);
      return true;
    } catch (error) {
      if (isOutOfReach(error) || (await this.exists())) throw error;
      return false;
    }
  }

  /** Deletes every key of the prefix. */
  async deleteAll(
    options: { signal?: AbortSignal | undefined; onDeleted?: (count: number) => void } = {},
  ): Promise<number> {
    return await this.deleteMatching(prefixPattern(this.prefix), options);
  }

  /** Deletes the keys that match a pattern, a page at a time. */
  async deleteMatching(
    pattern: string,
    { signal, onDeleted }: { signal?: AbortSignal | undefined; onDeleted?: (count: number) => void } = {},
  ): Promise<number> {
    let count = 0;
    for await (const keys of this.#connection.scan(pattern)) {
      for (let at = 0; at < keys.length; at += keysOfOneBurst) {
        count += await this.unlink(keys.slice(at, at + keysOfOneBurst), signal);
        onDeleted?.(count);
      }
    }
    return count;
  }

  /** One command per key: keys of several slots may not share one. */
  async unlink(keys: readonly string[], signal?: AbortSignal): Promise<number> {
    const replies = await this.#connection.pipeline(
      keys.map((key) => ({ args: ["UNLINK", key], key })),
      { signal, index: this.name },
    );
    const failure = replies.find((reply) => reply instanceof Error);
    if (failure !== undefined) throw failure;
    return replies.reduce<number>((sum, reply) => sum + Number(reply), 0);
  }
}

function searchHint(reason: string, isWaiting: boolean): string | undefined {
  if (isWaiting) return "The index is still being filled. Raise `indexReadyTimeoutMs`, or try again later.";
  return reason.includes(metadataField)
    ? `The index was made without the field ${metadataField}. Open it with \`fromExistingIndex\`, or pass \`metadataJson: false\`.`
    : undefined;
}

/** The server was not asked, or did not let us ask: nothing can be found out by asking again. */
function isOutOfReach(error: unknown): boolean {
  return (
    !MemoryDBError.isInstance(error) ||
    MemoryDBAuthError.isInstance(error) ||
    MemoryDBConnectionError.isInstance(error) ||
    MemoryDBUnsupportedError.isInstance(error)
  );
}
