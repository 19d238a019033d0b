import { isPlainRecord, type PlainRecord } from "@langchain-aws/core";
import { S3VectorsFilterError } from "../errors.ts";
import type { S3VectorsFilter, S3VectorsFilterOperator } from "./search-filter.ts";

interface Operand {
  readonly is: (value: unknown) => boolean;
  readonly expected: string;
}

const isPrimitive = (value: unknown): boolean =>
  typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));

const primitive: Operand = { is: isPrimitive, expected: "a text, a finite number or a boolean" };
const number: Operand = { is: (value) => Number.isFinite(value), expected: "a finite number" };
const list: Operand = {
  is: (value) => Array.isArray(value) && value.length > 0 && value.every(isPrimitive),
  expected: "a list of texts, finite numbers or booleans that is not empty",
};

/** What each operator takes. */
const operands: Readonly<Record<S3VectorsFilterOperator, Operand>> = {
  $eq: primitive,
  $ne: primitive,
  $gt: number,
  $gte: number,
  $lt: number,
  $lte: number,
  $startsWith: { is: (value) => typeof value === "string", expected: "a text" },
  $in: list,
  $nin: list,
  $exists: { is: (value) => typeof value === "boolean", expected: "true or false" },
};

/** What the members of an object stand for: that of a filter, or what is beside it. */
export function isOperator(name: string): name is S3VectorsFilterOperator {
  return Object.hasOwn(operands, name);
}

/** @throws S3VectorsFilterError for an operand that the operator does not take */
export function checkOperand(operator: S3VectorsFilterOperator, value: unknown, path: string): void {
  const { is, expected } = operands[operator];
  if (is(value)) return;
  const hint = value instanceof Date ? " A Date is stored as milliseconds: pass date.getTime()." : "";
  throw refused(path, `must be ${expected}.${hint}`);
}

/**
 * A filter that the service takes, as a plain object of its own; `undefined` for one that is missing, or without members.
 *
 * @param nonFilterableKeys what the index cannot filter by, where that is known
 * @throws S3VectorsFilterError with the path of what is wrong: `genre.$in`, `$and[1].year`
 */
export function checkFilter(
  filter: unknown,
  nonFilterableKeys: ReadonlySet<string> = new Set(),
): S3VectorsFilter | undefined {
  if (filter === undefined || filter === null) return undefined;
  const checked = new Checker(nonFilterableKeys).filter(filter, "");
  return Object.keys(checked).length === 0 ? undefined : checked;
}

class Checker {
  readonly #nonFilterableKeys: ReadonlySet<string>;

  constructor(nonFilterableKeys: ReadonlySet<string>) {
    this.#nonFilterableKeys = nonFilterableKeys;
  }

  filter(filter: unknown, path: string): S3VectorsFilter {
    const plain = toPlain(filter);
    if (!isPlainRecord(plain)) throw refused(path, "must be an object, or a filter of s3VectorsFilter.");
    const members = Object.entries(plain);
    // In an $or it would let everything pass.
    if (path !== "" && members.length === 0) throw refused(path, "says nothing. Leave it out.");
    return Object.fromEntries(members.map(([name, operand]) => [name, this.#member(name, operand, join(path, name))]));
  }

  #member(name: string, operand: unknown, path: string): S3VectorsFilter[string] {
    checkDefined(operand, path);
    if (name === "$and" || name === "$or") return this.#filters(operand, path);
    if (name.startsWith("$")) {
      throw refused(path, "is no operator between filters. These are $and and $or; no metadata key begins with $.");
    }
    if (name === "") throw refused(path, "has an empty name.");
    if (this.#nonFilterableKeys.has(name)) {
      throw refused(path, "is not filterable in this index; what is was fixed when the index was created.");
    }
    return isPlainRecord(operand) ? this.#operators(operand, path) : this.#value(operand, path);
  }

  #filters(operand: unknown, path: string): S3VectorsFilter[] {
    if (!Array.isArray(operand) || operand.length === 0)
      throw refused(path, "must be a list of filters that is not empty.");
    return operand.map((each, index) => this.filter(each, `${path}[${index}]`));
  }

  #value(operand: unknown, path: string): string | number | boolean {
    checkOperand("$eq", operand, path);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked just above
    return operand as string | number | boolean;
  }

  #operators(operators: PlainRecord, path: string): PlainRecord {
    const given = Object.entries(operators);
    if (given.length === 0) throw refused(path, "has no operator.");
    for (const [name, operand] of given) {
      const at = `${path}.${name}`;
      checkDefined(operand, at);
      if (!isOperator(name)) throw refused(at, `is no operator. These are ${Object.keys(operands).join(", ")}.`);
      checkOperand(name, operand, at);
    }
    return Object.fromEntries(given.map(([name, operand]) => [name, Array.isArray(operand) ? [...operand] : operand]));
  }
}

/** A condition whose value got lost on the way is not left out: the search would find more than was meant. */
function checkDefined(operand: unknown, path: string): void {
  if (operand === undefined) throw refused(path, "is undefined. Leave it out, or pass a value.");
}

/** What the builder made says what it is; everything else is what it is. */
function toPlain(filter: unknown): unknown {
  if (typeof filter !== "object" || filter === null || isPlainRecord(filter)) return filter;
  return "toJSON" in filter && typeof filter.toJSON === "function" ? filter.toJSON() : filter;
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** An error about one member of a filter. */
export function refused(path: string, problem: string): S3VectorsFilterError {
  return new S3VectorsFilterError(`The filter${path === "" ? "" : ` at ${path}`} ${problem}`);
}
