import { type AwsConfigurationError, isPlainRecord } from "@langchain-aws/core";
import { misconfigured } from "../misconfigured.ts";
import type { FilterOperator, SearchFilter } from "./search-filter.ts";

/** Groups within groups; the service itself takes far fewer. Ends a filter that contains itself. */
const deepest = 16;

type CheckValue = (value: unknown, path: string) => unknown;

const scalar: CheckValue = (value, path) => {
  if (value instanceof Date) throw invalid(path, "is a Date. Pass it in the form the metadata has, as text or number");
  if (typeof value === "string" || typeof value === "boolean" || Number.isFinite(value)) return value;
  throw invalid(path, "must be a text, a finite number or a boolean");
};

const scalars: CheckValue = (value, path) => {
  if (!Array.isArray(value) || value.length === 0) throw invalid(path, "must be a list with at least one value");
  return Array.from(value, (item: unknown, index) => scalar(item, `${path}[${index}]`));
};

const scalarOrScalars: CheckValue = (value, path) => (Array.isArray(value) ? scalars : scalar)(value, path);

const finiteNumber: CheckValue = (value, path) => {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw invalid(path, "must be a finite number");
};

const anyText: CheckValue = (value, path) => {
  if (typeof value === "string") return value;
  throw invalid(path, "must be a text");
};

/** What each operator's value must be. */
const comparisons: Readonly<Record<Exclude<FilterOperator, "andAll" | "orAll">, CheckValue>> = {
  equals: scalarOrScalars,
  notEquals: scalarOrScalars,
  greaterThan: finiteNumber,
  greaterThanOrEquals: finiteNumber,
  lessThan: finiteNumber,
  lessThanOrEquals: finiteNumber,
  in: scalars,
  notIn: scalars,
  startsWith: anyText,
  listContains: scalar,
  stringContains: anyText,
};

const groups: readonly string[] = ["andAll", "orAll"];

/**
 * Checks a filter and gives a copy of it as it is sent: Python's `in_` as `in`, and a group of one as its member, since
 * the service wants two.
 *
 * Filters keep tenants apart. The AWS SDK drops an operator it does not know and a value of `null` without a word, and the
 * search then finds everything; so whatever is not exactly a filter is refused here.
 *
 * @param path what the filter is called in the caller's options
 * @throws AwsConfigurationError naming the place, such as `filter.andAll[1].equals.value`; never a value
 */
export function checkFilter(filter: unknown, path: string): SearchFilter {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked member by member
  return checkNode(filter, path, 0) as SearchFilter;
}

function checkNode(node: unknown, path: string, depth: number): unknown {
  if (depth > deepest) throw invalid(path, `is nested more than ${deepest} levels deep`);
  if (node instanceof Date) throw invalid(path, "is a Date");
  if (!isPlainRecord(node)) throw invalid(path, "must be an object with one operator");
  const names = Reflect.ownKeys(node);
  const [name] = names;
  if (name === undefined) throw invalid(path, "is empty. An empty filter would find everything");
  if (names.length > 1) {
    throw invalid(path, `has ${names.length} operators (${names.map(String).join(", ")}). Combine them with andAll`);
  }
  if (typeof name !== "string") throw unknownOperator(path, String(name));
  const operator = name === "in_" ? "in" : name;
  const operand = node[name];
  const inside = `${path}.${name}`;
  if (groups.includes(operator)) return checkGroup(operator, operand, inside, depth);
  if (!isComparison(operator)) throw unknownOperator(path, name);
  return { [operator]: checkOperand(operand, inside, comparisons[operator]) };
}

function checkGroup(operator: string, nodes: unknown, path: string, depth: number): unknown {
  if (!Array.isArray(nodes) || nodes.length === 0) throw invalid(path, "must be a list with at least one filter");
  const checked: unknown[] = Array.from(nodes, (node: unknown, index) =>
    checkNode(node, `${path}[${index}]`, depth + 1),
  );
  return checked.length === 1 ? checked[0] : { [operator]: checked };
}

function checkOperand(operand: unknown, path: string, checkValue: CheckValue): { key: string; value: unknown } {
  if (!isPlainRecord(operand)) throw invalid(path, "must be { key, value }");
  const other = Reflect.ownKeys(operand).find((name) => name !== "key" && name !== "value");
  if (other !== undefined) throw invalid(path, `takes key and value, and no "${String(other)}"`);
  const { key, value } = operand;
  if (typeof key !== "string" || key === "") throw invalid(`${path}.key`, "must be the name of a metadata attribute");
  if (value === undefined || value === null) throw invalid(`${path}.value`, "is missing");
  return { key, value: checkValue(value, `${path}.value`) };
}

function isComparison(name: string): name is keyof typeof comparisons {
  return Object.hasOwn(comparisons, name);
}

function unknownOperator(path: string, name: string): AwsConfigurationError {
  const known = [...Object.keys(comparisons), ...groups].join(", ");
  return invalid(path, `has the unknown operator "${name}". The operators are ${known}`);
}

function invalid(path: string, what: string): AwsConfigurationError {
  return misconfigured(`${path} ${what}.`, "CONFIG_INVALID_FILTER");
}
