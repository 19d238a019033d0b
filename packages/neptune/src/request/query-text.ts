import { NeptuneConfigError } from "../errors.ts";

/** A query above this is refused here; the service takes some 150 MB. */
export const maxQueryLength: number = 10 * 1024 * 1024;

/** @throws NeptuneConfigError unless there is a query, and one that is not too long to be read */
export function checkQueryText(query: unknown): asserts query is string {
  if (typeof query === "string" && query.trim() !== "") {
    if (query.length <= maxQueryLength) return;
    throw new NeptuneConfigError(
      `The query is ${query.length} characters long, more than ${maxQueryLength}. Load data with Neptune's bulk loader.`,
      { code: "CONFIG_QUERY_TOO_LARGE" },
    );
  }
  throw new NeptuneConfigError("The query must be a text that is not empty.", { code: "CONFIG_EMPTY_QUERY" });
}
