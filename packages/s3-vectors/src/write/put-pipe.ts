import type { Batch } from "./batch.ts";
import type { VectorRecord } from "./vector-record.ts";

/** What a pipe sends and how. */
export interface PutPipeSettings {
  /** Most requests at the same time. */
  readonly width: number;
  /** Most vectors that are under way, from the embedder to the answer. */
  readonly mostVectors: number;
  readonly send: (batch: Batch) => Promise<void>;
  readonly onWritten: (records: readonly VectorRecord[]) => void;
  readonly onFailed: (records: readonly VectorRecord[]) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends batches, some at a time, while more are being made. After a failure no request is begun; those in flight come to
 * their end.
 */
export class PutPipe {
  readonly #settings: PutPipeSettings;
  readonly #waiting: Batch[] = [];
  readonly #inFlight = new Set<Batch>();
  #vectors = 0;
  #failure: { readonly error: unknown } | undefined;
  /** Called whenever something has changed. */
  #wake: (() => void) | undefined;

  constructor(settings: PutPipeSettings) {
    this.#settings = settings;
  }

  /** What went wrong first. */
  get failure(): { readonly error: unknown } | undefined {
    return this.#failure;
  }

  /** Whether a vector of that id is on its way. */
  has(id: string): boolean {
    const holds = ({ records }: Batch): boolean => records.some((record) => record.id === id);
    return this.#waiting.some(holds) || [...this.#inFlight].some(holds);
  }

  /** Waits until so many vectors more may be under way, and counts them as such. */
  async reserve(count: number): Promise<void> {
    await this.#until(() => this.#vectors === 0 || this.#vectors + count <= this.#settings.mostVectors);
    this.#vectors += count;
  }

  /** Sends a batch as soon as there is a place. */
  push(batch: Batch): void {
    this.#waiting.push(batch);
    this.#start();
  }

  /** Waits until everything that was pushed is answered. */
  async drain(): Promise<void> {
    await this.#until(() => this.#waiting.length === 0 && this.#inFlight.size === 0);
  }

  /** Begins nothing more, and waits for what has begun. */
  async stop(error: unknown): Promise<void> {
    this.#fail(error);
    await this.#until(() => this.#inFlight.size === 0, true);
  }

  /** @throws the failure, once there is one, unless it is `stop` that waits */
  async #until(isMet: () => boolean, isStopping = false): Promise<void> {
    while (!isMet()) {
      this.#throwFailure(isStopping);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#throwFailure(isStopping);
  }

  #throwFailure(isStopping: boolean): void {
    if (this.#failure !== undefined && !isStopping) throw this.#failure.error;
  }

  #start(): void {
    while (this.#failure === undefined && this.#inFlight.size < this.#settings.width) {
      const batch = this.#waiting.shift();
      if (batch === undefined) return;
      this.#inFlight.add(batch);
      void this.#run(batch);
    }
  }

  async #run(batch: Batch): Promise<void> {
    const { send, onWritten, onFailed, signal } = this.#settings;
    const { records } = batch;
    try {
      signal?.throwIfAborted();
      await send(batch);
    } catch (error) {
      onFailed(records);
      this.#fail(error);
      this.#settled(batch);
      return;
    }
    try {
      onWritten(records);
    } catch (error) {
      this.#fail(error);
    }
    this.#settled(batch);
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
  }

  #settled(batch: Batch): void {
    this.#inFlight.delete(batch);
    this.#vectors -= batch.records.length;
    this.#start();
    this.#wake?.();
  }
}
