// One kind of call for each thing the packages do. Each gives back the text in which its token must stand.
import { Embeddings } from "@langchain/core/embeddings";
import { ChatBedrockConverse } from "@langchain-aws/bedrock-converse";
import { BedrockLLM, ChatBedrock } from "@langchain-aws/bedrock-invoke";
import { BedrockEmbeddings } from "@langchain-aws/embeddings";
import { AmazonKendraRetriever } from "@langchain-aws/kendra";
import { AmazonKnowledgeBasesRetriever } from "@langchain-aws/knowledge-bases";
import { InMemoryVectorStore } from "@langchain-aws/memorydb";
import { NeptuneGraph } from "@langchain-aws/neptune";
import { BedrockRerank } from "@langchain-aws/rerank";
import { AmazonS3Vectors } from "@langchain-aws/s3-vectors";
import { ChatSagemaker } from "@langchain-aws/sagemaker";

/**
 * @typedef {object} Kind
 * @property {string} name
 * @property {boolean} [echoes] the answer is the whole of the text that was asked: the token at its beginning and at its end
 * @property {boolean} counted whether the ledger of `local` counts it: not MemoryDB's commands, nor forms as Neptune takes them
 * @property {(token: string, signal: AbortSignal | undefined) => Promise<string>} call
 */

class Lengths extends Embeddings {
  constructor() {
    super({});
  }
  /** @param {string} text */
  async embedQuery(text) {
    const digits = Number(/\d+/.exec(text)?.[0] ?? 0);
    return [Math.cos(digits), Math.sin(digits)];
  }
  /** @param {string[]} texts */
  embedDocuments(texts) {
    return Promise.all(texts.map((text) => this.embedQuery(text)));
  }
}

/** @param {string} token */
const thereAndBack = (token) => `${token} went out and came back as ${token}`;

/** @param {AsyncIterable<{ text: string }>} stream */
async function textOf(stream) {
  let text = "";
  for await (const chunk of stream) text += chunk.text;
  return text;
}

/**
 * @param {string} redisUrl
 * @returns {{ kinds: Kind[], dispose: () => Promise<void> }}
 */
export function createTraffic(redisUrl) {
  const converse = new ChatBedrockConverse({ model: "us.amazon.nova-lite-v1:0" });
  const invoke = new ChatBedrock({ model: "us.anthropic.claude-sonnet-4-20250514-v1:0" });
  const completion = new BedrockLLM({ model: "meta.llama3-8b-instruct-v1:0" });
  const embeddings = new BedrockEmbeddings({ model: "amazon.titan-embed-text-v2:0" });
  const reranker = new BedrockRerank({ model: "cohere.rerank-v3-5:0", topN: 1 });
  const knowledgeBase = new AmazonKnowledgeBasesRetriever({ knowledgeBaseId: "KB12345678" });
  const kendra = new AmazonKendraRetriever({ indexId: "c0806df7-e76b-4bce-9b5c-d5582f6b1a03" });
  const sagemaker = new ChatSagemaker({ endpointName: "my-vllm" });
  const vectors = new AmazonS3Vectors(new Lengths(), { vectorBucketName: "docs-bucket", indexName: "soak" });
  const graph = new NeptuneGraph({ endpointUrl: process.env["AWS_ENDPOINT_URL_NEPTUNEDATA"] ?? "" });
  const store = new InMemoryVectorStore(new Lengths(), { redisUrl, engine: "memorydb", indexName: "soak" });
  /** @type {Kind[]} */
  const kinds = [
    { name: "converse", counted: true, call: async (token, signal) => (await converse.invoke(token, { signal })).text },
    {
      name: "converse, stream",
      counted: true,
      echoes: true,
      call: async (token, signal) => textOf(await converse.stream(thereAndBack(token), { signal })),
    },
    { name: "invoke", counted: true, call: async (token, signal) => (await invoke.invoke(token, { signal })).text },
    {
      name: "invoke, stream",
      counted: true,
      echoes: true,
      call: async (token, signal) => textOf(await invoke.stream(thereAndBack(token), { signal })),
    },
    { name: "invoke, completion", counted: true, call: (token, signal) => completion.invoke(token, { signal }) },
    {
      name: "sagemaker",
      counted: true,
      call: async (token, signal) => (await sagemaker.invoke(token, { signal })).text,
    },
    {
      name: "sagemaker, stream",
      counted: true,
      echoes: true,
      call: async (token, signal) => textOf(await sagemaker.stream(thereAndBack(token), { signal })),
    },
    {
      name: "embeddings",
      counted: true,
      call: async (token) => ((await embeddings.embedQuery(token)).length === 1024 ? token : "no vector"),
    },
    {
      name: "rerank",
      counted: true,
      call: async (token) =>
        (await reranker.rerank(["a sunny beach", token], token))[0]?.index === 1 ? token : "another",
    },
    {
      name: "knowledge-bases",
      counted: true,
      call: async (token, signal) =>
        (await knowledgeBase.invoke(`vacation ${token}`, { signal })).length === 1 ? token : "nothing",
    },
    {
      name: "kendra",
      counted: true,
      call: async (token, signal) =>
        (await kendra.invoke(`vacation ${token}`, { signal })).length === 1 ? token : "nothing",
    },
    {
      name: "s3-vectors, write",
      counted: true,
      call: async (token) => String(await vectors.addTexts([token], [{ token }], { ids: [token] })),
    },
    {
      name: "s3-vectors, search",
      counted: true,
      call: async (token) => {
        const found = await vectors.similaritySearch("1", 1, { token: { $ne: token } });
        return Array.isArray(found) ? token : "nothing";
      },
    },
    {
      name: "neptune",
      counted: false,
      call: async (token) => JSON.stringify(await graph.query(`RETURN '${token}' AS token`)),
    },
    {
      name: "memorydb, write",
      counted: false,
      call: async (token) => String(await store.addTexts([token], [{ token }], { ids: [token] })),
    },
    {
      name: "memorydb, search",
      counted: false,
      call: async (token) => (Array.isArray(await store.similaritySearch(token, 1)) ? token : "nothing"),
    },
  ];
  return {
    kinds,
    async dispose() {
      await Promise.all([graph.dispose(), store.close()]);
    },
  };
}
