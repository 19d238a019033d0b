import type { LocalDocument } from "../documents/local-document.ts";

/** A value that filters of a knowledge base compare with. */
export type KnowledgeBaseMetadataValue = string | number | boolean | readonly string[];

/** What a passage holds, as on the wire. Source: "RetrievalResultContent", Amazon Bedrock API Reference. */
export interface KnowledgeBaseContent {
  /** @defaultValue `TEXT` */
  type?: string;
  text?: string;
  /** `data:image/png;base64,…` */
  byteContent?: string;
  row?: readonly { columnName?: string; columnValue?: string; type?: string }[];
  audio?: { s3Uri: string; transcription?: string };
  video?: { s3Uri: string; summary?: string };
}

/** Where a passage came from, as on the wire: `{ type: "WEB", webLocation: { url } }`. */
export interface KnowledgeBaseLocation {
  type: string;
  readonly [member: string]: unknown;
}

/** A document of a knowledge base: a text to be cut into passages, or `content` that is one passage as it is. */
export interface KnowledgeBaseDocument extends LocalDocument {
  /** An image, a row, sound, film, or text that is not to be cut. */
  content?: KnowledgeBaseContent;
  /** @defaultValue from `uri`: S3 for `s3:`, WEB for `http:` and `https:`, CUSTOM otherwise */
  location?: KnowledgeBaseLocation;
  metadata?: Readonly<Record<string, KnowledgeBaseMetadataValue>>;
}

/** How texts are cut. Source: "FixedSizeChunkingConfiguration", Amazon Bedrock API Reference. */
export interface KnowledgeBaseChunking {
  /** @defaultValue 300 */
  maxTokens?: number;
  /** How much of a passage the next one repeats, in percent. @defaultValue 20 */
  overlapPercentage?: number;
}

/** A knowledge base of the account. */
export interface KnowledgeBaseOptions {
  /** Ten letters and digits. */
  id: string;
  /**
   * `"managed"`: the service keeps the store, and wants `managedSearchConfiguration`.
   *
   * @defaultValue `"vector"`
   */
  type?: "vector" | "managed";
  /** `"none"`: a document is one passage. @defaultValue 300 tokens, of which 20 percent are repeated */
  chunking?: KnowledgeBaseChunking | "none";
  /** Documents that are there from the start, and again after `reset`. They are read at the first request. */
  documents?: readonly KnowledgeBaseDocument[];
}

/** The documents of a knowledge base, from the side of a test or a program. */
export interface KnowledgeBaseHandle {
  readonly id: string;
  /** Passages that can be found. */
  readonly size: number;
  /**
   * Adds documents: cuts them into passages and embeds these.
   *
   * @returns how many passages came of them
   * @throws Error naming the document and its member that is wrong; nothing was added then
   */
  add(documents: readonly KnowledgeBaseDocument[]): Promise<number>;
  /** Forgets all passages, those of the options included. */
  clear(): void;
}
