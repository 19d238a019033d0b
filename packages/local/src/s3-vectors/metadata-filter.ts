import type { Metadata, MetadataValue } from "./metadata.ts";
import { invalid } from "./refusals.ts";

/** Whether a vector is searched at all. */
export type MetadataFilter = (metadata: Metadata) => boolean;

/** Whether the value of one key, `undefined` where there is none, satisfies an operator. */
type Test = (value: MetadataValue | undefined) => boolean;

/** On an index of today, every value that a filter compares with counts as one. */
const MOST_CONSTRAINTS = 100;

/**
 * Reads the filter of a query.
 *
 * Source: "Metadata filtering", Amazon S3 User Guide; read November 2026. The texts of its refusals are not confirmed.
 *
 * @returns `undefined` for a filter that lets everything pass
 * @throws ServiceError `ValidationException` for an operator, an operand or a key that cannot be filtered by
 */
export function parseFilter(
  filter: unknown,
  nonFilterableKeys: ReadonlySet<string>,
  isLimited: boolean,
): MetadataFilter | undefined {
  if (filter === undefined || filter === null) return undefined;
  const reader = new FilterReader(nonFilterableKeys);
  const parsed = reader.read(filter);
  if (isLimited && reader.constraints > MOST_CONSTRAINTS) {
    throw refused(`a filter can have at most ${MOST_CONSTRAINTS} constraints, but has ${reader.constraints}`);
  }
  return parsed;
}

class FilterReader {
  constraints = 0;
  readonly #nonFilterableKeys: ReadonlySet<string>;

  constructor(nonFilterableKeys: ReadonlySet<string>) {
    this.#nonFilterableKeys = nonFilterableKeys;
  }

  read(filter: unknown): MetadataFilter {
    if (!isObject(filter)) throw refused("a filter must be an object");
    const parts = Object.entries(filter).map(([name, operand]) => this.#readMember(name, operand));
    return (metadata) => parts.every((part) => part(metadata));
  }

  #readMember(name: string, operand: unknown): MetadataFilter {
    if (name === "$and" || name === "$or") {
      const filters = this.#readFilters(name, operand);
      return name === "$and"
        ? (metadata) => filters.every((each) => each(metadata))
        : (metadata) => filters.some((each) => each(metadata));
    }
    if (name.startsWith("$")) throw refused(`unknown operator '${name}'`);
    if (this.#nonFilterableKeys.has(name)) throw refused(`metadata key '${name}' is not filterable`);
    const test = this.#readTest(name, operand);
    return (metadata) => test(Object.hasOwn(metadata, name) ? metadata[name] : undefined);
  }

  #readFilters(name: string, operand: unknown): MetadataFilter[] {
    if (!Array.isArray(operand) || operand.length === 0) throw refused(`${name} must be a non-empty array of filters`);
    return operand.map((each) => this.read(each));
  }

  #readTest(key: string, operand: unknown): Test {
    if (!isObject(operand)) return this.#readOperator(key, "$eq", operand);
    const operators = Object.entries(operand);
    if (operators.length === 0) throw refused(`the filter for '${key}' has no operator`);
    const tests = operators.map(([operator, value]) => this.#readOperator(key, operator, value));
    return (value) => tests.every((test) => test(value));
  }

  #readOperator(key: string, operator: string, operand: unknown): Test {
    const { isOperand, wants, toTest } = operators[operator] ?? {};
    if (isOperand === undefined || toTest === undefined) throw refused(`unknown operator '${operator}' for '${key}'`);
    if (!isOperand(operand)) throw refused(`${operator} for '${key}' must be ${wants ?? "another value"}`);
    this.constraints += Array.isArray(operand) ? operand.length : 1;
    return toTest(operand);
  }
}

interface Operator {
  isOperand: (operand: unknown) => boolean;
  wants: string;
  toTest: (operand: unknown) => Test;
}

const primitive = { isOperand: isPrimitive, wants: "a string, number or boolean" };
const list = {
  isOperand: (operand: unknown) => Array.isArray(operand) && operand.length > 0 && operand.every(isPrimitive),
  wants: "a non-empty array of strings, numbers or booleans",
};

/** Absent keys: `$ne` and `$nin` hold for them, everything else but `$exists: false` does not. Not confirmed. */
const operators: Readonly<Record<string, Operator>> = {
  $eq: { ...primitive, toTest: (operand) => (value) => isAnyOf(value, [operand]) },
  $ne: { ...primitive, toTest: (operand) => (value) => !isAnyOf(value, [operand]) },
  $gt: comparison((value, operand) => value > operand),
  $gte: comparison((value, operand) => value >= operand),
  $lt: comparison((value, operand) => value < operand),
  $lte: comparison((value, operand) => value <= operand),
  $startsWith: {
    isOperand: (operand) => typeof operand === "string",
    wants: "a string",
    toTest: (operand) => (value) =>
      membersOf(value).some((member) => typeof member === "string" && member.startsWith(String(operand))),
  },
  $in: { ...list, toTest: (operand) => (value) => isAnyOf(value, toList(operand)) },
  $nin: { ...list, toTest: (operand) => (value) => !isAnyOf(value, toList(operand)) },
  $exists: {
    isOperand: (operand) => typeof operand === "boolean",
    wants: "a boolean",
    toTest: (operand) => (value) => (value !== undefined) === operand,
  },
};

function comparison(holds: (value: number, operand: number) => boolean): Operator {
  return {
    isOperand: (operand) => typeof operand === "number",
    wants: "a number",
    toTest: (operand) => (value) =>
      membersOf(value).some((member) => typeof member === "number" && holds(member, Number(operand))),
  };
}

/** A list matches by its members. */
function membersOf(value: MetadataValue | undefined): readonly unknown[] {
  if (value === undefined) return [];
  return typeof value === "object" ? value : [value];
}

function isAnyOf(value: MetadataValue | undefined, wanted: readonly unknown[]): boolean {
  return membersOf(value).some((member) => wanted.includes(member));
}

function toList(operand: unknown): readonly unknown[] {
  return Array.isArray(operand) ? operand : [operand];
}

function isPrimitive(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refused(problem: string): Error {
  return invalid(`Invalid query filter: ${problem}`);
}
