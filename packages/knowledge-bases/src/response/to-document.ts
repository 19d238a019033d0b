import { isPlainRecord, type PlainRecord } from "@langchain-aws/core";
import { Document } from "@langchain/core/documents";
import { contentType, pageContent } from "./page-content.ts";
import { sourceOf } from "./source.ts";

/** How results become documents. */
export interface DocumentSettings {
  readonly flattenMetadata: boolean;
  readonly guardrailAction?: string | undefined;
}

/** A result's score; 0 when the service gives none. */
export const scoreOf = ({ score }: PlainRecord): number => (typeof score === "number" ? score : 0);

/** One result as a document. A result with parts missing becomes a document with parts missing: the others are kept. */
export function toDocument(result: PlainRecord, { flattenMetadata, guardrailAction }: DocumentSettings): Document {
  const { content, metadata, location, documentId, score: _score, ...others } = result;
  const type = contentType(content);
  const source = sourceOf(location, metadata);
  const known = {
    score: scoreOf(result),
    type,
    ...(location !== undefined && { location }),
    ...(source !== undefined && { source }),
    ...(metadata !== undefined && { source_metadata: metadata }),
    ...(documentId !== undefined && { documentId }),
    ...mediaOf(content, type),
    ...(guardrailAction === "INTERVENED" && { guardrailAction }),
  };
  const flat = flattenMetadata && isPlainRecord(metadata) ? metadata : {};
  const chunkId = isPlainRecord(metadata) ? metadata["x-amz-bedrock-kb-chunk-id"] : undefined;
  return new Document({
    pageContent: pageContent(content, type),
    metadata: { ...flat, ...others, ...known },
    ...(typeof chunkId === "string" && { id: chunkId }),
  });
}

function mediaOf(content: unknown, type: string): { audio?: unknown; video?: unknown } {
  if (!isPlainRecord(content)) return {};
  if (type === "AUDIO" && content["audio"] !== undefined) return { audio: content["audio"] };
  if (type === "VIDEO" && content["video"] !== undefined) return { video: content["video"] };
  return {};
}
