import { ConverseCommand, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import { scenario } from "../scenario.mjs";

/** @param {string} text */
const input = (text) => ({
  modelId: scenario.model,
  messages: [{ role: /** @type {const} */ ("user"), content: [{ text }] }],
});

/**
 * @param {import("@aws-sdk/client-bedrock-runtime").BedrockRuntimeClient} client
 * @returns {import("../scenario.mjs").BenchClient}
 */
export const rawClient = (client) => ({
  invoke: () => client.send(new ConverseCommand(input(scenario.prompt))),
  async stream(onText, prompt = scenario.streamPrompt) {
    const { stream = [] } = await client.send(new ConverseStreamCommand(input(prompt)));
    let characters = 0;
    for await (const event of stream) {
      const text = event.contentBlockDelta?.delta?.text;
      if (text === undefined) continue;
      onText();
      characters += text.length;
    }
    return characters;
  },
});
