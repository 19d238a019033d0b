/** One thing that a store holds: members that JSON can carry, and bytes beside them. */
export interface StoredRecord<Data extends object = object> {
  data: Data;
  /** Vectors, images of databases and the like. They stand in a file of their own, as they are. */
  bytes?: readonly Uint8Array[];
}

/** A store of the instance, from the side of what writes it to a disk and reads it back. */
export interface PersistentStore<Data extends object = object> {
  /** Also the name of its file: `s3-vectors`. */
  readonly name: string;
  /**
   * What the store holds beyond what the options brought.
   *
   * The records are read while the store goes on changing; they show it as it was when the promise was fulfilled.
   */
  dump(): Promise<Iterable<StoredRecord<Data>>>;
  /** Takes what `dump` gave into a store that is as the options have it. It may throw halfway. */
  load(records: readonly StoredRecord<Data>[]): Promise<void>;
  /** The store as the options have it. */
  reset(): void;
  /** From now on, calls this after each change. */
  onChange(listener: () => void): void;
}
