import type { EventSignatureChain } from "./auth/event-chain.ts";
import { decodeFrame, type IncomingFrame, readFrames } from "./event-frame-reader.ts";
import { ServiceError } from "./operation.ts";

/** One event that a client sends in a bidirectional stream. */
export interface IncomingEvent {
  /** `:event-type` */
  type: string;
  payload: Uint8Array;
}

/**
 * The events of a body whose frames are signed: each frame carries the event's own frame, and an empty one is the end.
 * Without a chain, frames are taken as they come, signed or not.
 *
 * @throws ServiceError `InvalidSignatureException` for a frame that was changed, `ValidationException` for a broken one
 */
export async function* readIncomingEvents(
  body: AsyncIterable<Uint8Array>,
  chain: EventSignatureChain | undefined,
): AsyncGenerator<IncomingEvent> {
  for await (const frame of readFrames(body)) {
    chain?.verify(frame);
    const isOuter = ":chunk-signature" in frame.headers;
    if (isOuter && frame.payload.length === 0) return;
    yield toEvent(isOuter ? decodeFrame(Buffer.from(frame.payload)) : frame);
  }
}

function toEvent({ headers, payload }: IncomingFrame): IncomingEvent {
  const { ":event-type": type } = headers;
  if (typeof type === "string") return { type, payload };
  throw new ServiceError("ValidationException", 400, "A frame of the request has no header ':event-type'.");
}
