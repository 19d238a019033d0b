import type { RerankCommandInput as WireRerankInput } from "@aws-sdk/client-bedrock-agent-runtime";
import type { Chunk } from "./split-sources.ts";
import type { WireJsonObject } from "./wire-json.ts";

/** What is the same in all requests of one call. */
export interface Question {
  readonly query: string;
  readonly modelArn: string;
  readonly modelFields: WireJsonObject;
}

/**
 * The input of the Rerank operation for some documents.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_Rerank.html
 */
export function buildRequest({ query, modelArn, modelFields }: Question, chunk: Chunk): WireRerankInput {
  const { numberOfResults } = chunk;
  return {
    queries: [{ type: "TEXT", textQuery: { text: query } }],
    sources: chunk.sources.map(({ wire }) => wire),
    rerankingConfiguration: {
      type: "BEDROCK_RERANKING_MODEL",
      bedrockRerankingConfiguration: {
        ...(numberOfResults !== undefined && { numberOfResults }),
        modelConfiguration: {
          modelArn,
          ...(Object.keys(modelFields).length > 0 && { additionalModelRequestFields: modelFields }),
        },
      },
    },
  };
}
