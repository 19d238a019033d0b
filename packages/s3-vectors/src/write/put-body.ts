import type { IndexReference } from "../names.ts";
import type { Batch } from "./batch.ts";
import { nextTurn } from "./next-turn.ts";
import { type NumberForm, writeNumbers } from "./number-form.ts";

const encoder: TextEncoder = /* @__PURE__ */ new TextEncoder();

/** After so many numbers the event loop gets its turn: two or three milliseconds. */
const numbersPerTurn = 65_536;

/** What stands before and after the vectors in the body of PutVectors. */
export interface PutFrame {
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_S3VectorBuckets_PutVectors.html */
export function putFrame(reference: IndexReference): PutFrame {
  const members = Object.entries(reference).map(([name, value]) => `"${name}":${JSON.stringify(value)},`);
  return { head: encoder.encode(`{${members.join("")}"vectors":[`), tail: encoder.encode("]}") };
}

/**
 * The body of a PutVectors request.
 *
 * It is written here, and not by the AWS SDK, which would copy every vector into a list, the list into a text and the
 * text into bytes. Here the numbers go from where the embedder left them into the bytes that the socket is given.
 */
export async function writePutBody(
  { records, bytes }: Batch,
  { head, tail }: PutFrame,
  form: NumberForm,
): Promise<Uint8Array> {
  const comma = 44;
  // Of what is not written to, the system makes no memory.
  const body = new Uint8Array(bytes);
  body.set(head, 0);
  let at = head.length;
  let numbers = 0;
  for (const [index, record] of records.entries()) {
    if (index > 0) {
      body[at] = comma;
      at += 1;
    }
    body.set(record.head, at);
    at = writeNumbers(body, at + record.head.length, record.numbers, form);
    body.set(record.tail, at);
    at += record.tail.length;
    numbers += record.numbers.length;
    if (numbers >= numbersPerTurn) {
      numbers = 0;
      await nextTurn();
    }
  }
  body.set(tail, at);
  return body.subarray(0, at + tail.length);
}
