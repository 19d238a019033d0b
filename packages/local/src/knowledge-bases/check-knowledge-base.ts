import {
  checkDocument,
  type DocumentMembers,
  isObject,
  isRecordOf,
  isString,
  isText,
  isTextList,
} from "../documents/check-document.ts";
import type { KnowledgeBaseDocument, KnowledgeBaseOptions } from "./knowledge-base-options.ts";

const documentMembers: DocumentMembers = {
  id: isText,
  title: isString,
  text: isString,
  uri: isText,
  metadata: isRecordOf(isMetadataValue, "texts, numbers, booleans and lists of texts"),
  content: isObject,
  location: (value) =>
    isObject(value) === undefined && hasType(value) ? undefined : "an object with a `type`, such as S3",
};

const optionMembers: DocumentMembers = {
  id: (value) => (typeof value === "string" && knowledgeBaseId.test(value) ? undefined : "ten letters and digits"),
  type: (value) => (value === "vector" || value === "managed" ? undefined : '"vector" or "managed"'),
  chunking: (value) => (value === "none" ? undefined : isObject(value) && '"none" or an object'),
  documents: (value) => (Array.isArray(value) ? undefined : "a list of documents"),
};

const chunkingMembers: DocumentMembers = {
  maxTokens: (value) => wholeNumber(value, 1, 8_192),
  overlapPercentage: (value) => wholeNumber(value, 0, 99),
};

/** Ten letters and digits, as the ids of knowledge bases are. */
export const knowledgeBaseId: RegExp = /^[0-9a-zA-Z]{10}$/;

/** @throws Error naming the member, and where it stands, when a knowledge base of the options cannot work */
export function checkKnowledgeBase(options: unknown, where: string): asserts options is KnowledgeBaseOptions {
  checkDocument(options, optionMembers, where);
  if (options["id"] === undefined) throw new Error(`${where}.id must be ten letters and digits.`);
  const { chunking, documents } = options;
  if (chunking !== undefined && chunking !== "none") checkDocument(chunking, chunkingMembers, `${where}.chunking`);
  if (Array.isArray(documents)) checkKnowledgeBaseDocuments(documents, `${where}.documents`);
}

/** @throws Error naming the document and its member that is unknown, wrong or missing */
export function checkKnowledgeBaseDocuments(
  documents: readonly unknown[],
  where: string,
): asserts documents is readonly KnowledgeBaseDocument[] {
  for (const [index, document] of documents.entries()) {
    checkDocument(document, documentMembers, `${where}[${index}]`);
    if ((document["text"] === undefined) === (document["content"] === undefined)) {
      throw new Error(`${where}[${index}] must have either \`text\` or \`content\`.`);
    }
  }
}

function isMetadataValue(value: unknown): boolean {
  return typeof value === "string" || Number.isFinite(value) || typeof value === "boolean" || isTextList(value);
}

function hasType(value: unknown): boolean {
  return typeof value === "object" && value !== null && "type" in value && isText(value.type) === undefined;
}

function wholeNumber(value: unknown, min: number, max: number): string | undefined {
  const isIn = typeof value === "number" && Number.isInteger(value) && value >= min && value <= max;
  return isIn ? undefined : `a whole number from ${min} to ${max}`;
}
