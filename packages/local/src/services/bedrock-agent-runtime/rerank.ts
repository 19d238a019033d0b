import { scoreRelevance } from "../../engines/relevance.ts";
import type { Operation } from "../../operation.ts";
import { checkReranker } from "./check-reranker.ts";
import { flattenJson } from "./flatten-json.ts";
import { parseRerankBody, type RerankDocument } from "./rerank-body.ts";

/**
 * Rerank: documents in the order of their relevance to a query. All results come in one answer; documents are not
 * echoed. Source: "Rerank", Amazon Bedrock API Reference.
 */
export const rerank: Operation = {
  name: "Rerank",
  service: "bedrock-agent-runtime",
  method: "POST",
  path: "/rerank",
  async handle(request, state) {
    const body = parseRerankBody(request.body, state.options.validation);
    const { queries, sources } = body;
    const { numberOfResults = sources.length, modelConfiguration } =
      body.rerankingConfiguration.bedrockRerankingConfiguration;
    checkReranker(modelConfiguration.modelArn, state);
    const query = queries[0]?.textQuery.text ?? "";
    const texts = sources.map(({ inlineDocumentSource }) => textOf(inlineDocumentSource));
    const scores = await scoreRelevance(query, texts, state.embedder);
    const results = scores
      .map((relevanceScore, index) => ({ index, relevanceScore }))
      .toSorted((a, b) => b.relevanceScore - a.relevanceScore || a.index - b.index)
      .slice(0, numberOfResults);
    return { kind: "json", body: { results } };
  },
};

function textOf({ textDocument, jsonDocument }: RerankDocument): string {
  return textDocument?.text ?? flattenJson(jsonDocument);
}
