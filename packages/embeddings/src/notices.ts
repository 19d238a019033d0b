import { warnOnce } from "@langchain-aws/core";

let count = 0;

/** Warnings of one object: each kind is printed once, however many inputs it is about. */
export class Notices {
  readonly #object: number;

  constructor() {
    count += 1;
    this.#object = count;
  }

  warn(kind: string, message: string): void {
    warnOnce(`embeddings/${this.#object}/${kind}`, message);
  }
}
