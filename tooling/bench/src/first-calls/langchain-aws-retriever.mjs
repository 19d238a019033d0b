import { AmazonKnowledgeBaseRetriever } from "@langchain/aws";
import { scenario } from "../scenario.mjs";

/** @param {import("../scenario.mjs").Target} target */
export function create({ http2 }) {
  const { knowledgeBaseId, region, credentials, prompt } = scenario;
  const clientOptions = { credentials, endpoint: http2 };
  const retriever = new AmazonKnowledgeBaseRetriever({ knowledgeBaseId, topK: 10, region, clientOptions });
  return { invoke: () => retriever.invoke(prompt) };
}
