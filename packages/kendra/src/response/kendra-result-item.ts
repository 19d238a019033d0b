import type { QueryResultItem as WireQueryItem, RetrieveResultItem as WireRetrieveItem } from "@aws-sdk/client-kendra";

/** A value of a document attribute: text, texts, whole number, or a date as an ISO 8601 text. `null` when it has none. */
export type DocumentAttributeValue = string | string[] | number | null;

/** A part of a text that answers the query, or has words of it. */
export interface Highlight {
  text: string;
  /** Where it begins in the excerpt. */
  beginOffset: number;
  /** Where it ends in the excerpt: behind its last character. */
  endOffset: number;
  /** Whether it is the answer. */
  topAnswer: boolean;
  /** Whether the words are those of the query, or a synonym of the thesaurus. */
  type: string;
}

/** A result of Retrieve or Query, for both in the same words. */
export interface KendraResultItem {
  /** Which operation it comes from. */
  readonly kind: "retrieve" | "query";
  /** Id of the result. */
  readonly id?: string;
  readonly documentId?: string;
  readonly documentUri?: string;
  /** Empty when the document has none. */
  readonly title: string;
  /** Passage, answer, table or excerpt as the service gives it; empty when there is none. */
  readonly excerpt: string;
  /** Of Query: `DOCUMENT`, `QUESTION_ANSWER` or `ANSWER`. */
  readonly type?: string;
  /** Of an answer: `TEXT` or `TABLE`. */
  readonly format?: string;
  /** The document attributes by their names. */
  readonly documentAttributes: Record<string, DocumentAttributeValue>;
  /** `VERY_HIGH`, `HIGH`, `MEDIUM`, `LOW`, `NOT_AVAILABLE`, or what the service says beyond that. */
  readonly scoreConfidence: string;
  /** Of the whole answer; SubmitFeedback wants it. */
  readonly queryId?: string;
  /** The result as the AWS SDK gives it; not to be changed. */
  readonly raw: WireRetrieveItem | WireQueryItem;
  /** The title. */
  getTitle(): string;
  /** The excerpt, not cleaned. */
  getExcerpt(): string;
  /** What a document's metadata has beside ids, source, title, excerpt, attributes and score. */
  getAdditionalMetadata(): Record<string, unknown>;
  /** The document attributes by their names. */
  getDocumentAttributesDict(): Record<string, DocumentAttributeValue>;
  /** How sure the service is. */
  getScoreAttribute(): string;
}
