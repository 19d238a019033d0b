import { Buffer } from "node:buffer";
import { ServiceError } from "../../operation.ts";

/** A page of a list, with the token of the next one where there is more. */
export interface Page<Item> {
  items: readonly Item[];
  nextToken?: string;
}

const MOST_RESULTS = 1_000;

/**
 * The page of a list that `maxResults` and `nextToken` of a query ask for.
 *
 * @throws ServiceError `ValidationException` for a size out of bounds and for a token of another list
 */
export function pageOf<Item>(items: readonly Item[], query: URLSearchParams): Page<Item> {
  const start = startOf(query.get("nextToken"), items.length);
  const end = start + pageSize(query.get("maxResults"));
  return {
    items: items.slice(start, end),
    ...(end < items.length ? { nextToken: Buffer.from(String(end)).toString("base64url") } : {}),
  };
}

function pageSize(maxResults: string | null): number {
  const size = maxResults === null ? MOST_RESULTS : Number(maxResults);
  if (Number.isInteger(size) && size >= 1 && size <= MOST_RESULTS) return size;
  const bound = size > MOST_RESULTS ? `less than or equal to ${MOST_RESULTS}` : "greater than or equal to 1";
  throw new ServiceError(
    "ValidationException",
    400,
    `1 validation error detected: Value '${maxResults}' at 'maxResults' failed to satisfy constraint: Member must have value ${bound}`,
  );
}

function startOf(token: string | null, count: number): number {
  if (token === null) return 0;
  const start = Number(Buffer.from(token, "base64url").toString());
  if (Number.isInteger(start) && start > 0 && start < count) return start;
  throw new ServiceError("ValidationException", 400, "The provided nextToken is invalid.");
}
