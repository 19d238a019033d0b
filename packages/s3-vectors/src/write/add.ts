import { S3VectorsConfigError, S3VectorsMetadataError } from "../errors.ts";
import { MetadataProblem } from "../metadata/metadata-problem.ts";
import { type MetadataRules, type StoredMetadata, toStoredMetadata } from "../metadata/to-stored-metadata.ts";
import type { S3VectorsAddProgress, S3VectorsVector } from "../options.ts";
import { type AddInputs, type AddItem, isList, toItems } from "./add-items.ts";
import { BatchPlanner } from "./batch.ts";
import { checkVector, type VectorRules } from "./check-vector.ts";
import { AddLedger } from "./ledger.ts";
import type { NumberForm } from "./number-form.ts";
import { type PutFrame, writePutBody } from "./put-body.ts";
import { PutPipe } from "./put-pipe.ts";
import { toRecord } from "./vector-record.ts";

/** The store, from the side of a call that adds. */
export interface AddTarget {
  /** Looks the index up, once for a store. */
  describeIndex(signal: AbortSignal | undefined): Promise<void>;
  /** Creates the index if it is not there, once for a store, and checks that such vectors fit into it. */
  ensureIndex(dimension: number, signal: AbortSignal | undefined): Promise<void>;
  embed(texts: string[], signal: AbortSignal | undefined): Promise<readonly S3VectorsVector[]>;
  put(body: Uint8Array, signal: AbortSignal | undefined): Promise<void>;
  /** As far as the index is known. */
  readonly metadataRules: MetadataRules;
  readonly vectorRules: VectorRules;
}

/** How a call adds. */
export interface AddSettings {
  readonly batchSize: number;
  readonly maxConcurrency: number;
  readonly maxRequestBytes: number;
  readonly form: NumberForm;
  readonly frame: PutFrame;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: S3VectorsAddProgress) => void) | undefined;
}

/** Embedded batches that wait for their request while others are in flight. */
const waitingBatches = 2;

/**
 * Embeds what has no vector yet and stores it: the next batch is embedded while the ones before are sent.
 *
 * @returns an id for each input
 * @throws what `ledger` makes of the first failure; an abort, and what `onProgress` throws, come out as they are
 */
export async function addAll(inputs: AddInputs, target: AddTarget, settings: AddSettings): Promise<string[]> {
  const ledger = new AddLedger(isList(inputs.documents) ? inputs.documents.length : undefined);
  const { items, mayRepeat } = await toItems(inputs, ledger);
  const job = new AddJob(target, settings, ledger, mayRepeat);
  let group: AddItem[] = [];
  try {
    settings.signal?.throwIfAborted();
    for await (const item of items) {
      group.push(item);
      if (group.length < settings.batchSize) continue;
      await job.add(group);
      group = [];
    }
    await job.add(group);
    await job.finish();
  } catch (error) {
    throw await job.fail(error);
  }
  return ledger.assignedIds;
}

/** An error about one item. */
class ItemError extends Error {
  readonly index: number;
  override readonly cause: unknown;

  constructor(index: number, cause: unknown) {
    super("An item cannot be stored.");
    this.index = index;
    this.cause = cause;
  }
}

/** What a caller's own function threw. */
class CallerError extends Error {
  override readonly cause: unknown;

  constructor(cause: unknown) {
    super("A function of the caller's threw.");
    this.cause = cause;
  }
}

class AddJob {
  readonly #target: AddTarget;
  readonly #settings: AddSettings;
  readonly #ledger: AddLedger;
  readonly #mayRepeat: boolean;
  readonly #planner: BatchPlanner;
  readonly #pipe: PutPipe;
  #hasBegun = false;

