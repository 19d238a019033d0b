import type { Keyspace } from "./keyspace.ts";
import type { ResolvedMemoryDbOptions } from "./memorydb-options.ts";
import type { Protocol } from "./resp/write-reply.ts";
import type { Reply } from "./resp/reply.ts";
import type { ScanCursors } from "./scan-cursors.ts";
import type { Indexes } from "./search/indexes.ts";

/** A node of the cluster, as clients see it. */
export interface Node {
  readonly id: string;
  readonly role: "primary" | "replica";
  readonly host: string;
  readonly port: number;
}

/** What the commands of one server share. */
export interface ServerState {
  readonly options: ResolvedMemoryDbOptions;
  readonly keyspace: Keyspace;
  readonly indexes: Indexes;
  readonly nodes: readonly Node[];
  readonly scanCursors: ScanCursors;
  readonly clock: () => number;
  /** @throws RespError when the token does not let that user in */
  readonly verifyToken: (user: string, token: string) => void;
}

/** What one connection has said about itself. */
export interface Connection {
  readonly id: number;
  readonly node: Node;
  protocol: Protocol;
  /** `undefined` until it has authenticated, where that is needed. */
  user: string | undefined;
  /** When it last authenticated with a token. */
  authenticatedAt: number;
  name: string;
  /** Reads from a replica are wanted. */
  readOnly: boolean;
  /** Commands between MULTI and EXEC. */
  queue: Buffer[][] | undefined;
  /** A command of the queue was refused: EXEC is, too. */
  isQueueBroken: boolean;
  isClosing: boolean;
  /** Nothing more is answered. */
  isHanging: boolean;
}

/** What a command works on. */
export interface CommandContext {
  readonly state: ServerState;
  readonly connection: Connection;
}

/** One command. */
export interface Command {
  /** Arguments with the name: exactly so many, or at least so many when negative. */
  arity: number;
  /** Which arguments are keys, in cluster mode. */
  keys?: "first" | "all";
  /** Refused by replicas. */
  writes?: boolean;
  /** Answered before authentication. */
  isOpen?: boolean;
  /** @throws RespError what is answered in place of a reply */
  run(args: readonly Buffer[], context: CommandContext): Reply;
}

/** Commands by their names in capitals. */
export type CommandTable = Readonly<Record<string, Command>>;

/** An argument as the name of a key or a field. */
export function nameAt(args: readonly Buffer[], index: number): string {
  return args[index]?.toString("latin1") ?? "";
}

/** An argument as a word in capitals. */
export function wordAt(args: readonly Buffer[], index: number): string {
  return (args[index]?.toString("utf8") ?? "").toUpperCase();
}
