import { RespError } from "./reply.ts";

const maxArguments = 1_048_576;
const maxBulkBytes = 512 * 1024 * 1024;
const maxInlineBytes = 65_536;
const newline = 0x0a;

/** Cuts the bytes of a connection into commands: arrays of bulk strings, or a line of words. */
export class CommandReader {
  #chunks: Buffer[] = [];
  #length = 0;
  /** As many bytes must be there before another look is worth it. */
  #needed = 1;
  #buffer: Buffer = Buffer.alloc(0);
  #at = 0;

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /**
   * The next command that has arrived in full. Its arguments are views of the bytes received.
   *
   * @throws RespError for what is no command; the connection is of no use after that
   */
  next(): Buffer[] | undefined {
    for (;;) {
      if (this.#buffer.length - this.#at + this.#length < this.#needed) return undefined;
      this.#gather();
      if (this.#at === this.#buffer.length) return undefined;
      const start = this.#at;
      const command = this.#buffer[start] === 0x2a ? this.#readArray() : this.#readInline();
      if (command === undefined) {
        this.#at = start;
        return undefined;
      }
      this.#needed = 1;
      if (command.length > 0) return command;
    }
  }

  #gather(): void {
    if (this.#chunks.length === 0) return;
    const rest = this.#buffer.subarray(this.#at);
    const [only] = this.#chunks;
    this.#buffer =
      rest.length === 0 && this.#chunks.length === 1 && only !== undefined
        ? only
        : Buffer.concat([rest, ...this.#chunks]);
    this.#chunks = [];
    this.#length = 0;
    this.#at = 0;
  }

  #readArray(): Buffer[] | undefined {
    const start = this.#at;
    const count = this.#readCount("*", "multibulk", maxArguments, start);
    if (count === undefined) return undefined;
    const args: Buffer[] = [];
    for (let index = 0; index < count; index += 1) {
      if (this.#at >= this.#buffer.length) return this.#wait(this.#at - start + 1);
      const size = this.#readCount("$", "bulk", maxBulkBytes, start);
      if (size === undefined) return undefined;
      const end = this.#at + size;
      if (end + 2 > this.#buffer.length) return this.#wait(end + 2 - start);
      args.push(this.#buffer.subarray(this.#at, end));
      this.#at = end + 2;
    }
    return args;
  }

  #readCount(mark: string, what: string, most: number, start: number): number | undefined {
    const found = String.fromCharCode(this.#buffer[this.#at] ?? 0);
    if (found !== mark) throw new RespError(`ERR Protocol error: expected '${mark}', got '${found}'`);
    const line = this.#readLine(start);
    if (line === undefined) return undefined;
    const count = /^-?\d+$/.test(line.slice(1)) ? Number(line.slice(1)) : Number.NaN;
    if (!(count <= most) || (mark === "$" && count < 0))
      throw new RespError(`ERR Protocol error: invalid ${what} length`);
    return Math.max(count, 0);
  }

  #readInline(): Buffer[] | undefined {
    const line = this.#readLine(this.#at);
    if (line === undefined) return undefined;
    return line
      .split(/\s+/)
      .filter((word) => word !== "")
      .map((word) => Buffer.from(word, "latin1"));
  }

  #readLine(start: number): string | undefined {
    const end = this.#buffer.indexOf(newline, this.#at);
    if (end < 0) {
      if (this.#buffer.length - this.#at > maxInlineBytes)
        throw new RespError("ERR Protocol error: too big inline request");
      return this.#wait(this.#buffer.length - start + 1);
    }
    const line = this.#buffer.toString("latin1", this.#at, end).replace(/\r$/, "");
    this.#at = end + 1;
    return line;
  }

  #wait(bytes: number): undefined {
    this.#needed = bytes;
    return undefined;
  }
}
