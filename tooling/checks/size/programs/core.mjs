import { BedrockThrottlingError, parseModelId } from "@langchain-aws/core";

export const { provider } = parseModelId("us.anthropic.claude-sonnet-4-5-20250929-v1:0");
export const isThrottled = (error) => BedrockThrottlingError.isInstance(error);
