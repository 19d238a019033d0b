import { AsyncCaller } from "@langchain/core/utils/async_caller";
import { AwsConfigurationError } from "./errors.ts";
import { untilAborted } from "./until-aborted.ts";

/**
 * A caller that limits concurrency and, through `callWithOptions({ signal }, …)`, races the abort signal, and nothing
 * else: the AWS SDK is the one layer that retries. Errors come out as the very objects that were thrown.
 *
 * Never call it from inside one of its own calls: with `maxConcurrency: 1` the inner call would wait for the outer one
 * for ever. A signal that is aborted already does not stop the call; check `signal.throwIfAborted()` inside it.
 *
 * @throws {@link AwsConfigurationError} `CONFIG_INVALID_NUMBER` when `maxConcurrency` is not a whole number above 0
 */
export function createCaller(params: { maxConcurrency?: number } = {}): AsyncCaller {
  const { maxConcurrency = Infinity } = params;
  if (maxConcurrency !== Infinity && !(Number.isInteger(maxConcurrency) && maxConcurrency > 0)) {
    throw new AwsConfigurationError(
      `maxConcurrency must be a whole number above 0, or Infinity; got ${maxConcurrency}`,
      {
        code: "CONFIG_INVALID_NUMBER",
      },
    );
  }
  return new AsyncCaller({
    maxConcurrency,
    maxRetries: 0,
    // LangChain's own handler renames some errors and marks others before it gives up.
    onFailedAttempt: (error) => {
      throw error;
    },
  });
}

/**
 * Runs a task in its turn: waits for a free place when there is a limit, and leaves the queue when the signal is aborted.
 * A task that does not look at the signal, such as one that waits for credentials, is not waited for after the abort.
 *
 * @param caller the limit; without one there is nothing to wait for
 * @throws the signal's reason, at once
 */
export function runLimited<T>(
  caller: AsyncCaller | undefined,
  signal: AbortSignal | undefined,
  task: () => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  if (caller === undefined) return untilAborted(task(), signal);
  if (signal === undefined) return caller.call(task);
  // LangChain's queue goes on to a task whose caller has left.
  return caller.callWithOptions({ signal }, async () => {
    signal.throwIfAborted();
    return task();
  });
}
