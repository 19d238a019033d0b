import type { MemoryDBClient } from "./clients/memorydb-client.ts";
import type { MemoryDBConnectionFields } from "./connection/connection-fields.ts";
import { resolveConnection, spellFields } from "./connection/resolve-connection.ts";
import { platform } from "#platform";

/**
 * Connects to a cluster, for several stores and caches to share as their `client`.
 *
 * Without a `client` of yours it is one of `@redis/client`, with RESP2, errors listened to, and reconnects without end.
 * The stores do not close it: `await client.close()` does.
 *
 * @throws MemoryDBConfigError, MemoryDBAuthError, MemoryDBConnectionError
 */
export async function createMemoryDBClient(fields: MemoryDBConnectionFields = {}): Promise<MemoryDBClient> {
  const settings = resolveConnection(spellFields(fields));
  return settings.client ?? (await platform.connect(settings));
}
