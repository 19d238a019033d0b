// Asks `local` with clients of the AWS SDK: whole answers one after the other, many streams at once, vectors one by one.
import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import { PutVectorsCommand, S3VectorsClient } from "@aws-sdk/client-s3vectors";
import { scenario } from "./scenario.mjs";

const { http2: endpoint } = JSON.parse(process.argv[2] ?? "{}");
const { region, credentials, model: modelId } = scenario;
const bedrock = new BedrockRuntimeClient({ endpoint, region, credentials, maxAttempts: 1 });
const s3Vectors = new S3VectorsClient({ endpoint, region, credentials, maxAttempts: 1 });

/** @param {string} text */
const asked = (text) => ({ modelId, messages: [{ role: /** @type {const} */ ("user"), content: [{ text }] }] });

/**
 * @param {number} count
 * @param {(index: number) => Promise<unknown>} once
 */
async function timed(count, once) {
  const times = [];
  for (let index = 0; index < count; index += 1) {
    const startedAt = performance.now();
    await once(index);
    times.push(performance.now() - startedAt);
  }
  return { times };
}

async function readStream() {
  const { stream } = await bedrock.send(new ConverseStreamCommand(asked(scenario.streamPrompt)));
  let events = 0;
  for await (const _ of stream ?? []) events += 1;
  return events;
}

const orders = {
  /** @param {number} count */
  calls: (count) => timed(count, () => bedrock.send(new ConverseCommand(asked(scenario.prompt)))),
  /** @param {number} count */
  vectors: (count) =>
    timed(count, (index) => {
      const float32 = Array.from({ length: 512 }, (_, place) => Math.sin(index + place));
      const vectors = [{ key: `key-${index}`, data: { float32 } }];
      return s3Vectors.send(new PutVectorsCommand({ vectorBucketName: "bench", indexName: "vectors", vectors }));
    }),
  /** @param {number} count */
  async streams(count) {
    const startedAt = performance.now();
    const events = await Promise.all(Array.from({ length: count }, readStream));
    return { events: events.reduce((sum, of) => sum + of, 0), ms: performance.now() - startedAt };
  },
};

process.on("message", (/** @type {{ what: keyof typeof orders, count: number }} */ { what, count }) => {
  void orders[what](count).then((answer) => process.send?.(answer));
});
process.send?.({});
