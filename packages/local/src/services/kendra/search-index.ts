import { mentions, toAttributeTest } from "../../kendra/attribute-filter.ts";
import { type KendraEntry, languageOf } from "../../kendra/kendra-entry.ts";
import type { KendraHit, KendraIndex } from "../../kendra/kendra-index.ts";
import { ServiceError } from "../../operation.ts";
import { firstMeaningfulWords } from "../../engines/text-index.ts";
import { codePointsOf } from "../../validation/body-schema.ts";
import type { QueryBody } from "./kendra-body.ts";

/** The most characters of a query: a quota of the account. */
const MOST_CHARACTERS = 1_000;
/** The words of a query that are read; stop words are not counted. */
const READ_WORDS = 30;
/** The most results that can be paged through. */
const MOST_RESULTS = 100;
const DEFAULT_PAGE_SIZE = 10;

/** Which entries a request lets through: its filter, and English alone where the filter says nothing of languages. */
export function toEntryTest({ AttributeFilter: filter }: QueryBody): (entry: KendraEntry) => boolean {
  const test = filter === undefined ? () => true : toAttributeTest(filter);
  if (!mentions(filter, "_language_code")) {
    return (entry) => languageOf(entry) === "en" && test(entry.attributes);
  }
  // Documents that name no language are English.
  return (entry) => test(new Map([["_language_code", { StringValue: "en" }], ...entry.attributes]));
}

/** The passages that a request's text finds, best first. Words behind the thirtieth are not read. */
export async function searchIndex(
  index: KendraIndex,
  text: string,
  accept: (entry: KendraEntry) => boolean,
): Promise<KendraHit[]> {
  return await index.search({ text: firstMeaningfulWords(text, READ_WORDS), accept });
}

/** @throws ServiceError `ValidationException` for a query that is longer than the quota (V45) */
export function checkQueryLength(text: string): void {
  const count = codePointsOf(text);
  if (count <= MOST_CHARACTERS) return;
  throw new ServiceError(
    "ValidationException",
    400,
    `The provided QueryText has a character count of ${count}, which exceeds the limit. The character count must be less than or equal to ${MOST_CHARACTERS}.`,
  );
}

/** The page of results that a request asks for; there is none behind the hundredth result. */
export function pageOf<Item>(
  items: readonly Item[],
  { PageNumber = 1, PageSize = DEFAULT_PAGE_SIZE }: QueryBody,
): Item[] {
  const start = (PageNumber - 1) * PageSize;
  return items.slice(0, MOST_RESULTS).slice(start, start + PageSize);
}
