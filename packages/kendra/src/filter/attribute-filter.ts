/** A value of a document attribute as a filter has it: exactly one member. */
export type AttributeValue = StringValue | StringListValue | LongValue | DateValue;

/** A text. */
export interface StringValue {
  readonly StringValue: string;
  readonly StringListValue?: never;
  readonly LongValue?: never;
  readonly DateValue?: never;
}

/** A list of at least one text. */
export interface StringListValue {
  readonly StringListValue: readonly string[];
  readonly StringValue?: never;
  readonly LongValue?: never;
  readonly DateValue?: never;
}

/** A whole number. */
export interface LongValue {
  readonly LongValue: number;
  readonly StringValue?: never;
  readonly StringListValue?: never;
  readonly DateValue?: never;
}

/** A point in time: a `Date`, or an ISO 8601 text with date, time and zone, such as `2026-01-31T00:00:00Z`. */
export interface DateValue {
  readonly DateValue: Date | string;
  readonly StringValue?: never;
  readonly StringListValue?: never;
  readonly LongValue?: never;
}

/** One comparison: the attribute's name, and the value. */
export interface AttributeOperand<Value extends AttributeValue = AttributeValue> {
  readonly Key: string;
  readonly Value: Value;
}

/**
 * The operators that compare an attribute, and what each compares it with.
 *
 * @see https://docs.aws.amazon.com/kendra/latest/APIReference/API_AttributeFilter.html
 */
export interface AttributeOperands {
  /** The attribute has this value. */
  readonly EqualsTo: AttributeOperand;
  /** The attribute is a list with all of these texts in it. */
  readonly ContainsAll: AttributeOperand<StringListValue>;
  /** The attribute is a list with one of these texts in it. */
  readonly ContainsAny: AttributeOperand<StringListValue>;
  /** The attribute is greater, or later. */
  readonly GreaterThan: AttributeOperand<LongValue | DateValue>;
  /** The attribute is this value or greater, or later. */
  readonly GreaterThanOrEquals: AttributeOperand<LongValue | DateValue>;
  /** The attribute is smaller, or earlier. */
  readonly LessThan: AttributeOperand<LongValue | DateValue>;
  /** The attribute is this value or smaller, or earlier. */
  readonly LessThanOrEquals: AttributeOperand<LongValue | DateValue>;
}

/** The name of an operator that compares an attribute. */
export type AttributeOperator = keyof AttributeOperands;

/**
 * A filter over document attributes, as the service has it. One member; several side by side are sent as `AndAllFilters`.
 * Groups may be nested two deep, and lists have up to ten filters.
 */
export interface AttributeFilter extends Partial<AttributeOperands> {
  /** All of these hold. */
  readonly AndAllFilters?: readonly AttributeFilter[];
  /** One of these holds. */
  readonly OrAllFilters?: readonly AttributeFilter[];
  /** This does not hold. */
  readonly NotFilter?: AttributeFilter;
}
