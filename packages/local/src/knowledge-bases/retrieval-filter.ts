import { ServiceError } from "../operation.ts";
import type { KnowledgeBaseMetadataValue } from "./knowledge-base-options.ts";
import type { PassageMetadata } from "./passages.ts";

/** One condition: an attribute and what it is compared with. */
export interface FilterAttribute {
  key: string;
  value: unknown;
}

/** The operators that compare one attribute. */
export type LeafOperator =
  | "equals"
  | "notEquals"
  | "greaterThan"
  | "greaterThanOrEquals"
  | "lessThan"
  | "lessThanOrEquals"
  | "in"
  | "notIn"
  | "startsWith"
  | "listContains"
  | "stringContains";

/** A filter as on the wire: one operator. Source: "RetrievalFilter", Amazon Bedrock API Reference. */
export type RetrievalFilter = { readonly [Operator in LeafOperator]?: FilterAttribute } & {
  andAll?: readonly RetrievalFilter[];
  orAll?: readonly RetrievalFilter[];
};

/** Says whether a passage with that metadata is let through. */
export type MetadataTest = (metadata: PassageMetadata) => boolean;

interface Leaf {
  /** What the value of the filter must be. */
  expected: string;
  isValue: (value: unknown) => boolean;
  /** @param actual the attribute of the passage; `undefined` when it has none of that name */
  matches: (actual: KnowledgeBaseMetadataValue | undefined, value: unknown) => boolean;
}

const isScalar = (value: unknown): boolean => ["string", "number", "boolean"].includes(typeof value);
const isString = (value: unknown): boolean => typeof value === "string";
const scalar = { expected: "a string, a number or a boolean", isValue: isScalar };
const string = { expected: "a string", isValue: isString };
const list = {
  expected: "a list of strings or of numbers",
  isValue: (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isScalar),
};

/** Comparisons are for numbers; a passage whose attribute is none does not match. */
const comparison = (compare: (actual: number, value: number) => boolean): Leaf => ({
  expected: "a number",
  isValue: (value) => typeof value === "number",
  matches: (actual, value) => typeof actual === "number" && typeof value === "number" && compare(actual, value),
});

const contains = (actual: unknown, value: unknown): boolean =>
  typeof actual === "string" && typeof value === "string" && actual.includes(value);

/** `notEquals` and `notIn` also let through what has no such attribute, as the API reference says. */
const leaves: Readonly<Record<LeafOperator, Leaf>> = {
  equals: { ...scalar, matches: (actual, value) => actual === value },
  notEquals: { ...scalar, matches: (actual, value) => actual !== value },
  greaterThan: comparison((actual, value) => actual > value),
  greaterThanOrEquals: comparison((actual, value) => actual >= value),
  lessThan: comparison((actual, value) => actual < value),
  lessThanOrEquals: comparison((actual, value) => actual <= value),
  in: { ...list, matches: (actual, value) => Array.isArray(value) && value.includes(actual) },
  notIn: { ...list, matches: (actual, value) => Array.isArray(value) && !value.includes(actual) },
  startsWith: {
    ...string,
    matches: (actual, value) => typeof actual === "string" && typeof value === "string" && actual.startsWith(value),
  },
  listContains: { ...string, matches: (actual, value) => isList(actual) && actual.some((item) => item === value) },
  stringContains: {
    ...string,
    matches: (actual, value) =>
      isList(actual) ? actual.some((item) => contains(item, value)) : contains(actual, value),
  },
};

/**
 * A test for the metadata of passages, from a filter of a request whose shape was checked.
 *
 * @throws ServiceError `ValidationException` for a filter without an operator, with several, or with a value that its
 * operator cannot compare; the texts are not confirmed by recordings
 */
export function toMetadataTest(filter: RetrievalFilter, path = "filter"): MetadataTest {
  const operators = Object.keys(filter);
  const [operator] = operators;
  if (operator === undefined || operators.length > 1) {
    throw invalid(`The ${path} must have exactly one operator, and has ${operators.length}.`);
  }
  const { andAll, orAll } = filter;
  if (andAll !== undefined) {
    const tests = andAll.map((part, index) => toMetadataTest(part, `${path}.andAll[${index}]`));
    return (metadata) => tests.every((test) => test(metadata));
  }
  if (orAll !== undefined) {
    const tests = orAll.map((part, index) => toMetadataTest(part, `${path}.orAll[${index}]`));
    return (metadata) => tests.some((test) => test(metadata));
  }
  if (!isLeaf(operator)) throw invalid(`The ${path} has the unknown operator ${operator}.`);
  return toLeafTest(leaves[operator], filter[operator], `${path}.${operator}`);
}

function toLeafTest(
  { expected, isValue, matches }: Leaf,
  attribute: FilterAttribute | undefined,
  path: string,
): MetadataTest {
  const { key = "", value } = attribute ?? {};
  if (!isValue(value)) throw invalid(`The value of ${path} must be ${expected}.`);
  return (metadata) => matches(Object.hasOwn(metadata, key) ? metadata[key] : undefined, value);
}

function isLeaf(operator: string): operator is LeafOperator {
  return Object.hasOwn(leaves, operator);
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value);
}

function invalid(message: string): ServiceError {
  return new ServiceError("ValidationException", 400, message);
}
