import { cutText, isBlank, maxTextLength } from "./text-limit.ts";

/**
 * Checks a query. It is sent as it is: cutting a question would change what is asked.
 *
 * @throws TypeError when it is no text, RangeError when it is blank or too long
 */
export function checkQuery(query: unknown): asserts query is string {
  if (typeof query !== "string") throw new TypeError("The query must be a string.");
  if (isBlank(query)) throw new RangeError("The query is blank. Pass a text to compare the documents with.");
  if (cutText(query) !== query) {
    throw new RangeError(`The query has more than ${maxTextLength} characters, which Rerank refuses. Shorten it.`);
  }
}
