import type { Document, DocumentInterface } from "@langchain/core/documents";

/**
 * A ranked copy of a document: its text, its id, and its metadata with the score under two names, LangChain.js's
 * `relevanceScore` and Python's `relevance_score`, so that prompts from either side find it.
 *
 * @param DocumentClass LangChain's `Document`, which is loaded late
 * @returns a new document with new metadata; what the metadata holds is shared
 */
export function toCompressedDocument(
  DocumentClass: typeof Document,
  { pageContent, metadata, id }: DocumentInterface,
  score: number,
): Document {
  return new DocumentClass({
    pageContent,
    metadata: { ...metadata, relevanceScore: score, relevance_score: score },
    ...(id !== undefined && { id }),
  });
}

/**
 * Checks the input of `compressDocuments`, whose results must be documents too.
 *
 * @throws TypeError for what is no array, and with the index of what has no text
 */
export function checkDocuments(documents: readonly unknown[]): void {
  if (!Array.isArray(documents)) throw new TypeError("The documents must be an array.");
  const index = documents.findIndex((document) => !isDocument(document));
  if (index >= 0) throw new TypeError(`documents[${index}] is no Document: it has no string pageContent.`);
}

function isDocument(value: unknown): boolean {
  return typeof value === "object" && value !== null && "pageContent" in value && typeof value.pageContent === "string";
}
