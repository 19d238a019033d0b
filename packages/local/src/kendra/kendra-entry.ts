import { chunkText } from "../engines/chunk-text.ts";
import { wordsOf } from "../engines/text-index.ts";
import { type AttributeMap, type AttributeValue, toAttributeValue } from "./attributes.ts";
import type { KendraDocument } from "./kendra-options.ts";

/** A question of a FAQ and its answer. */
export interface Faq {
  question: string;
  answer: string;
}

/** The cells of a table, its header first. */
export type Table = readonly (readonly string[])[];

/** A document as it stands in an index. */
export interface KendraEntry {
  id: string;
  title: string;
  uri?: string;
  attributes: AttributeMap;
  /** Its passages in order; of a FAQ and of a table, one. */
  passages: readonly string[];
  faq?: Faq;
  table?: Table;
}

/** The most words of a passage that Retrieve gives. */
const PASSAGE_WORDS = 200;

/** An entry of an index, from a document of a program. */
export function toEntry(document: KendraDocument, newId: () => string): KendraEntry {
  const { id, title = "", text = "", uri, metadata = {}, question, answer, table } = document;
  const attributes = new Map<string, AttributeValue>(
    Object.entries(metadata).map(([key, value]) => [key, toAttributeValue(value)]),
  );
  if (uri !== undefined && !attributes.has("_source_uri")) attributes.set("_source_uri", { StringValue: uri });
  const source = uri ?? attributes.get("_source_uri")?.StringValue;
  const faq = question === undefined || answer === undefined ? undefined : { question, answer };
  return {
    id: id ?? (faq === undefined ? uri : undefined) ?? newId(),
    title,
    ...(source !== undefined && { uri: source }),
    attributes,
    passages: passagesOf(text, faq, table),
    ...(faq !== undefined && { faq }),
    ...(table !== undefined && { table }),
  };
}

/** The language that a document is found in: English unless an attribute says otherwise. */
export function languageOf({ attributes }: KendraEntry): string {
  return attributes.get("_language_code")?.StringValue ?? "en";
}

function passagesOf(text: string, faq: Faq | undefined, table: Table | undefined): string[] {
  if (faq !== undefined) return [faq.question];
  if (table !== undefined) return [table.map((row) => row.join(" | ")).join("\n")];
  return chunkPassages(text);
}

/** The passages of a text, of up to 200 words each. */
export function chunkPassages(text: string): string[] {
  return chunkText(text, { limit: PASSAGE_WORDS, measure: (piece) => wordsOf(piece).length });
}
