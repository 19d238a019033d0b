import { ServiceError } from "../operation.ts";
import type { ValidationMode } from "./rule.ts";
import { type Constraint, type Shape, shapes } from "./shapes.ts";

/** One member that does not satisfy a constraint. */
export interface Violation {
  rule: string;
  /** As in the message: 1-based, with `member` for the items of a list. */
  path: string;
  message: string;
}

/** A body that has the types of its shape. */
export interface CheckedShape {
  /** The body, its `null` members left out, as the service reads them; documents of the caller's stay as they are. */
  value: unknown;
  /** What fails its constraints, in the order of the body; with validation off, only the members that are missing. */
  violations: Violation[];
}

/**
 * Checks a body against a shape of the service's model. The body is not changed.
 *
 * @throws ServiceError `SerializationException` when a value has another JSON type than the shape
 */
export function checkShape(body: unknown, shape: string, mode: ValidationMode | "off"): CheckedShape {
  const violations: Violation[] = [];
  const value = readValue(body, shape, "", (violation, constraint) => {
    // Nothing can be answered without the required members, whatever is checked besides.
    if (constraint === undefined || (mode !== "off" && (constraint.mode ?? mode) === mode)) violations.push(violation);
  });
  return { value, violations };
}

/** The one error that states all violations together. */
export function constraintError(violations: readonly Violation[]): ServiceError {
  const count = `${violations.length} validation error${violations.length === 1 ? "" : "s"} detected`;
  const details = violations.map(({ message }) => message).join("; ");
  return new ServiceError("ValidationException", 400, `${count}: ${details}`);
}

type Report = (violation: Violation, constraint?: Constraint) => void;

function readValue(value: unknown, shapeName: string, path: string, report: Report): unknown {
  const shape = shapes[shapeName];
  if (shape === undefined) throw new TypeError(`No shape is named ${shapeName}.`);
  if (!hasType(value, shape)) throw serializationError(value, shape);
  for (const constraint of shape.constraints ?? []) {
    const unmet = unmetConstraint(value, constraint);
    if (unmet !== undefined) report({ rule: constraint.rule, path, message: describe(value, path, unmet) }, constraint);
  }
  if (shape.type === "list" && Array.isArray(value)) {
    return value.map((item, index) => readValue(item, shape.of, `${path}.${index + 1}.member`, report));
  }
  if (shape.type === "map" && isObject(value)) {
    return mapMembers(value, (name, member) => readValue(member, shape.of, `${path}.${name}.member`, report));
  }
  return "members" in shape && isObject(value) ? readMembers(value, shape, path, report) : value;
}

function readMembers(
  value: Record<string, unknown>,
  shape: Extract<Shape, { members: unknown }>,
  path: string,
  report: Report,
): Record<string, unknown> {
  for (const name of shape.required ?? []) {
    if (Object.hasOwn(value, name) && value[name] !== undefined && value[name] !== null) continue;
    const at = join(path, name);
    report({
      rule: "required",
      path: at,
      message: `Value null at '${at}' failed to satisfy constraint: Member must not be null`,
    });
  }
  const read = mapMembers(value, (name, member) => {
    const memberShape = Object.hasOwn(shape.members, name) ? shape.members[name] : undefined;
    return memberShape === undefined ? member : readValue(member, memberShape, join(path, name), report);
  });
  if (
    shape.type === "union" &&
    !shape.isOpen &&
    !Object.keys(read).some((name) => Object.hasOwn(shape.members, name))
  ) {
    throw serializationError(value, shape);
  }
  return read;
}

/** The members of an object, those that are `null` left out. */
function mapMembers(
  value: Record<string, unknown>,
  read: (name: string, member: unknown) => unknown,
): Record<string, unknown> {
  const entries = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  return Object.fromEntries(entries.map(([name, member]) => [name, read(name, member)]));
}

const join = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`);

/** The part of the message after "failed to satisfy constraint", or `undefined` when the constraint holds. */
function unmetConstraint(value: unknown, constraint: Constraint): string | undefined {
  const { isMet, text } = constraintKinds[constraint.kind];
  return isMet(value, constraint) ? undefined : `Member must ${text(constraint)}`;
}

interface ConstraintKind {
  isMet: (value: unknown, constraint: Constraint) => boolean;
  text: (constraint: Constraint) => string;
}

const constraintKinds: Readonly<Record<Constraint["kind"], ConstraintKind>> = {
  minLength: {
    isMet: (value, { limit = 0 }) => sizeOf(value) >= limit,
    text: ({ limit }) => `have length greater than or equal to ${limit}`,
  },
  maxLength: {
    isMet: (value, { limit = 0 }) => sizeOf(value) <= limit,
    text: ({ limit }) => `have length less than or equal to ${limit}`,
  },
  minValue: {
    isMet: (value, { limit = 0 }) => Number(value) >= limit,
    text: ({ limit }) => `have value greater than or equal to ${limit}`,
  },
  maxValue: {
    isMet: (value, { limit = 0 }) => Number(value) <= limit,
    text: ({ limit }) => `have value less than or equal to ${limit}`,
  },
  pattern: {
    isMet: (value, { pattern = "" }) => typeof value !== "string" || new RegExp(`^(?:${pattern})$`).test(value),
    text: ({ pattern }) => `satisfy regular expression pattern: ${pattern}`,
  },
  enum: {
    isMet: (value, { values = [] }) => typeof value !== "string" || values.includes(value),
    text: ({ values = [] }) => `satisfy enum value set: [${values.join(", ")}]`,
  },
};

// The service leaves a value out of its message when it is a list or long.
const LONGEST_SHOWN = 256;

function describe(value: unknown, path: string, unmet: string): string {
  const text = typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  const shown = text === undefined || text.length > LONGEST_SHOWN ? "" : `'${text}' `;
  return `Value ${shown}at '${path}' failed to satisfy constraint: ${unmet}`;
}

function sizeOf(value: unknown): number {
  if (typeof value === "string" || Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : 0;
}

function hasType(value: unknown, { type }: Shape): boolean {
  switch (type) {
    case "any":
      return true;
    case "string":
    case "blob":
      return typeof value === "string";
    case "number":
      return typeof value === "number";
    case "integer":
      return typeof value === "number" && Number.isInteger(value);
    case "boolean":
      return typeof value === "boolean";
    case "list":
      return Array.isArray(value);
    default:
      return isObject(value);
  }
}

const typeNames: Readonly<Record<Shape["type"], string>> = {
  any: "a Document",
  string: "a String",
  blob: "a Blob",
  number: "a Float",
  integer: "an Integer",
  boolean: "a Boolean",
  list: "a List",
  map: "a Map",
  structure: "a Structure",
  union: "a Union",
};

function serializationError(value: unknown, { type }: Shape): ServiceError {
  const token = value === null ? "NULL" : Array.isArray(value) ? "LIST" : isObject(value) ? "STRUCTURE" : typeof value;
  const message = `${token.toUpperCase()}_VALUE can not be converted to ${typeNames[type]}`;
  return new ServiceError("SerializationException", 400, message);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
