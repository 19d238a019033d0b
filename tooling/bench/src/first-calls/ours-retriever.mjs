import { AmazonKnowledgeBasesRetriever } from "@langchain-aws/knowledge-bases";
import { scenario } from "../scenario.mjs";

/** @param {import("../scenario.mjs").Target} target */
export function create({ http1 }) {
  const { knowledgeBaseId, region, credentials, prompt } = scenario;
  const retriever = new AmazonKnowledgeBasesRetriever({ knowledgeBaseId, region, credentials, endpointUrl: http1 });
  return { invoke: () => retriever.invoke(prompt) };
}
