import { ChatBedrockConverse } from "@langchain-aws/bedrock-converse";

/** @param {{ url: string, accessKeyId: string, secretAccessKey: string, bearerToken: string }} local */
export default async ({ url, accessKeyId, secretAccessKey, bearerToken }) => {
  const common = { model: "us.amazon.nova-lite-v1:0", region: "us-east-1", endpointUrl: url };
  const signed = new ChatBedrockConverse({ ...common, credentials: { accessKeyId, secretAccessKey } });
  const reply = await signed.invoke("Hello");
  if (reply.text === "") throw new Error("an empty reply");
  const withToken = new ChatBedrockConverse({ ...common, apiKey: bearerToken });
  let streamed = "";
  for await (const chunk of await withToken.stream("Hello")) streamed += chunk.text;
  if (streamed === "") throw new Error("an empty stream");
};
