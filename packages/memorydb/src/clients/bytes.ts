import type { CommandArgument } from "./memorydb-client.ts";

/** Where there are Node's clients there is a `Buffer`; elsewhere bytes stay what they are. */
interface BufferConstructor {
  from(buffer: ArrayBufferLike, offset: number, length: number): Uint8Array;
}

/** Node's clients take a `Buffer` only: a view of the same bytes. */
export function toBuffers(args: readonly CommandArgument[]): (string | Uint8Array)[] {
  const buffer: BufferConstructor | undefined = globalThis.Buffer;
  return args.map((argument) =>
    typeof argument === "string" || buffer === undefined
      ? argument
      : buffer.from(argument.buffer, argument.byteOffset, argument.byteLength),
  );
}

/** The reply or the error of each of several promises, in their order. */
export async function settle(promises: readonly Promise<unknown>[]): Promise<unknown[]> {
  const settled = await Promise.allSettled(promises);
  return settled.map((one) => (one.status === "fulfilled" ? one.value : toError(one.reason)));
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

/** Follows the cursors of SCAN on one node. */
export async function* scanNode(pattern: string, send: (args: string[]) => Promise<unknown>): AsyncGenerator<string[]> {
  let cursor = "0";
  do {
    const reply = await send(["SCAN", cursor, "MATCH", pattern, "COUNT", "500"]);
    if (!Array.isArray(reply) || !Array.isArray(reply[1]))
      throw new TypeError("The reply to SCAN is not a page of keys.");
    cursor = textOf(reply[0]);
    const keys = reply[1].map(textOf);
    if (keys.length > 0) yield keys;
  } while (cursor !== "0");
}

/** A text of a reply, which some clients give as bytes. */
export function textOf(value: unknown): string {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : String(value);
}
