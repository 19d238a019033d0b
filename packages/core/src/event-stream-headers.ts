import { utf8Decode } from "./bytes.ts";

/** What the headers of a message say, as far as anything depends on it. */
export interface EventStreamHeaders {
  /** `event`, `exception` or `error`. */
  readonly messageType?: string;
  readonly eventType?: string;
  readonly exceptionType?: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly contentType?: string;
}

/** The names on the wire. */
const members: ReadonlyMap<string, keyof EventStreamHeaders> = /* @__PURE__ */ new Map([
  [":message-type", "messageType"],
  [":event-type", "eventType"],
  [":exception-type", "exceptionType"],
  [":error-code", "errorCode"],
  [":error-message", "errorMessage"],
  [":content-type", "contentType"],
] as const);

const stringType = 7;

/** The length of a value by its type; `undefined` when two bytes before the value say it. */
const lengths: readonly (number | undefined)[] = [0, 0, 1, 2, 4, 8, undefined, undefined, 8, 16];

/** A stream has a handful of kinds of events; blocks that differ each time, as those of errors, are not worth keeping. */
const maxKnownBlocks = 16;
const maxKnownBytes = 256;

/**
 * Reads the blocks of headers of one stream. The events of a stream repeat a few blocks, byte for byte: those are read
 * once, so that a message costs a comparison and no text.
 */
export class EventStreamHeaderReader {
  readonly #known: { readonly block: Uint8Array; readonly headers: EventStreamHeaders }[] = [];

  /** @throws Error when the block is not made of headers */
  read(bytes: Uint8Array, start: number, end: number): EventStreamHeaders {
    for (const { block, headers } of this.#known) {
      if (isSame(block, bytes, start, end)) return headers;
    }
    // Not `slice`: that of Node's buffers would keep the whole chunk.
    const block = new Uint8Array(bytes.subarray(start, end));
    const headers = parseHeaders(block);
    if (this.#known.length < maxKnownBlocks && block.length <= maxKnownBytes) this.#known.push({ block, headers });
    return headers;
  }
}

function isSame(block: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (block.length !== end - start) return false;
  for (let at = 0; at < block.length; at += 1) {
    if (block[at] !== bytes[start + at]) return false;
  }
  return true;
}

function parseHeaders(block: Uint8Array): EventStreamHeaders {
  const headers: { -readonly [Name in keyof EventStreamHeaders]: string } = {};
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  try {
    for (let at = 0; at < block.length;) {
      const nameEnd = at + 1 + view.getUint8(at);
      const type = view.getUint8(nameEnd);
      if (type >= lengths.length) throw new RangeError(`type ${type}`);
      const fixed = lengths[type];
      const start = nameEnd + (fixed === undefined ? 3 : 1);
      const end = start + (fixed ?? view.getUint16(nameEnd + 1));
      if (end > block.length) throw new RangeError("length");
      const member = members.get(utf8Decode(block.subarray(at + 1, nameEnd)));
      if (member !== undefined && type === stringType) headers[member] = utf8Decode(block.subarray(start, end));
      at = end;
    }
  } catch (cause) {
    throw new Error("Corrupt event message received: its headers cannot be read.", { cause });
  }
  return headers;
}
