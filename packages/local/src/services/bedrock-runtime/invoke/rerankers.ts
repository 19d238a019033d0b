import { scoreRelevance } from "../../../engines/relevance.ts";
import { integer, list, parseBody, record, text } from "../../../validation/body-schema.ts";
import type { InvokeFamily } from "./invoke-family.ts";

const schema = record(
  { query: text({ minLength: 1 }), documents: list(text(), { minItems: 1, maxItems: 1_000 }) },
  { top_n: integer({ min: 1 }), api_version: integer({ min: 1 }), max_tokens_per_doc: integer({ min: 1 }) },
);

/**
 * Cohere's and Amazon's rerankers, called by themselves: documents in the order of their relevance. Nothing is counted.
 *
 * Source: "Cohere Rerank" and "Amazon Rerank", Amazon Bedrock User Guide; a recorded answer.
 */
export const rerankers: InvokeFamily = {
  serves: ({ kind }) => kind === "rerank",
  recognises: (body) => "query" in body && "documents" in body,
  async invoke({ body, validation, state }) {
    const { query, documents, top_n: count } = parseBody(body, schema, validation);
    const scores = await scoreRelevance(query, documents, state.embedder);
    const results = scores
      .map((score, index) => ({ index, relevance_score: score }))
      .toSorted((a, b) => b.relevance_score - a.relevance_score || a.index - b.index)
      .slice(0, count ?? documents.length);
    return { body: { results } };
  },
};
