import type {
  AttributeOperand,
  AttributeOperands,
  AttributeOperator,
  DateValue,
  LongValue,
} from "./attribute-filter.ts";
import { checkFilter } from "./check-filter.ts";

/** A text, a whole number, a date, or a list of texts that the attribute must equal. */
export type FilterValue = string | number | Date | NonEmpty<string>;

/** At least one. */
export type NonEmpty<T> = readonly [first: T, ...others: T[]];

/** One to ten, as many as the service takes in a group. */
export type UpToTen<T, List extends readonly T[] = readonly [T]> = List["length"] extends 10
  ? List
  : List | UpToTen<T, readonly [...List, T]>;

/** A filter that compares one attribute. */
export type Condition = {
  [Operator in AttributeOperator]: { readonly [Name in Operator]: AttributeOperands[Name] };
}[AttributeOperator];

/** All of these hold. */
export interface AndFilter<Member> {
  readonly AndAllFilters: readonly Member[];
}

/** One of these holds. */
export interface OrFilter<Member> {
  readonly OrAllFilters: readonly Member[];
}

/** This does not hold. */
export interface NotFilter<Member> {
  readonly NotFilter: Member;
}

/** Filters joined, or the contrary of one. */
export type Group<Member> = AndFilter<Member> | OrFilter<Member> | NotFilter<Member>;

/** What may stand in a group: a group in it is the second and last level. */
export type GroupMember = Condition | Group<Condition>;

/** Makes filters that are valid: what the types cannot rule out, such as a blank key or `NaN`, throws at once. */
export interface FilterBuilder {
  /** The attribute has this value; a list must have the same texts. */
  eq(key: string, value: FilterValue): Condition;
  /** The attribute is a greater number, or a later date. */
  gt(key: string, value: number | Date): Condition;
  /** The attribute is this number or a greater one, this date or a later one. */
  gte(key: string, value: number | Date): Condition;
  /** The attribute is a smaller number, or an earlier date. */
  lt(key: string, value: number | Date): Condition;
  /** The attribute is this number or a smaller one, this date or an earlier one. */
  lte(key: string, value: number | Date): Condition;
  /** The attribute is a list with all of these texts in it. */
  containsAll(key: string, texts: NonEmpty<string>): Condition;
  /** The attribute is a list with one of these texts in it. */
  containsAny(key: string, texts: NonEmpty<string>): Condition;
  /** The attribute has one of these values: a group, as the service has no such operator. */
  in(key: string, values: UpToTen<string | number | Date>): OrFilter<Condition>;
  /** This does not hold. */
  not<Member extends GroupMember>(filter: Member): NotFilter<Member>;
  /** All of these hold. */
  and<Filters extends UpToTen<GroupMember>>(...filters: Filters): AndFilter<Filters[number]>;
  /** One of these holds. */
  or<Filters extends UpToTen<GroupMember>>(...filters: Filters): OrFilter<Filters[number]>;
}

/**
 * Builds filters over document attributes.
 *
 * ```ts
 * const filter = f.and(f.eq("department", "hr"), f.gte("_created_at", new Date("2026-01-01")));
 * ```
 *
 * Each function throws AwsConfigurationError for a value that no filter can have.
 */
export const f: FilterBuilder = {
  eq: (key, value) => build({ EqualsTo: operand(key, value) }),
  gt: (key, value) => build({ GreaterThan: orderedOperand(key, value) }),
  gte: (key, value) => build({ GreaterThanOrEquals: orderedOperand(key, value) }),
  lt: (key, value) => build({ LessThan: orderedOperand(key, value) }),
  lte: (key, value) => build({ LessThanOrEquals: orderedOperand(key, value) }),
  containsAll: (key, texts) => build({ ContainsAll: { Key: key, Value: { StringListValue: texts } } }),
  containsAny: (key, texts) => build({ ContainsAny: { Key: key, Value: { StringListValue: texts } } }),
  in: (key, values) => build({ OrAllFilters: Array.from(values, (value) => ({ EqualsTo: operand(key, value) })) }),
  not: (filter) => build({ NotFilter: filter }),
  and: (...filters) => build({ AndAllFilters: filters }),
  or: (...filters) => build({ OrAllFilters: filters }),
};

function operand(key: string, value: FilterValue): AttributeOperand {
  if (typeof value === "string") return { Key: key, Value: { StringValue: value } };
  return isList(value) ? { Key: key, Value: { StringListValue: value } } : orderedOperand(key, value);
}

function orderedOperand(key: string, value: number | Date): AttributeOperand<LongValue | DateValue> {
  return { Key: key, Value: value instanceof Date ? { DateValue: value } : { LongValue: value } };
}

function build<Filter extends object>(filter: Filter): Filter {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a copy of the same members
  return checkFilter(filter, "filter") as unknown as Filter;
}

function isList(value: FilterValue): value is NonEmpty<string> {
  return Array.isArray(value);
}
