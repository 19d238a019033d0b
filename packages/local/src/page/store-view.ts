/** A store of the instance, as the page and the control routes show it: `knowledge-bases` and what is in them. */
export interface StoreView {
  /** The name in the path: `s3-vectors`. */
  readonly name: string;
  /** The containers of the store, in a stable order. */
  list(): readonly StoreSummary[] | Promise<readonly StoreSummary[]>;
  /**
   * Some of what a container holds, in a stable order; `undefined` when there is no such container.
   *
   * @param from - counted from 0
   */
  items(id: string, from: number, limit: number): Items | Promise<Items>;
}

/** Some of what a container holds, or `undefined` when there is no such container. */
export type Items = readonly unknown[] | undefined;

/** One container: a knowledge base, an index. */
export interface StoreSummary {
  readonly id: string;
  /** How many items are in it. */
  readonly size: number;
  /** What else is worth knowing in a line: dimension, metric, type. */
  readonly details?: Readonly<Record<string, unknown>>;
}
