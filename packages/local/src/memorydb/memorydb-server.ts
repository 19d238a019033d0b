import net from "node:net";
import tls from "node:tls";

import { internalMessage } from "../event-stream.ts";
import type { ResolvedOptions } from "../options.ts";
import { ChangeNotice } from "../persistence/change-notice.ts";
import { CommandFaults } from "./command-faults.ts";
import { CommandLog, loggedArguments } from "./command-log.ts";
import { type CommandContext, type Connection, nameAt, type Node, type ServerState } from "./command.ts";
import { verifyIamToken } from "./iam-token.ts";
import { Keyspace } from "./keyspace.ts";
import type { LocalMemoryDb, MemoryDbCommand, MemoryDbFault, ResolvedMemoryDbOptions } from "./memorydb-options.ts";
import { CommandReader } from "./resp/command-reader.ts";
import { type Reply, RespError } from "./resp/reply.ts";
import { writeReply } from "./resp/write-reply.ts";
import { isOutlived, runCommand } from "./run-command.ts";
import { ScanCursors } from "./scan-cursors.ts";
import { engineProfiles } from "./search/engine-profiles.ts";
import { Indexes } from "./search/indexes.ts";

/** The options of the instance that the port shares. */
type InstanceOptions = Pick<ResolvedOptions, "auth" | "clock" | "host" | "tls">;

/**
 * A server that speaks RESP2 and RESP3: hashes, strings, expiry, and search by vectors, tags, numbers and texts.
 *
 * One thread runs one command after the other, as the service does, and answers a pipeline in one go.
 */
export class MemoryDbServer implements LocalMemoryDb {
  /** Of keys and indexes. */
  readonly notice: ChangeNotice = new ChangeNotice();
  readonly #options: ResolvedMemoryDbOptions;
  readonly #instance: InstanceOptions;
  readonly #state: ServerState & { nodes: Node[] };
  readonly #log: CommandLog;
  readonly #faults = new CommandFaults();
  readonly #servers: net.Server[] = [];
  readonly #sockets = new Set<net.Socket>();
  #connections = 0;

