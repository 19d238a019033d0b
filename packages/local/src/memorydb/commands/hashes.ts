import { type CommandTable, nameAt, type ServerState } from "../command.ts";
import { MapReply, RespError } from "../resp/reply.ts";

/** Hashes. */
export const hashCommands: CommandTable = {
  HSET: {
    arity: -4,
    keys: "first",
    writes: true,
    run(args, { state: { keyspace } }) {
      if (args.length % 2 !== 0) throw new RespError("ERR wrong number of arguments for 'hset' command");
      const key = nameAt(args, 1);
      const existing = keyspace.hash(key);
      const fields = existing ?? new Map<string, Buffer>();
      const before = fields.size;
      for (let at = 2; at < args.length; at += 2) fields.set(nameAt(args, at), copyOf(args[at + 1]));
      if (existing === undefined) keyspace.set(key, { kind: "hash", fields });
      else keyspace.touched(key);
      return fields.size - before;
    },
  },
  HGET: { arity: 3, keys: "first", run: (args, { state }) => fieldsOf(args, state).get(nameAt(args, 2)) ?? null },
  HMGET: {
    arity: -3,
    keys: "first",
    run(args, { state }) {
      const fields = fieldsOf(args, state);
      return args.slice(2).map((name) => fields.get(name.toString("latin1")) ?? null);
    },
  },
  HGETALL: {
    arity: 2,
    keys: "first",
    run: (args, { state }) =>
      new MapReply([...fieldsOf(args, state)].map(([name, value]) => [Buffer.from(name, "latin1"), value])),
  },
  HKEYS: {
    arity: 2,
    keys: "first",
    run: (args, { state }) => [...fieldsOf(args, state).keys()].map((name) => Buffer.from(name, "latin1")),
  },
  HLEN: { arity: 2, keys: "first", run: (args, { state }) => fieldsOf(args, state).size },
  HEXISTS: { arity: 3, keys: "first", run: (args, { state }) => (fieldsOf(args, state).has(nameAt(args, 2)) ? 1 : 0) },
  HDEL: {
    arity: -3,
    keys: "first",
    writes: true,
    run(args, { state: { keyspace } }) {
      const key = nameAt(args, 1);
      const fields = keyspace.hash(key);
      if (fields === undefined) return 0;
      const removed = args.slice(2).filter((name) => fields.delete(name.toString("latin1"))).length;
      if (removed > 0) keyspace.touched(key);
      return removed;
    },
  },
};

function fieldsOf(args: readonly Buffer[], { keyspace }: ServerState): ReadonlyMap<string, Buffer> {
  return keyspace.hash(nameAt(args, 1)) ?? new Map<string, Buffer>();
}

/** Into memory of its own, where numbers may be read in place. */
function copyOf(value: Buffer = Buffer.alloc(0)): Buffer {
  const copy = Buffer.allocUnsafeSlow(value.length);
  value.copy(copy);
  return copy;
}
