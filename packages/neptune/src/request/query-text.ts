import { NeptuneConfigError } from "../errors.ts";

/** @throws NeptuneConfigError unless there is a query */
export function checkQueryText(query: unknown): asserts query is string {
  if (typeof query === "string" && query.trim() !== "") return;
  throw new NeptuneConfigError("The query must be a text that is not empty.", { code: "CONFIG_EMPTY_QUERY" });
}
