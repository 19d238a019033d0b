import { ChatBedrockConverse } from "@langchain-aws/bedrock-converse";
import { BedrockEmbeddings } from "@langchain-aws/embeddings";
import type { LocalAws } from "@langchain-aws/local";
import { InMemorySemanticCache } from "@langchain-aws/memorydb";

import { cyan, dim, green, say } from "./terminal.ts";

const questions = ["When does the harbour museum close?", "At what time is the museum at the harbour closing?"];

/** One question in two wordings: the second is answered from MemoryDB by what it means, and no model is called. */
export async function cacheTurn(aws: LocalAws): Promise<void> {
  const connection = { region: aws.region, endpointUrl: aws.url, credentials: aws.credentials };
  const embeddings = new BedrockEmbeddings({ ...connection, model: "amazon.titan-embed-text-v2:0", dimensions: 512 });
  const cache = new InMemorySemanticCache({ redisUrl: aws.memorydb.url, embeddings, scoreThreshold: 0.2 });
  const model = new ChatBedrockConverse({ ...connection, model: "amazon.nova-lite-v1:0", cache });
  aws.chat.on(/museum/, { text: "At six." });
  const calls = (): number => aws.requests({ operation: "Converse" }).length;
  say(`\n  ${dim("A cache by meaning, in MemoryDB")}`);
  try {
    for (const question of questions) {
      const before = calls();
      const { text } = await model.invoke(question);
      const source = calls() > before ? dim("the model") : green("the cache");
      say(`  ${cyan(question)}  ${source}: ${text}`);
    }
  } finally {
    await cache.close();
  }
}
