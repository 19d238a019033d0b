import { BedrockEmbeddings } from "@langchain-aws/embeddings";

const embeddings = new BedrockEmbeddings({ model: "amazon.titan-embed-text-v2:0", region: "us-east-1" });
export const query = await embeddings.embedQuery("Hello");
export const documents = await embeddings.embedDocuments(["Hello", "Bye"]);
