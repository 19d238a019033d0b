import { isRecord } from "./check-options.ts";

/**
 * Retries for one call, in place of its client's: a retry middleware of the same name on the command takes the place of
 * the client's in the copy that the command is sent through.
 *
 * @returns a plugin for the command's stack
 */
export async function retriesPlugin(client: object, maxRetries: number): Promise<object> {
  const { AdaptiveRetryStrategy, StandardRetryStrategy, getRetryPlugin } = await import("./sdk-retries.ts");
  const maxAttempts = async (): Promise<number> => maxRetries + 1;
  const mode = await retryMode(client);
  const retryStrategy = remembered(client, `${mode}:${maxRetries}`, () =>
    mode === "adaptive" ? new AdaptiveRetryStrategy(maxAttempts) : new StandardRetryStrategy(maxAttempts),
  );
  return getRetryPlugin({ maxAttempts, retryStrategy: async () => retryStrategy });
}

async function retryMode(client: object): Promise<string> {
  const config: unknown = "config" in client ? client.config : undefined;
  const mode: unknown = isRecord(config) ? config["retryMode"] : undefined;
  return String(typeof mode === "function" ? await mode() : mode);
}

// The quota of retries that a strategy keeps must outlive the call to mean anything.
const strategies = new WeakMap<object, Map<string, object>>();

function remembered<Strategy extends object>(client: object, key: string, create: () => Strategy): Strategy {
  const known = strategies.get(client) ?? new Map<string, object>();
  strategies.set(client, known);
  const strategy = known.get(key) ?? create();
  known.set(key, strategy);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only this function writes, and the key says what
  return strategy as Strategy;
}
