// Runs in a project in which the packages are installed, on any Node: what each package says when its object is made. Its
// syntax is what the oldest Node that is tried can read.

const embeddings = { embedQuery: async () => [1], embedDocuments: async () => [[1]] };
const region = "us-east-1";

/**
 * By package; every one that has `@langchain/core` as a peer and a class of its own is here.
 *
 * @type {Record<string, (module: any) => unknown>}
 */
export const constructions = {
  "bedrock-converse": ({ ChatBedrockConverse }) => new ChatBedrockConverse({ model: "amazon.nova-lite-v1:0", region }),
  "bedrock-invoke": ({ ChatBedrock }) => new ChatBedrock({ model: "anthropic.claude-3-haiku-20240307-v1:0", region }),
  embeddings: ({ BedrockEmbeddings }) => new BedrockEmbeddings({ model: "amazon.titan-embed-text-v2:0", region }),
  rerank: ({ BedrockRerank }) => new BedrockRerank({ model: "cohere.rerank-v3-5:0", region }),
  "knowledge-bases": ({ AmazonKnowledgeBasesRetriever }) =>
    new AmazonKnowledgeBasesRetriever({ knowledgeBaseId: "KB12345678", topK: 1, region }),
  kendra: ({ AmazonKendraRetriever }) =>
    new AmazonKendraRetriever({ indexId: "c0806df7-e76b-4bce-9b5c-d5582f6b1a03", region }),
  "s3-vectors": ({ AmazonS3Vectors }) =>
    new AmazonS3Vectors(embeddings, { vectorBucketName: "docs-bucket", indexName: "notes", region }),
  memorydb: ({ InMemoryVectorStore }) =>
    new InMemoryVectorStore(embeddings, { redisUrl: "redis://127.0.0.1:6379", indexName: "notes" }),
  sagemaker: ({ ChatSagemaker }) => new ChatSagemaker({ endpointName: "my-vllm", region }),
  neptune: ({ NeptuneGraph }) => new NeptuneGraph({ host: "db.example", region }),
  local: async ({ createLocalAws }) => (await createLocalAws()).close(),
};

/**
 * Makes an object of each package.
 *
 * @param {(name: string) => Promise<unknown>} load imports a package, or requires it
 * @returns {Promise<Record<string, string>>} by package: the first line of what was thrown, or `made`
 */
export async function report(load) {
  /** @type {Record<string, string>} */
  const said = {};
  for (const [name, construct] of Object.entries(constructions)) {
    try {
      await construct(await load(`@langchain-aws/${name}`));
      said[name] = "made";
    } catch (error) {
      said[name] = String(Object(error).message).split("\n")[0] || "";
    }
  }
  return said;
}