  constructor(options: ResolvedMemoryDbOptions, instance: InstanceOptions) {
    this.#options = options;
    this.#instance = instance;
    this.#log = new CommandLog(options.maxCommands);
    const { clock } = instance;
    const indexes = new Indexes({
      profile: engineProfiles[options.engine],
      visibilityDelayMs: options.visibilityDelayMs,
      clock,
      changed: this.notice.changed,
    });
    const keyspace: Keyspace = new Keyspace(clock, (key) => {
      indexes.changed(key, keyspace);
      this.notice.changed();
    });
    this.#state = {
      options,
      keyspace,
      indexes,
      nodes: [],
      scanCursors: new ScanCursors(),
      clock,
      verifyToken: (user, token) =>
        verifyIamToken(token, user, {
          auth: instance.auth,
          clock,
          clusterName: options.clusterName,
          service: options.service,
        }),
    };
  }

  get url(): string {
    const { host } = this.#instance;
    const scheme = this.#instance.tls === undefined ? "redis" : "rediss";
    return `${scheme}://${host.includes(":") ? `[${host}]` : host}:${this.port}`;
  }

  get port(): number {
    return this.#state.nodes[0]?.port ?? 0;
  }

  get replicaPorts(): readonly number[] {
    return this.#state.nodes.slice(1).map(({ port }) => port);
  }

  get clusterName(): string {
    return this.#options.clusterName;
  }

  get connectionCount(): number {
    return this.#sockets.size;
  }

  get keyCount(): number {
    return this.#state.keyspace.keys().length;
  }

  commands(name?: string): MemoryDbCommand[] {
    return this.#log.find(name);
  }

  async waitForCommand(
    name: string,
    { count = 1, timeoutMs = 5000 }: { count?: number; timeoutMs?: number } = {},
  ): Promise<MemoryDbCommand> {
    return await this.#log.wait(name, count, timeoutMs);
  }

  clearCommands(): void {
    this.#log.clear();
  }

  fault(fault: MemoryDbFault): void {
    this.#faults.add(fault);
  }

  holdBackfill(): () => void {
    return this.#state.indexes.hold();
  }

  dropConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Forgets keys, indexes, faults and log; connections stay. */
  reset(): void {
    this.clearData();
    this.#faults.clear();
    this.#log.clear();
  }

  /** What is stored, for those who know its form. */
  get data(): Pick<ServerState, "keyspace" | "indexes"> {
    return this.#state;
  }

  clearData(): void {
    this.#state.indexes.clear();
    this.#state.keyspace.clear();
  }

  async start(): Promise<void> {
    try {
      await this.#listen("primary", this.#options.port);
      for (let index = 0; index < this.#options.replicas; index += 1) await this.#listen("replica", 0);
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const closed = this.#servers.map((server) => new Promise<void>((resolve) => void server.close(() => resolve())));
    this.dropConnections();
    this.#state.indexes.stop();
    await Promise.all(closed);
  }

  async #listen(role: Node["role"], port: number): Promise<void> {
    const { host, tls: certificate } = this.#instance;
    const onSocket = (socket: net.Socket): void => this.#serve(socket, node);
    const server =
      certificate === undefined
        ? net.createServer({ noDelay: true }, onSocket)
        : tls.createServer({ ...certificate, noDelay: true }, onSocket);
    server.on("tlsClientError", (_error: Error, socket: net.Socket) => socket.destroy());
    this.#servers.push(server);
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, () => {
        server.off("error", reject);
        resolve();
      });
    });
    const address = server.address();
    const bound = typeof address === "object" && address !== null ? address.port : port;
    const id = String(this.#state.nodes.length + 1).padStart(40, "0");
    const node: Node = { id, role, host, port: bound };
    this.#state.nodes.push(node);
  }

  #serve(socket: net.Socket, node: Node): void {
    this.#sockets.add(socket);
    this.#connections += 1;
    const connection: Connection = {
      id: this.#connections,
      node,
      protocol: 2,
      user: Object.keys(this.#options.users).length === 0 ? "default" : undefined,
      authenticatedAt: 0,
      name: "",
      readOnly: false,
      queue: undefined,
      isQueueBroken: false,
      isClosing: false,
      isHanging: false,
    };
    const reader = new CommandReader();
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("data", (chunk: Buffer) => {
      if (connection.isHanging) return;
      reader.push(chunk);
      this.#answer(socket, reader, { state: this.#state, connection });
    });
  }

  /** Runs all that has arrived, then writes the answers together. */
  #answer(socket: net.Socket, reader: CommandReader, context: CommandContext): void {
    const { connection } = context;
    const out: Uint8Array[] = [];
    try {
      for (let args = reader.next(); args !== undefined && !connection.isClosing; args = reader.next()) {
        const reply = this.#run(args, context);
        if (reply === undefined) break;
        writeReply(reply, connection.protocol, out);
      }
    } catch (error) {
      // A defect here ends one connection, not the process.
      writeReply(
        error instanceof RespError ? error : new RespError(`ERR ${internalMessage(error)}`.replaceAll(/[\r\n]+/g, " ")),
        connection.protocol,
        out,
      );
      connection.isClosing = true;
    }
    const isTaken = out.length === 0 || socket.write(out.length === 1 ? (out[0] ?? "") : Buffer.concat(out));
    if (!isTaken) {
      // Who does not read its answers asks nothing more.
      socket.pause();
      socket.once("drain", () => socket.resume());
    }
    if (connection.isClosing) socket.end();
  }

  /** `undefined`: nothing more is answered on this connection. */
  #run(args: readonly Buffer[], context: CommandContext): Reply | undefined {
    const { connection } = context;
    const name = nameAt(args, 0).toUpperCase();
    const entry = { name, args: loggedArguments(name, args), connection: connection.id, node: connection.node.role };
    const fault = this.#faults.pick(name, args[1]?.toString("utf8"));
    if (fault?.drop === true || isOutlived(context)) {
      this.#log.add(entry);
      connection.isClosing = true;
      return undefined;
    }
    if (fault?.hang === true) {
      this.#log.add(entry);
      connection.isHanging = true;
      return undefined;
    }
    const reply = fault?.error === undefined ? runCommand(args, context) : new RespError(fault.error);
    this.#log.add(reply instanceof RespError ? { ...entry, error: reply.message } : entry);
    return reply;
  }
}
