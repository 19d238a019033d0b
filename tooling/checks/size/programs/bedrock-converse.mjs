import { ChatBedrockConverse } from "@langchain-aws/bedrock-converse";

const model = new ChatBedrockConverse({ model: "us.amazon.nova-lite-v1:0", region: "us-east-1" });
export const reply = await model.invoke("Hello");
export const stream = await model.stream("Hello");
