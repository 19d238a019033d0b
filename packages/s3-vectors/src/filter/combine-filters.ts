import type { S3VectorsFilter } from "./search-filter.ts";

/** Both filters, the first one first; `undefined` when there is neither. */
export function combineFilters(
  first: S3VectorsFilter | undefined,
  second: S3VectorsFilter | undefined,
): S3VectorsFilter | undefined {
  return first === undefined || second === undefined ? (first ?? second) : { $and: [first, second] };
}
