// `node tooling/bench/src/kendra/main.mjs [--quick] [--write]`, after a build: what it costs to turn results of Amazon Kendra into
// documents, ours beside `@langchain/aws`. The client answers from memory, so that nothing else is measured; the service
// gives 100 results a request, so 1,000 of them are ten calls of `invoke`.
import { parseArgs } from "node:util";
import { AmazonKendraRetriever } from "@langchain-aws/kendra";
import { AmazonKendraRetriever as PeerRetriever } from "@langchain/aws";
import { publish } from "../publish.mjs";
import { median, table } from "../statistics.mjs";

const { values } = parseArgs({ options: { quick: { type: "boolean" }, write: { type: "boolean" } } });
const rounds = values.quick ? 20 : 200;
const calls = 10;
const topK = 100;
const characters = 2000;

const sentence = "The quick brown fox jumps over the lazy dog,  and nobody has seen it since...\n";
const Content = sentence.repeat(Math.ceil(characters / sentence.length)).slice(0, characters);
const text = { Text: Content, Highlights: [{ BeginOffset: 4, EndOffset: 9, TopAnswer: true, Type: "STANDARD" }] };

const common = (/** @type {number} */ index) => ({
  Id: `query-1-${index}`,
  DocumentId: `document-${index}`,
  DocumentURI: `https://intra.example/${index}`,
  DocumentAttributes: [
    { Key: "_created_at", Value: { DateValue: new Date(1_577_836_800_000 + index) } },
    { Key: "_view_count", Value: { LongValue: index } },
    { Key: "topics", Value: { StringListValue: ["hr", "leave"] } },
    { Key: "author", Value: { StringValue: "Ada" } },
  ],
  ScoreAttributes: { ScoreConfidence: "HIGH" },
});

const passages = Array.from({ length: topK }, (_, index) => ({
  ...common(index),
  DocumentTitle: `Title ${index}`,
  Content,
}));
const answers = Array.from({ length: topK }, (_, index) => ({
  ...common(index),
  Type: "DOCUMENT",
  DocumentTitle: { Text: `Title ${index}`, Highlights: [] },
  DocumentExcerpt: text,
  FeedbackToken: "token",
}));

/**
 * A client that answers Retrieve and Query from memory.
 *
 * @param {boolean} hasPassages
 */
const clientOf = (hasPassages) => ({
  send: async (/** @type {object} */ command) => ({
    QueryId: "query-1",
    ResultItems: command.constructor.name === "QueryCommand" ? answers : hasPassages ? passages : [],
  }),
});

/** @param {boolean} hasPassages */
function ours(hasPassages) {
  const retriever = new AmazonKendraRetriever({ indexId: "i", topK, client: clientOf(hasPassages) });
  return () => retriever.invoke("q");
}

/** @param {boolean} hasPassages */
function peer(hasPassages) {
  const retriever = new PeerRetriever({ indexId: "i", topK, region: "us-east-1" });
  // It takes no client of its user's.
  Object.assign(retriever, { kendraClient: clientOf(hasPassages) });
  return () => retriever.invoke("q");
}

/**
 * Milliseconds of CPU for all results, the median of all rounds.
 *
 * @param {() => Promise<unknown[]>} invoke
 */
async function measure(invoke) {
  const spent = [];
  for (let round = -20; round < rounds; round += 1) {
    const before = process.cpuUsage();
    for (let call = 0; call < calls; call += 1) {
      const documents = await invoke();
      if (documents.length !== topK) throw new Error(`${documents.length} documents`);
    }
    const { user, system } = process.cpuUsage(before);
    if (round >= 0) spent.push((user + system) / 1000);
  }
  return median(spent);
}

const lines = [];
for (const [name, hasPassages] of /** @type {const} */ ([
  ["Retrieve", true],
  ["Retrieve and Query", false],
])) {
  const own = await measure(ours(hasPassages));
  const other = await measure(peer(hasPassages));
  lines.push([`@langchain-aws/kendra, ${name}`, own.toFixed(2), (own / other).toFixed(2)]);
  lines.push([`@langchain/aws, ${name}`, other.toFixed(2), "1.00"]);
}
const what = `${calls * topK} results of ${characters} characters, ${calls} calls`;
publish("kendra", table([what, "CPU ms", "÷ peer"], lines), {
  write: values.write,
  effort: `Medians of ${rounds} rounds.`,
});
