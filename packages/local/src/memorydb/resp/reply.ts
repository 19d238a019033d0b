/** What a command answers, before it is written in the protocol of its connection. */
export type Reply = null | number | string | Uint8Array | SimpleReply | RespError | MapReply | readonly Reply[];

/** A status line: `+OK`. A bare string is a bulk string. */
export class SimpleReply {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A map in RESP3, a flat list in RESP2. */
export class MapReply {
  readonly pairs: readonly (readonly [Reply, Reply])[];

  constructor(pairs: readonly (readonly [Reply, Reply])[]) {
    this.pairs = pairs;
  }
}

/** An error in the server's own words, its code first: `WRONGTYPE Operation against …`. Thrown or returned. */
export class RespError extends Error {
  override readonly name = "RespError";
}

/** `+OK` */
export const ok: SimpleReply = new SimpleReply("OK");
