import { openAiCompletions } from "./openai/openai-completions.ts";

/**
 * A model of the Bedrock Marketplace, called by the ARN of the SageMaker endpoint that it runs on: what the container there
 * says, which takes a prompt. Source: a recorded answer.
 */
export const marketplaceText = openAiCompletions({
  serves: ({ family }) => family === "marketplace",
  mostStops: 4,
  isContainer: true,
});