  constructor(target: AddTarget, settings: AddSettings, ledger: AddLedger, mayRepeat: boolean) {
    const { batchSize, maxConcurrency, maxRequestBytes, form, frame, signal } = settings;
    this.#target = target;
    this.#settings = settings;
    this.#ledger = ledger;
    this.#mayRepeat = mayRepeat;
    this.#planner = new BatchPlanner({
      maxVectors: batchSize,
      maxBytes: maxRequestBytes,
      frameBytes: frame.head.length + frame.tail.length,
      form,
    });
    this.#pipe = new PutPipe({
      width: maxConcurrency,
      mostVectors: (maxConcurrency + waitingBatches) * batchSize,
      signal,
      send: async (batch) => await target.put(await writePutBody(batch, frame, form), signal),
      onFailed: (records) => ledger.failed(records),
      onWritten: (records) => this.#report(ledger.written(records)),
    });
  }

  /** Embeds some items, and sends what fills a batch. */
  async add(group: readonly AddItem[]): Promise<void> {
    if (group.length === 0) return;
    const { signal } = this.#settings;
    await this.#pipe.reserve(group.length);
    if (!this.#hasBegun) await this.#target.describeIndex(signal);
    const metadata = group.map((item) => this.#metadataOf(item));
    const vectors = await this.#vectorsOf(group);
    await this.#begin(group, vectors);
    for (const [at, item] of group.entries()) {
      const vector = this.#checked(item, vectors[at]);
      await this.#take(item, vector, metadata[at] ?? {});
    }
  }

  /** Sends what is left, and waits for all answers. */
  async finish(): Promise<void> {
    for (const batch of this.#planner.flush()) this.#pipe.push(batch);
    await this.#pipe.drain();
  }

  /** Waits for what is in flight. */
  async fail(thrown: unknown): Promise<unknown> {
    await this.#pipe.stop(thrown);
    const { signal } = this.#settings;
    if (signal?.aborted === true) return signal.reason;
    const error = this.#pipe.failure?.error ?? thrown;
    if (error instanceof CallerError) return error.cause;
    return error instanceof ItemError ? this.#ledger.toError(error.cause, error.index) : this.#ledger.toError(error);
  }

  /** Creates the index, if need be, once the length of the first vector is known. */
  async #begin(group: readonly AddItem[], vectors: readonly unknown[]): Promise<void> {
    if (this.#hasBegun) return;
    const [item] = group;
    if (item === undefined) return;
    // Not compared with the index here: there, another length is an index that does not fit, not a vector.
    const rules = { ...this.#target.vectorRules, dimension: undefined };
    const { length } = this.#about(item, () => checkVector(vectors[0], rules, nameOf("vectors", item)));
    await this.#target.ensureIndex(length, this.#settings.signal);
    this.#hasBegun = true;
  }

  async #take(item: AddItem, vector: S3VectorsVector, metadata: StoredMetadata): Promise<void> {
    const { id, indexes } = item;
    if (this.#mayRepeat && (this.#planner.has(id) || this.#pipe.has(id))) await this.finish();
    const batches = this.#about(item, () => this.#planner.add(toRecord(indexes, id, vector, metadata)));
    for (const batch of batches) this.#pipe.push(batch);
  }

  #metadataOf(item: AddItem): StoredMetadata {
    return this.#about(item, () => {
      try {
        return toStoredMetadata(item.document, this.#target.metadataRules);
      } catch (error) {
        if (!(error instanceof MetadataProblem)) throw error;
        throw new S3VectorsMetadataError(
          `The metadata of ${nameOf("documents", item)} cannot be stored: ${error.message}.`,
        );
      }
    });
  }

  async #vectorsOf(group: readonly AddItem[]): Promise<readonly unknown[]> {
    if (group.some(({ vector }) => vector !== undefined)) return group.map(({ vector }) => vector);
    const texts = group.map(({ document }) => document.pageContent);
    const vectors = await this.#target.embed(texts, this.#settings.signal);
    if (vectors.length === texts.length) return vectors;
    throw new S3VectorsConfigError(`The embeddings gave ${vectors.length} vectors for ${texts.length} texts.`, {
      code: "EMBEDDINGS",
    });
  }

  #checked(item: AddItem, vector: unknown): S3VectorsVector {
    return this.#about(item, () => checkVector(vector, this.#target.vectorRules, nameOf("vectors", item)));
  }

  /** Notes on an error which item it is about. */
  #about<T>({ indexes }: AddItem, work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw new ItemError(indexes.at(-1) ?? 0, error);
    }
  }

  #report(progress: S3VectorsAddProgress): void {
    try {
      this.#settings.onProgress?.(progress);
    } catch (error) {
      throw new CallerError(error);
    }
  }
}

function nameOf(list: string, { id, indexes }: AddItem): string {
  return `${list}[${indexes.at(-1) ?? 0}], id "${id}"`;
}
