import { ChatSagemaker } from "@langchain-aws/sagemaker";

/** @param {{ url: string, accessKeyId: string, secretAccessKey: string }} local */
export default async ({ url, accessKeyId, secretAccessKey }) => {
  const model = new ChatSagemaker({
    endpointName: "my-vllm",
    region: "us-east-1",
    endpointUrl: url,
    credentials: { accessKeyId, secretAccessKey },
  });
  let text = "";
  for await (const chunk of await model.stream("Hello there")) text += chunk.text;
  if (text !== "Hello there") throw new Error(`streamed ${JSON.stringify(text)}`);
};
