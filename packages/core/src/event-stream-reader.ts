import { utf8Decode } from "./bytes.ts";
import { type EventStreamMessage, EventStreamDecoder } from "./event-stream-decoder.ts";

/** Events as they arrive: several at a time when the network brings several at a time, up to some dozens. */
export interface EventBatches<Event> {
  /**
   * The next events, at least one; `undefined` at the end. Ask again only when the last answer has come: one question is
   * one look at the network, and while nobody asks, the sender waits.
   *
   * @throws what the stream says went wrong, behind the events before it
   */
  read(): Promise<readonly Event[] | undefined>;
  /** Gives the rest of the body up, and its connection. May be called at any time, and again. */
  close(): void;
}

/** What an operation makes of its events. */
export interface EventReaders<Event> {
  /**
   * Whether the payloads of events are handed on as bytes, for operations whose payload is not JSON. They are a view of
   * what arrived; copy it to keep it.
   *
   * @defaultValue false
   */
  readonly rawPayloads?: boolean;
  /** One event. An empty payload comes as `{}` does from JSON, and what is no JSON as bytes. */
  event(type: string, payload: unknown): Event;
  /** An exception that the operation has a class for; `undefined` for others. */
  exception(type: string, payload: unknown): Error | undefined;
}

/** Bytes of a body, in the order they arrive. */
interface Chunks {
  next(): PromiseLike<{ readonly done?: boolean | undefined; readonly value?: unknown }>;
  cancel(): void;
}

/**
 * Reads the body of a response as an event stream: a stream of Node or a `ReadableStream`.
 *
 * @returns `undefined` when the body is neither; it is untouched then
 */
export function readEventStream<Event>(body: unknown, readers: EventReaders<Event>): EventBatches<Event> | undefined {
  const chunks = chunksOf(body);
  return chunks === undefined ? undefined : new EventStreamReader(chunks, readers);
}

/** When a fast sender fills a read with hundreds of events, the first ones are not kept waiting for the last. */
const mostAtATime = 32;

class EventStreamReader<Event> implements EventBatches<Event> {
  readonly #decoder = new EventStreamDecoder();
  readonly #chunks: Chunks;
  readonly #readers: EventReaders<Event>;
  /** Messages that have arrived and were not asked for yet. */
  #waiting: EventStreamMessage[] = [];
  #failure: { readonly error: unknown } | undefined;
  #isOver = false;

  constructor(chunks: Chunks, readers: EventReaders<Event>) {
    this.#chunks = chunks;
    this.#readers = readers;
  }

  async read(): Promise<readonly Event[] | undefined> {
    for (;;) {
      const events = this.#take();
      // What came before a failure comes first.
      if (events.length > 0) return events;
      if (this.#failure !== undefined) throw this.#failure.error;
      if (this.#isOver) return undefined;
      await this.#receive();
    }
  }

  close(): void {
    this.#waiting = [];
    this.#stop();
  }

  /** Makes events of the first messages. */
  #take(): readonly Event[] {
    const events: Event[] = [];
    try {
      for (const message of this.#waiting.splice(0, mostAtATime)) events.push(readMessage(message, this.#readers));
    } catch (error) {
      this.#failure = { error };
      this.close();
    }
    return events;
  }

  async #receive(): Promise<void> {
    try {
      const { done, value } = await this.#chunks.next();
      if (done === true) {
        this.#isOver = true;
        this.#decoder.end();
      } else {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the bodies of HTTP responses are made of
        this.#decoder.decode(value as Uint8Array, (message) => void this.#waiting.push(message));
      }
    } catch (error) {
      this.#failure = { error };
      this.#stop();
    }
  }

  #stop(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#chunks.cancel();
  }
}

function readMessage<Event>({ headers, payload }: EventStreamMessage, readers: EventReaders<Event>): Event {
  const { messageType, eventType, exceptionType, errorCode } = headers;
  if (messageType === "event" && eventType !== undefined) {
    return readers.event(eventType, readers.rawPayloads === true ? payload : parsePayload(payload));
  }
  if (messageType === "exception" && exceptionType !== undefined) {
    throw readers.exception(exceptionType, parsePayload(payload)) ?? named(exceptionType, utf8Decode(payload));
  }
  if (messageType === "error" && errorCode !== undefined)
    throw named(errorCode, headers.errorMessage || "UnknownError");
  throw new Error("Corrupt event message received: its headers do not say what it is.");
}

/** As the AWS SDK has errors that no class is modelled for. */
function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

/** As in `utf8Decode`, made once: there is one text for each event. */
let decoder: TextDecoder | undefined;

function parsePayload(payload: Uint8Array): unknown {
  if (payload.length === 0) return {};
  decoder ??= new TextDecoder("utf-8", { ignoreBOM: true });
  try {
    return JSON.parse(decoder.decode(payload));
  } catch {
    return new Uint8Array(payload);
  }
}

function chunksOf(body: unknown): Chunks | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  if (isWebStream(body)) {
    const reader = body.getReader();
    return { next: () => reader.read(), cancel: () => void reader.cancel().catch(ignore) };
  }
  if (!isIterable(body)) return undefined;
  const iterator = body[Symbol.asyncIterator]();
  const { destroy } = body;
  return {
    next: () => iterator.next(),
    cancel: () => (typeof destroy === "function" ? destroy.call(body) : void iterator.return?.().catch(ignore)),
  };
}

function isWebStream(body: object): body is ReadableStream<Uint8Array> {
  return "getReader" in body && typeof body.getReader === "function";
}

function isIterable(body: object): body is AsyncIterable<unknown> & { destroy?: unknown } {
  return Symbol.asyncIterator in body && typeof body[Symbol.asyncIterator] === "function";
}

function ignore(): void {}
