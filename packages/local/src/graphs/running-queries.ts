/** A query that somebody cancelled. */
export class CancelledError extends Error {
  override readonly name = "CancelledError";
}

/** A query that has been asked for and not been answered. */
export interface RunningQuery {
  readonly id: string;
  readonly queryString: string;
  readonly startedAt: number;
}

/** What a graph is at. */
export class RunningQueries {
  readonly #running = new Map<string, { query: RunningQuery; cancellation: AbortController }>();

  /** Runs a query under its id; the signal is aborted with a {@link CancelledError} when it is cancelled. */
  async run<Value>(query: RunningQuery, work: (cancelled: AbortSignal) => Promise<Value>): Promise<Value> {
    const cancellation = new AbortController();
    this.#running.set(query.id, { query, cancellation });
    try {
      return await work(cancellation.signal);
    } finally {
      this.#running.delete(query.id);
    }
  }

  /** Oldest first. */
  list(): RunningQuery[] {
    return [...this.#running.values()].map(({ query }) => query);
  }

  /** Gives `false` when there is no such query. */
  cancel(id: string): boolean {
    const found = this.#running.get(id);
    found?.cancellation.abort(new CancelledError("The query was cancelled."));
    return found !== undefined;
  }
}
