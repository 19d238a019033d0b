import { checkFilter } from "./check-filter.ts";
import type { FilterOperands, FilterOperator, FilterValue, SearchFilter } from "./search-filter.ts";

/** At least one. */
export type NonEmpty<T> = readonly [first: T, ...others: T[]];

/** Makes filters that are valid: what the types cannot rule out, such as a blank key or `NaN`, throws at once. */
export interface FilterBuilder {
  /** The attribute has this value. */
  eq(key: string, value: FilterValue | NonEmpty<FilterValue>): SearchFilter;
  /** The attribute has another value. */
  ne(key: string, value: FilterValue | NonEmpty<FilterValue>): SearchFilter;
  /** The attribute is a greater number. */
  gt(key: string, value: number): SearchFilter;
  /** The attribute is this number or a greater one. */
  gte(key: string, value: number): SearchFilter;
  /** The attribute is a smaller number. */
  lt(key: string, value: number): SearchFilter;
  /** The attribute is this number or a smaller one. */
  lte(key: string, value: number): SearchFilter;
  /** The attribute is one of these values. */
  in(key: string, values: NonEmpty<FilterValue>): SearchFilter;
  /** The attribute is none of these values. */
  notIn(key: string, values: NonEmpty<FilterValue>): SearchFilter;
  /** The attribute is a text that begins with this one. */
  startsWith(key: string, beginning: string): SearchFilter;
  /** The attribute is a list with this value in it. */
  listContains(key: string, value: FilterValue): SearchFilter;
  /** The attribute is a text with this one in it, or a list of which a text has it. */
  stringContains(key: string, part: string): SearchFilter;
  /** All of these hold. One alone is that filter itself. */
  and(...filters: NonEmpty<SearchFilter>): SearchFilter;
  /** One of these holds. One alone is that filter itself. */
  or(...filters: NonEmpty<SearchFilter>): SearchFilter;
}

const build = <Operator extends FilterOperator>(operator: Operator, operand: FilterOperands[Operator]): SearchFilter =>
  checkFilter({ [operator]: operand }, "filter");

/**
 * Builds filters over metadata.
 *
 * ```ts
 * const filter = f.and(f.eq("department", "hr"), f.in("year", [2025, 2026]));
 * ```
 *
 * Each function throws AwsConfigurationError for a value that no filter can have.
 */
export const f: FilterBuilder = {
  eq: (key, value) => build("equals", { key, value }),
  ne: (key, value) => build("notEquals", { key, value }),
  gt: (key, value) => build("greaterThan", { key, value }),
  gte: (key, value) => build("greaterThanOrEquals", { key, value }),
  lt: (key, value) => build("lessThan", { key, value }),
  lte: (key, value) => build("lessThanOrEquals", { key, value }),
  in: (key, value) => build("in", { key, value }),
  notIn: (key, value) => build("notIn", { key, value }),
  startsWith: (key, value) => build("startsWith", { key, value }),
  listContains: (key, value) => build("listContains", { key, value }),
  stringContains: (key, value) => build("stringContains", { key, value }),
  and: (...filters) => build("andAll", filters),
  or: (...filters) => build("orAll", filters),
};
