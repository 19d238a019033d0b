import type { Constraint, Shape } from "./shapes.ts";

const length = (min: number, max: number): Constraint[] => [
  { rule: "V42", kind: "minLength", limit: min },
  { rule: "V42", kind: "maxLength", limit: max },
];
const oneOf = (...values: string[]): Shape => ({
  type: "string",
  constraints: [{ rule: "V42", kind: "enum", values }],
});
const textLength = length(1, 32_000);

/**
 * The shapes of Rerank, by name (V42).
 *
 * Source: "Rerank" and the types it links to, Agents for Amazon Bedrock Runtime, Amazon Bedrock API Reference; read
 * November 2026.
 */
export const rerankShapes: Readonly<Record<string, Shape>> = {
  RerankRequest: {
    type: "structure",
    members: {
      queries: "RerankQueries",
      sources: "RerankSources",
      rerankingConfiguration: "RerankingConfiguration",
      nextToken: "RerankNextToken",
    },
    required: ["queries", "sources", "rerankingConfiguration"],
  },
  RerankNextToken: { type: "string", constraints: length(1, 2_048) },
  RerankQueries: { type: "list", of: "RerankQuery", constraints: length(1, 1) },
  RerankQuery: {
    type: "structure",
    members: { type: "RerankQueryType", textQuery: "RerankTextDocument" },
    required: ["type", "textQuery"],
  },
  RerankQueryType: oneOf("TEXT"),
  RerankSources: { type: "list", of: "RerankSource", constraints: length(1, 1_000) },
  RerankSource: {
    type: "structure",
    members: { type: "RerankSourceType", inlineDocumentSource: "RerankDocument" },
    required: ["type", "inlineDocumentSource"],
  },
  RerankSourceType: oneOf("INLINE"),
  RerankDocument: {
    type: "structure",
    members: { type: "RerankDocumentType", textDocument: "RerankTextDocument", jsonDocument: "Any" },
    required: ["type"],
  },
  RerankDocumentType: oneOf("TEXT", "JSON"),
  RerankTextDocument: { type: "structure", members: { text: "RerankText" } },
  RerankText: { type: "string", constraints: textLength },
  RerankingConfiguration: {
    type: "structure",
    members: { type: "RerankingConfigurationType", bedrockRerankingConfiguration: "BedrockRerankingConfiguration" },
    required: ["type", "bedrockRerankingConfiguration"],
  },
  RerankingConfigurationType: oneOf("BEDROCK_RERANKING_MODEL"),
  BedrockRerankingConfiguration: {
    type: "structure",
    members: { numberOfResults: "RerankNumberOfResults", modelConfiguration: "RerankModelConfiguration" },
    required: ["modelConfiguration"],
  },
  RerankNumberOfResults: {
    type: "integer",
    constraints: [
      { rule: "V42", kind: "minValue", limit: 1 },
      { rule: "V42", kind: "maxValue", limit: 1_000 },
    ],
  },
  RerankModelConfiguration: {
    type: "structure",
    members: { modelArn: "RerankModelArn", additionalModelRequestFields: "RerankModelFields" },
    required: ["modelArn"],
  },
  RerankModelArn: {
    type: "string",
    constraints: [
      ...length(1, 2_048),
      {
        rule: "V42",
        kind: "pattern",
        pattern:
          "(arn:aws(-[^:]+)?:(bedrock|sagemaker):[a-z0-9-]{1,20}:([0-9]{12})?:([a-z-]+/)?)?([a-z0-9.-]{1,63}){0,2}(([:][a-z0-9-]{1,63}){0,2})?(/[a-z0-9]{1,12})?",
      },
    ],
  },
  RerankModelFields: { type: "map", of: "Any" },
};
