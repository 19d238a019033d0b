import type { RetrievalFilter } from "../../knowledge-bases/retrieval-filter.ts";
import type { ValidationMode } from "../../validation/rule.ts";
import { parseBody } from "./parse-body.ts";

/** Which of a passage's metadata a reranker reads besides its text. */
export interface RerankingMetadata {
  selectionMode: "SELECTIVE" | "ALL";
  selectiveModeConfiguration?: {
    fieldsToInclude?: readonly { fieldName: string }[];
    fieldsToExclude?: readonly { fieldName: string }[];
  };
}

/** How results are put into another order before they are answered. */
export interface RerankingConfiguration {
  type: "BEDROCK_RERANKING_MODEL";
  bedrockRerankingConfiguration?: {
    modelConfiguration: { modelArn: string };
    numberOfRerankedResults?: number;
    metadataConfiguration?: RerankingMetadata;
  };
}

/** A filter that a model makes out of the query. */
export interface ImplicitFilterConfiguration {
  modelArn: string;
  metadataAttributes: readonly {
    key: string;
    type: "STRING" | "NUMBER" | "BOOLEAN" | "STRING_LIST";
    description: string;
  }[];
}

/** How a knowledge base is searched: one of the two, by its type. */
export interface RetrievalConfiguration {
  vectorSearchConfiguration?: {
    numberOfResults?: number;
    overrideSearchType?: "HYBRID" | "SEMANTIC";
    filter?: RetrievalFilter;
    rerankingConfiguration?: RerankingConfiguration;
    implicitFilterConfiguration?: ImplicitFilterConfiguration;
  };
  managedSearchConfiguration?: {
    numberOfResults?: number;
    filter?: RetrievalFilter;
    rerankingModelType?: "CUSTOM" | "MANAGED" | "NONE";
    rerankingConfiguration?: RerankingConfiguration;
  };
}

/** A guardrail, as the agent runtime names it. */
export interface GuardrailReference {
  guardrailId: string;
  guardrailVersion: string;
}

/** The body of Retrieve, after its shape was checked. */
export interface RetrieveBody {
  retrievalQuery: {
    type?: "TEXT" | "IMAGE";
    text?: string;
    /** `inlineContent` is base64. */
    image?: { format: string; inlineContent: string };
  };
  retrievalConfiguration?: RetrievalConfiguration;
  guardrailConfiguration?: GuardrailReference;
  nextToken?: string;
}

/**
 * The body of a Retrieve request, its knowledge base checked along with it (V43).
 *
 * @throws ServiceError `SerializationException` or `ValidationException`, as the service does
 */
export function parseRetrieveBody(body: unknown, knowledgeBaseId: string, mode: ValidationMode | "off"): RetrieveBody {
  const whole = isObject(body) ? { knowledgeBaseId, ...body } : { knowledgeBaseId };
  return parseBody(whole, "KbRetrieveRequest", mode);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
