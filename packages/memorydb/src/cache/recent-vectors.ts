const maxEntries = 256;
const maxAgeMs = 60_000;

/** The vectors of the last lookups, so that the update after a miss does not embed again; one embedding for each text. */
export class RecentVectors {
  readonly #embed: (text: string) => Promise<number[]>;
  readonly #entries = new Map<string, { vector: Promise<number[]>; at: number }>();

  constructor(embed: (text: string) => Promise<number[]>) {
    this.#embed = embed;
  }

  /** The vector of a text, known by `key`. A failure is not kept. */
  async get(key: string, text: string): Promise<number[]> {
    const now = Date.now();
    const known = this.#entries.get(key);
    if (known !== undefined && now - known.at < maxAgeMs) return await known.vector;
    const vector = this.#embed(text);
    this.#entries.delete(key);
    this.#entries.set(key, { vector, at: now });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > maxEntries && oldest !== undefined) this.#entries.delete(oldest);
    try {
      return await vector;
    } catch (error) {
      if (this.#entries.get(key)?.vector === vector) this.#entries.delete(key);
      throw error;
    }
  }

  /** The vector is stored: nobody needs it here any more. */
  forget(key: string): void {
    this.#entries.delete(key);
  }
}
