/** A value that a metadata attribute is compared with. */
export type FilterValue = string | number | boolean;

/** One comparison: the attribute's name, and the value. */
export interface FilterOperand<Value> {
  readonly key: string;
  readonly value: Value;
}

/**
 * The operators of a filter and what each takes.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_RetrievalFilter.html
 */
export interface FilterOperands {
  /** The attribute has this value. */
  readonly equals: FilterOperand<FilterValue | readonly FilterValue[]>;
  /** The attribute has another value. */
  readonly notEquals: FilterOperand<FilterValue | readonly FilterValue[]>;
  /** The attribute is a greater number. */
  readonly greaterThan: FilterOperand<number>;
  /** The attribute is this number or a greater one. */
  readonly greaterThanOrEquals: FilterOperand<number>;
  /** The attribute is a smaller number. */
  readonly lessThan: FilterOperand<number>;
  /** The attribute is this number or a smaller one. */
  readonly lessThanOrEquals: FilterOperand<number>;
  /** The attribute is one of these values; at least one. */
  readonly in: FilterOperand<readonly FilterValue[]>;
  /** The attribute is none of these values; at least one. */
  readonly notIn: FilterOperand<readonly FilterValue[]>;
  /** The attribute is a text that begins with this one. */
  readonly startsWith: FilterOperand<string>;
  /** The attribute is a list with this value in it. */
  readonly listContains: FilterOperand<FilterValue>;
  /** The attribute is a text with this one in it, or a list of which a text has it. */
  readonly stringContains: FilterOperand<string>;
  /** All of these hold; at least one. */
  readonly andAll: readonly SearchFilter[];
  /** One of these holds; at least one. */
  readonly orAll: readonly SearchFilter[];
}

/** The name of an operator. */
export type FilterOperator = keyof FilterOperands;

/** A filter over metadata: an object with exactly one operator. */
export type SearchFilter = {
  [Operator in FilterOperator]: { readonly [Name in Operator]: FilterOperands[Name] } & {
    readonly [Other in Exclude<FilterOperator, Operator>]?: never;
  };
}[FilterOperator];
