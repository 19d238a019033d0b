import { strict as assert } from "node:assert";
import { signedFetch } from "@langchain-aws/aws-auth/sign";

/** @param {any} module `@langchain-aws/aws-auth`, imported or required */
export default async function smoke({ resolveClientConfig }) {
  assert.equal(typeof resolveClientConfig, "function");
  const { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: url, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env;
  const { status } = await signedFetch({
    method: "POST",
    url: `${url}/model/us.amazon.nova-lite-v1%3A0/converse`,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ messages: [{ role: "user", content: [{ text: "Hello" }] }] }),
    service: "bedrock",
    region: "us-east-1",
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID ?? "", secretAccessKey: AWS_SECRET_ACCESS_KEY ?? "" },
    context: { service: "bedrock-runtime", operation: "Converse" },
  });
  assert.equal(status, 200, "local accepts the signature");
  return "signed by hand, accepted";
}
