/**
 * @typedef {object} SectionOfPage
 * @property {string} title
 * @property {string} note what the figures mean
 * @property {string} [command] the script that measures it, where it is not `start`
 * @property {string[]} peers packages whose versions belong to the figures
 */

const converse = ["@langchain/aws", "@langchain/core", "@aws-sdk/client-bedrock-runtime"];
const aiSdk = ["ai", "@ai-sdk/amazon-bedrock"];

/**
 * What docs/benchmarks.md consists of, in its order.
 *
 * @satisfies {Record<string, SectionOfPage>}
 */
export const sections = {
  calls: {
    title: "Calls and streams, against a server that only replays bytes",
    note: "What differs is the client. `÷ SDK` compares with the bare AWS SDK over HTTP/1.1, `÷ peer` with the faster of the two rows of `@langchain/aws`.",
    peers: converse,
  },
  "local-calls": {
    title: "Calls and streams, against `local`",
    note: "The same, with every signature verified and every request validated by `@langchain-aws/local` in a process of its own.",
    peers: converse,
  },
  memory: {
    title: "Memory of a long stream",
    note: "What is alive after a garbage collection, every 10,000 deltas; the text itself is part of it where a client keeps it for the end of the run, as LangChain does.",
    peers: converse,
  },
  invoke: {
    title: "InvokeModel with Claude's bodies",
    note: "Against a server that only replays bytes, beside `BedrockChat` of `@langchain/community`.",
    command: "invoke",
    peers: ["@langchain/core", "@aws-sdk/client-bedrock-runtime"],
  },
  embeddings: {
    title: "Embeddings of 10,000 texts",
    note: "Each request is answered after 50 ms. Memory is what is kept afterwards, and the most at a time.",
    command: "embeddings",
    peers: converse,
  },
  documents: {
    title: "Results of a knowledge base as documents",
    note: "What one `invoke` of a retriever costs when the reply is there already: LangChain's callbacks, 1,000 results of 2 kB, 1,000 documents. Nothing is sent, and nothing is parsed.",
    peers: ["@langchain/aws", "@langchain/core"],
  },
  kendra: {
    title: "Results of Amazon Kendra as documents",
    note: "The client answers from memory; the service gives 100 results a request.",
    command: "kendra",
    peers: ["@langchain/aws", "@langchain/core"],
  },
  "s3-vectors": {
    title: "Vectors into S3 Vectors",
    note: "Against a server that needs 50 ms for each request, beside what one writes by hand over the AWS SDK. `÷ fewest` compares with the fewest requests that the service's limits allow.",
    command: "s3-vectors",
    peers: ["@langchain/core", "@aws-sdk/client-s3vectors"],
  },
  sagemaker: {
    title: "Streams of SageMaker",
    note: "2,000 tokens as each container frames them, beside the bare AWS SDK reading the same bytes; long streams, whose time is linear and memory flat.",
    command: "sagemaker",
    peers: ["@langchain/core", "@aws-sdk/client-sagemaker-runtime"],
  },
  memorydb: {
    title: "Store and cache on MemoryDB",
    note: "Commands, pipelines and round trips, against `local` in a process of its own.",
    command: "memorydb",
    peers: ["@langchain/core", "@redis/client"],
  },
  neptune: {
    title: "Rows and schemas of Neptune",
    note: "The answers come from memory. There is no other class for Neptune in JavaScript.",
    command: "neptune",
    peers: ["@langchain/core"],
  },
  cold: {
    title: "Cold start, unbundled",
    note: "A fresh process each time; the time and memory of an empty program are taken off.",
    peers: [...converse, ...aiSdk],
  },
  "cold-bundled": {
    title: "Cold start, bundled",
    note: "By esbuild, minified, ES modules first: `--main-fields=module,main`, in one file or with `--splitting`. A fresh process each time; the time of an empty program is taken off.",
    peers: [...converse, ...aiSdk],
  },
  local: {
    title: "What `local` costs",
    note: "`added` is the difference to the server that only replays bytes.",
    peers: ["@aws-sdk/client-bedrock-runtime"],
  },
  "local-load": {
    title: "What `local` bears",
    note: "Client and server share the two cores, so what is measured of the server holds the client's own work.",
    peers: ["@aws-sdk/client-bedrock-runtime", "@aws-sdk/client-s3vectors"],
  },
  soak: {
    title: "Soak",
    note: "Mixed calls of every package against `local` with random faults; [note 0061](decisions/0061-soak.md) says what is counted.",
    command: "soak",
    peers: ["@langchain/core"],
  },
};

/** @typedef {keyof typeof sections} SectionName */
