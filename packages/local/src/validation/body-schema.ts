import { ServiceError } from "../operation.ts";
import type { ValidationMode } from "./rule.ts";

/**
 * Tells of a value that is not what a schema says. A `type` is refused even with `validation: "off"`: nothing can be
 * answered to it. A `limit` is how much there may be.
 */
type Report = (kind: "type" | "limit", pointer: string, message: string) => void;

/** What a model's own body may hold, and the type that a body has which holds it. */
export interface BodySchema<T> {
  readonly check: (value: unknown, pointer: string, report: Report) => void;
  /** Never there: it carries the type. */
  readonly type?: T;
}

/** The type of the bodies that a schema lets through. */
export type BodyOf<S> = S extends BodySchema<infer T> ? T : never;

/** A text. Lengths are counted in code points. */
export function text<const V extends string = string>(
  limits: { minLength?: number; maxLength?: number; values?: readonly V[] } = {},
): BodySchema<V> {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, values } = limits;
  return {
    check: (value, pointer, report) => {
      if (typeof value !== "string") return reportType("String", value, pointer, report);
      const length = codePointsOf(value);
      if (length < minLength) report("limit", pointer, `expected minLength: ${minLength}, actual: ${length}`);
      if (length > maxLength) report("limit", pointer, `expected maxLength: ${maxLength}, actual: ${length}`);
      if (values?.some((each) => each === value) === false) {
        report("type", pointer, `${value} is not a valid enum value`);
      }
    },
  };
}

/** A whole number. */
export function integer(limits: { min?: number; max?: number; values?: readonly number[] } = {}): BodySchema<number> {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, values } = limits;
  return {
    check: (value, pointer, report) => {
      if (typeof value !== "number" || !Number.isInteger(value)) return reportType("Integer", value, pointer, report);
      if (value < min) report("type", pointer, `${value} is not greater or equal to ${min}`);
      if (value > max) report("type", pointer, `${value} is not less or equal to ${max}`);
      if (values?.includes(value) === false) report("type", pointer, `${value} is not a valid enum value`);
    },
  };
}

/** A number of any kind. */
export function number(limits: { min?: number; max?: number } = {}): BodySchema<number> {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = limits;
  return {
    check: (value, pointer, report) => {
      if (typeof value !== "number") return reportType("Number", value, pointer, report);
      if (value < min) report("limit", pointer, `${value} is not greater or equal to ${min}`);
      if (value > max) report("limit", pointer, `${value} is not less or equal to ${max}`);
    },
  };
}

/** Whatever there is: the family's own code reads it. */
export function anything(): BodySchema<unknown> {
  return { check: () => {} };
}

/** An object of any members. */
export function anyObject(): BodySchema<Readonly<Record<string, unknown>>> {
  return {
    check: (value, pointer, report) => {
      if (!isObject(value)) reportType("JSONObject", value, pointer, report);
    },
  };
}

/** `true` or `false`. */
export function flag(): BodySchema<boolean> {
  return {
    check: (value, pointer, report) => {
      if (typeof value !== "boolean") reportType("Boolean", value, pointer, report);
    },
  };
}

/** A list of items of one kind. */
export function list<T>(
  item: BodySchema<T>,
  limits: { minItems?: number; maxItems?: number } = {},
): BodySchema<readonly T[]> {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = limits;
  return {
    check: (value, pointer, report) => {
      if (!Array.isArray(value)) return reportType("JSONArray", value, pointer, report);
      const { length } = value;
      if (length < minItems) report("limit", pointer, `expected minimum item count: ${minItems}, found: ${length}`);
      if (length > maxItems) report("limit", pointer, `expected maximum item count: ${maxItems}, found: ${length}`);
      for (const [index, member] of value.entries()) item.check(member, `${pointer}/${index}`, report);
    },
  };
}

type Members = Readonly<Record<string, BodySchema<unknown>>>;

/** An object of these members and no others, those that must be there first. */
export function record<R extends Members, O extends Members>(
  required: R,
  optional: O,
): BodySchema<{ readonly [K in keyof R]: BodyOf<R[K]> } & { readonly [K in keyof O]?: BodyOf<O[K]> }> {
  const members: Members = { ...required, ...optional };
  return {
    check: (value, pointer, report) => {
      if (!isObject(value)) return reportType("JSONObject", value, pointer, report);
      for (const key of Object.keys(required)) {
        if (value[key] === undefined) report("type", pointer, `required key [${key}] not found`);
      }
      for (const [key, member] of Object.entries(value)) {
        const schema = Object.hasOwn(members, key) ? members[key] : undefined;
        if (schema === undefined) report("limit", pointer, `extraneous key [${key}] is not permitted`);
        else schema.check(member, `${pointer}/${key}`, report);
      }
    },
  };
}

/** One of two forms, told apart by whether the value is a text. */
export function textOr<T>(other: BodySchema<T>): BodySchema<string | T> {
  const plain = text();
  return {
    check: (value, pointer, report) => (typeof value === "string" ? plain : other).check(value, pointer, report),
  };
}

/**
 * The body of an InvokeModel request, of the type that its schema says.
 *
 * @throws ServiceError `ValidationException` naming what is missing, too much, or wrong (V39)
 */
export function parseBody<T>(body: unknown, schema: BodySchema<T>, mode: ValidationMode | "off"): T {
  const problems: string[] = [];
  const isBody = (value: unknown): value is T => {
    schema.check(value, "#", (kind, pointer, message) => {
      if (kind === "type" || mode !== "off") problems.push(`${pointer}: ${message}`);
    });
    return problems.length === 0;
  };
  if (isBody(body)) return body;
  const [first = ""] = problems;
  throw malformedInput(problems.length === 1 ? first : `${problems.length} schema violations found`);
}

/** The service's words for a body that its model does not take. */
export function malformedInput(problem?: string): ServiceError {
  const named = problem === undefined ? "" : `: ${problem}`;
  const message = `Malformed input request${named}, please reformat your input and try again.`;
  return new ServiceError("ValidationException", 400, message);
}

/** The length of a text in code points, as the service counts characters. */
export function codePointsOf(value: string): number {
  let length = value.length;
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    // The second half of a surrogate pair counts with the first.
    if (code >= 0xdc00 && code <= 0xdfff && at > 0 && isLeading(value.charCodeAt(at - 1))) length -= 1;
  }
  return length;
}

const isLeading = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;

function reportType(expected: string, value: unknown, pointer: string, report: Report): void {
  report("type", pointer, `expected type: ${expected}, found: ${typeNameOf(value)}`);
}

/** The names of the service's own run-time, which is Java. */
function typeNameOf(value: unknown): string {
  if (value === null) return "Null";
  if (Array.isArray(value)) return "JSONArray";
  if (typeof value === "number") return Number.isInteger(value) ? "Integer" : "Double";
  if (typeof value === "string") return "String";
  return typeof value === "boolean" ? "Boolean" : "JSONObject";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
