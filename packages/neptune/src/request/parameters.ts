import { NeptuneConfigError } from "../errors.ts";

/** Parameters of a query, by name. */
export type QueryParameters = Readonly<Record<string, unknown>>;

/** What parameters become before they are sent: JSON, and integers of up to 64 bits. */
export type ParameterValue =
  | null
  | string
  | number
  | boolean
  | bigint
  | readonly ParameterValue[]
  | { readonly [name: string]: ParameterValue };

const [smallest, largest] = [-(2n ** 63n), 2n ** 63n - 1n];

/**
 * Makes parameters what can be sent: dates become ISO texts, maps become objects, and members that are `undefined` are
 * left out. What has no JSON is refused; the AWS SDK would send `{}` for a map and `"NaN"` for a number that is none.
 *
 * @returns new values; the caller's are untouched
 * @throws NeptuneConfigError naming the path of the value
 */
export function toParameters(parameters: QueryParameters): Readonly<Record<string, ParameterValue>> {
  if (!isTable(parameters)) {
    throw new NeptuneConfigError("The parameters of a query must be an object: name to value.", {
      code: "CONFIG_INVALID_PARAMETER",
    });
  }
  const converted = convert(parameters, "", new Set());
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an object becomes one
  return converted as Readonly<Record<string, ParameterValue>>;
}

const isTable = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);

function convert(value: unknown, path: string, within: Set<object>): ParameterValue | undefined {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "undefined":
      return value;
    case "number":
      if (Number.isFinite(value)) return value;
      throw refused(path, "a number that is not finite");
    case "bigint":
      if (value >= smallest && value <= largest) return value;
      throw refused(path, "an integer of more than 64 bits");
    case "object":
      return value === null ? null : convertObject(value, path, within);
    default:
      throw refused(path, `a ${typeof value}`);
  }
}

function convertObject(value: object, path: string, within: Set<object>): ParameterValue {
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw refused(path, "an invalid date");
    return value.toISOString();
  }
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) throw refused(path, "a typed array");
  if (value instanceof Set) throw refused(path, "a Set; pass a list");
  if (within.has(value)) throw refused(path, "a reference to itself");
  within.add(value);
  const converted = Array.isArray(value)
    ? value.map((item: unknown, index) => convert(item, `${path}[${index}]`, within) ?? null)
    : convertMembers(value, path, within);
  within.delete(value);
  return converted;
}

function convertMembers(value: object, path: string, within: Set<object>): ParameterValue {
  const entries: [string, unknown][] =
    value instanceof Map
      ? [...value].map(([key, member]: [unknown, unknown]) => [keyOf(key, path), member])
      : Object.entries(value);
  const members: Record<string, ParameterValue> = {};
  for (const [name, member] of entries) {
    const converted = convert(member, path === "" ? name : `${path}.${name}`, within);
    if (converted !== undefined) define(members, name, converted);
  }
  return members;
}

/** `__proto__` is a name like any other. */
function define(members: Record<string, ParameterValue>, name: string, value: ParameterValue): void {
  Object.defineProperty(members, name, { value, enumerable: true, configurable: true, writable: true });
}

function keyOf(key: unknown, path: string): string {
  if (typeof key === "string" || typeof key === "number") return String(key);
  throw refused(path, "a Map with keys that are no texts");
}

const refused = (path: string, what: string): NeptuneConfigError =>
  new NeptuneConfigError(`The parameter ${path} is ${what}, which cannot be sent.`, {
    code: "CONFIG_INVALID_PARAMETER",
  });

/** Parameters as JSON; large integers as their digits. */
export function toJson(value: ParameterValue): string {
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(toJson).join(",")}]`;
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${toJson(member)}`);
  return `{${members.join(",")}}`;
}

const isList = (value: object): value is readonly ParameterValue[] => Array.isArray(value);
