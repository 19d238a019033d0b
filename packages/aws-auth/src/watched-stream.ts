import {
  AwsLangChainError,
  getRetryable,
  IdleWatchdog,
  isAbortError,
  mapAwsError,
  type MapAwsErrorContext,
  runLimited,
  StreamIdleTimeoutError,
} from "@langchain-aws/core";
import type { EventBatches } from "@langchain-aws/core/event-stream";
import type { AsyncCaller } from "@langchain/core/utils/async_caller";

/** What opening a stream gives. */
export interface StreamStart<Exchange, Event> {
  /** The facts of the exchange, known before the first event. */
  readonly exchange: Exchange;
  readonly events: EventBatches<Event>;
}

/** A stream whose response has begun. */
export interface WatchedStream<Exchange, Event> {
  readonly exchange: Exchange;
  /** The next events, all that have arrived; nothing at the end. Fails when the stream falls silent or is aborted. */
  read(): Promise<readonly Event[] | undefined>;
  /** Gives the rest up and ends the request. */
  close(): void;
  /** The error to throw for one that came out of the events. An abort gives the signal's reason. */
  explain(error: unknown, phase: "opening" | "open"): unknown;
  /** Whether the same request might succeed after such an error. */
  isWorthRepeating(error: unknown): boolean;
}

/** How a stream is opened and watched. */
export interface WatchedStreamSettings<Exchange, Event> {
  /** Sends the request. Its signal ends it: the caller's, or silence. */
  readonly open: (signal: AbortSignal) => Promise<StreamStart<Exchange, Event>>;
  /** Milliseconds of silence, before the response and between events; 0 switches the watch off. */
  readonly idleTimeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** Lets so many be opened at a time. Waiting for one's turn is no silence. */
  readonly caller?: AsyncCaller | undefined;
  /** What the error texts say besides what AWS says. */
  readonly context: MapAwsErrorContext;
}

/**
 * Opens a stream and watches it: against silence, and for the caller's signal.
 *
 * @throws what opening throws; `StreamIdleTimeoutError`; the signal's reason
 */
export async function openWatchedStream<Exchange, Event>({
  open,
  idleTimeoutMs,
  signal,
  caller,
  context,
}: WatchedStreamSettings<Exchange, Event>): Promise<WatchedStream<Exchange, Event>> {
  const controller = new AbortController();
  const watchdog = new IdleWatchdog({
    idleTimeoutMs,
    onTimeout: () => controller.abort(),
    describe: context.operation,
    ...(signal !== undefined && { signal }),
  });
  const joined = signal === undefined ? controller.signal : AbortSignal.any([signal, controller.signal]);
  const { exchange, events } = await runLimited(caller, signal, () => watchdog.response(open(joined))).catch(
    (error: unknown) => {
      watchdog.stop();
      throw error;
    },
  );
  return {
    exchange,
    read: () => watchdog.read(() => events.read()),
    close: () => {
      watchdog.stop();
      events.close();
      controller.abort();
    },
    explain: (error, phase) => {
      if (signal?.aborted === true && isAbortLike(error, signal)) return signal.reason;
      return AwsLangChainError.isInstance(error) ? error : mapAwsError(error, { ...context, stream: phase });
    },
    isWorthRepeating: (error) =>
      StreamIdleTimeoutError.isInstance(error) || getRetryable(mapAwsError(error, context)) === true,
  };
}

/** An aborted request ends in various errors: the signal's reason, an AbortError, a connection that broke. */
function isAbortLike(error: unknown, signal: AbortSignal): boolean {
  return (
    error === signal.reason ||
    isAbortError(error) ||
    (error instanceof Error && /aborted|ECONNRESET|premature/i.test(error.message))
  );
}
