// An application as anybody would write it for AWS: it says nothing of an endpoint.
import { ChatBedrockConverse } from "@langchain-aws/bedrock-converse";

/**
 * @param {string} question
 * @returns {Promise<string>}
 */
export async function ask(question) {
  const model = new ChatBedrockConverse({ model: "us.anthropic.claude-sonnet-4-20250514-v1:0" });
  const { text } = await model.invoke([
    ["system", "Answer in one sentence."],
    ["human", question],
  ]);
  return text;
}
