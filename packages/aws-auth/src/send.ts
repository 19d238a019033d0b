import { isAbortError, mapAwsError, type MapAwsErrorContext } from "@langchain-aws/core";
import { takeOff } from "./client-registry.ts";
import type { AwsClientLike, AwsCommand } from "./client.ts";
import { isRecord } from "./check-options.ts";
import {
  addCommandMiddleware,
  type Call,
  commandStack,
  type CallState,
  type MiddlewareStack,
} from "./command-middleware.ts";
import { describeOldClient } from "./old-client.ts";
import { sendPrepared } from "./prepared-command.ts";
import { retriesPlugin } from "./override-retries.ts";

/** How one command is sent. */
export interface SendOptions {
  /** Ends the request, and a stream that it opened. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for each attempt, until its answer is read or its stream is open. The client's own, if shorter, holds. */
  timeout?: number | undefined;
  /** Retries for this call alone. */
  maxRetries?: number | undefined;
  /** Whether a failure that the AWS SDK takes for final is worth another attempt: asked with the SDK's own error. */
  isRetryable?: ((error: unknown) => boolean) | undefined;
  /** Called once for every attempt that failed, with the mapped error; throwing from it stops the retries. */
  onFailedAttempt?: ((error: Error) => unknown) | undefined;
  /** Further headers. They are signed. */
  headers?: Record<string, string> | undefined;
  /** Called with the HTTP headers of every response, which the AWS SDK does not hand out. */
  onResponseHeaders?: ((headers: Record<string, string>, statusCode: number) => void) | undefined;
  /** What the error texts say besides what AWS says. */
  context: MapAwsErrorContext;
}

/**
 * Sends a command. All that is special about this one call is middleware of the command: the client, which may be the
 * caller's and shared, is left as it is.
 *
 * @returns the command's output; for a stream, as soon as it is open
 * @throws the mapped error of the last attempt; the signal's reason
 */
export function sendCommand<Output>(
  client: AwsClientLike,
  command: AwsCommand<Output>,
  options: SendOptions,
): Promise<Output> {
  return sendExtended(client, command, options);
}

/** More middleware for the command of one call. */
export type Extension = (stack: MiddlewareStack, state: CallState) => void;

/**
 * {@link sendCommand} with more middleware, which is added before this package's own.
 *
 * @throws as {@link sendCommand}
 */
export async function sendExtended<Output>(
  client: AwsClientLike,
  command: AwsCommand<Output>,
  options: SendOptions,
  extend?: Extension,
): Promise<Output> {
  options.signal?.throwIfAborted();
  const flight = takeOff(client);
  const { state, abortSignal } = startCall(options, flight.timeout);
  try {
    const isPlain = flight.isOwn && extend === undefined && abortSignal === undefined && isWithoutMiddleware(options);
    const plain = isPlain ? sendPrepared(client, command, { options, state }) : undefined;
    const output =
      plain === undefined
        ? await sendThrough(client, command, { options, state }, abortSignal, extend)
        : (await plain).output;
    whenClosed(state.body, flight.land);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a client resolves for this command
    return output as Output;
  } catch (error) {
    flight.land();
    if (state.stopped !== undefined) throw state.stopped.error;
    // The AWS SDK says of every abort that the request was aborted, and not why.
    if (isAbortError(error)) options.signal?.throwIfAborted();
    throw mapAwsError(describeOldClient(error, options.context.service) ?? error, options.context);
  }
}

const isWithoutMiddleware = ({ maxRetries, headers }: SendOptions): boolean =>
  maxRetries === undefined && headers === undefined;

async function sendThrough(
  client: AwsClientLike,
  command: AwsCommand<unknown>,
  { options, state }: Call,
  abortSignal: AbortSignal | undefined,
  extend: Extension | undefined,
): Promise<unknown> {
  const stack = commandStack(command);
  if (stack !== undefined) {
    if (options.maxRetries !== undefined) stack.use(await retriesPlugin(client, options.maxRetries));
    extend?.(stack, state);
    addCommandMiddleware(stack, client, options, state);
  }
  return client.send(command, abortSignal === undefined ? {} : { abortSignal });
}

/**
 * Like {@link sendCommand}, with the HTTP headers of the answer, their names in lower case.
 *
 * @throws as {@link sendCommand}
 */
export async function sendWithHeaders<Output>(
  client: AwsClientLike,
  command: AwsCommand<Output>,
  options: SendOptions,
): Promise<{ output: Output; headers: Record<string, string> }> {
  let headers: Record<string, string> = {};
  const output = await sendCommand(client, command, {
    ...options,
    onResponseHeaders: (received, statusCode) => {
      headers = Object.fromEntries(Object.entries(received).map(([name, value]) => [name.toLowerCase(), value]));
      options.onResponseHeaders?.(received, statusCode);
    },
  });
  return { output, headers };
}

function startCall(
  options: SendOptions,
  clientTimeout: number | undefined,
): { state: CallState; abortSignal: AbortSignal | undefined } {
  // Zero is no limit.
  const timeout = Math.min(options.timeout || Infinity, clientTimeout || Infinity);
  const expiry = timeout === Infinity ? undefined : new AbortController();
  return {
    state: {
      timeout: expiry === undefined ? undefined : timeout,
      expire: () => expiry?.abort(),
      timedOut: undefined,
      stopped: undefined,
      body: undefined,
      refreshed: false,
    },
    abortSignal: joined(options.signal, expiry?.signal),
  };
}

const joined = (a: AbortSignal | undefined, b: AbortSignal | undefined): AbortSignal | undefined =>
  a !== undefined && b !== undefined ? AbortSignal.any([a, b]) : (a ?? b);

// A stream uses its connection until it has been read or given up.
function whenClosed(body: unknown, land: () => void): void {
  const listen = isRecord(body) && body["readableEnded"] === false && body["destroyed"] === false && body["once"];
  if (typeof listen === "function") listen.call(body, "close", land);
  else land();
}
