// The package as it ships: it verifies signatures, validates the request and writes real event frames.
import { createLocalAws } from "@langchain-aws/local";
import { scenario } from "../scenario.mjs";

const startedAt = performance.now();
const aws = await createLocalAws({ region: scenario.region });
const startMs = performance.now() - startedAt;
aws.chat.on({ text: scenario.streamPrompt }, { chunks: scenario.deltas });
aws.chat.on({ text: scenario.prompt }, { text: scenario.answer });
process.send?.({ http1: aws.url, http2: aws.url, startMs });
