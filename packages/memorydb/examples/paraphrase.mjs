// Asks one question in two wordings: the second is answered from the cache, and the model is not called. It brings its own
// endpoint, whose sentence model knows what words mean, so no AWS account is needed.
//
//   pnpm build && node packages/memorydb/examples/paraphrase.mjs
import { argv, stdout } from "node:process";
import { pathToFileURL } from "node:url";
import { ChatBedrockConverse } from "@langchain-aws/bedrock-converse";
import { BedrockEmbeddings } from "@langchain-aws/embeddings";
import { createLocalAws } from "@langchain-aws/local";
import { InMemorySemanticCache } from "@langchain-aws/memorydb";

/** @import { LocalAws } from "@langchain-aws/local" */

export const questions = {
  first: "How can I reset the password of my account?",
  paraphrased: "What do I have to do to reset my account password?",
  another: "Which countries do you ship your products to?",
};

/**
 * Asks all three.
 *
 * @param {LocalAws} aws with `embeddings: "semantic"` and `memorydb: true`
 * @param {(text: string) => void} print
 * @returns {Promise<{ calls: number, answers: string[] }>} how often the model was called, and what was answered
 */
export async function run(aws, print) {
  const connection = { region: aws.region, credentials: aws.credentials, endpointUrl: aws.url };
  const embeddings = new BedrockEmbeddings({ ...connection, model: "amazon.titan-embed-text-v2:0", dimensions: 512 });
  const cache = new InMemorySemanticCache({ redisUrl: aws.memorydb.url, embeddings, scoreThreshold: 0.2 });
  const model = new ChatBedrockConverse({ ...connection, model: "amazon.nova-lite-v1:0", cache });
  /** @type {string[]} */
  const answers = [];
  try {
    for (const question of Object.values(questions)) {
      const before = countCalls(aws);
      const { text } = await model.invoke(question);
      answers.push(text);
      print(`${countCalls(aws) > before ? "the model " : "the cache "} ${question}\n            ${text}\n`);
    }
    const { exactHits, semanticHits, misses } = cache.stats();
    print(
      `${countCalls(aws)} calls for ${answers.length} questions; ${semanticHits + exactHits} hit, ${misses} misses.\n`,
    );
    return { calls: countCalls(aws), answers };
  } finally {
    await cache.close();
    await Promise.all([embeddings.dispose(), model.dispose()]);
  }
}

/** @param {LocalAws} aws */
const countCalls = (aws) => aws.requests({ operation: "Converse" }).length;

if (import.meta.url === pathToFileURL(argv[1] ?? "").href) {
  const aws = await createLocalAws({ embeddings: "semantic", memorydb: true });
  aws.chat.on(/password/, { text: "Open Settings, choose Security, and press Reset." });
  aws.chat.on(/ship/, { text: "To all countries of the European Union." });
  try {
    await run(aws, (text) => stdout.write(text));
  } finally {
    await aws.close();
  }
}
