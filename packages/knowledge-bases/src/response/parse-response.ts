import type { RetrieveCommandOutput as WireRetrieveOutput } from "@aws-sdk/client-bedrock-agent-runtime";
import { isPlainRecord, type PlainRecord } from "@langchain-aws/core";
import type { Document } from "@langchain/core/documents";
import { scoreOf, toDocument } from "./to-document.ts";

/** What is kept of a reply, and how. */
export interface ResponseSettings {
  /** 0 is no floor. */
  readonly minScoreConfidence: number;
  /** `Infinity` is no ceiling. */
  readonly maxScore: number;
  readonly flattenMetadata: boolean;
}

/** One page of documents. */
export interface ParsedPage {
  readonly documents: Document[];
  readonly nextToken?: string;
  readonly guardrailAction?: string;
}

/** The documents of a reply that pass the score filters, in the service's order. The reply is not changed. */
export function parseResponse(output: Partial<WireRetrieveOutput>, settings: ResponseSettings): ParsedPage {
  const { retrievalResults, nextToken, guardrailAction } = output;
  const { flattenMetadata } = settings;
  const documents: Document[] = [];
  for (const result of recordsIn(retrievalResults)) {
    if (passes(result, settings)) documents.push(toDocument(result, { flattenMetadata, guardrailAction }));
  }
  return {
    documents,
    ...(typeof nextToken === "string" && nextToken !== "" && { nextToken }),
    ...(guardrailAction !== undefined && { guardrailAction }),
  };
}

function* recordsIn(results: unknown): Iterable<PlainRecord> {
  if (!Array.isArray(results)) return;
  for (const result of results) yield isPlainRecord(result) ? result : {};
}

function passes(result: PlainRecord, { minScoreConfidence, maxScore }: ResponseSettings): boolean {
  if (minScoreConfidence > 0 && !(scoreOf(result) >= minScoreConfidence)) return false;
  return maxScore === Infinity || (typeof result["score"] === "number" && result["score"] <= maxScore);
}
