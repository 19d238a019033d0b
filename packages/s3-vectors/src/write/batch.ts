import { S3VectorsVectorError } from "../errors.ts";
import { measureNumbers, type NumberForm } from "./number-form.ts";
import type { VectorRecord } from "./vector-record.ts";

/** Vectors of one request, and no more bytes than its body may take. */
export interface Batch {
  readonly records: readonly VectorRecord[];
  readonly bytes: number;
}

/** Where a batch ends. */
export interface BatchLimits {
  readonly maxVectors: number;
  readonly maxBytes: number;
  /** Bytes of the body around the vectors. */
  readonly frameBytes: number;
  readonly form: NumberForm;
}

/**
 * Gathers vectors into requests that hold as many as the limits allow.
 *
 * Sizes are upper bounds at first. Only when those reach the limit is it counted how much the numbers really take: for
 * most indexes never.
 */
export class BatchPlanner {
  readonly #limits: BatchLimits;
  #records: VectorRecord[] = [];
  #bytes: number;
  /** Whether `#bytes` is exact. */
  #isMeasured = false;

  constructor(limits: BatchLimits) {
    this.#limits = limits;
    this.#bytes = limits.frameBytes;
  }

  /** Whether a vector of that id is waiting. */
  has(id: string): boolean {
    return this.#records.some((record) => record.id === id);
  }

  /**
   * Takes a vector.
   *
   * @returns a batch that this vector had no room in, or that is full with it
   * @throws S3VectorsVectorError for a vector that no request has room for
   */
  add(record: VectorRecord): Batch[] {
    const done: Batch[] = [];
    if (!this.#fits(record)) {
      if (this.#records.length > 0) done.push(...this.flush());
      if (!this.#fits(record)) throw tooLarge(record, this.#limits);
    }
    this.#bytes += this.#sizeOf(record);
    this.#records.push(record);
    if (this.#records.length === this.#limits.maxVectors) done.push(...this.flush());
    return done;
  }

  /** What is waiting, if anything is. */
  flush(): Batch[] {
    if (this.#records.length === 0) return [];
    const batch = { records: this.#records, bytes: this.#bytes };
    this.#records = [];
    this.#bytes = this.#limits.frameBytes;
    this.#isMeasured = false;
    return [batch];
  }

  #fits(record: VectorRecord): boolean {
    const { maxBytes, frameBytes } = this.#limits;
    if (this.#bytes + this.#sizeOf(record) <= maxBytes) return true;
    if (this.#isMeasured) return false;
    this.#isMeasured = true;
    this.#bytes = frameBytes + this.#records.reduce((sum, each) => sum + this.#sizeOf(each), 0);
    return this.#bytes + this.#sizeOf(record) <= maxBytes;
  }

  #sizeOf({ head, numbers, tail }: VectorRecord): number {
    const { form } = this.#limits;
    const around = head.length + tail.length + 1;
    return around + (this.#isMeasured ? measureNumbers(numbers, form) : numbers.length * (form.mostBytes + 1));
  }
}

function tooLarge({ id, indexes }: VectorRecord, { maxBytes }: BatchLimits): S3VectorsVectorError {
  return new S3VectorsVectorError(
    `Input ${indexes.at(-1) ?? 0}, id "${id}": with its metadata the vector alone is larger than a request of ${maxBytes} bytes. Raise maxRequestBytes, or store less metadata.`,
  );
}
