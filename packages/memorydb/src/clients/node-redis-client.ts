import { scanNode, settle, toBuffers } from "./bytes.ts";
import { keySlot } from "./key-slot.ts";
import type { MemoryDBClient, MemoryDBCommand, SendOptions } from "./memorydb-client.ts";

type Arguments = (string | Uint8Array)[];
type Call = { typeMapping?: Record<number, unknown> };

/** What is used of a client of `@redis/client`. */
export interface NodeRedisLike {
  sendCommand(args: Arguments, options?: Call): Promise<unknown>;
  destroy(): void;
}

/** What is used of its cluster. */
export interface NodeRedisClusterLike {
  sendCommand(key: string | undefined, isReadonly: boolean, args: Arguments, options?: Call): Promise<unknown>;
  readonly masters: readonly object[];
  readonly slots: readonly { readonly master: object }[];
  nodeClient(node: object): unknown;
  destroy(): void;
}

/** The mark of bulk strings in RESP. */
const bulkString = 36;

/** A client of node-redis. Its commands of one tick leave in one write. */
export class NodeRedisClient implements MemoryDBClient {
  readonly owned: boolean;
  readonly #client: NodeRedisLike;

  constructor(client: NodeRedisLike, owned: boolean) {
    this.#client = client;
    this.owned = owned;
  }

  async send(args: readonly (string | Uint8Array)[], { buffers = false }: SendOptions = {}): Promise<unknown> {
    return await this.#client.sendCommand(toBuffers(args), call(buffers));
  }

  async pipeline(
    commands: readonly MemoryDBCommand[],
    { buffers = false }: { buffers?: boolean } = {},
  ): Promise<unknown[]> {
    const options = call(buffers);
    return await settle(commands.map(async ({ args }) => await this.#client.sendCommand(toBuffers(args), options)));
  }

  scan(pattern: string): AsyncIterable<string[]> {
    return scanNode(pattern, async (args) => await this.#client.sendCommand(args, call(false)));
  }

  async close(): Promise<void> {
    this.#client.destroy();
  }
}

/** A cluster of node-redis. */
export class NodeRedisCluster implements MemoryDBClient {
  readonly owned: boolean;
  readonly #cluster: NodeRedisClusterLike;

  constructor(cluster: NodeRedisClusterLike, owned: boolean) {
    this.#cluster = cluster;
    this.owned = owned;
  }

  async send(args: readonly (string | Uint8Array)[], options: SendOptions = {}): Promise<unknown> {
    const { key, write = true, buffers = false } = options;
    return await this.#cluster.sendCommand(key, !write, toBuffers(args), call(buffers));
  }

  /**
   * Commands go to the primaries of their keys directly: the cluster's own `sendCommand` sends some of them later than
   * others, and UNLINK must not overtake the HSET of its key. Keys that have moved are sent again, each in its order.
   */
  async pipeline(
    commands: readonly MemoryDBCommand[],
    { buffers = false }: { buffers?: boolean } = {},
  ): Promise<unknown[]> {
    const options = call(buffers);
    const clients = await Promise.all(commands.map(async ({ key }) => await this.#primaryOf(key)));
    const replies = await settle(
      commands.map(async ({ args, key }, at) => {
        const client = clients[at];
        const words = toBuffers(args);
        return client === undefined
          ? await this.#cluster.sendCommand(key, false, words, options)
          : await client.sendCommand(words, options);
      }),
    );
    return await this.#followMoved(commands, replies, options);
  }

  async #followMoved(
    commands: readonly MemoryDBCommand[],
    replies: readonly unknown[],
    options: Call,
  ): Promise<unknown[]> {
    const followed = [...replies];
    for (const [at, { args, key }] of commands.entries()) {
      const reply = replies[at];
      if (!(reply instanceof Error) || !/^(?:MOVED|ASK) /.test(reply.message)) continue;
      [followed[at]] = await settle([this.#cluster.sendCommand(key, false, toBuffers(args), options)]);
    }
    return followed;
  }

  async #primaryOf(key: string | undefined): Promise<NodeRedisLike | undefined> {
    const shard = key === undefined ? undefined : this.#cluster.slots[keySlot(key)];
    const client: unknown = shard === undefined ? undefined : await this.#cluster.nodeClient(shard.master);
    return isNodeRedis(client) ? client : undefined;
  }

  async *scan(pattern: string): AsyncGenerator<string[]> {
    for (const node of this.#cluster.masters) {
      const client: unknown = await this.#cluster.nodeClient(node);
      if (!isNodeRedis(client)) throw new TypeError("The cluster client has no client for one of its primaries.");
      yield* scanNode(pattern, async (args) => await client.sendCommand(args, call(false)));
    }
  }

  async close(): Promise<void> {
    this.#cluster.destroy();
  }
}

/** Whether an object is a client of node-redis. */
export function isNodeRedis(value: unknown): value is NodeRedisLike {
  return hasFunctions(value, ["sendCommand", "destroy", "withTypeMapping"]) && !("masters" in value);
}

/** Whether an object is a cluster of node-redis. */
export function isNodeRedisCluster(value: unknown): value is NodeRedisClusterLike {
  return hasFunctions(value, ["sendCommand", "destroy", "nodeClient"]);
}

function hasFunctions(value: unknown, names: readonly string[]): value is object {
  return (
    typeof value === "object" && value !== null && names.every((name) => typeof Reflect.get(value, name) === "function")
  );
}

/** Texts, or bytes where vectors come back, whatever the client's own mapping is. */
function call(buffers: boolean): Call {
  return { typeMapping: buffers && globalThis.Buffer !== undefined ? { [bulkString]: globalThis.Buffer } : {} };
}
