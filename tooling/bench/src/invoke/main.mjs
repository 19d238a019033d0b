// `pnpm --filter @langchain-aws/bench invoke [--quick] [--write]`: InvokeModel with Claude's bodies, ours beside the bare AWS SDK
// and `BedrockChat` of `@langchain/community`, against a server that only replays bytes.
import { parseArgs } from "node:util";
import { measureCalls, renderCalls } from "../calls.mjs";
import { publish } from "../publish.mjs";
import { installPeer } from "./install-peer.mjs";

const { values } = parseArgs({ options: { quick: { type: "boolean" }, write: { type: "boolean" } } });
const effort = values.quick ? { rounds: 2, calls: 100, streams: 5 } : { rounds: 7, calls: 300, streams: 12 };

const { folder, problem } = await installPeer();
if (problem !== undefined) console.error(`@langchain/community could not be installed: ${problem}`);

const raw = "AWS SDK, HTTP/1.1 keep-alive";
const peer = "@langchain/community BedrockChat";
const clients = [
  { name: raw, file: "../invoke/clients/raw.mjs" },
  ...(folder === undefined ? [] : [{ name: peer, file: "../invoke/clients/community.mjs" }]),
  { name: "@langchain-aws/bedrock-invoke", file: "../invoke/clients/ours.mjs" },
];
const results = await measureCalls("invoke/server.mjs", effort, { clients, more: { peer: folder } });
publish("invoke", renderCalls(results, { raw, peers: folder === undefined ? [raw] : [peer] }), {
  write: values.write,
  effort: `Medians of ${effort.rounds} rounds, in which all take turns.`,
});
