import type {
  QueryCommandOutput as WireQueryOutput,
  QueryResultItem as WireQueryItem,
  RetrieveCommandOutput as WireRetrieveOutput,
  RetrieveResultItem as WireRetrieveItem,
} from "@aws-sdk/client-kendra";
import { readAttributes } from "./document-attributes.ts";
import { excerptOf } from "./excerpt.ts";
import type { DocumentAttributeValue, KendraResultItem } from "./kendra-result-item.ts";

/** What the two kinds of results do not have in common. */
interface ItemParts {
  readonly kind: "retrieve" | "query";
  readonly title: string;
  readonly excerpt: string;
  readonly type?: string | undefined;
  readonly format?: string | undefined;
  readonly additional: Readonly<Record<string, unknown>>;
}

class ResultItem implements KendraResultItem {
  readonly kind: "retrieve" | "query";
  readonly id?: string;
  readonly documentId?: string;
  readonly documentUri?: string;
  readonly title: string;
  readonly excerpt: string;
  readonly type?: string;
  readonly format?: string;
  readonly documentAttributes: Record<string, DocumentAttributeValue>;
  readonly scoreConfidence: string;
  readonly queryId?: string;
  readonly raw: WireRetrieveItem | WireQueryItem;
  readonly #additional: Readonly<Record<string, unknown>>;

  constructor(raw: WireRetrieveItem | WireQueryItem, parts: ItemParts, queryId: string | undefined) {
    const { Id, DocumentId, DocumentURI, DocumentAttributes, ScoreAttributes } = raw;
    const { kind, title, excerpt, type, format, additional } = parts;
    this.kind = kind;
    if (Id !== undefined) this.id = Id;
    if (DocumentId !== undefined) this.documentId = DocumentId;
    if (DocumentURI !== undefined) this.documentUri = DocumentURI;
    this.title = title;
    this.excerpt = excerpt;
    if (type !== undefined) this.type = type;
    if (format !== undefined) this.format = format;
    this.documentAttributes = readAttributes(DocumentAttributes);
    this.scoreConfidence = ScoreAttributes?.ScoreConfidence ?? "NOT_AVAILABLE";
    if (queryId !== undefined) this.queryId = queryId;
    this.raw = raw;
    this.#additional = additional;
  }

  getTitle(): string {
    return this.title;
  }

  getExcerpt(): string {
    return this.excerpt;
  }

  getAdditionalMetadata(): Record<string, unknown> {
    const additional: Record<string, unknown> = { ...this.#additional };
    if (this.queryId !== undefined) additional["query_id"] = this.queryId;
    return additional;
  }

  getDocumentAttributesDict(): Record<string, DocumentAttributeValue> {
    return this.documentAttributes;
  }

  getScoreAttribute(): string {
    return this.scoreConfidence;
  }
}

/** How a result is read once it is known that it is kept. */
export interface UnreadItem {
  readonly scoreConfidence: string | undefined;
  readonly read: () => KendraResultItem;
}

/** The passages of a reply of Retrieve. */
export const retrieveItems = ({ ResultItems = [], QueryId }: Partial<WireRetrieveOutput>): UnreadItem[] =>
  ResultItems.map((raw) => ({
    scoreConfidence: raw.ScoreAttributes?.ScoreConfidence,
    read: () => new ResultItem(raw, retrieveParts(raw), QueryId),
  }));

/** The answers, questions and documents of a reply of Query. */
export const queryItems = ({ ResultItems = [], QueryId }: Partial<WireQueryOutput>): UnreadItem[] =>
  ResultItems.map((raw) => ({
    scoreConfidence: raw.ScoreAttributes?.ScoreConfidence,
    read: () => new ResultItem(raw, queryParts(raw), QueryId),
  }));

const retrieveParts = ({ DocumentTitle = "", Content = "" }: WireRetrieveItem): ItemParts => ({
  kind: "retrieve",
  title: DocumentTitle,
  excerpt: Content,
  additional: {},
});

function queryParts(raw: WireQueryItem): ItemParts {
  const { Type: type, Format, DocumentTitle, FeedbackToken } = raw;
  const { text, highlights, topAnswer } = excerptOf(raw);
  const additional: Record<string, unknown> = {};
  if (type !== undefined) additional["type"] = type;
  if (type === "ANSWER" && Format !== undefined) additional["format"] = Format;
  if (FeedbackToken !== undefined) additional["feedback_token"] = FeedbackToken;
  if (highlights.length > 0) additional["highlights"] = highlights;
  if (topAnswer !== undefined) additional["top_answer"] = topAnswer;
  return { kind: "query", title: DocumentTitle?.Text ?? "", excerpt: text, type, format: Format, additional };
}
