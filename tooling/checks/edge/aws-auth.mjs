import { signedFetch } from "@langchain-aws/aws-auth/sign";

/** @param {{ url: string, accessKeyId: string, secretAccessKey: string }} local */
export default async ({ url, accessKeyId, secretAccessKey }) => {
  const { status } = await signedFetch({
    method: "POST",
    url: `${url}/model/us.amazon.nova-lite-v1%3A0/converse`,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ messages: [{ role: "user", content: [{ text: "Hello" }] }] }),
    service: "bedrock",
    region: "us-east-1",
    credentials: { accessKeyId, secretAccessKey },
    context: { service: "bedrock-runtime", operation: "Converse" },
  });
  if (status !== 200) throw new Error(`status ${status}`);
};
