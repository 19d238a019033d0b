import { type CommandContext, type CommandTable, nameAt, wordAt } from "../command.ts";
import { ok, type Reply, RespError } from "../resp/reply.ts";
import { integerOf } from "./numbers.ts";

/** Strings. */
export const stringCommands: CommandTable = {
  GET: { arity: 2, keys: "first", run: (args, { state }) => state.keyspace.string(nameAt(args, 1)) ?? null },
  SET: { arity: -3, keys: "first", writes: true, run: set },
};

function set(args: readonly Buffer[], { state: { keyspace, clock } }: CommandContext): Reply {
  const key = nameAt(args, 1);
  let expiresAt: number | undefined;
  let condition: string | undefined;
  for (let at = 3; at < args.length; at += 1) {
    const option = wordAt(args, at);
    if (option === "EX" || option === "PX") {
      const amount = integerOf(args[(at += 1)]);
      if (amount <= 0) throw new RespError("ERR invalid expire time in 'set' command");
      expiresAt = clock() + amount * (option === "EX" ? 1000 : 1);
    } else if (option === "NX" || option === "XX") condition = option;
    else if (option === "KEEPTTL") expiresAt = keyspace.expiresAt(key);
    else throw new RespError("ERR syntax error");
  }
  const exists = keyspace.get(key) !== undefined;
  if ((condition === "NX" && exists) || (condition === "XX" && !exists)) return null;
  keyspace.set(key, { kind: "string", data: Buffer.from(args[2] ?? "") }, expiresAt);
  return ok;
}
