import { type Command, type Invocation, print, UsageError } from "./command.ts";
import { parseFaultSpec } from "./fault-spec.ts";
import { callControl, remoteFlags } from "./remote.ts";

const actions: Readonly<Record<string, (invocation: Invocation, operands: readonly string[]) => Promise<unknown>>> = {
  async add(invocation, specs) {
    if (specs.length === 0) throw new UsageError("name a fault, as in: faults add Converse:throttle,every=3");
    const added = [];
    for (const fault of specs.map(parseFaultSpec)) {
      added.push(await (await callControl(invocation, "POST", "faults", fault)).json());
    }
    return added;
  },
  async clear(invocation, ids) {
    const routes = ids.length === 0 ? ["faults"] : ids.map((id) => `faults?id=${encodeURIComponent(id)}`);
    for (const route of routes) await callControl(invocation, "DELETE", route);
    return {};
  },
  async list(invocation) {
    return await (await callControl(invocation, "GET", "faults")).json();
  },
};

/** `faults`: the rules of a running server. */
export const faults: Command = {
  summary: "Adds, lists or clears the faults of a running server.",
  usage: "add SPEC… | list | clear [ID…]",
  flags: remoteFlags,
  async run(invocation) {
    const [name = "list", ...operands] = invocation.words;
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (action === undefined)
      throw new UsageError(`unknown action "${name}". Known: ${Object.keys(actions).join(", ")}.`);
    print(JSON.stringify(await action(invocation, operands)));
    return 0;
  },
};
