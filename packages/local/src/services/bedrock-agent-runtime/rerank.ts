import { scoreRelevance } from "../../engines/relevance.ts";
import { type LocalState, type Operation, ServiceError } from "../../operation.ts";
import { isModelDenied } from "../bedrock-runtime/resolve-model.ts";
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
    checkModel(modelConfiguration.modelArn, state);
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

/** Only the foundation-model ARN of a reranker is taken: no bare id, no inference profile. */
function checkModel(modelArn: string, { catalogue, options }: LocalState): void {
  if (options.validation === "off") return;
  const isFoundationModel = /^arn:aws[a-z-]*:bedrock:[a-z0-9-]+::foundation-model\/.+$/.test(modelArn);
  const found = isFoundationModel ? catalogue.find(modelArn) : undefined;
  if (found?.model.kind !== "rerank" && !(isFoundationModel && options.models.unknown === "accept")) {
    throw new ServiceError(
      "ValidationException",
      400,
      "The provided model ARN for reranking is invalid. Please, use a valid model ARN. Also check the model ARN follows this format: arn:<partition>:bedrock:<region>:<foundation-model/<model-id>",
    );
  }
  if (found !== undefined && isModelDenied(modelArn, found.model.id, options.models.denied)) {
    throw new ServiceError(
      "AccessDeniedException",
      403,
      "You don't have access to the model with the specified model ID.",
    );
  }
}
