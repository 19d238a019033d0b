import { MemoryDBConfigError } from "../errors.ts";
import { GlideClient, isGlide } from "./glide-client.ts";
import { IoRedisClient, isIoRedis } from "./ioredis-client.ts";
import { isMemoryDBClient, type MemoryDBClient } from "./memorydb-client.ts";
import { isNodeRedis, isNodeRedisCluster, NodeRedisClient, NodeRedisCluster } from "./node-redis-client.ts";

/**
 * The client of a caller, in the form that this package uses. It stays the caller's: nothing here closes it.
 *
 * @throws MemoryDBConfigError when it is none of those that are known
 */
export function adaptClient(client: object): MemoryDBClient {
  if (isNodeRedisCluster(client)) return new NodeRedisCluster(client, false);
  if (isNodeRedis(client)) return new NodeRedisClient(client, false);
  if (isIoRedis(client)) return new IoRedisClient(client, false);
  if (isGlide(client)) return new GlideClient(client, false);
  if (isMemoryDBClient(client)) return client;
  throw new MemoryDBConfigError(
    "`client` is no client of @redis/client, ioredis, iovalkey or @valkey/valkey-glide, and has not the members send, pipeline, scan and close.",
  );
}
