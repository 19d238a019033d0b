// `node tooling/bench/src/neptune/main.mjs [--quick] [--write]`, after a build: what a result of 10,000 rows costs beside the JSON
// parser alone, what the guard costs, and how many requests a schema takes. The transport answers from memory, so that
// nothing else is measured; there is no other class for Neptune in JavaScript to stand beside.
import { parseArgs } from "node:util";
import { assertReadOnlyCypher, NeptuneGraph } from "@langchain-aws/neptune";
import { publish } from "../publish.mjs";
import { median, table } from "../statistics.mjs";

const { values } = parseArgs({ options: { quick: { type: "boolean" }, write: { type: "boolean" } } });
const rounds = values.quick ? 10 : 60;
const count = 10_000;

const results = Array.from({ length: count }, (_, index) => ({
  n: {
    "~id": `a${index}`,
    "~entityType": "node",
    "~labels": ["Airport"],
    "~properties": { code: `A${index}`, city: "Seattle", elevation: index % 9000, open: true },
  },
  miles: index * 1.5,
}));
const body = JSON.stringify({ results });

/** @param {(path: string, form: URLSearchParams) => string} answer */
function graphOver(answer) {
  const seen = { requests: 0, open: 0, mostAtOnce: 0 };
  const graph = new NeptuneGraph({
    schemaSource: "summary",
    client: {
      request: async ({ url, body: form }) => {
        seen.requests += 1;
        seen.open += 1;
        seen.mostAtOnce = Math.max(seen.mostAtOnce, seen.open);
        // Later than now, as an answer over a network is.
        await new Promise((resolve) => setImmediate(resolve));
        seen.open -= 1;
        return { status: 200, headers: {}, body: answer(url.pathname, new URLSearchParams(String(form))) };
      },
    },
  });
  return { graph, seen };
}

/**
 * Milliseconds of CPU, the median of all rounds.
 *
 * @param {() => unknown} task
 */
async function measure(task) {
  const spent = [];
  for (let round = -5; round < rounds; round += 1) {
    const before = process.cpuUsage();
    await task();
    const { user, system } = process.cpuUsage(before);
    if (round >= 0) spent.push((user + system) / 1000);
  }
  return median(spent);
}

const { graph } = graphOver(() => body);
const query =
  "MATCH (a:Airport {code: $code})-[r:ROUTE]->(b) WHERE r.miles > 1000 RETURN b.code AS code, r.miles AS miles LIMIT 10";
const parsing = [
  ["`JSON.parse` alone", await measure(() => JSON.parse(body))],
  ["`graph.query()`", await measure(() => graph.query("MATCH (n) RETURN n, n.miles AS miles"))],
  [
    "the guard, for 1,000 queries",
    await measure(() => Array.from({ length: 1000 }, () => assertReadOnlyCypher(query))),
  ],
];
const parsed = table(
  [`${count.toLocaleString("en")} rows with a node each, ${(body.length / 1e6).toFixed(1)} MB`, "ms of CPU"],
  parsing.map(([name, ms]) => [String(name), Number(ms).toFixed(1)]),
);

/** @param {number} labels @param {number} types */
async function countSchemaRequests(labels, types) {
  /** @param {string} letter @param {number} length */
  const names = (letter, length) => Array.from({ length }, (_, index) => `${letter}${index}`);
  const payload = { graphSummary: { nodeLabels: names("L", labels), edgeLabels: names("T", types) } };
  const { graph: other, seen } = graphOver((path) =>
    JSON.stringify(path.startsWith("/propertygraph") ? { payload } : { results: [] }),
  );
  await other.refreshSchema();
  return [`${labels} labels, ${types} types`, String(seen.requests), String(seen.mostAtOnce)];
}

const schemas = table(
  ["schema from the summary", "requests", "at a time"],
  [
    await countSchemaRequests(10, 10),
    await countSchemaRequests(45, 0),
    await countSchemaRequests(100, 0),
    await countSchemaRequests(100, 100),
  ],
);
publish("neptune", `${parsed}\n\n${schemas}`, { write: values.write, effort: `Medians of ${rounds} rounds.` });
