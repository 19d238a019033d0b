// `pnpm --filter @langchain-aws/bench start [--quick] [--only calls,local-calls,memory,documents,cold,cold-bundled,local,local-load] [--write]`
//
// Our speed beside the peers', in one run. `--write` puts what was measured into docs/benchmarks.md, section by section.
import { parseArgs } from "node:util";
import { measureCalls, renderCalls } from "./calls.mjs";
import { measureColdBundles } from "./cold-bundled.mjs";
import { measureColdImports, measureFirstCalls } from "./cold.mjs";
import { measureDocuments } from "./documents.mjs";
import { measureLocal } from "./local-cost.mjs";
import { measureLocalLoad } from "./local-load.mjs";
import { measureMemory } from "./memory.mjs";
import { publish } from "./publish.mjs";

/** @import { SectionName } from "./sections.mjs" */

const { values } = parseArgs({
  options: { quick: { type: "boolean" }, only: { type: "string" }, write: { type: "boolean" } },
});
const effort = values.quick
  ? { rounds: 2, calls: 100, streams: 5, cold: 3 }
  : { rounds: 7, calls: 300, streams: 12, cold: 9 };

const takingTurns = `Medians of ${effort.rounds} rounds, in which all take turns.`;
const coldRounds = `Medians of ${effort.cold} rounds, in which all take turns.`;
const loadRounds = Math.min(effort.rounds, 3);

/** @satisfies {Partial<Record<SectionName, { effort: string, measure: () => Promise<string> }>>} */
const measures = {
  calls: {
    effort: takingTurns,
    measure: async () => renderCalls(await measureCalls("servers/lean.mjs", effort)),
  },
  "local-calls": {
    effort: takingTurns,
    measure: async () => renderCalls(await measureCalls("servers/local.mjs", effort)),
  },
  memory: { effort: "One stream each.", measure: measureMemory },
  documents: { effort: `Medians of ${effort.calls} calls.`, measure: () => measureDocuments(effort) },
  cold: {
    effort: coldRounds,
    measure: async () => `${measureColdImports(effort.cold)}\n\n${await measureFirstCalls(effort.cold)}`,
  },
  "cold-bundled": { effort: coldRounds, measure: () => measureColdBundles(effort.cold) },
  local: { effort: takingTurns, measure: () => measureLocal(effort) },
  "local-load": { effort: `${loadRounds} rounds.`, measure: () => measureLocalLoad({ rounds: loadRounds }) },
};

const names = /** @type {(keyof typeof measures)[]} */ (Object.keys(measures));
const wanted = values.only?.split(",") ?? names;
const unknown = wanted.filter((name) => !names.some((known) => known === name));
if (unknown.length > 0) throw new Error(`No section ${unknown.join(", ")}. There are: ${names.join(", ")}.`);

for (const name of names.filter((one) => wanted.includes(one))) {
  const { effort: taken, measure } = measures[name];
  publish(name, await measure(), { write: values.write, effort: taken });
}
