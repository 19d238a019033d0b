import { AmazonKendraRetriever } from "@langchain-aws/kendra";

const retriever = new AmazonKendraRetriever({ indexId: "c0806df7-e76b-4bce-9b5c-d5582f6b1a03", region: "us-east-1" });
export const documents = await retriever.invoke("Hello");
