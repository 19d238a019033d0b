import type { Exchange } from "./exchange.ts";
import type { FaultAction } from "./fault.ts";
import { sleep } from "./sleep.ts";

/** Writes a part of a body and waits for as long as the client wants to be waited for. */
export type BodyWriter = (bytes: Uint8Array) => Promise<void> | undefined;

const slicesPerSecond = 20;

/** A writer that respects back-pressure; with a fault it also splits, paces, and waits for each piece to leave. */
export function createBodyWriter(exchange: Exchange, action: FaultAction | undefined): BodyWriter {
  if (action === undefined) return (bytes) => (exchange.write(bytes) ? undefined : exchange.drained());
  const { bytesPerSecond = Infinity, splitEvery = Infinity } = action;
  const paced = Number.isFinite(bytesPerSecond) ? Math.ceil(bytesPerSecond / slicesPerSecond) : Infinity;
  const pieceLength = Math.max(1, Math.min(splitEvery, paced));
  return async (bytes) => {
    for (let start = 0; start < bytes.length && !exchange.isOver; start += pieceLength) {
      const piece = bytes.subarray(start, Math.min(start + pieceLength, bytes.length));
      await exchange.writeThrough(piece);
      await sleep((piece.length * 1000) / bytesPerSecond, exchange.signal);
    }
  };
}
