import { createBodyWriter, type BodyWriter } from "./body-writer.ts";
import { encodeEvent, encodeFrame, toExceptionEvent } from "./event-frames.ts";
import type { Exchange } from "./exchange.ts";
import type { FaultAction } from "./fault.ts";
import { toLoggedBody } from "./logged-body.ts";
import { ServiceError, type StreamEvent } from "./operation.ts";
import type { RequestEntry } from "./request-log.ts";
import { sleep } from "./sleep.ts";

/** How many events of a stream the log keeps. */
const MOST_NOTED_EVENTS = 200;

/** What a broken stream is made from: the ways to write, and the frames around the break. */
interface StreamBreak {
  exchange: Exchange;
  write: BodyWriter;
  action: FaultAction;
  before: Uint8Array | undefined;
  next: () => Promise<Buffer | undefined>;
}

/** Each gives `true` when the stream goes on after it. The first one that the fault names is applied. */
const breaks: readonly (readonly [keyof FaultAction, (at: StreamBreak) => Promise<boolean>])[] = [
  ["exception", breakWithException],
  ["errorFrame", breakWithErrorFrame],
  ["drop", async ({ exchange }) => (exchange.drop(), false)],
  // Nothing is sent and nothing is closed; the exchange ends with the client or with the server.
  ["hang", async () => false],
  ["endEarly", async ({ exchange }) => (exchange.end(undefined, "fault"), false)],
  ["truncateFrame", breakInsideFrame],
  ["corruptCrc", breakChecksum],
  ["unknownEvent", insertUnknownEvent],
  ["duplicateEvent", repeatEvent],
];

/**
 * Sends the frames of a stream as the client takes them; the head must have been written.
 *
 * Nothing is pulled from `events` while the client is slow, nor after it has gone.
 */
export async function sendEvents(
  exchange: Exchange,
  events: AsyncIterable<StreamEvent>,
  entry: RequestEntry,
  action?: FaultAction,
): Promise<void> {
  const iterator = events[Symbol.asyncIterator]();
  const stop = (): void => void Promise.resolve(iterator.return?.()).catch(ignore);
  exchange.signal.addEventListener("abort", stop, { once: true });
  const write = createBodyWriter(exchange, action);
  const source = new EventSource(iterator, entry);
  let toBreak = breaks.find(([name]) => action?.[name] !== undefined && action[name] !== false)?.[1];
  let before: Buffer | undefined;

  while (!exchange.isOver) {
    if (toBreak !== undefined && action !== undefined && entry.eventsSent === (action.afterEvents ?? 0)) {
      const goesOn = await toBreak({ exchange, write, action, before, next: () => source.next() });
      if (!goesOn) return;
      toBreak = undefined;
      continue;
    }
    const frame = await source.next();
    if (frame === undefined || exchange.isOver) break;
    if (action?.eventDelayMs !== undefined && entry.eventsSent > 0) await sleep(action.eventDelayMs, exchange.signal);
    await write(frame);
    entry.eventsSent += 1;
    before = frame;
  }
  exchange.end();
}

/** Frames of a stream, one at a time; an error becomes the exception frame that ends it. */
class EventSource {
  readonly #iterator: AsyncIterator<StreamEvent>;
  readonly #entry: RequestEntry;
  readonly #startedAt = performance.now();
  #isOver = false;

  constructor(iterator: AsyncIterator<StreamEvent>, entry: RequestEntry) {
    this.#iterator = iterator;
    this.#entry = entry;
  }

  async next(): Promise<Buffer | undefined> {
    if (this.#isOver) return undefined;
    const event = await this.#pull();
    if (event === undefined) {
      this.#isOver = true;
      return undefined;
    }
    if (event.usage !== undefined) this.#entry.usage = event.usage;
    this.#note(event);
    if (event.messageType !== undefined && event.messageType !== "event") {
      this.#entry.errorType = event.type;
      this.#isOver = true;
      void Promise.resolve(this.#iterator.return?.()).catch(ignore);
    }
    return encodeEvent(event);
  }

  /** What the log keeps of an event, when it keeps answers. */
  #note({ type, body, raw }: StreamEvent): void {
    const { timeline } = this.#entry;
    if (timeline === undefined || timeline.length >= MOST_NOTED_EVENTS) return;
    timeline.push({
      afterMs: performance.now() - this.#startedAt,
      type,
      body: raw === undefined ? body : toLoggedBody(raw, undefined),
    });
  }

  async #pull(): Promise<StreamEvent | undefined> {
    try {
      const result = await this.#iterator.next();
      return result.done === true ? undefined : result.value;
    } catch (error) {
      if (error instanceof ServiceError) return toExceptionEvent(error);
      this.#entry.problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return toExceptionEvent(new ServiceError("InternalServerException", 500, internalMessage(error)));
    }
  }
}

/** The text of an error that no service throws: a defect here or in a test's own function. */
export function internalMessage(error: unknown): string {
  return `The local endpoint failed: ${error instanceof Error ? error.message : String(error)}`;
}

async function breakWithException({ exchange, write, action }: StreamBreak): Promise<boolean> {
  const { exception } = action;
  const event =
    typeof exception === "object"
      ? { type: exception.type, message: exception.message }
      : { type: exception ?? "internalServerException", message: "Injected by a fault of the local endpoint." };
  await write(encodeEvent({ type: event.type, messageType: "exception", body: { message: event.message } }));
  exchange.end(undefined, "fault");
  return false;
}

async function breakWithErrorFrame({ exchange, write, action }: StreamBreak): Promise<boolean> {
  const { code, message } =
    typeof action.errorFrame === "object"
      ? action.errorFrame
      : { code: "InternalError", message: "Injected by a fault of the local endpoint." };
  await write(encodeEvent({ type: code, messageType: "error", body: { message } }));
  exchange.end(undefined, "fault");
  return false;
}

async function breakInsideFrame({ exchange, write, next }: StreamBreak): Promise<boolean> {
  const frame = await next();
  if (frame === undefined) return true;
  await write(frame.subarray(0, Math.ceil(frame.length / 2)));
  exchange.end(undefined, "fault");
  return false;
}

async function breakChecksum({ exchange, write, next }: StreamBreak): Promise<boolean> {
  const frame = await next();
  if (frame === undefined) return true;
  const last = frame.length - 1;
  frame.writeUInt8(frame.readUInt8(last) ^ 0xff, last);
  await write(frame);
  exchange.end(undefined, "fault");
  return false;
}

async function insertUnknownEvent({ write, action }: StreamBreak): Promise<boolean> {
  const type = typeof action.unknownEvent === "string" ? action.unknownEvent : "somethingNew";
  const headers = [
    [":event-type", type],
    [":content-type", "application/json"],
    [":message-type", "event"],
  ] as const;
  await write(encodeFrame(headers, Buffer.from("{}")));
  return true;
}

async function repeatEvent({ write, before }: StreamBreak): Promise<boolean> {
  if (before !== undefined) await write(before);
  return true;
}

function ignore(): void {}
