/** A word of a command. */
export type CommandArgument = string | Uint8Array;

/** One command of a pipeline. */
export interface MemoryDBCommand {
  readonly args: readonly CommandArgument[];
  /** The key that decides which node of a cluster gets it. */
  readonly key?: string;
}

/** How a command is sent. */
export interface SendOptions {
  /** The key that decides which node of a cluster gets it; without it any primary may. */
  key?: string;
  /** May not go to a replica. @defaultValue true, unless `readFrom` is `"replica"` */
  write?: boolean;
  /** Texts of the reply as bytes. @defaultValue false */
  buffers?: boolean;
}

/**
 * What this package needs of a client. Clients of `@redis/client` (single and cluster), `ioredis`, `iovalkey` and
 * `@valkey/valkey-glide` are adapted to it; anything else can be written in these five members.
 */
export interface MemoryDBClient {
  /** Sends one command. Replies are those of RESP2. */
  send(args: readonly CommandArgument[], options?: SendOptions): Promise<unknown>;
  /** Sends commands in one burst and gives a reply or an error for each, in their order. Never rejects for one of them. */
  pipeline(commands: readonly MemoryDBCommand[], options?: { buffers?: boolean }): Promise<unknown[]>;
  /** The keys that match a pattern, in pages, over all primaries. */
  scan(pattern: string): AsyncIterable<string[]>;
  close(): Promise<void>;
  /** Whether `close` of a store closes it. */
  readonly owned: boolean;
}

/** Whether an object has the five members. */
export function isMemoryDBClient(value: object): value is MemoryDBClient {
  return ["send", "pipeline", "scan", "close"].every((name) => typeof Reflect.get(value, name) === "function");
}
