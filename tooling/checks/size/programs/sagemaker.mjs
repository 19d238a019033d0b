import { ChatSagemaker } from "@langchain-aws/sagemaker";

const model = new ChatSagemaker({ endpointName: "my-endpoint", region: "us-east-1" });
export const reply = await model.invoke("Hello");
export const stream = await model.stream("Hello");
