import {
  checkDocument,
  type DocumentMembers,
  isRecordOf,
  isString,
  isText,
  isTextList,
} from "../documents/check-document.ts";
import type { KendraDocument, KendraIndexOptions } from "./kendra-options.ts";

const editions = ["DEVELOPER_EDITION", "ENTERPRISE_EDITION", "GEN_AI_ENTERPRISE_EDITION"];
const isAttributes = isRecordOf(isAttribute, "texts, whole numbers, dates and lists of texts");

const documentMembers: DocumentMembers = {
  id: isText,
  title: isString,
  text: isString,
  uri: isText,
  metadata: (value) => isAttributes(value) ?? namesAttributes(value),
  question: isText,
  answer: isText,
  table: (value) =>
    Array.isArray(value) && value.length > 0 && value.every(isTextList)
      ? undefined
      : "a list of rows, each a list of texts, the header first",
};

const optionMembers: DocumentMembers = {
  id: (value) => (typeof value === "string" && kendraIndexId.test(value) ? undefined : idForm),
  name: isText,
  description: isString,
  edition: (value) => (editions.some((edition) => edition === value) ? undefined : editions.join(" or ")),
  documents: (value) => (Array.isArray(value) ? undefined : "a list of documents"),
};

const idForm = "36 letters, digits and hyphens";

/** 36 letters, digits and hyphens, as the ids of indexes are. */
export const kendraIndexId: RegExp = /^[a-zA-Z0-9][a-zA-Z0-9-]{35}$/;

/** @throws Error naming the member, and where it stands, when an index of the options cannot work */
export function checkKendraIndex(options: unknown, where: string): asserts options is KendraIndexOptions {
  checkDocument(options, optionMembers, where);
  const { id, documents } = options;
  if (id === undefined) throw new Error(`${where}.id must be ${idForm}.`);
  if (Array.isArray(documents)) checkKendraDocuments(documents, `${where}.documents`);
}

/** @throws Error naming the document and its member that is unknown, wrong or missing */
export function checkKendraDocuments(
  documents: readonly unknown[],
  where: string,
): asserts documents is readonly KendraDocument[] {
  for (const [index, document] of documents.entries()) {
    checkDocument(document, documentMembers, `${where}[${index}]`);
    const { text, question, answer, table } = document;
    const contents = [text, question, table].filter((content) => content !== undefined);
    if (contents.length !== 1 || (question === undefined) !== (answer === undefined)) {
      throw new Error(`${where}[${index}] must have one of \`text\`, \`question\` with \`answer\`, and \`table\`.`);
    }
  }
}

function isAttribute(value: unknown): boolean {
  if (value instanceof Date) return !Number.isNaN(value.getTime());
  return typeof value === "string" || Number.isSafeInteger(value) || isTextList(value);
}

function namesAttributes(value: unknown): string | undefined {
  const names = Object.keys(value instanceof Object ? value : {});
  const isName = (name: string): boolean => /^[a-zA-Z0-9_][a-zA-Z0-9_-]{0,199}$/.test(name);
  return names.every(isName) ? undefined : "an object whose names are letters, digits, _ and -";
}
