/** Which search engine the port behaves like. */
export type MemoryDbEngine = "memorydb" | "valkey-1.0.0" | "valkey-1.0" | "valkey-1.2" | "redisearch";

/** A user of the port, in the form of an access control list that says little. */
export interface MemoryDbUser {
  /** Absent with `iam`. */
  password?: string;
  /** The password is a token: a presigned request, valid for 15 minutes. */
  iam?: boolean;
  /** Commands that this user may not run: `["FT._LIST"]`. */
  deny?: readonly string[];
}

/** Options of the MemoryDB port. */
export interface MemoryDbOptions {
  /** @defaultValue 0: any free port */
  port?: number;
  /**
   * Whose commands, refusals and reply shapes: MemoryDB's, valkey-search's (ElastiCache for Valkey) or RediSearch's.
   * `valkey-1.0` is 1.0.3, which knows some escapes of tag queries; `valkey-1.0.0` knows none.
   *
   * @defaultValue `"memorydb"`: where the documentation is silent, the stricter reading
   */
  engine?: MemoryDbEngine;
  /** Cluster mode, of one shard: commands over several slots are refused. @defaultValue false */
  cluster?: boolean;
  /** Read-only nodes besides the primary, each on a port of its own; they need `cluster`. @defaultValue 0 */
  replicas?: number;
  /** By name. Without any, nobody has to authenticate. */
  users?: Readonly<Record<string, MemoryDbUser>>;
  /** What IAM tokens are signed for. @defaultValue `local-cluster` */
  clusterName?: string;
  /** The service in the scope of IAM tokens. @defaultValue `"memorydb"` */
  service?: "memorydb" | "elasticache";
  /**
   * How long a search does not know of a write, in milliseconds. MemoryDB has such a delay (20 ms stand for it well);
   * without it a program's first search finds what its first write wrote.
   *
   * @defaultValue 0
   */
  visibilityDelayMs?: number;
  /** Commands that are kept in the log. @defaultValue 10,000 */
  maxCommands?: number;
}

/** One command that reached the port. */
export interface MemoryDbCommand {
  /** In capitals: `FT.SEARCH`. */
  readonly name: string;
  /** With the name; binary arguments above 256 bytes as `<4096 bytes>`, passwords as `***`. */
  readonly args: readonly (string | Uint8Array)[];
  /** Counted from 1 over all nodes. */
  readonly connection: number;
  readonly node: "primary" | "replica";
  /** The text of the error that was answered. */
  readonly error?: string;
}

/** Something that goes wrong. */
export interface MemoryDbFault {
  /** @defaultValue every command */
  command?: string;
  /** The first argument of the commands that it is for, usually the key. */
  key?: string;
  /** Only from the nth matching command on, counted from 1. @defaultValue 1 */
  from?: number;
  /** How often. @defaultValue 1 */
  times?: number;
  /** What is answered in place of the command: `OOM command not allowed when used memory > 'maxmemory'.` */
  error?: string;
  /** The connection is closed before the command runs. */
  drop?: boolean;
  /** Nothing more is answered on that connection. */
  hang?: boolean;
}

/** The MemoryDB port of an instance, from the side of a test or a program. */
export interface LocalMemoryDb {
  /** `redis://127.0.0.1:49153` */
  readonly url: string;
  readonly port: number;
  /** The ports of the replicas. */
  readonly replicaPorts: readonly number[];
  readonly clusterName: string;
  /** The commands received so far, of that name, oldest first. */
  commands(name?: string): MemoryDbCommand[];
  /**
   * Waits until as many commands of that name were received.
   *
   * @throws Error after `timeoutMs` (5,000 by default)
   */
  waitForCommand(name: string, options?: { count?: number; timeoutMs?: number }): Promise<MemoryDbCommand>;
  /** Forgets the commands received so far. */
  clearCommands(): void;
  /** Adds something that goes wrong; `reset` takes it away. */
  fault(fault: MemoryDbFault): void;
  /** Indexes that are made from now on stay in their backfill until the function that is returned is called. */
  holdBackfill(): () => void;
  /** Closes every connection at once; new ones are taken. */
  dropConnections(): void;
  /** Open connections. */
  readonly connectionCount: number;
  /** Live keys. */
  readonly keyCount: number;
}

/** The options with every default filled in. */
export type ResolvedMemoryDbOptions = Readonly<Required<MemoryDbOptions>>;

/** Fills in the defaults. */
export function resolveMemoryDb(options: MemoryDbOptions): ResolvedMemoryDbOptions {
  return {
    port: options.port ?? 0,
    engine: options.engine ?? "memorydb",
    cluster: options.cluster ?? false,
    replicas: options.replicas ?? 0,
    users: options.users ?? {},
    clusterName: options.clusterName ?? "local-cluster",
    service: options.service ?? "memorydb",
    visibilityDelayMs: options.visibilityDelayMs ?? 0,
    maxCommands: options.maxCommands ?? 10_000,
  };
}
