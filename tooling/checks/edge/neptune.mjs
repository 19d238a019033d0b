import { NeptuneGraph } from "@langchain-aws/neptune";

/** @param {{ url: string, accessKeyId: string, secretAccessKey: string }} local */
export default async ({ url, accessKeyId, secretAccessKey }) => {
  const credentials = { accessKeyId, secretAccessKey };
  const graph = new NeptuneGraph({ region: "us-east-1", endpointUrl: url, credentials });
  const { status } = await graph.verifyConnectivity();
  if (status !== "healthy") throw new Error(status);
};
