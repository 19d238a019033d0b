import { offsetOf, tokenOf } from "../page-token.ts";

/** What a request asks of a list of names. */
export interface ListRequest {
  readonly prefix?: string;
  readonly maxResults?: number;
  readonly nextToken?: string;
}

const MOST_ON_A_PAGE = 500;

/**
 * A page of what is listed by name.
 *
 * @throws ServiceError `ValidationException` for a token of another list
 */
export function namedPage<T>(
  sorted: readonly T[],
  nameOf: (item: T) => string,
  { prefix = "", maxResults = MOST_ON_A_PAGE, nextToken }: ListRequest,
): { items: readonly T[]; nextToken?: string } {
  const listed = sorted.filter((item) => nameOf(item).startsWith(prefix));
  const start = offsetOf(nextToken, prefix);
  const end = start + maxResults;
  return { items: listed.slice(start, end), ...(end < listed.length && { nextToken: tokenOf(end, prefix) }) };
}
