import { ChatBedrock } from "@langchain-aws/bedrock-invoke";

const model = new ChatBedrock({ model: "us.anthropic.claude-sonnet-4-5-20250929-v1:0", region: "us-east-1" });
export const reply = await model.invoke("Hello");
export const stream = await model.stream("Hello");
