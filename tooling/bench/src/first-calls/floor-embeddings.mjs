import { BedrockRuntimeClient, InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime";
import { Embeddings } from "@langchain/core/embeddings";
import { scenario } from "../scenario.mjs";

/** One text, one vector. */
class FloorEmbeddings extends Embeddings {
  /** @param {BedrockRuntimeClient} client */
  constructor(client) {
    super({});
    this.client = client;
  }

  /** @override @param {string} inputText @returns {Promise<number[]>} */
  async embedQuery(inputText) {
    const { body } = await this.client.send(
      new InvokeModelCommand({
        modelId: scenario.embeddingModel,
        contentType: "application/json",
        body: JSON.stringify({ inputText }),
      }),
    );
    return JSON.parse(new TextDecoder().decode(body)).embedding;
  }

  /** @override @param {string[]} texts */
  async embedDocuments(texts) {
    return Promise.all(texts.map((text) => this.embedQuery(text)));
  }
}

/** @param {import("../scenario.mjs").Target} target */
export function create({ http2 }) {
  const { region, credentials, prompt } = scenario;
  const embeddings = new FloorEmbeddings(new BedrockRuntimeClient({ region, credentials, endpoint: http2 }));
  return { invoke: () => embeddings.embedQuery(prompt) };
}
