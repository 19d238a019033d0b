// `node tooling/bench/src/sagemaker/main.mjs [--quick] [--write]`, after a build: 2,000 tokens of each container's stream, ours
// beside the bare AWS SDK reading the same bytes; streams of up to 50 MB, whose time is linear and memory flat. Processor
// time is what is compared: a busy machine moves it least.
import { parseArgs } from "node:util";
import { startChild } from "../child.mjs";
import { publish } from "../publish.mjs";
import { median, table } from "../statistics.mjs";

/** @import { Run } from "./driver.mjs" */

const { values } = parseArgs({ options: { quick: { type: "boolean" }, write: { type: "boolean" } } });
const rounds = values.quick ? 5 : 25;
const server = await startChild("sagemaker/server.mjs");
const url = String(server.ready);

/** @type {[name: string, client: string, streams: string[]][]} */
const rows = [
  ["AWS SDK, bytes alone", "raw", ["tgi", "lmi", "openai"]],
  ["AWS SDK, read by hand", "rawText", ["tgi", "lmi", "openai"]],
  ["SagemakerEndpoint", "text", ["tgi", "lmi", "openai"]],
  ["ChatSagemaker", "chat", ["openai"]],
];
const drivers = await Promise.all(rows.map(([, client]) => startChild("sagemaker/driver.mjs", [client, url])));

/** @type {Map<string, Run[]>} */
const runs = new Map();
for (let round = -8; round < rounds; round += 1) {
  for (const [index, [, client, streams]] of rows.entries()) {
    for (const stream of streams) {
      /** @type {Run} */
      const run = await drivers[index]?.ask({ stream });
      const key = `${client} ${stream}`;
      // The first rounds load the AWS SDK and compile.
      if (round >= 0) runs.set(key, [...(runs.get(key) ?? []), run]);
    }
  }
}
const cpuMs = (/** @type {string} */ key) => median((runs.get(key) ?? []).map((run) => run.cpuMs));
const header = ["CPU ms for 2,000 tokens", "TGI", "÷ SDK", "LMI", "÷ SDK", "OpenAI", "÷ SDK"];
const lines = rows.map(([name, client, streams]) => [
  name,
  ...["tgi", "lmi", "openai"].flatMap((stream) =>
    streams.includes(stream)
      ? [cpuMs(`${client} ${stream}`).toFixed(1), (cpuMs(`${client} ${stream}`) / cpuMs(`raw ${stream}`)).toFixed(2)]
      : ["", ""],
  ),
]);

const records = await startChild("sagemaker/driver.mjs", ["records", url]);
await records.ask({ stream: "lines-5" });
const sizes = ["lines-5", "lines-10", "lines-25", "lines-50", "line-2", "line-4", "line-8", "line-16"];
const long = [];
for (const stream of sizes) {
  const megabytes = Number(stream.split("-")[1]);
  const timed = [];
  for (let round = 0; round < 3; round += 1) timed.push((await records.ask({ stream })).cpuMs);
  const { peakMiB } = await records.ask({ stream, watch: true });
  const whole = median(timed);
  const what = stream.startsWith("lines") ? "lines of 1 KB" : "one line";
  long.push([`${megabytes} MB, ${what}`, whole.toFixed(0), (whole / megabytes).toFixed(2), peakMiB.toFixed(1)]);
}
publish(
  "sagemaker",
  [table(header, lines), table(["`iterateLines` over the SDK's parts", "CPU ms", "CPU ms/MB", "MiB more"], long)].join(
    "\n\n",
  ),
  { write: values.write, effort: `Medians of ${rounds} rounds, in which all take turns; of 3 for the long streams.` },
);
for (const child of [...drivers, records, server]) child.stop();
