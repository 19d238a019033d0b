import {
  BedrockAgentRuntimeClient,
  type BedrockAgentRuntimeClientConfig,
  type RetrievalFilter,
  RetrieveCommand,
  type RetrieveCommandInput,
  type RetrieveCommandOutput,
} from "@aws-sdk/client-bedrock-agent-runtime";
import { onTestFinished } from "vitest";

import type { LocalAws } from "../../src/index.ts";

/** The knowledge base that tests fill. */
export const knowledgeBaseId = "KB00000001";

/** A client for this test alone, by HTTP/2 unless `config` says otherwise. */
export function createAgentClient(
  to: LocalAws,
  config: BedrockAgentRuntimeClientConfig = {},
): BedrockAgentRuntimeClient {
  const client = new BedrockAgentRuntimeClient({ ...to.clientConfig("bedrock-agent-runtime"), ...config });
  onTestFinished(() => client.destroy());
  return client;
}

/** What a Retrieve request is made of, besides its text. */
export interface Asked {
  vector?: NonNullable<RetrieveCommandInput["retrievalConfiguration"]>["vectorSearchConfiguration"];
  more?: Partial<RetrieveCommandInput>;
  config?: BedrockAgentRuntimeClientConfig;
}

/** Asks a knowledge base with the SDK's client. */
export async function retrieve(to: LocalAws, text: string, asked: Asked = {}): Promise<RetrieveCommandOutput> {
  const { vector, more, config } = asked;
  return await createAgentClient(to, config).send(
    new RetrieveCommand({
      knowledgeBaseId,
      retrievalQuery: { text },
      ...(vector === undefined ? {} : { retrievalConfiguration: { vectorSearchConfiguration: vector } }),
      ...more,
    }),
  );
}

/** The texts of an answer, in its order. */
export function textsOf({ retrievalResults = [] }: RetrieveCommandOutput): string[] {
  return retrievalResults.flatMap(({ content }) => content?.text ?? []);
}

/** The texts that a filter lets through, sorted. */
export async function filtered(to: LocalAws, filter: RetrievalFilter): Promise<string[]> {
  return textsOf(await retrieve(to, "animal", { vector: { numberOfResults: 100, filter } })).toSorted();
}
