import {
  BedrockAgentRuntimeClient,
  type BedrockAgentRuntimeClientConfig,
  RerankCommand,
  type RerankCommandInput,
  type RerankResult,
  type RerankSource,
} from "@aws-sdk/client-bedrock-agent-runtime";
import { onTestFinished } from "vitest";

import type { LocalAws } from "../../src/index.ts";

/** The ARN of a reranker. */
export const modelArn = "arn:aws:bedrock:us-east-1::foundation-model/cohere.rerank-v3-5:0";

const toSource = (text: string): RerankSource => ({
  type: "INLINE",
  inlineDocumentSource: { type: "TEXT", textDocument: { text } },
});

/** What a Rerank request is made of; what is left out is made up. */
export interface Asked {
  texts?: readonly string[];
  sources?: RerankSource[];
  numberOfResults?: number;
  arn?: string;
  more?: Partial<RerankCommandInput>;
  config?: BedrockAgentRuntimeClientConfig;
}

/** Ranks documents with the SDK's client, by HTTP/2 unless `config` says otherwise. */
export async function rerank(to: LocalAws, query: string, asked: Asked): Promise<RerankResult[]> {
  const client = new BedrockAgentRuntimeClient({ ...to.clientConfig("bedrock-agent-runtime"), ...asked.config });
  onTestFinished(() => client.destroy());
  const { results = [] } = await client.send(
    new RerankCommand({
      queries: [{ type: "TEXT", textQuery: { text: query } }],
      sources: asked.sources ?? (asked.texts ?? []).map(toSource),
      rerankingConfiguration: {
        type: "BEDROCK_RERANKING_MODEL",
        bedrockRerankingConfiguration: {
          ...(asked.numberOfResults === undefined ? {} : { numberOfResults: asked.numberOfResults }),
          modelConfiguration: { modelArn: asked.arn ?? modelArn },
        },
      },
      ...asked.more,
    }),
  );
  return results;
}
