import { AmazonKnowledgeBasesRetriever, agenticRetrieve } from "@langchain-aws/knowledge-bases";

/** @param {{ url: string, accessKeyId: string, secretAccessKey: string }} local */
export default async ({ url, accessKeyId, secretAccessKey }) => {
  const aws = { region: "us-east-1", endpointUrl: url, credentials: { accessKeyId, secretAccessKey } };
  const retriever = new AmazonKnowledgeBasesRetriever({ knowledgeBaseId: "KB12345678", topK: 2, ...aws });
  const documents = await retriever.invoke("How many days of vacation are there?");
  if (documents.length !== 2) throw new Error(`${documents.length} documents`);
  const { results } = await agenticRetrieve({ knowledgeBaseId: "KBMANAGED1", query: "plans", ...aws });
  if (results.length !== 2) throw new Error(`${results.length} results`);
};
