// Embeds 10,000 texts with a progress bar, is cut off half way, and goes on where it stopped: nothing is lost, and
// nothing asked for twice. It brings its own endpoint, so no AWS account is needed.
//
//   pnpm build && node packages/embeddings/examples/resume.mjs
import { argv, stdout } from "node:process";
import { pathToFileURL } from "node:url";
import { BedrockEmbeddings, readPartialEmbeddings } from "@langchain-aws/embeddings";
import { createLocalAws } from "@langchain-aws/local";

/** @import { LocalAws } from "@langchain-aws/local" */

/**
 * Embeds texts, however often it takes. What was embedded before a failure is handed to the next attempt.
 *
 * @param {BedrockEmbeddings} embeddings
 * @param {string[]} texts
 * @param {(line: string) => void} print
 * @param {number} [mostAttempts]
 * @returns {Promise<Float32Array[]>}
 */
export async function embedWithResume(embeddings, texts, print, mostAttempts = 3) {
  /** @type {readonly (Float32Array | undefined)[]} */
  let resume = [];
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await embeddings.embedDocumentsFloat32(texts, {
        resume,
        finishInFlight: true,
        onProgress: ({ done, total }) => print(`\r${bar(done / total)} ${done} of ${total}`),
      });
    } catch (error) {
      /** @type {import("@langchain-aws/embeddings").PartialEmbeddings<Float32Array> | undefined} */
      const partial = readPartialEmbeddings(error);
      if (partial === undefined || attempt === mostAttempts) throw error;
      print(`\nCut off at text ${partial.failedIndex}. ${partial.done} vectors are kept.\n`);
      resume = partial.vectors;
    }
  }
}

/** @param {number} share */
const bar = (share) => `[${"=".repeat(Math.floor(share * 40)).padEnd(40)}]`;

/**
 * The program, against an endpoint that refuses one request half way.
 *
 * @param {LocalAws} aws
 * @param {(line: string) => void} print
 * @returns {Promise<Float32Array[]>}
 */
export async function run(aws, print) {
  const texts = Array.from({ length: 10_000 }, (_, index) => `Note ${index}: ${index % 7} pairs of blue socks.`);
  const embeddings = new BedrockEmbeddings({
    model: "cohere.embed-english-v3",
    region: aws.region,
    credentials: aws.credentials,
    endpointUrl: aws.url,
  });
  aws.faults.add({ match: { operation: "InvokeModel" }, when: { nth: 53 }, do: { accessDenied: true } });
  const vectors = await embedWithResume(embeddings, texts, print);
  print(`\n${vectors.length} vectors of ${vectors[0]?.length} numbers, in ${aws.requests().length} requests.\n`);
  await embeddings.dispose();
  return vectors;
}

if (import.meta.url === pathToFileURL(argv[1] ?? "").href) {
  const aws = await createLocalAws();
  try {
    await run(aws, (line) => stdout.write(line));
  } finally {
    await aws.close();
  }
}
