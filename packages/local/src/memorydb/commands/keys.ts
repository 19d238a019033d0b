import { type CommandContext, type CommandTable, nameAt, type ServerState, wordAt } from "../command.ts";
import { globToExpression } from "../glob.ts";
import { ok, type Reply, RespError, SimpleReply } from "../resp/reply.ts";
import { integerOf } from "./numbers.ts";

const defaultScanCount = 10;

/** Keys, whatever they hold. */
export const keyCommands: CommandTable = {
  DEL: {
    arity: -2,
    keys: "all",
    writes: true,
    run: (args, context) => count(args, (key) => context.state.keyspace.delete(key)),
  },
  UNLINK: {
    arity: -2,
    keys: "all",
    writes: true,
    run: (args, context) => count(args, (key) => context.state.keyspace.delete(key)),
  },
  EXISTS: {
    arity: -2,
    keys: "all",
    run: (args, { state }) => count(args, (key) => state.keyspace.get(key) !== undefined),
  },
  TYPE: {
    arity: 2,
    keys: "first",
    run: (args, { state }) => new SimpleReply(state.keyspace.get(nameAt(args, 1))?.kind ?? "none"),
  },
  EXPIRE: { arity: -3, keys: "first", writes: true, run: (args, { state }) => expire(args, 1000, state) },
  PEXPIRE: { arity: -3, keys: "first", writes: true, run: (args, { state }) => expire(args, 1, state) },
  TTL: { arity: 2, keys: "first", run: (args, { state }) => timeToLive(args, 1000, state) },
  PTTL: { arity: 2, keys: "first", run: (args, { state }) => timeToLive(args, 1, state) },
  PERSIST: {
    arity: 2,
    keys: "first",
    writes: true,
    run(args, { state: { keyspace } }) {
      const key = nameAt(args, 1);
      return keyspace.expiresAt(key) !== undefined && keyspace.expire(key, undefined) ? 1 : 0;
    },
  },
  DBSIZE: { arity: 1, run: (_args, { state }) => state.keyspace.keys().length },
  FLUSHALL: { arity: -1, writes: true, run: (_args, { state }) => (state.keyspace.clear(), ok) },
  FLUSHDB: { arity: -1, writes: true, run: (_args, { state }) => (state.keyspace.clear(), ok) },
  KEYS: {
    arity: 2,
    run(args, { state }) {
      const pattern = globToExpression(nameAt(args, 1));
      return state.keyspace
        .keys()
        .filter((key) => pattern.test(key))
        .map(toBytes);
    },
  },
  SCAN: { arity: -2, run: scan },
};

function count(args: readonly Buffer[], test: (key: string) => boolean): number {
  return args.slice(1).filter((key) => test(key.toString("latin1"))).length;
}

function expire(args: readonly Buffer[], unitMs: number, { keyspace, clock }: ServerState): number {
  if (args.length > 3) throw new RespError(`ERR Unsupported option ${nameAt(args, 3)}`);
  return keyspace.expire(nameAt(args, 1), clock() + integerOf(args[2]) * unitMs) ? 1 : 0;
}

function timeToLive(args: readonly Buffer[], unitMs: number, { keyspace, clock }: ServerState): number {
  const key = nameAt(args, 1);
  if (keyspace.get(key) === undefined) return -2;
  const at = keyspace.expiresAt(key);
  return at === undefined ? -1 : Math.round((at - clock()) / unitMs);
}

function scan(args: readonly Buffer[], { state }: CommandContext): Reply {
  const cursor = args[1]?.toString("latin1") ?? "";
  if (!/^\d+$/.test(cursor)) throw new RespError("ERR invalid cursor");
  let pattern: RegExp | undefined;
  let most = defaultScanCount;
  let kind: string | undefined;
  for (let at = 2; at < args.length; at += 2) {
    const option = wordAt(args, at);
    if (at + 1 >= args.length) throw new RespError("ERR syntax error");
    if (option === "MATCH") pattern = globToExpression(nameAt(args, at + 1));
    else if (option === "COUNT") most = integerOf(args[at + 1]);
    else if (option === "TYPE") kind = nameAt(args, at + 1).toLowerCase();
    else throw new RespError("ERR syntax error");
  }
  if (most < 1) throw new RespError("ERR syntax error");
  const { scanCursors, keyspace } = state;
  const page = scanCursors.next(cursor, most, () => keyspace.keys());
  const found = page.keys.filter((key) => {
    const value = keyspace.get(key);
    return value !== undefined && (pattern?.test(key) ?? true) && (kind === undefined || value.kind === kind);
  });
  return [page.cursor, found.map(toBytes)];
}

function toBytes(key: string): Buffer {
  return Buffer.from(key, "latin1");
}
