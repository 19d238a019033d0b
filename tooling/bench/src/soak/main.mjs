// `pnpm --filter @langchain-aws/bench soak [--minutes 10] [--seed 1] [--at-once 8] [--write]`
//
// Mixed calls of every package against `local` with random faults, and some given up by the caller. Each call has a token
// of its own that must stand in its answer, and that `local` counts. Afterwards: is a call lost (never settled, or said to
// have worked where `local` has answered nothing), doubled (answered well twice), or mixed up with another; does a failure
// have no cause; and do sockets, handles or memory remain.
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { publish } from "../publish.mjs";
import { median, table as textTable } from "../statistics.mjs";
import { CallRecord } from "./record.mjs";
import { createRandom, tokenOf } from "./tokens.mjs";

/** @import { Outcome } from "./record.mjs" */

/** @param {string[]} header @param {(string | number)[][]} rows */
const table = (header, rows) =>
  textTable(
    header,
    rows.map((row) => row.map(String)),
  );

const { values } = parseArgs({
  options: {
    write: { type: "boolean" },
    minutes: { type: "string", default: "10" },
    seed: { type: "string", default: "1" },
    "at-once": { type: "string", default: "8" },
  },
});
const durationMs = Number(values.minutes) * 60_000;
const seed = Number(values.seed);
const atOnce = Number(values["at-once"]);
/** A call that takes longer is stuck: more than all attempts of the slowest together. */
const stuckMs = 60_000;
const abortShare = 0.05;
/** What the heap may grow by between the first and the last third: below it, growth is noise of the collector. */
const heapAllowanceMiB = 8;

const collectGarbage = /** @type {() => void} */ (globalThis.gc);
const server = fork(fileURLToPath(new URL("server.mjs", import.meta.url)), [String(seed)], { execArgv: [] });
/** @param {string} [message] @returns {Promise<any>} */
async function ask(message) {
  const reply = new Promise((resolve) => server.once("message", resolve));
  if (message !== undefined) server.send(message);
  return reply;
}

const { env, redisUrl } = await ask();
Object.assign(process.env, env, { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" });
const { disposeAllClients } = await import("@langchain-aws/aws-auth");
const { createTraffic } = await import("./traffic.mjs");
const { kinds, dispose } = createTraffic(redisUrl);

const calls = new CallRecord();
/** How often calls failed with each error, by its name. @type {Map<string, number>} */
const errors = new Map();
const random = createRandom(seed);

/** @param {Promise<string>} work @returns {Promise<string>} */
async function settledInTime(work) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("stuck")), stuckMs);
  });
  try {
    return await Promise.race([work, /** @type {Promise<never>} */ (late)]);
  } finally {
    clearTimeout(timer);
  }
}

/** @param {number} index of the kind */
async function callOnce(index) {
  const kind = kinds[index];
  if (kind === undefined) throw new Error(`no kind ${index}`);
  const call = calls.begin(index);
  const token = tokenOf(call);
  /** @type {Outcome} */
  let outcome = "stuck";
  const controller = random() < abortShare ? new AbortController() : undefined;
  const aborting = controller && setTimeout(() => controller.abort(), random() * 20);
  const start = performance.now();
  try {
    const answer = await settledInTime(kind.call(token, controller?.signal));
    const [first, last] = [answer.indexOf(token), answer.lastIndexOf(token)];
    const isCut = kind.echoes === true && first === last;
    outcome = first < 0 ? "mixed up" : isCut ? "cut" : "ok";
  } catch (error) {
    const { name, message } = /** @type {Error} */ (error);
    if (message !== "stuck") outcome = controller?.signal.aborted ? "aborted" : "failed";
    if (outcome === "failed") errors.set(name, (errors.get(name) ?? 0) + 1);
  }
  clearTimeout(aborting);
  calls.settle(call, outcome, performance.now() - start);
}

/** @param {number} untilMs */
async function drive(untilMs) {
  while (performance.now() < untilMs) await callOnce(Math.floor(random() * kinds.length));
}

const heapMiB = () => {
  collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
};
const socketCount = () => process.getActiveResourcesInfo().filter((name) => /^(TCP|TLS)/.test(name)).length;

// Once each, without faults: what is made at a first use does not count as growth.
for (let index = 0; index < kinds.length; index += 1) await callOnce(index);
for (const [index, { name }] of kinds.entries()) {
  for (const { token, outcome } of calls.ofKind(index)) {
    if (outcome !== "ok" && outcome !== "aborted")
      throw new Error(`${name} ${outcome} before any fault (${token}): ${[...errors.keys()].join(", ")}`);
  }
}
await ask("arm");

