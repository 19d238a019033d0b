// A process of its own: one retriever, one reply that is the same in every call.
import { AmazonKnowledgeBaseRetriever } from "@langchain/aws";
import { AmazonKnowledgeBasesRetriever } from "@langchain-aws/knowledge-bases";
import { percentile } from "./statistics.mjs";

const [, , name = "", calls = "100"] = process.argv;
const knowledgeBaseId = "KB12345678";

// Texts and metadata as a knowledge base over documents gives them; every text is a string of its own.
const retrievalResults = Array.from({ length: 1000 }, (_, index) => ({
  content: {
    type: "TEXT",
    text: `${index} ${"Some words of a passage that was retrieved. ".repeat(46)}`.slice(0, 2000),
  },
  location: { type: "S3", s3Location: { uri: `s3://documents/${index}.md` } },
  score: 1 - index / 1000,
  metadata: {
    "x-amz-bedrock-kb-source-uri": `s3://documents/${index}.md`,
    "x-amz-bedrock-kb-chunk-id": `1%3A0%3A${index}`,
    "x-amz-bedrock-kb-data-source-id": "DS12345678",
    department: "hr",
    year: 2026,
  },
}));
const client = { send: async () => ({ retrievalResults }) };

/** @returns {{ invoke(query: string): Promise<unknown[]> }} */
function createRetriever() {
  if (name !== "@langchain/aws") return new AmazonKnowledgeBasesRetriever({ knowledgeBaseId, client });
  const retriever = new AmazonKnowledgeBaseRetriever({ knowledgeBaseId, topK: 1000, region: "us-east-1" });
  // It takes no client.
  return Object.assign(retriever, { bedrockAgentRuntimeClient: client });
}

const retriever = createRetriever();
/** @type {number[]} */
const times = [];
for (let call = 0; call < Number(calls); call += 1) {
  const before = process.cpuUsage();
  const documents = await retriever.invoke("vacation");
  const { user, system } = process.cpuUsage(before);
  times.push((user + system) / 1000);
  if (documents.length !== 1000) throw new Error(`${documents.length} documents`);
}
const [first = Number.NaN, ...rest] = times;
process.send?.({ name, first, median: percentile(rest, 0.5), p95: percentile(rest, 0.95) });
