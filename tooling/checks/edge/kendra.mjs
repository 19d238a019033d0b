import { AmazonKendraRetriever } from "@langchain-aws/kendra";

/** @param {{ url: string, accessKeyId: string, secretAccessKey: string }} local */
export default async ({ url, accessKeyId, secretAccessKey }) => {
  const retriever = new AmazonKendraRetriever({
    indexId: "c0806df7-e76b-4bce-9b5c-d5582f6b1a03",
    region: "us-east-1",
    endpointUrl: url,
    credentials: { accessKeyId, secretAccessKey },
  });
  const documents = await retriever.invoke("vacation");
  if (documents.length === 0) throw new Error("found nothing");
};