const handlesBefore = process.getActiveResourcesInfo().filter((name) => !/^(TCP|TLS|Timeout)/.test(name)).length;
/** @type {{ heap: number, calls: number, sockets: number }[]} */
const samples = [];
const parts = 12;
const startedAt = performance.now();
for (let part = 1; part <= parts; part += 1) {
  const until = startedAt + (durationMs * part) / parts;
  await Promise.all(Array.from({ length: atOnce }, () => drive(until)));
  samples.push({ heap: heapMiB(), calls: calls.size, sockets: socketCount() });
}

const { ledger, faultCounts } = await ask("ledger");
await dispose();
await disposeAllClients();
// Sockets that were told to end do so in the next turns.
for (let turn = 0; turn < 50 && socketCount() > 0; turn += 1) await new Promise((resolve) => setTimeout(resolve, 20));
const socketsLeft = socketCount();
const handlesLeft =
  process.getActiveResourcesInfo().filter((name) => !/^(TCP|TLS|Timeout)/.test(name)).length - handlesBefore;

/** @type {Map<string, { attempts: number, answered: number, faulty: number }>} */
const lines = new Map(ledger);
const rows = kinds.map(({ name, counted, echoes = false }, index) => {
  const mine = [...calls.ofKind(index)];
  const by = (/** @type {Outcome} */ wanted) => mine.filter(({ outcome }) => outcome === wanted);
  const line = (/** @type {string} */ token) => lines.get(token) ?? { attempts: 0, answered: 0, faulty: 0 };
  // A stream may break behind its last word: the caller has all of it, which only an answer that is checked to its end shows.
  const unanswered = counted && !echoes ? by("ok").filter(({ token }) => line(token).answered === 0).length : 0;
  return {
    name,
    calls: mine.length,
    requests: counted ? mine.reduce((sum, { token }) => sum + line(token).attempts, 0) : undefined,
    ok: by("ok").length,
    failed: by("failed").length,
    aborted: by("aborted").length,
    // An answer that is cut and taken for whole is lost, too.
    lost: by("stuck").length + by("cut").length + unanswered,
    doubled: counted ? by("ok").filter(({ token }) => line(token).answered > 1).length : 0,
    mixedUp: by("mixed up").length,
    unexplained: counted ? by("failed").filter(({ token }) => line(token).faulty === 0).length : 0,
    ms: median(by("ok").map(({ ms }) => ms)),
  };
});
const sum = (/** @type {(row: (typeof rows)[number]) => number} */ of) =>
  rows.reduce((total, row) => total + of(row), 0);

const callTable = table(
  [
    "call",
    "calls",
    "requests",
    "ok",
    "failed by a fault",
    "given up",
    "lost",
    "doubled",
    "mixed up",
    "no cause",
    "median ms",
  ],
  rows.map((row) => [
    row.name,
    row.calls,
    row.requests ?? "–",
    row.ok,
    row.failed,
    row.aborted,
    row.lost,
    row.doubled,
    row.mixedUp,
    row.unexplained,
    row.ms.toFixed(1),
  ]),
);
const faultTable = table(
  ["fault", "struck"],
  faultCounts.map((/** @type {[string, number]} */ [fault, count]) => [`\`${fault}\``, count]),
);

const third = parts / 3;
const earlyHeap = median(samples.slice(0, third).map(({ heap }) => heap));
const lateHeap = median(samples.slice(-third).map(({ heap }) => heap));
const growth = lateHeap - earlyHeap;
const leakTable = table(
  ["leak", "figure"],
  [
    ["sockets open at most, after each twelfth", Math.max(...samples.map(({ sockets }) => sockets))],
    ["sockets open at the end", socketsLeft],
    ["other handles more than at the start", handlesLeft],
    ["heap, first third, MiB", earlyHeap.toFixed(1)],
    ["heap, last third, MiB", lateHeap.toFixed(1)],
  ],
);

const problems = [
  ...(sum(({ lost }) => lost) > 0 ? ["calls were lost"] : []),
  ...(sum(({ doubled }) => doubled) > 0 ? ["calls were doubled"] : []),
  ...(sum(({ mixedUp }) => mixedUp) > 0 ? ["answers belong to other calls"] : []),
  ...(sum(({ unexplained }) => unexplained) > 0 ? ["calls failed with no fault"] : []),
  ...(socketsLeft > 0 ? ["sockets remain"] : []),
  ...(handlesLeft > 0 ? ["handles remain"] : []),
  ...(growth > heapAllowanceMiB ? ["the heap grows"] : []),
];
const verdict = problems.length === 0 ? "Nothing was lost, doubled or leaked." : `FAILED: ${problems.join("; ")}.`;
publish("soak", [callTable, faultTable, leakTable, verdict].join("\n\n"), {
  write: values.write,
  effort: `${values.minutes} minutes, seed ${seed}, ${atOnce} at once.`,
});
console.log(`\n${table(["error of a failed call", "times"], [...errors])}`);
if (problems.length > 0) process.exitCode = 1;
server.send("stop");
