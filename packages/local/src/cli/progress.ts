/** What progress is written to: the standard error output. */
export interface ProgressOutput {
  isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * Tells how far a long command is: on a terminal in one line that is written anew, elsewhere with a line for each tenth.
 * What is done in one go is not told.
 */
export class Progress {
  readonly #total: number;
  readonly #items: string;
  readonly #out: ProgressOutput;
  #done = 0;

  constructor(total: number, items: string, out: ProgressOutput) {
    this.#total = total;
    this.#items = items;
    this.#out = out;
  }

  add(count: number): void {
    const before = tenthsOf(this.#done, this.#total);
    this.#done += count;
    if (this.#done >= this.#total) return;
    const text = `${this.#done} of ${this.#total} ${this.#items}`;
    if (this.#out.isTTY === true) this.#out.write(`\r${text}`);
    else if (tenthsOf(this.#done, this.#total) > before) this.#out.write(`${text}\n`);
  }

  /** Takes the line of a terminal away. */
  end(): void {
    if (this.#out.isTTY === true) this.#out.write("\r\u001B[K");
  }
}

function tenthsOf(done: number, total: number): number {
  return Math.floor((10 * done) / total);
}
