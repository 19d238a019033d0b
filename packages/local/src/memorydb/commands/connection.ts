import type { Command, CommandContext, CommandTable } from "../command.ts";
import { nameAt, wordAt } from "../command.ts";
import { MapReply, ok, type Reply, RespError, SimpleReply } from "../resp/reply.ts";
import { integerOf } from "./numbers.ts";

const wrongPassword = "WRONGPASS invalid username-password pair or user is disabled.";

/** Who a connection is, and how it speaks. */
export const connectionCommands: CommandTable = {
  HELLO: { arity: -1, isOpen: true, run: hello },
  AUTH: {
    arity: -2,
    isOpen: true,
    run(args, context) {
      if (args.length > 3) throw new RespError("ERR syntax error");
      const user = args.length === 3 ? nameAt(args, 1) : "default";
      authenticate(user, args.at(-1)?.toString("utf8") ?? "", context);
      return ok;
    },
  },
  QUIT: {
    arity: 1,
    isOpen: true,
    run(_args, { connection }) {
      connection.isClosing = true;
      return ok;
    },
  },
  RESET: {
    arity: 1,
    isOpen: true,
    run(_args, { connection, state }) {
      Object.assign(connection, { protocol: 2, name: "", readOnly: false, queue: undefined });
      connection.user = Object.keys(state.options.users).length === 0 ? "default" : undefined;
      return new SimpleReply("RESET");
    },
  },
  PING: { arity: -1, run: (args) => args[1] ?? new SimpleReply("PONG") },
  ECHO: { arity: 2, run: (args) => args[1] ?? null },
  SELECT: {
    arity: 2,
    run(args, { state }) {
      const database = integerOf(args[1]);
      if (database === 0) return ok;
      throw new RespError(
        state.options.cluster ? "ERR SELECT is not allowed in cluster mode" : "ERR DB index is out of range",
      );
    },
  },
  CLIENT: { arity: -2, run: client },
};

function hello(args: readonly Buffer[], context: CommandContext): Reply {
  const { connection, state } = context;
  let protocol = connection.protocol;
  let at = 1;
  if (args.length > 1) {
    const wanted = nameAt(args, 1);
    if (wanted !== "2" && wanted !== "3") throw new RespError("NOPROTO unsupported protocol version");
    protocol = wanted === "2" ? 2 : 3;
    at = 2;
  }
  for (; at < args.length; at += 1) {
    const option = wordAt(args, at);
    if (option === "AUTH" && at + 2 < args.length) {
      authenticate(nameAt(args, at + 1), args[at + 2]?.toString("utf8") ?? "", context);
      at += 2;
    } else if (option === "SETNAME" && at + 1 < args.length) connection.name = nameAt(args, (at += 1));
    else throw new RespError(`ERR Syntax error in HELLO option '${nameAt(args, at)}'`);
  }
  if (connection.user === undefined) {
    throw new RespError(
      "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time",
    );
  }
  connection.protocol = protocol;
  return new MapReply([
    ["server", "redis"],
    ["version", "7.1.0"],
    ["proto", protocol],
    ["id", connection.id],
    ["mode", state.options.cluster ? "cluster" : "standalone"],
    ["role", connection.node.role === "primary" ? "master" : "replica"],
    ["modules", []],
  ]);
}

function authenticate(name: string, password: string, { connection, state }: CommandContext): void {
  const { users } = state.options;
  if (Object.keys(users).length === 0) {
    throw new RespError(
      "ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?",
    );
  }
  const user = Object.hasOwn(users, name) ? users[name] : undefined;
  if (user === undefined) throw new RespError(wrongPassword);
  if (user.iam === true) state.verifyToken(name, password);
  else if (user.password !== password) throw new RespError(wrongPassword);
  connection.user = name;
  connection.authenticatedAt = state.clock();
}

const clientCommands: Readonly<Record<string, Command["run"]>> = {
  SETINFO: () => ok,
  "NO-EVICT": () => ok,
  "NO-TOUCH": () => ok,
  SETNAME(args, { connection }) {
    connection.name = nameAt(args, 2);
    return ok;
  },
  GETNAME: (_args, { connection }) => (connection.name === "" ? null : connection.name),
  ID: (_args, { connection }) => connection.id,
  INFO: (_args, { connection }) => describe(connection),
  LIST: (_args, { connection }) => describe(connection),
};

function describe({ id, name, protocol, user }: CommandContext["connection"]): string {
  return `id=${id} name=${name} db=0 user=${user ?? ""} resp=${protocol}\n`;
}

function client(args: readonly Buffer[], context: CommandContext): Reply {
  const name = wordAt(args, 1);
  const run = Object.hasOwn(clientCommands, name) ? clientCommands[name] : undefined;
  if (run === undefined) throw new RespError(`ERR unknown subcommand '${nameAt(args, 1)}'. Try CLIENT HELP.`);
  return run(args, context);
}
