import { Buffer } from "node:buffer";

import { chunkText } from "../engines/chunk-text.ts";
import type {
  KnowledgeBaseChunking,
  KnowledgeBaseContent,
  KnowledgeBaseDocument,
  KnowledgeBaseLocation,
  KnowledgeBaseMetadataValue,
} from "./knowledge-base-options.ts";

/** The metadata of a passage, the service's own attributes included. */
export type PassageMetadata = Readonly<Record<string, KnowledgeBaseMetadataValue>>;

/** What a search finds. */
export interface Passage {
  content: KnowledgeBaseContent;
  location?: KnowledgeBaseLocation;
  metadata: PassageMetadata;
  documentId?: string;
  /** The words that it is found by. */
  text: string;
  /** The image that it is, which an image of the query may equal. */
  image?: Uint8Array;
}

/** What passages are made with. */
export interface PassageSettings {
  chunking: KnowledgeBaseChunking | "none";
  countTokens: (text: string) => number;
  dataSourceId: string;
  newChunkId: () => string;
}

const MAX_TOKENS = 300;
const OVERLAP_PERCENTAGE = 20;

/** The passages of a document, in the order of its text. */
export function toPassages(document: KnowledgeBaseDocument, settings: PassageSettings): Passage[] {
  const { id, content, text = "" } = document;
  const location = document.location ?? locationOf(document.uri);
  const contents = content === undefined ? chunk(text, settings).map(textContent) : [{ type: "TEXT", ...content }];
  return contents.map((part) => {
    const image = imageOf(part);
    return {
      content: part,
      ...(location !== undefined && { location }),
      metadata: metadataOf(document, location, settings),
      ...(id !== undefined && { documentId: id }),
      text: wordsOfContent(part),
      ...(image !== undefined && { image }),
    };
  });
}

function textContent(text: string): KnowledgeBaseContent {
  return { type: "TEXT", text };
}

function chunk(text: string, { chunking, countTokens }: PassageSettings): string[] {
  if (chunking === "none") return text.trim() === "" ? [] : [text];
  const { maxTokens = MAX_TOKENS, overlapPercentage = OVERLAP_PERCENTAGE } = chunking;
  return chunkText(text, {
    limit: maxTokens,
    overlap: (maxTokens * overlapPercentage) / 100,
    measure: countTokens,
  });
}

/** The attributes that the service adds are found by filters like any other; the caller's own stand before them. */
function metadataOf(
  { metadata, title, uri }: KnowledgeBaseDocument,
  location: KnowledgeBaseLocation | undefined,
  { dataSourceId, newChunkId }: PassageSettings,
): PassageMetadata {
  const source = uri ?? sourceOf(location);
  return {
    ...(title !== undefined && { title }),
    ...(source !== undefined && { "x-amz-bedrock-kb-source-uri": source }),
    "x-amz-bedrock-kb-chunk-id": newChunkId(),
    "x-amz-bedrock-kb-data-source-id": dataSourceId,
    ...metadata,
  };
}

function locationOf(uri: string | undefined): KnowledgeBaseLocation | undefined {
  if (uri === undefined) return undefined;
  if (uri.startsWith("s3://")) return { type: "S3", s3Location: { uri } };
  if (/^https?:\/\//i.test(uri)) return { type: "WEB", webLocation: { url: uri } };
  return { type: "CUSTOM", customDocumentLocation: { id: uri } };
}

/** The first text in the member of a location: its `uri`, `url`, `id` or `query`. */
function sourceOf(location: KnowledgeBaseLocation | undefined): string | undefined {
  for (const member of Object.values(location ?? {})) {
    if (typeof member !== "object" || member === null) continue;
    const text: unknown = Object.values(member).find((value) => typeof value === "string");
    if (typeof text === "string") return text;
  }
  return undefined;
}

function wordsOfContent({ text, row, audio, video }: KnowledgeBaseContent): string {
  const cells = (row ?? []).map(({ columnName = "", columnValue = "" }) => `${columnName}: ${columnValue}`);
  return [text, ...cells, audio?.transcription, video?.summary].filter((part) => part !== undefined).join("\n");
}

function imageOf({ byteContent }: KnowledgeBaseContent): Uint8Array | undefined {
  const [, base64] = /^data:[^,]*;base64,(.*)$/s.exec(byteContent ?? "") ?? [];
  return base64 === undefined ? undefined : Buffer.from(base64, "base64");
}
