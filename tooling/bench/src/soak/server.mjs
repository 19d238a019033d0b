// `local` with random faults, in a process of its own. Keeps a ledger of what it received and how it ended, by token.
import { createLocalAws } from "@langchain-aws/local";
import { createRandom, findToken } from "./tokens.mjs";

/**
 * @import { Fault, ChatRequest } from "@langchain-aws/local"
 * @typedef {object} Line of the ledger
 * @property {number} attempts requests that arrived
 * @property {number} answered requests whose answer was sent to its end, and was none of a fault
 * @property {number} faulty requests with a fault or a refusal, or that the client left
 */

const seed = Number(process.argv[2]);

/** How often each fault strikes. Those for streams leave plain answers as they are. */
const faultRates = /** @type {[number, Fault["do"]][]} */ ([
  [0.02, { throttle: true }],
  [0.02, { unavailable: true }],
  [0.01, { html502: true }],
  [0.01, { reset: "beforeHeaders" }],
  [0.005, { reset: "afterHeaders" }],
  [0.005, { drop: true }],
  [0.005, { afterEvents: 2, exception: "throttlingException" }],
  [0.005, { afterEvents: 1, truncateFrame: true }],
  [0.1, { latencyMs: 1, jitterMs: 30 }],
  [0.05, { splitEvery: 7 }],
  [0.02, { goaway: true }],
]);
const faults = faultRates.map(([probability, action]) => ({ when: { probability }, do: action }));

/** The last text of the caller, as it is: an answer that belongs to another call would show. */
const echo = (/** @type {ChatRequest} */ { messages }) => {
  const token = findToken(JSON.stringify(messages.at(-1))) ?? "";
  return { text: `You said ${token}, and that is all there is to say of ${token}` };
};

const aws = await createLocalAws({
  seed,
  faults: [],
  responders: [echo],
  memorydb: true,
  s3Vectors: { buckets: [{ name: "docs-bucket" }] },
  graphs: [{ openCypher: ["CREATE (:City {name: 'Oslo'})"] }],
  endpoints: [{ name: "my-vllm", container: "openai", parts: "random" }],
  knowledgeBases: [
    { id: "KB12345678", documents: [{ text: "Vacation is twenty-five days.", uri: "s3://b/vacation.md" }] },
  ],
  kendraIndexes: [
    {
      id: "c0806df7-e76b-4bce-9b5c-d5582f6b1a03",
      documents: [{ title: "Vacation", text: "Vacation is twenty-five days.", uri: "https://b/vacation" }],
    },
  ],
  log: { maxEntries: 100, bodies: true },
});

/** @type {Map<string, Line>} */
const ledger = new Map();
/** @type {Map<string, number>} */
const faultCounts = new Map();
/** @type {Map<string, Fault["do"]>} */
const ruleOf = new Map();

aws.onRequest((entry) => {
  const token = findToken(JSON.stringify(entry.body ?? "") + entry.path);
  const action = entry.faultId === undefined ? undefined : ruleOf.get(entry.faultId);
  if (action !== undefined) {
    const name = JSON.stringify(action);
    faultCounts.set(name, (faultCounts.get(name) ?? 0) + 1);
  }
  if (token === undefined) return;
  const line = ledger.get(token) ?? { attempts: 0, answered: 0, faulty: 0 };
  line.attempts += 1;
  if (entry.endedBy === "answer" && (entry.status ?? 500) < 300) line.answered += 1;
  else line.faulty += 1;
  ledger.set(token, line);
});

// Commands of MemoryDB lose their connection now and then.
const random = createRandom(seed);
let untilNextDrop = 200;
const dropConnections = setInterval(() => {
  untilNextDrop -= 1;
  if (untilNextDrop > 0) return;
  aws.memorydb.fault({ command: random() < 0.5 ? "FT.SEARCH" : "HSET", drop: true });
  untilNextDrop = 20 + Math.floor(random() * 40);
}, 100);

// Without the soak there is nobody to answer.
process.once("disconnect", () => process.exit());
process.on("message", (/** @type {"arm" | "ledger" | "stop"} */ message) => {
  if (message === "arm") {
    for (const fault of faults) ruleOf.set(aws.faults.add(fault), fault.do);
    process.send?.({ armed: true });
  } else if (message === "ledger") {
    process.send?.({ ledger: [...ledger], faultCounts: [...faultCounts] });
  } else {
    clearInterval(dropConnections);
    void aws.close().then(() => process.disconnect());
  }
});
process.send?.({ env: aws.env(), redisUrl: aws.memorydb.url });
