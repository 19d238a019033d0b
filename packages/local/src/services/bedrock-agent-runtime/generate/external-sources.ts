import { Buffer } from "node:buffer";

import type { KnowledgeBase } from "../../../knowledge-bases/knowledge-base.ts";
import type { KnowledgeBaseDocument } from "../../../knowledge-bases/knowledge-base-options.ts";
import { type LocalState, ServiceError } from "../../../operation.ts";
import type { ExternalSource } from "./generate-body.ts";

/**
 * A knowledge base of the documents that come with a request.
 *
 * @throws ServiceError `ValidationException` for documents in S3, and for formats that would need a parser: neither is here
 */
export function toTemporaryBase(sources: readonly ExternalSource[], { knowledgeBases }: LocalState): KnowledgeBase {
  return knowledgeBases.temporary(sources.map(toDocument));
}

function toDocument({ sourceType, byteContent }: ExternalSource): KnowledgeBaseDocument {
  if (sourceType === "S3") throw invalid("This endpoint has no S3. Pass the document as byteContent.");
  if (byteContent === undefined) throw invalid("The sourceType BYTE_CONTENT needs byteContent.");
  const { identifier, contentType, data } = byteContent;
  if (!contentType.startsWith("text/")) throw invalid(`This endpoint reads text/…, and not ${contentType}.`);
  const text = Buffer.from(data, "base64").toString("utf8");
  return { text: contentType === "text/html" ? text.replaceAll(/<[^>]*>/gu, " ") : text, title: identifier };
}

const invalid = (message: string): ServiceError => new ServiceError("ValidationException", 400, message);
