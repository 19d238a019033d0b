import { checkFilter, checkOperand, refused } from "./check-filter.ts";
import { negateFilter } from "./negate-filter.ts";
import type {
  S3VectorsFilter,
  S3VectorsFilterExpression,
  S3VectorsFilterInput,
  S3VectorsFilterOperator,
  S3VectorsFilterValue,
} from "./search-filter.ts";

/** At least one. */
export type NonEmpty<T> = readonly [first: T, ...others: T[]];

/** What can be said of a metadata key. A value that the operator does not take throws at once. */
export interface S3VectorsFilterField {
  /** The value is this one; of a list, one member is. */
  eq(value: S3VectorsFilterValue): S3VectorsFilterExpression;
  /** The value is another one. */
  ne(value: S3VectorsFilterValue): S3VectorsFilterExpression;
  /** The value is a greater number. */
  gt(value: number): S3VectorsFilterExpression;
  /** The value is this number or a greater one. */
  gte(value: number): S3VectorsFilterExpression;
  /** The value is a smaller number. */
  lt(value: number): S3VectorsFilterExpression;
  /** The value is this number or a smaller one. */
  lte(value: number): S3VectorsFilterExpression;
  /** The value is a text that begins so. Needs an index of the mode `ENHANCED`. */
  startsWith(beginning: string): S3VectorsFilterExpression;
  /** The value is one of these. */
  in(values: NonEmpty<S3VectorsFilterValue> | readonly S3VectorsFilterValue[]): S3VectorsFilterExpression;
  /** The value is none of these. */
  nin(values: NonEmpty<S3VectorsFilterValue> | readonly S3VectorsFilterValue[]): S3VectorsFilterExpression;
  /** There is a value, or there is none. */
  exists(exists?: boolean): S3VectorsFilterExpression;
}

/** Makes filters that are valid. Its functions may be taken apart: `const { field, and } = s3VectorsFilter`. */
export interface S3VectorsFilterBuilder {
  /** Begins a condition on a metadata key. */
  readonly field: (key: string) => S3VectorsFilterField;
  /** All of these hold. */
  readonly and: (...filters: NonEmpty<S3VectorsFilterInput>) => S3VectorsFilterExpression;
  /** One of these holds. */
  readonly or: (...filters: NonEmpty<S3VectorsFilterInput>) => S3VectorsFilterExpression;
  /**
   * The filter does not hold. The service has no `$not`: each operator becomes its opposite, and what that says of
   * documents without the key is the service's business.
   */
  readonly not: (filter: S3VectorsFilterInput) => S3VectorsFilterExpression;
}

class Expression implements S3VectorsFilterExpression {
  readonly #filter: S3VectorsFilter;

  constructor(filter: S3VectorsFilter) {
    this.#filter = filter;
  }

  toJSON(): S3VectorsFilter {
    return this.#filter;
  }
}

/**
 * Builds filters over metadata.
 *
 * ```ts
 * const { field, and } = s3VectorsFilter;
 * const filter = and(field("tenant").eq(tenantId), field("year").gte(2020));
 * ```
 *
 * A value from outside stays a value: `field("tenant").eq(input)` throws when the input is an object, where
 * `{ tenant: input }` would take `{ $ne: "" }` for an operator.
 *
 * Each function throws S3VectorsFilterError for what no filter can have.
 */
export const s3VectorsFilter: S3VectorsFilterBuilder = {
  field(key) {
    if (typeof key !== "string" || key === "" || key.startsWith("$")) {
      throw refused("", "needs a metadata key: a text that is not empty and does not begin with $.");
    }
    const build = (operator: S3VectorsFilterOperator, value: unknown): S3VectorsFilterExpression => {
      checkOperand(operator, value, `${key}.${operator}`);
      return new Expression({ [key]: { [operator]: Array.isArray(value) ? [...value] : value } });
    };
    return {
      eq: (value) => build("$eq", value),
      ne: (value) => build("$ne", value),
      gt: (value) => build("$gt", value),
      gte: (value) => build("$gte", value),
      lt: (value) => build("$lt", value),
      lte: (value) => build("$lte", value),
      startsWith: (beginning) => build("$startsWith", beginning),
      in: (values) => build("$in", values),
      nin: (values) => build("$nin", values),
      exists: (exists = true) => build("$exists", exists),
    };
  },
  and: (...filters) => new Expression({ $and: filters.map(checked) }),
  or: (...filters) => new Expression({ $or: filters.map(checked) }),
  not: (filter) => new Expression(negateFilter(checked(filter))),
};

function checked(filter: S3VectorsFilterInput, index = 0): S3VectorsFilter {
  const found = checkFilter(filter);
  if (found === undefined) throw refused("", `number ${index + 1} says nothing. Leave it out.`);
  return found;
}
