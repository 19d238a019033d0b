import { BedrockAgentRuntimeClient, RetrieveCommand } from "@aws-sdk/client-bedrock-agent-runtime";
import { Document } from "@langchain/core/documents";
import { BaseRetriever } from "@langchain/core/retrievers";
import { scenario } from "../scenario.mjs";

/** Passages as documents. */
class FloorRetriever extends BaseRetriever {
  lc_namespace = ["floor"];

  /** @param {BedrockAgentRuntimeClient} client */
  constructor(client) {
    super({});
    this.client = client;
  }

  /** @override @param {string} text */
  async _getRelevantDocuments(text) {
    const { knowledgeBaseId } = scenario;
    const { retrievalResults = [] } = await this.client.send(
      new RetrieveCommand({ knowledgeBaseId, retrievalQuery: { text } }),
    );
    return retrievalResults.map(({ content }) => new Document({ pageContent: content?.text ?? "" }));
  }
}

/** @param {import("../scenario.mjs").Target} target */
export function create({ http2 }) {
  const { region, credentials, prompt } = scenario;
  const retriever = new FloorRetriever(new BedrockAgentRuntimeClient({ region, credentials, endpoint: http2 }));
  return { invoke: () => retriever.invoke(prompt) };
}
