import { type CommandTable, nameAt, wordAt } from "../command.ts";
import { ok, RespError } from "../resp/reply.ts";
import { describeIndex } from "../search/describe-index.ts";
import { parseCreate } from "../search/index-definition.ts";
import { search } from "../search/search.ts";

/** Search over hashes. Source: "Vector search commands", Amazon MemoryDB Developer Guide. */
export const searchCommands: CommandTable = {
  "FT.CREATE": {
    arity: -4,
    writes: true,
    run(args, { state: { indexes, keyspace } }) {
      indexes.create(parseCreate(args, indexes.profile), keyspace);
      return ok;
    },
  },
  "FT.SEARCH": { arity: -3, run: (args, { state }) => search(args, state.indexes, state.keyspace) },
  "FT.INFO": {
    arity: 2,
    run: (args, { state: { indexes } }) => describeIndex(indexes.get(nameAt(args, 1), "other"), indexes.profile),
  },
  "FT._LIST": { arity: 1, run: (_args, { state }) => state.indexes.names().map((name) => Buffer.from(name, "latin1")) },
  "FT.DROPINDEX": {
    arity: -2,
    writes: true,
    run(args, { state: { indexes, keyspace } }) {
      if (args.length > (indexes.profile.dropsDocuments ? 3 : 2)) {
        throw new RespError("ERR wrong number of arguments for FT.DROPINDEX command");
      }
      if (args.length === 3 && wordAt(args, 2) !== "DD") throw new RespError("Unknown argument");
      const index = indexes.drop(nameAt(args, 1));
      if (args.length === 3) for (const key of index.keys()) keyspace.delete(key);
      return ok;
    },
  },
};
