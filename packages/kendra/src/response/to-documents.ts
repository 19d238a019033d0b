import { Document } from "@langchain/core/documents";
import { confidenceValue } from "./confidence.ts";
import type { KendraResultItem } from "./kendra-result-item.ts";
import type { UnreadItem } from "./result-items.ts";

/** What is kept of a reply, and how. */
export interface ResponseSettings {
  readonly topK: number;
  /** 0 is no floor. */
  readonly minScoreConfidence: number;
  readonly pageContentFormatter: (item: KendraResultItem) => string;
}

/**
 * The first `topK` results as documents, less those that the service is not sure enough of.
 *
 * @throws TypeError when the formatter gives no text; what the formatter throws
 */
export function toDocuments(items: readonly UnreadItem[], settings: ResponseSettings): Document[] {
  const { topK, minScoreConfidence, pageContentFormatter } = settings;
  const documents: Document[] = [];
  for (const { scoreConfidence, read } of items.slice(0, topK)) {
    if (minScoreConfidence > 0 && confidenceValue(scoreConfidence) < minScoreConfidence) continue;
    const item = read();
    documents.push(toDocument(item, textOf(pageContentFormatter(item))));
  }
  return documents;
}

function textOf(pageContent: unknown): string {
  if (typeof pageContent === "string") return pageContent;
  throw new TypeError(
    `pageContentFormatter must return a text, not ${pageContent === null ? "null" : typeof pageContent}.`,
  );
}

function toDocument(item: KendraResultItem, pageContent: string): Document {
  const { id } = item;
  const metadata = metadataOf(item);
  return new Document(id === undefined ? { pageContent, metadata } : { pageContent, metadata, id });
}

/** The first seven names are Python's. Set one by one: objects joined of optional parts took half of the time. */
function metadataOf(item: KendraResultItem): Record<string, unknown> {
  const { id, documentId, documentUri } = item;
  const metadata: Record<string, unknown> = {};
  if (id !== undefined) metadata["result_id"] = id;
  if (documentId !== undefined) metadata["document_id"] = documentId;
  if (documentUri !== undefined) metadata["source"] = documentUri;
  metadata["title"] = item.getTitle();
  metadata["excerpt"] = item.getExcerpt();
  metadata["document_attributes"] = item.getDocumentAttributesDict();
  metadata["score"] = item.getScoreAttribute();
  return Object.assign(metadata, item.getAdditionalMetadata());
}
