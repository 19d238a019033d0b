import { Buffer } from "node:buffer";

import { chunkPassages, type KendraEntry } from "../../kendra/kendra-entry.ts";
import type { Operation } from "../../operation.ts";
import { indexArn } from "./index-arn.ts";
import { jsonAnswer } from "./json-answer.ts";
import { parseKendraBody, type PutDocument } from "./kendra-body.ts";

interface FailedDocument {
  Id: string;
  ErrorCode: "InvalidRequest";
  ErrorMessage: string;
}

/** The content types whose text can be read without a parser. */
const readable: Readonly<Record<string, (text: string) => string>> = {
  PLAIN_TEXT: (text) => text,
  MD: (text) => text,
  CSV: (text) => text,
  JSON: (text) => text,
  HTML: withoutTags,
  XML: withoutTags,
};

/**
 * BatchPutDocument: puts up to ten documents into an index, where they can be found at once. Access lists are taken
 * and change nothing. Source: "BatchPutDocument", Amazon Kendra API Reference.
 */
export const batchPutDocument: Operation = {
  name: "BatchPutDocument",
  service: "kendra",
  method: "POST",
  path: "/",
  target: "AWSKendraFrontendService.BatchPutDocument",
  resource: indexArn,
  async handle(request, { options, kendra }) {
    const body = parseKendraBody(request.body, "KendraBatchPutDocumentRequest", options.validation);
    const index = kendra.resolve(body.IndexId);
    const read = body.Documents.map(readDocument);
    await index.put(read.flatMap((document) => ("passages" in document ? [document] : [])));
    return jsonAnswer({ FailedDocuments: read.filter((document) => "ErrorCode" in document) });
  },
};

function readDocument(document: PutDocument): KendraEntry | FailedDocument {
  const { Id, Title = "", Blob, Attributes = [], ContentType = "PLAIN_TEXT" } = document;
  const read = Object.hasOwn(readable, ContentType) ? readable[ContentType] : undefined;
  if (Blob === undefined || read === undefined) {
    const ErrorMessage =
      Blob === undefined
        ? "This local endpoint reads no S3 objects. Put the document's text into Blob."
        : `This local endpoint cannot read the content type ${ContentType}. Known: ${Object.keys(readable).join(", ")}.`;
    return { Id, ErrorCode: "InvalidRequest", ErrorMessage };
  }
  const attributes = new Map(Attributes.map(({ Key, Value }) => [Key, Value]));
  const uri = attributes.get("_source_uri")?.StringValue;
  return {
    id: Id,
    title: Title,
    ...(uri !== undefined && { uri }),
    attributes,
    passages: chunkPassages(read(Buffer.from(Blob, "base64").toString("utf8"))),
  };
}

function withoutTags(text: string): string {
  return text.replaceAll(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>|<[^>]*>/giu, " ");
}
