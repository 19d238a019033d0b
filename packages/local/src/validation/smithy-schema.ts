import { ServiceError } from "../operation.ts";
import type { ValidationMode } from "./rule.ts";

/**
 * Tells of a value that does not satisfy a constraint.
 *
 * @param subject `Value with length 2` or `Value`
 * @param isMissing nothing can be answered without the member, whatever is checked besides
 */
type Report = (path: string, subject: string, unmet: string, isMissing?: boolean) => void;

/** What a request of a service may hold that checks its input as Smithy's server does, and the type of what passed. */
export interface SmithySchema<T> {
  readonly check: (value: unknown, path: string, report: Report) => void;
  /** Never there: it carries the type. */
  readonly type?: T;
}

/** The type of the requests that a schema lets through. */
export type RequestOf<S> = S extends SmithySchema<infer T> ? T : never;

/** A text. */
export function text<const V extends string = string>(
  limits: { min?: number; max?: number; values?: readonly V[]; pattern?: RegExp } = {},
): SmithySchema<V> {
  const { min = 0, max = Number.POSITIVE_INFINITY, values, pattern } = limits;
  return {
    check: (value, path, report) => {
      if (typeof value !== "string") throw wrongType(value, "a String");
      if (value.length < min || value.length > max) reportLength(value.length, min, max, path, report);
      if (pattern?.test(value) === false) {
        report(path, "Value", `satisfy regular expression pattern: ${pattern.source}`);
      }
      if (values?.some((each) => each === value) === false) {
        report(path, "Value", `satisfy enum value set: [${values.join(", ")}]`);
      }
    },
  };
}

/** A whole number. */
export function integer({ min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = {}): SmithySchema<number> {
  return {
    check: (value, path, report) => {
      if (typeof value !== "number" || !Number.isInteger(value)) throw wrongType(value, "an Integer");
      if (value >= min && value <= max) return;
      report(path, "Value", Number.isFinite(max) ? `be between ${min} and ${max}, inclusive` : atLeast("be", min));
    },
  };
}

/** `true` or `false`. */
export function flag(): SmithySchema<boolean> {
  return {
    check: (value) => {
      if (typeof value !== "boolean") throw wrongType(value, "a Boolean");
    },
  };
}

/** Numbers; those that JSON cannot hold are texts, `NaN` and `Infinity`. */
export function floats(): SmithySchema<readonly (number | string)[]> {
  return {
    check: (value) => {
      if (!Array.isArray(value)) throw wrongType(value, "a List");
      for (const item of value) {
        if (typeof item !== "number" && !notNumbers.has(item)) throw wrongType(item, "a Float");
      }
    },
  };
}

const notNumbers = new Set<unknown>(["NaN", "Infinity", "-Infinity"]);

/** A list of items of one kind. */
export function list<T>(
  item: SmithySchema<T>,
  { min = 0, max = Number.POSITIVE_INFINITY } = {},
): SmithySchema<readonly T[]> {
  return {
    check: (value, path, report) => {
      if (!Array.isArray(value)) throw wrongType(value, "a List");
      if (value.length < min || value.length > max) reportLength(value.length, min, max, path, report);
      for (const [index, member] of value.entries()) item.check(member, `${path}/${index}`, report);
    },
  };
}

/** An object with any names and values of one kind. */
export function map<T>(item: SmithySchema<T>): SmithySchema<Readonly<Record<string, T>>> {
  return {
    check: (value, path, report) => {
      if (!isObject(value)) throw wrongType(value, "a Map");
      for (const [name, member] of Object.entries(value)) item.check(member, `${path}/${name}`, report);
    },
  };
}

/** Free JSON. */
export function document(): SmithySchema<unknown> {
  return { check: () => {} };
}

type Members = Readonly<Record<string, SmithySchema<unknown>>>;

/** An object; members of other names are left alone, and those that are `null` count as absent. */
export function structure<R extends Members, O extends Members>(
  required: R,
  optional: O,
): SmithySchema<{ readonly [K in keyof R]: RequestOf<R[K]> } & { readonly [K in keyof O]?: RequestOf<O[K]> }> {
  const members = Object.entries({ ...required, ...optional });
  return {
    check: (value, path, report) => {
      if (!isObject(value)) throw wrongType(value, "a Structure");
      for (const [name, schema] of members) {
        const member = value[name] ?? undefined;
        const at = `${path}/${name}`;
        if (member !== undefined) schema.check(member, at, report);
        else if (Object.hasOwn(required, name)) report(at, "Value", "not be null", true);
      }
    },
  };
}

/**
 * A request, of the type that its schema says.
 *
 * Source: "Validation" of Smithy's server guides, and answers of the service that public tests have recorded.
 *
 * @throws ServiceError `ValidationException` with all that is wrong, or `SerializationException` for another JSON type
 */
export function parseRequest<T>(body: unknown, schema: SmithySchema<T>, mode: ValidationMode | "off"): T {
  const fieldList: { path: string; message: string }[] = [];
  const isRequest = (value: unknown): value is T => {
    schema.check(value, "", (path, subject, unmet, isMissing = false) => {
      if (mode === "off" && !isMissing) return;
      fieldList.push({ path, message: `${subject} at '${path}' failed to satisfy constraint: Member must ${unmet}` });
    });
    return fieldList.length === 0;
  };
  const request = isObject(body) ? withoutNulls(body) : (body ?? {});
  if (isRequest(request)) return request;
  const count = `${fieldList.length} validation error${fieldList.length === 1 ? "" : "s"} detected`;
  const messages = fieldList.map(({ message }) => message).join("; ");
  throw new ServiceError("ValidationException", 400, `${count}. ${messages}`, { fieldList });
}

function withoutNulls(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([, member]) => member !== null));
}

function reportLength(length: number, min: number, max: number, path: string, report: Report): void {
  const unmet = Number.isFinite(max) ? `have length between ${min} and ${max}, inclusive` : atLeast("have length", min);
  report(path, `Value with length ${length}`, unmet);
}

const atLeast = (verb: string, min: number): string => `${verb} greater than or equal to ${min}`;

function wrongType(value: unknown, expected: string): ServiceError {
  const token = value === null ? "NULL" : Array.isArray(value) ? "LIST" : isObject(value) ? "STRUCTURE" : typeof value;
  return new ServiceError(
    "SerializationException",
    400,
    `${token.toUpperCase()}_VALUE can not be converted to ${expected}`,
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
