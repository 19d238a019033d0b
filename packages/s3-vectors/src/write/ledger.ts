import { S3VectorsError, S3VectorsWriteError } from "../errors.ts";
import type { S3VectorsAddProgress } from "../options.ts";
import { notePartialAdd } from "./partial-add.ts";
import type { VectorRecord } from "./vector-record.ts";

/** Keeps the books of one call: which inputs have which ids, and what has become of them. */
export class AddLedger {
  /** The ids of what is stored, by input. */
  readonly #stored: (string | undefined)[] = [];
  readonly #assigned: string[] = [];
  readonly #failed = new Map<string, readonly number[]>();
  #done = 0;
  /** Whether this call has stored anything. */
  #hasWritten = false;
  total: number | undefined;

  constructor(total: number | undefined) {
    this.total = total;
    if (total !== undefined) this.#stored.length = total;
  }

  /** An id for each input. */
  get assignedIds(): string[] {
    return [...this.#assigned];
  }

  /** Gives an input its id. */
  assign(index: number, id: string): void {
    this.#assigned[index] = id;
  }

  /** An input was stored by an earlier call. */
  resumed(index: number, id: string): void {
    this.assign(index, id);
    this.#stored[index] = id;
    this.#done += 1;
  }

  /** A request was answered. */
  written(records: readonly VectorRecord[]): S3VectorsAddProgress {
    const indexes = records.flatMap((record) => record.indexes);
    for (const { id, indexes: places } of records) for (const place of places) this.#stored[place] = id;
    this.#done += indexes.length;
    this.#hasWritten = true;
    return { done: this.#done, total: this.total, indexes, ids: this.#stored };
  }

  /** A request failed. */
  failed(records: readonly VectorRecord[]): void {
    for (const { id, indexes } of records) this.#failed.set(id, indexes);
  }

  /**
   * The error of the call.
   *
   * A failure before any request that writes stays what it is; after that it is the cause of one that tells what was
   * stored.
   *
   * @param failedIndex the input it is about, where it is about one
   */
  toError(error: unknown, failedIndex?: number): unknown {
    const failedIndexes = failedIndex === undefined ? [...this.#failed.values()].flat() : [failedIndex];
    const partial = {
      ids: this.#stored,
      assignedIds: this.#assigned,
      done: this.#done,
      total: this.total,
      failedIndex: failedIndexes.reduce((first, index) => Math.min(first, index), failedIndexes[0] ?? 0),
      failedIndexes,
    };
    if (!this.#hasWritten && this.#failed.size === 0) {
      return S3VectorsError.isInstance(error) ? notePartialAdd(error, partial) : error;
    }
    return notePartialAdd(this.#writeError(error), partial);
  }

  #writeError(cause: unknown): S3VectorsWriteError {
    const writtenIds = new Set(this.#stored.filter((id) => id !== undefined));
    const failedIds = [...this.#failed.keys()].filter((id) => !writtenIds.has(id));
    const notAttemptedIds = new Set(this.#assigned.filter((id) => !writtenIds.has(id) && !this.#failed.has(id)));
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new S3VectorsWriteError(
      `Not everything was stored: ${writtenIds.size} vectors are, ${failedIds.length} failed, ${notAttemptedIds.size} were not sent. ${reason}`,
      {
        operation: "PutVectors",
        writtenIds: [...writtenIds],
        failedIds,
        notAttemptedIds: [...notAttemptedIds],
        cause,
        hint: "Send the rest with the option `resume`; readPartialAdd(error) has what it takes.",
        ...factsOf(cause),
      },
    );
  }
}

function factsOf(cause: unknown): {
  retryable?: boolean;
  awsCode?: string;
  httpStatusCode?: number;
  requestId?: string;
} {
  if (typeof cause !== "object" || cause === null) return {};
  const { retryable, awsCode, httpStatusCode, requestId } = Object(cause);
  return {
    ...(typeof retryable === "boolean" && { retryable }),
    ...(typeof awsCode === "string" && { awsCode }),
    ...(typeof httpStatusCode === "number" && { httpStatusCode }),
    ...(typeof requestId === "string" && { requestId }),
  };
}
