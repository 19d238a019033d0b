const maxOpen = 100;

/** Iterations of SCAN that are under way: a snapshot of the keys, and how far it was read. */
export class ScanCursors {
  readonly #open = new Map<string, { keys: readonly string[]; at: number }>();
  #count = 0;

  /** The next keys of an iteration; cursor `0` begins one, and ends it. Keys that came later may be missed. */
  next(cursor: string, most: number, list: () => readonly string[]): { cursor: string; keys: readonly string[] } {
    const begun = cursor === "0" ? { keys: list(), at: 0 } : this.#open.get(cursor);
    this.#open.delete(cursor);
    if (begun === undefined) return { cursor: "0", keys: [] };
    const { keys, at } = begun;
    const end = at + most;
    const page = keys.slice(at, end);
    if (end >= keys.length) return { cursor: "0", keys: page };
    this.#count += 1;
    const next = String(this.#count);
    // Iterations that nobody ends would keep their snapshots for ever.
    const [oldest] = this.#open.keys();
    if (this.#open.size >= maxOpen && oldest !== undefined) this.#open.delete(oldest);
    this.#open.set(next, { keys, at: end });
    return { cursor: next, keys: page };
  }
}
