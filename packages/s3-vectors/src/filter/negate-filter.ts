import { isPlainRecord } from "@langchain-aws/core";
import { refused } from "./check-filter.ts";
import type { S3VectorsFilter, S3VectorsFilterOperator } from "./search-filter.ts";

/** The operator that holds where the other does not. */
const opposites: Readonly<
  Record<Exclude<S3VectorsFilterOperator, "$exists" | "$startsWith">, S3VectorsFilterOperator>
> = { $eq: "$ne", $ne: "$eq", $in: "$nin", $nin: "$in", $gt: "$lte", $lte: "$gt", $gte: "$lt", $lt: "$gte" };

/**
 * The opposite of a checked filter: the service has no `$not`, so the negation is taken inward.
 *
 * @throws S3VectorsFilterError for `$startsWith`, which has no opposite, and for a filter that says nothing
 */
export function negateFilter(filter: S3VectorsFilter): S3VectorsFilter {
  const parts = Object.entries(filter).flatMap(([name, operand]) => negations(name, operand));
  const [only] = parts;
  if (only === undefined) throw refused("", "says nothing, so it has no opposite.");
  return parts.length === 1 ? only : { $or: parts };
}

/** One filter for each part, of which one must hold. */
function negations(name: string, operand: S3VectorsFilter[string]): S3VectorsFilter[] {
  if (name === "$and") return filtersIn(operand).map(negateFilter);
  if (name === "$or") return [joined(filtersIn(operand).map(negateFilter))];
  if (!isPlainRecord(operand)) return [{ [name]: { $ne: toValue(operand) } }];
  return Object.entries(operand).map(([operator, value]) => ({ [name]: negated(name, operator, value) }));
}

function negated(name: string, operator: string, value: unknown): Record<string, unknown> {
  if (operator === "$exists") return { $exists: value !== true };
  if (!isReversible(operator)) throw refused(`${name}.${operator}`, "has no opposite.");
  return { [opposites[operator]]: value };
}

function isReversible(operator: string): operator is keyof typeof opposites {
  return Object.hasOwn(opposites, operator);
}

function joined(filters: readonly S3VectorsFilter[]): S3VectorsFilter {
  const [only] = filters;
  return filters.length === 1 && only !== undefined ? only : { $and: filters };
}

function filtersIn(operand: S3VectorsFilter[string]): readonly S3VectorsFilter[] {
  return Array.isArray(operand) ? operand : [];
}

function toValue(operand: S3VectorsFilter[string]): string | number | boolean {
  return typeof operand === "object" || operand === undefined ? "" : operand;
}
