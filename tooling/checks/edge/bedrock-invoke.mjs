import { ChatBedrock } from "@langchain-aws/bedrock-invoke";

/** @param {{ url: string, accessKeyId: string, secretAccessKey: string, bearerToken: string }} local */
export default async ({ url, accessKeyId, secretAccessKey, bearerToken }) => {
  const common = { model: "us.anthropic.claude-sonnet-4-20250514-v1:0", region: "us-east-1", endpointUrl: url };
  const signed = new ChatBedrock({ ...common, credentials: { accessKeyId, secretAccessKey } });
  const reply = await signed.invoke("Hello");
  if (reply.text === "") throw new Error("an empty reply");
  const withToken = new ChatBedrock({ ...common, apiKey: bearerToken });
  let streamed = "";
  for await (const chunk of await withToken.stream("Hello")) streamed += chunk.text;
  if (streamed === "") throw new Error("an empty stream");
};
