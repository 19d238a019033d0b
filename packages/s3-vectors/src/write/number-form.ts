import type { S3VectorsVector } from "../options.ts";
import { mostNumberBytes, writeNumber, writeText } from "./write-number.ts";

/** How the numbers of vectors are written. */
export interface NumberForm {
  /** Most bytes of one. */
  readonly mostBytes: number;
  /** @returns how many bytes it took */
  readonly write: (target: Uint8Array, start: number, value: number) => number;
}

/** Nine digits: all of single precision. */
export const compactForm: NumberForm = { mostBytes: mostNumberBytes, write: writeNumber };

/** As JavaScript writes them, up to 17 digits: `-1.2345678901234567e-300`. */
export const plainForm: NumberForm = {
  mostBytes: 25,
  write: (target, start, value) => writeText(target, start, String(Object.is(value, -0) ? 0 : value)),
};

/** Exactly the bytes of the numbers with the commas between them. */
export function measureNumbers(numbers: S3VectorsVector, { write, mostBytes }: NumberForm): number {
  const scratch = new Uint8Array(mostBytes);
  let bytes = Math.max(0, numbers.length - 1);
  for (let at = 0; at < numbers.length; at += 1) bytes += write(scratch, 0, numbers[at] ?? 0);
  return bytes;
}

/**
 * Writes the numbers with commas between them. The only copy of a vector on its way from the embedder to the socket.
 *
 * @returns where it ended
 */
export function writeNumbers(
  target: Uint8Array,
  start: number,
  numbers: S3VectorsVector,
  { write }: NumberForm,
): number {
  const comma = 44;
  let at = start;
  for (let index = 0; index < numbers.length; index += 1) {
    if (index > 0) {
      target[at] = comma;
      at += 1;
    }
    at += write(target, at, numbers[index] ?? 0);
  }
  return at;
}
