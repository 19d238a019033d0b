import { scanNode, settle, toBuffers } from "./bytes.ts";
import type { MemoryDBClient, MemoryDBCommand, SendOptions } from "./memorydb-client.ts";

/** `Decoder` of `@valkey/valkey-glide`. */
const decodeBytes = 0;
const decodeTexts = 1;

/** What is used of a client of `@valkey/valkey-glide`. */
export interface GlideLike {
  customCommand(args: (string | Uint8Array)[], options?: object): Promise<unknown>;
  close(): void;
}

/** A client, or a cluster client, of Valkey GLIDE. It keeps RESP3: maps come back as lists of pairs and are flattened. */
export class GlideClient implements MemoryDBClient {
  readonly owned: boolean;
  readonly #client: GlideLike;

  constructor(client: GlideLike, owned: boolean) {
    this.#client = client;
    this.owned = owned;
  }

  async send(args: readonly (string | Uint8Array)[], { buffers = false }: SendOptions = {}): Promise<unknown> {
    const decoder = buffers ? decodeBytes : decodeTexts;
    const reply = flat(await this.#client.customCommand(toBuffers(args), { decoder }));
    // GLIDE makes one map of all rows.
    const [total, rows] = Array.isArray(reply) ? reply : [];
    return args[0] === "FT.SEARCH" && Array.isArray(rows) ? [total, ...rows] : reply;
  }

  async pipeline(commands: readonly MemoryDBCommand[], options: { buffers?: boolean } = {}): Promise<unknown[]> {
    return await settle(commands.map(async ({ args }) => await this.send(args, options)));
  }

  /** Its cluster client sends SCAN to one node only: MemoryDB's search has one shard. */
  scan(pattern: string): AsyncIterable<string[]> {
    return scanNode(pattern, async (args) => await this.send(args));
  }

  async close(): Promise<void> {
    this.#client.close();
  }
}

/** Whether an object is a client of Valkey GLIDE. */
export function isGlide(value: unknown): value is GlideLike {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, "customCommand") === "function";
}

/** Maps as RESP2 has them: names and values in one list. */
function flat(reply: unknown): unknown {
  if (!Array.isArray(reply)) return reply;
  const isMap = reply.length > 0 && reply.every((item) => isPair(item));
  return isMap ? reply.flatMap((item) => (isPair(item) ? [item.key, flat(item.value)] : [])) : reply.map(flat);
}

function isPair(item: unknown): item is { key: unknown; value: unknown } {
  return typeof item === "object" && item !== null && "key" in item && "value" in item;
}
