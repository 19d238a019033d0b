import type { AttributeFilter as WireFilter } from "@aws-sdk/client-kendra";
import { type AwsConfigurationError, isPlainRecord, type PlainRecord } from "@langchain-aws/core";
import { misconfigured } from "../misconfigured.ts";
import type { AttributeOperator } from "./attribute-filter.ts";
import { parseDate } from "./parse-date.ts";

/**
 * The service's limits: groups within groups, and filters in a group.
 *
 * @see https://docs.aws.amazon.com/kendra/latest/APIReference/API_AttributeFilter.html
 */
const deepest = 2;
const mostFilters = 10;

type ValueType = "StringValue" | "StringListValue" | "LongValue" | "DateValue";

const anyType: readonly ValueType[] = ["StringValue", "StringListValue", "LongValue", "DateValue"];
const list: readonly ValueType[] = ["StringListValue"];
const ordered: readonly ValueType[] = ["DateValue", "LongValue"];

/** What each operator compares with. */
const comparisons: Readonly<Record<AttributeOperator, readonly ValueType[]>> = {
  EqualsTo: anyType,
  ContainsAll: list,
  ContainsAny: list,
  GreaterThan: ordered,
  GreaterThanOrEquals: ordered,
  LessThan: ordered,
  LessThanOrEquals: ordered,
};

/** Reads the value of each type, or says what it must be. */
const values: Readonly<Record<ValueType, { read: (value: unknown) => unknown; expected: string }>> = {
  StringValue: { read: (value) => (typeof value === "string" ? value : undefined), expected: "a text" },
  StringListValue: {
    read: (value) => (isTextList(value) && value.length > 0 ? [...value] : undefined),
    expected: "a list with at least one text, and texts alone",
  },
  LongValue: { read: (value) => (Number.isSafeInteger(value) ? value : undefined), expected: "a whole number" },
  DateValue: { read: parseDate, expected: "a Date, or an ISO 8601 text with a zone such as 2026-01-31T00:00:00Z" },
};

/** The members that hold filters, and how each is read. */
const groups: Readonly<Record<string, (value: unknown, path: string, depth: number) => unknown>> = {
  AndAllFilters: checkList,
  OrAllFilters: checkList,
  NotFilter: checkNode,
};

/**
 * Checks a filter and gives a copy of it as it is sent: dates as `Date`, and several operators side by side as the group
 * that they mean.
 *
 * Filters keep readers apart. The AWS SDK drops a member it does not know without a word, and what it restricted is found
 * after all; so whatever is not exactly a filter is refused here.
 *
 * @param path what the filter is called in the caller's options
 * @throws AwsConfigurationError naming the place, such as `attributeFilter.AndAllFilters[1].EqualsTo.Value`; never a value
 */
export function checkFilter(filter: unknown, path: string): WireFilter {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked member by member
  return checkNode(filter, path, 0) as WireFilter;
}

function checkNode(node: unknown, path: string, depth: number): unknown {
  if (!isPlainRecord(node)) throw invalid(path, "must be a plain object with an operator");
  const names = Reflect.ownKeys(node);
  if (names.length === 0) throw invalid(path, "is empty. It must have an operator");
  if (names.length === 1) return checkMember(node, names[0], path, depth);
  // The service takes one operator: https://github.com/aws-samples/generative-ai-use-cases/pull/696
  if (depth === deepest) throw invalid(path, `has ${names.length} operators. Here, the service takes one`);
  return { AndAllFilters: names.map((name) => checkMember(node, name, path, depth + 1)) };
}

function checkMember(node: PlainRecord, name: string | symbol | undefined, path: string, depth: number): unknown {
  if (typeof name !== "string") throw unknownOperator(path, String(name));
  const inside = `${path}.${name}`;
  if (isComparison(name)) return { [name]: checkOperand(node[name], inside, comparisons[name]) };
  const checkGroup = Object.hasOwn(groups, name) ? groups[name] : undefined;
  if (checkGroup === undefined) throw unknownOperator(path, name);
  if (depth === deepest) throw invalid(path, `has a group in a group of a group. The service takes ${deepest} levels`);
  return { [name]: checkGroup(node[name], inside, depth + 1) };
}

function checkList(nodes: unknown, path: string, depth: number): unknown {
  if (!Array.isArray(nodes) || nodes.length === 0) throw invalid(path, "must be a list with at least one filter");
  if (nodes.length > mostFilters) throw invalid(path, `has ${nodes.length} filters. The service takes ${mostFilters}`);
  return Array.from(nodes, (node: unknown, index) => checkNode(node, `${path}[${index}]`, depth));
}

function checkOperand(operand: unknown, path: string, types: readonly ValueType[]): unknown {
  if (!isPlainRecord(operand)) throw invalid(path, "must be { Key, Value }");
  const other = Reflect.ownKeys(operand).find((name) => name !== "Key" && name !== "Value");
  if (other !== undefined) throw invalid(path, `takes Key and Value, and no "${String(other)}"`);
  const { Key, Value } = operand;
  if (typeof Key !== "string" || Key === "") throw invalid(`${path}.Key`, "must be the name of a document attribute");
  return { Key, Value: checkValue(Value, `${path}.Value`, types) };
}

function checkValue(value: unknown, path: string, types: readonly ValueType[]): unknown {
  if (!isPlainRecord(value)) throw invalid(path, `must be an object with ${types.join(" or ")}`);
  const [name, ...others] = Reflect.ownKeys(value);
  if (name === undefined) throw invalid(path, `is empty. It must have ${types.join(" or ")}`);
  if (others.length > 0) throw invalid(path, `must have exactly one member, and has ${others.length + 1}`);
  const type = types.find((type) => type === name);
  if (type === undefined) throw invalid(path, `cannot be "${String(name)}" here. It must have ${types.join(" or ")}`);
  const { read, expected } = values[type];
  const known = read(value[type]);
  if (known === undefined) throw invalid(`${path}.${type}`, `must be ${expected}`);
  return { [type]: known };
}

function isComparison(name: string): name is AttributeOperator {
  return Object.hasOwn(comparisons, name);
}

// Every item is looked at, holes too, which `every` would pass over.
function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && Array.from(value).every((item) => typeof item === "string");
}

function unknownOperator(path: string, name: string): AwsConfigurationError {
  const known = [...Object.keys(comparisons), ...Object.keys(groups)].join(", ");
  return invalid(path, `has the unknown operator "${name}". The operators are ${known}`);
}

function invalid(path: string, what: string): AwsConfigurationError {
  return misconfigured(`${path} ${what}.`, "CONFIG_INVALID_FILTER");
}
