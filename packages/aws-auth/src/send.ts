import { mapAwsError, type MapAwsErrorContext } from "@langchain-aws/core";
import { takeOff } from "./client-registry.ts";
import type { AwsClientLike, AwsCommand } from "./client.ts";
import { isRecord } from "./check-options.ts";
import { addCommandMiddleware, commandStack, type CallState } from "./command-middleware.ts";
import { retriesPlugin } from "./override-retries.ts";

/** How one command is sent. */
export interface SendOptions {
  /** Ends the request, and a stream that it opened. */
  signal?: AbortSignal;
  /** Milliseconds for each attempt, until its answer is read or its stream is open. The client's own, if shorter, holds. */
  timeout?: number;
  /** Retries for this call alone. */
  maxRetries?: number;
  /** Called once for every attempt that failed, with the mapped error; throwing from it stops the retries. */
  onFailedAttempt?: (error: Error) => unknown;
  /** Further headers. They are signed. */
  headers?: Record<string, string>;
  /** Called with the HTTP headers of every response, which the AWS SDK does not hand out. */
  onResponseHeaders?: (headers: Record<string, string>, statusCode: number) => void;
  /** What the error texts say besides what AWS says. */
  context: MapAwsErrorContext;
}

/**
 * Sends a command. All that is special about this one call is middleware of the command: the client, which may be the
 * caller's and shared, is left as it is.
 *
 * @returns the command's output; for a stream, as soon as it is open
 * @throws the mapped error of the last attempt; an abort stays an abort
 */
export async function sendCommand<Output>(
  client: AwsClientLike,
  command: AwsCommand<Output>,
  options: SendOptions,
): Promise<Output> {
  options.signal?.throwIfAborted();
  const flight = takeOff(client);
  const { state, abortSignal } = startCall(options, flight.timeout);
  try {
    const stack = commandStack(command);
    if (stack !== undefined) {
      if (options.maxRetries !== undefined) stack.use(await retriesPlugin(client, options.maxRetries));
      addCommandMiddleware(stack, client, options, state);
    }
    const output = await client.send(command, abortSignal === undefined ? {} : { abortSignal });
    whenClosed(state.body, flight.land);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a client resolves for this command
    return output as Output;
  } catch (error) {
    flight.land();
    if (state.stopped !== undefined) throw state.stopped.error;
    throw mapAwsError(error, options.context);
  }
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
  const limits = [options.timeout, clientTimeout].filter((each) => each !== undefined).filter(Boolean);
  const timeout = limits.length === 0 ? undefined : Math.min(...limits);
  const expiry = timeout === undefined ? undefined : new AbortController();
  const signals = [options.signal, expiry?.signal].filter((each) => each !== undefined);
  return {
    state: {
      timeout,
      expire: () => expiry?.abort(),
      timedOut: undefined,
      stopped: undefined,
      body: undefined,
      refreshed: false,
    },
    abortSignal: signals.length > 1 ? AbortSignal.any(signals) : signals[0],
  };
}

// A stream uses its connection until it has been read or given up.
function whenClosed(body: unknown, land: () => void): void {
  const listen = isRecord(body) && body["readableEnded"] === false && body["destroyed"] === false && body["once"];
  if (typeof listen === "function") listen.call(body, "close", land);
  else land();
}
