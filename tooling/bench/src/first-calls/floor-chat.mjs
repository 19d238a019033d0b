import { BedrockRuntimeClient, ConverseCommand } from "@aws-sdk/client-bedrock-runtime";
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage } from "@langchain/core/messages";
import { scenario } from "../scenario.mjs";

/** Text in, text out. */
class FloorChat extends BaseChatModel {
  /** @param {BedrockRuntimeClient} client */
  constructor(client) {
    super({});
    this.client = client;
  }

  _llmType() {
    return "floor";
  }

  /** @override @param {import("@langchain/core/messages").BaseMessage[]} messages */
  async _generate(messages) {
    const { output } = await this.client.send(
      new ConverseCommand({
        modelId: scenario.model,
        messages: messages.map(({ text }) => ({ role: "user", content: [{ text }] })),
      }),
    );
    const text = output?.message?.content?.[0]?.text ?? "";
    return { generations: [{ text, message: new AIMessage(text) }] };
  }
}

/** @param {import("../scenario.mjs").Target} target */
export function create({ http2 }) {
  const { region, credentials, prompt } = scenario;
  const model = new FloorChat(new BedrockRuntimeClient({ region, credentials, endpoint: http2 }));
  return { invoke: () => model.invoke(prompt) };
}
