import { scanNode, settle, toBuffers } from "./bytes.ts";
import type { MemoryDBClient, MemoryDBCommand, SendOptions } from "./memorydb-client.ts";

/** What is used of a client, or of a cluster, of `ioredis` or `iovalkey`. */
export interface IoRedisLike {
  call(command: string, ...args: (string | Uint8Array)[]): Promise<unknown>;
  callBuffer(command: string, ...args: (string | Uint8Array)[]): Promise<unknown>;
  disconnect(): void;
  /** Of a cluster alone. */
  nodes?(role: "master"): unknown[];
}

/** A client of ioredis or iovalkey. Its commands of one tick leave in one write. */
export class IoRedisClient implements MemoryDBClient {
  readonly owned: boolean;
  readonly #client: IoRedisLike;

  constructor(client: IoRedisLike, owned: boolean) {
    this.#client = client;
    this.owned = owned;
  }

  async send(args: readonly (string | Uint8Array)[], { buffers = false }: SendOptions = {}): Promise<unknown> {
    const [name = "", ...rest] = toBuffers(args);
    const command = String(name);
    return buffers ? await this.#client.callBuffer(command, ...rest) : await this.#client.call(command, ...rest);
  }

  async pipeline(commands: readonly MemoryDBCommand[], options: { buffers?: boolean } = {}): Promise<unknown[]> {
    return await settle(commands.map(async ({ args }) => await this.send(args, options)));
  }

  async *scan(pattern: string): AsyncGenerator<string[]> {
    for (const node of this.#client.nodes?.("master") ?? [this.#client]) {
      if (!isIoRedis(node)) throw new TypeError("The cluster client has no client for one of its primaries.");
      yield* scanNode(pattern, async ([name = "", ...rest]) => await node.call(name, ...rest));
    }
  }

  async close(): Promise<void> {
    this.#client.disconnect();
  }
}

/** Whether an object is a client of ioredis or iovalkey. */
export function isIoRedis(value: unknown): value is IoRedisLike {
  return (
    typeof value === "object" &&
    value !== null &&
    ["call", "callBuffer", "disconnect"].every((name) => typeof Reflect.get(value, name) === "function")
  );
}
