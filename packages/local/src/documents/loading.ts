/**
 * Puts documents into an index, one call after the other, so that they keep the order in which they were added.
 *
 * The first documents, those of the options, wait until something is asked of the index: starting an instance, and
 * resetting it between tests, costs nothing.
 */
export class Loading<Document> {
  readonly #index: (documents: readonly Document[], areFirst: boolean) => Promise<number>;
  #waiting: readonly Document[];
  /** The first documents while they are being put into the index. */
  #beingLoaded: readonly Document[] = [];
  #last: Promise<unknown> = Promise.resolve();
  /** How often it was started again: what was added before that is not put into the index after it. */
  #starts = 0;

  /** @param index gives how many things were made of the documents; it is told whether they are the first ones */
  constructor(
    first: readonly Document[],
    index: (documents: readonly Document[], areFirst: boolean) => Promise<number>,
  ) {
    this.#waiting = first;
    this.#index = index;
  }

  /** The first documents, as long as they are not in the index. */
  get pending(): readonly Document[] {
    return this.#waiting.length > 0 ? this.#waiting : this.#beingLoaded;
  }

  /**
   * Adds documents behind all that were added before.
   *
   * @returns what `index` gave; 0 when everything was forgotten in the meantime
   */
  async add(documents: readonly Document[]): Promise<number> {
    const [, added] = await Promise.all([this.#loadWaiting(), this.#enqueue(documents, false)]);
    return added;
  }

  /** Starts again with other first documents; those that still wait for their turn are forgotten. */
  restart(first: readonly Document[]): void {
    this.#starts += 1;
    this.#waiting = first;
    this.#beingLoaded = [];
    this.#last = Promise.resolve();
  }

  /** Waits until everything that was added is in the index. */
  async ready(): Promise<void> {
    await this.#loadWaiting();
    await this.#last;
  }

  async #loadWaiting(): Promise<void> {
    const [documents, starts] = [this.#waiting, this.#starts];
    if (documents.length === 0) return;
    this.#waiting = [];
    this.#beingLoaded = documents;
    try {
      await this.#enqueue(documents, true);
    } catch (error) {
      // An embedder of the user's may fail now and work later.
      if (starts === this.#starts) this.#waiting = documents;
      throw error;
    }
  }

  async #enqueue(documents: readonly Document[], areFirst: boolean): Promise<number> {
    const starts = this.#starts;
    const indexing = this.#last.then(async () => {
      if (starts !== this.#starts) return 0;
      const made = await this.#index(documents, areFirst);
      if (areFirst && starts === this.#starts) this.#beingLoaded = [];
      return made;
    });
    this.#last = indexing.catch(() => undefined);
    return await indexing;
  }
}
