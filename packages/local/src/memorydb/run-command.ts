import { type Command, type CommandContext, type CommandTable, nameAt } from "./command.ts";
import { connectionCommands } from "./commands/connection.ts";
import { hashCommands } from "./commands/hashes.ts";
import { keyCommands } from "./commands/keys.ts";
import { searchCommands } from "./commands/search.ts";
import { serverCommands } from "./commands/server.ts";
import { stringCommands } from "./commands/strings.ts";
import { keySlot } from "./key-slot.ts";
import { ok, type Reply, RespError, SimpleReply } from "./resp/reply.ts";

/** A connection is cut so long after it authenticated with a token, unless it does so again. */
const tokenLifeMs = 12 * 60 * 60 * 1000;

const commands: CommandTable = {
  ...connectionCommands,
  ...keyCommands,
  ...stringCommands,
  ...hashCommands,
  ...serverCommands,
  ...searchCommands,
};

/** Runs one command; what it refuses is the reply. */
export function runCommand(args: readonly Buffer[], context: CommandContext): Reply {
  try {
    return run(args, context);
  } catch (error) {
    if (error instanceof RespError) return error;
    throw error;
  }
}

/** Whether the connection's token has run out. */
export function isOutlived({ state, connection }: CommandContext): boolean {
  const user = connection.user === undefined ? undefined : state.options.users[connection.user];
  return user?.iam === true && state.clock() - connection.authenticatedAt >= tokenLifeMs;
}

function run(args: readonly Buffer[], context: CommandContext): Reply {
  const name = nameAt(args, 0).toUpperCase();
  const transaction = Object.hasOwn(transactions, name) ? transactions[name] : undefined;
  const command = transaction ?? (Object.hasOwn(commands, name) ? commands[name] : undefined);
  const { connection } = context;
  try {
    if (command === undefined) throw unknownCommand(args);
    admit(name, command, args, context);
  } catch (error) {
    connection.isQueueBroken = true;
    throw error;
  }
  if (connection.queue === undefined || transaction !== undefined) return command.run(args, context);
  connection.queue.push(args.map((argument) => Buffer.from(argument)));
  return new SimpleReply("QUEUED");
}

const transactions: CommandTable = {
  MULTI: {
    arity: 1,
    run(_args, { connection }) {
      if (connection.queue !== undefined) throw new RespError("ERR MULTI calls can not be nested");
      connection.queue = [];
      connection.isQueueBroken = false;
      return ok;
    },
  },
  DISCARD: {
    arity: 1,
    run(_args, { connection }) {
      if (connection.queue === undefined) throw new RespError("ERR DISCARD without MULTI");
      connection.queue = undefined;
      return ok;
    },
  },
  EXEC: {
    arity: 1,
    run(_args, context) {
      const { queue, isQueueBroken } = context.connection;
      if (queue === undefined) throw new RespError("ERR EXEC without MULTI");
      context.connection.queue = undefined;
      if (isQueueBroken) throw new RespError("EXECABORT Transaction discarded because of previous errors.");
      refuseManySlots(
        queue.flatMap((args) => keysOf(args)),
        context,
      );
      return queue.map((args) => runCommand(args, context));
    },
  },
};

function admit(name: string, command: Command, args: readonly Buffer[], context: CommandContext): void {
  const { connection, state } = context;
  const { arity } = command;
  if (arity < 0 ? args.length < -arity : args.length !== arity) {
    throw new RespError(`ERR wrong number of arguments for '${name.toLowerCase()}' command`);
  }
  if (connection.user === undefined && command.isOpen !== true) throw new RespError("NOAUTH Authentication required.");
  const user = connection.user === undefined ? undefined : state.options.users[connection.user];
  if (user?.deny?.some((denied) => denied.toUpperCase() === name) === true) {
    throw new RespError(`NOPERM User ${connection.user} has no permissions to run the '${name.toLowerCase()}' command`);
  }
  if (!state.options.cluster) return;
  const keys = keysOf(args);
  refuseManySlots(keys, context);
  if (connection.node.role === "primary") return;
  if (command.writes === true && keys.length === 0) {
    throw new RespError("READONLY You can't write against a read only replica.");
  }
  const [key] = keys;
  if (key === undefined || (connection.readOnly && command.writes !== true)) return;
  const primary = state.nodes[0];
  throw new RespError(`MOVED ${keySlot(key)} ${primary?.host}:${primary?.port}`);
}

function keysOf(args: readonly Buffer[]): readonly Buffer[] {
  const name = nameAt(args, 0).toUpperCase();
  const which = Object.hasOwn(commands, name) ? commands[name]?.keys : undefined;
  if (which === undefined) return [];
  return which === "all" ? args.slice(1) : args.slice(1, 2);
}

function refuseManySlots(keys: readonly Buffer[], { state }: CommandContext): void {
  if (!state.options.cluster || new Set(keys.map((key) => keySlot(key))).size <= 1) return;
  throw new RespError("CROSSSLOT Keys in request don't hash to the same slot");
}

function unknownCommand(args: readonly Buffer[]): RespError {
  const [name, ...rest] = args.map((argument) => `'${argument.toString("latin1").slice(0, 128)}'`);
  return new RespError(`ERR unknown command ${name ?? "''"}, with args beginning with: ${rest.slice(0, 3).join(" ")} `);
}
