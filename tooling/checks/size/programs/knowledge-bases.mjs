import { AmazonKnowledgeBasesRetriever } from "@langchain-aws/knowledge-bases";

const retriever = new AmazonKnowledgeBasesRetriever({ knowledgeBaseId: "KB12345678", region: "us-east-1" });
export const documents = await retriever.invoke("Hello");
