import { RespError } from "../resp/reply.ts";

/** The arguments of a command, read from left to right. */
export class Words {
  readonly #args: readonly Buffer[];
  #at: number;

  constructor(args: readonly Buffer[], from: number) {
    this.#args = args;
    this.#at = from;
  }

  get isDone(): boolean {
    return this.#at >= this.#args.length;
  }

  /** In capitals, without moving on. */
  peek(): string {
    return (this.#args[this.#at]?.toString("utf8") ?? "").toUpperCase();
  }

  /** @throws RespError when there is none */
  bytes(what: string): Buffer {
    const word = this.#args[this.#at];
    if (word === undefined) throw new RespError(`Missing argument for \`${what}\``);
    this.#at += 1;
    return word;
  }

  text(what: string): string {
    return this.bytes(what).toString("utf8");
  }

  /** Names of keys, fields and indexes: one character a byte. */
  name(what: string): string {
    return this.bytes(what).toString("latin1");
  }

  /** The next word in capitals. */
  keyword(what: string): string {
    return this.text(what).toUpperCase();
  }

  /** @throws RespError when the next word is no whole number within bounds */
  integer(what: string, min: number, max: number): number {
    const word = this.text(what);
    const value = Number(word);
    if (!/^-?\d+$/.test(word) || value < min || value > max) {
      throw new RespError(`Invalid range: Value for \`${what}\` must be between ${min} and ${max}`);
    }
    return value;
  }

  /** Moves on when the next word is this one. */
  take(keyword: string): boolean {
    if (this.isDone || this.peek() !== keyword) return false;
    this.#at += 1;
    return true;
  }
}
