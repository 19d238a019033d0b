import {
  BedrockRuntimeClient,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { scenario } from "../../scenario.mjs";

/** @param {string} text */
const input = (text) => ({
  modelId: scenario.model,
  contentType: "application/json",
  accept: "application/json",
  body: JSON.stringify({
    anthropic_version: "bedrock-2023-05-31",
    max_tokens: 1024,
    messages: [{ role: "user", content: text }],
  }),
});

/**
 * The bare AWS SDK over the transport ours has, and what everybody does with its bytes.
 *
 * @param {import("../../scenario.mjs").Target} target
 * @returns {import("../../scenario.mjs").BenchClient}
 */
export function create(target) {
  const { region, credentials } = scenario;
  const requestHandler = new NodeHttpHandler();
  const client = new BedrockRuntimeClient({ region, credentials, endpoint: target.http1, requestHandler });
  const decoder = new TextDecoder();
  return {
    async invoke() {
      const { body } = await client.send(new InvokeModelCommand(input(scenario.prompt)));
      return JSON.parse(decoder.decode(body));
    },
    async stream(onText, prompt = scenario.streamPrompt) {
      const { body = [] } = await client.send(new InvokeModelWithResponseStreamCommand(input(prompt)));
      let characters = 0;
      for await (const { chunk } of body) {
        const text = chunk?.bytes && JSON.parse(decoder.decode(chunk.bytes)).delta?.text;
        if (text === undefined) continue;
        onText();
        characters += text.length;
      }
      return characters;
    },
  };
}
