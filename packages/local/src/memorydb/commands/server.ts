import { type CommandContext, type CommandTable, nameAt, type Node, type ServerState, wordAt } from "../command.ts";
import { keySlot } from "../key-slot.ts";
import { MapReply, ok, type Reply, RespError } from "../resp/reply.ts";

const slots = 16_384;

/** What the server says of itself and its cluster. */
export const serverCommands: CommandTable = {
  INFO: {
    arity: -1,
    run(args, context) {
      const wanted = args.slice(1).map((section) => section.toString("utf8").toLowerCase());
      const isAll = wanted.length === 0 || wanted.some((name) => ["all", "everything", "default"].includes(name));
      return Object.entries(sections)
        .filter(([name]) => isAll || wanted.includes(name))
        .map(
          ([name, lines]) => `# ${name.charAt(0).toUpperCase()}${name.slice(1)}\r\n${lines(context).join("\r\n")}\r\n`,
        )
        .join("\r\n");
    },
  },
  COMMAND: { arity: -1, run: () => [] },
  TIME: {
    arity: 1,
    run: (_args, { state }) => [String(Math.floor(state.clock() / 1000)), String((state.clock() % 1000) * 1000)],
  },
  ROLE: {
    arity: 1,
    run(_args, { connection, state }) {
      const primary = primaryOf(state);
      if (connection.node.role === "replica") return ["slave", primary.host, primary.port, "connected", 0];
      return ["master", 0, replicasOf(state).map(({ host, port }) => [host, String(port), "0"])];
    },
  },
  READONLY: {
    arity: 1,
    run(_args, { connection, state }) {
      refuseOutsideClusters(state);
      connection.readOnly = true;
      return ok;
    },
  },
  READWRITE: {
    arity: 1,
    run(_args, { connection, state }) {
      refuseOutsideClusters(state);
      connection.readOnly = false;
      return ok;
    },
  },
  CLUSTER: { arity: -2, run: cluster },
};

const sections: Readonly<Record<string, (context: CommandContext) => string[]>> = {
  server: ({ state, connection }) => [
    "redis_version:7.1.0",
    `redis_mode:${state.options.cluster ? "cluster" : "standalone"}`,
    `tcp_port:${connection.node.port}`,
  ],
  clients: () => ["maxclients:65000"],
  replication: ({ state, connection }) => [
    `role:${connection.node.role === "primary" ? "master" : "slave"}`,
    `connected_slaves:${replicasOf(state).length}`,
  ],
  cluster: ({ state }) => [`cluster_enabled:${state.options.cluster ? 1 : 0}`],
  modules: ({ state }) => {
    const version = state.indexes.profile.moduleVersion;
    return version === undefined
      ? []
      : [`module:name=search,ver=${version},api=1,filters=0,usedby=[],using=[],options=[]`];
  },
  keyspace: ({ state }) => {
    const count = state.keyspace.keys().length;
    return count === 0 ? [] : [`db0:keys=${count},expires=0,avg_ttl=0`];
  },
};

const clusterCommands: Readonly<Record<string, (args: readonly Buffer[], context: CommandContext) => Reply>> = {
  SLOTS: (_args, { state }) => [[0, slots - 1, ...state.nodes.map(({ host, port, id }) => [host, port, id, []])]],
  SHARDS: (_args, { state }) => [
    new MapReply([
      ["slots", [0, slots - 1]],
      ["nodes", state.nodes.map(describeNode)],
    ]),
  ],
  NODES: (_args, { state, connection }) =>
    state.nodes
      .map(({ id, host, port, role }) => {
        const flags = [...(id === connection.node.id ? ["myself"] : []), role === "primary" ? "master" : "slave"];
        const of = role === "primary" ? "-" : primaryOf(state).id;
        return `${id} ${host}:${port}@${port} ${flags.join(",")} ${of} 0 0 1 connected${role === "primary" ? ` 0-${slots - 1}` : ""}\n`;
      })
      .join(""),
  INFO: () => `cluster_enabled:1\r\ncluster_state:ok\r\ncluster_slots_assigned:${slots}\r\ncluster_size:1\r\n`,
  MYID: (_args, { connection }) => connection.node.id,
  KEYSLOT: (args) => keySlot(args[2] ?? Buffer.alloc(0)),
};

function cluster(args: readonly Buffer[], context: CommandContext): Reply {
  refuseOutsideClusters(context.state);
  const name = wordAt(args, 1);
  const run = Object.hasOwn(clusterCommands, name) ? clusterCommands[name] : undefined;
  if (run === undefined) throw new RespError(`ERR unknown subcommand '${nameAt(args, 1)}'. Try CLUSTER HELP.`);
  return run(args, context);
}

function describeNode({ id, host, port, role }: Node): Reply {
  return new MapReply([
    ["id", id],
    ["port", port],
    ["ip", host],
    ["endpoint", host],
    ["role", role === "primary" ? "master" : "replica"],
    ["replication-offset", 0],
    ["health", "online"],
  ]);
}

function refuseOutsideClusters({ options }: ServerState): void {
  if (!options.cluster) throw new RespError("ERR This instance has cluster support disabled");
}

function replicasOf({ nodes }: ServerState): Node[] {
  return nodes.filter(({ role }) => role === "replica");
}

function primaryOf({ nodes }: ServerState): Node {
  const [primary] = nodes;
  if (primary === undefined) throw new RespError("CLUSTERDOWN The cluster is down");
  return primary;
}
