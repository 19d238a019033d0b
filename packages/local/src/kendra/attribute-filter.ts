import { ServiceError } from "../operation.ts";
import {
  type AttributeMap,
  type AttributeType,
  attributeTypeOf,
  type AttributeValue,
  type DocumentAttribute,
  orderOf,
} from "./attributes.ts";

/** The operators that compare one attribute. */
export type AttributeOperator =
  | "EqualsTo"
  | "ContainsAll"
  | "ContainsAny"
  | "GreaterThan"
  | "GreaterThanOrEquals"
  | "LessThan"
  | "LessThanOrEquals";

/** A filter as on the wire: one operator. Source: Amazon Kendra API Reference. */
export type AttributeFilter = { readonly [Operator in AttributeOperator]?: DocumentAttribute } & {
  AndAllFilters?: readonly AttributeFilter[];
  OrAllFilters?: readonly AttributeFilter[];
  NotFilter?: AttributeFilter;
};

/** Says whether a document with these attributes is let through. */
export type AttributeTest = (attributes: AttributeMap) => boolean;

interface Leaf {
  /** The kinds of values that the operator compares; all when absent. */
  types?: readonly AttributeType[];
  matches: (actual: AttributeValue, value: AttributeValue) => boolean;
}

const MOST_LEVELS = 2;
const MOST_FILTERS = 10;

const comparison = (compare: (actual: number, value: number) => boolean): Leaf => ({
  types: ["LONG_VALUE", "DATE_VALUE"],
  matches: (actual, value) => {
    const [left, right] = [orderOf(actual), orderOf(value)];
    const isSameType = attributeTypeOf(actual) === attributeTypeOf(value);
    return isSameType && left !== undefined && right !== undefined && compare(left, right);
  },
});

const lists = { types: ["STRING_LIST_VALUE"] } as const;

const leaves: Readonly<Record<AttributeOperator, Leaf>> = {
  EqualsTo: { matches: isEqual },
  ContainsAll: {
    ...lists,
    matches: ({ StringListValue: actual = [] }, { StringListValue: wanted = [] }) =>
      wanted.every((item) => actual.includes(item)),
  },
  ContainsAny: {
    ...lists,
    matches: ({ StringListValue: actual = [] }, { StringListValue: wanted = [] }) =>
      wanted.some((item) => actual.includes(item)),
  },
  GreaterThan: comparison((actual, value) => actual > value),
  GreaterThanOrEquals: comparison((actual, value) => actual >= value),
  LessThan: comparison((actual, value) => actual < value),
  LessThanOrEquals: comparison((actual, value) => actual <= value),
};

/**
 * A test for the attributes of documents, from a filter of a request whose shape was checked.
 *
 * @throws ServiceError `ValidationException` when it has no operator or several, is too deep or too long, or a value is not
 * one that its operator compares; the texts about values are not confirmed by recordings
 */
export function toAttributeTest(filter: AttributeFilter): AttributeTest {
  return toTest(filter, 0);
}

/** Whether a filter speaks of an attribute anywhere. */
export function mentions(filter: AttributeFilter | undefined, key: string): boolean {
  return JSON.stringify(filter ?? {}).includes(`"Key":${JSON.stringify(key)}`);
}

function toTest(filter: AttributeFilter, level: number): AttributeTest {
  const [operator, ...others] = Object.keys(filter);
  const count = operator === undefined ? 0 : others.length + 1;
  // The text of a refusal that was reported: aws-samples/generative-ai-use-cases#696.
  if (operator === undefined || count > 1) {
    throw invalid(`AttributeFilter cannot have ${count} operators. It must have one and only one.`);
  }
  if (isOperator(operator)) return toLeafTest(operator, filter[operator]);
  if (level === MOST_LEVELS) throw invalid("AttributeFilter cannot have a depth of more than 2.");
  return toGroupTest(filter, level + 1);
}

function toGroupTest({ AndAllFilters, OrAllFilters, NotFilter }: AttributeFilter, level: number): AttributeTest {
  if (AndAllFilters !== undefined) {
    const tests = toTests(AndAllFilters, level);
    return (attributes) => tests.every((test) => test(attributes));
  }
  if (OrAllFilters !== undefined) {
    const tests = toTests(OrAllFilters, level);
    return (attributes) => tests.some((test) => test(attributes));
  }
  const inner = toTest(NotFilter ?? {}, level);
  return (attributes) => !inner(attributes);
}

function toTests(filters: readonly AttributeFilter[], level: number): AttributeTest[] {
  if (filters.length > MOST_FILTERS) throw invalid("AttributeFilter cannot have a length of more than 10");
  return filters.map((filter) => toTest(filter, level));
}

function toLeafTest(operator: AttributeOperator, attribute: DocumentAttribute | undefined): AttributeTest {
  const { Key: key = "", Value: value = {} } = attribute ?? {};
  const { types, matches } = leaves[operator];
  const type = attributeTypeOf(value);
  if (type === undefined || Object.keys(value).length > 1) {
    throw invalid(`The value of the attribute ${key} in ${operator} must have exactly one type.`);
  }
  if (types !== undefined && !types.includes(type)) {
    throw invalid(`The operator ${operator} of the attribute ${key} does not support values of type ${type}.`);
  }
  return (attributes) => {
    const actual = attributes.get(key);
    return actual !== undefined && matches(actual, value);
  };
}

function isEqual(actual: AttributeValue, value: AttributeValue): boolean {
  const { StringListValue: wanted } = value;
  if (wanted !== undefined) {
    const { StringListValue: list = [] } = actual;
    return list.length === wanted.length && wanted.every((item) => list.includes(item));
  }
  if (attributeTypeOf(actual) !== attributeTypeOf(value)) return false;
  return actual.StringValue === value.StringValue && orderOf(actual) === orderOf(value);
}

function isOperator(name: string): name is AttributeOperator {
  return Object.hasOwn(leaves, name);
}

function invalid(message: string): ServiceError {
  return new ServiceError("ValidationException", 400, message);
}
