import type { Fault, FaultAction, FaultMatch, FaultTiming } from "./fault.ts";

/** What a member may be: whether a value is that, and how it is called. */
interface Kind {
  readonly holds: (value: unknown) => boolean;
  readonly name: string;
}

const isFlag = (value: unknown): boolean => typeof value === "boolean";
const isText = (value: unknown): boolean => typeof value === "string";
const isObject = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);
const isNumber = (value: unknown, min: number, max = Infinity): boolean =>
  typeof value === "number" && value >= min && value <= max;
const isWhole = (value: unknown, min: number): boolean => Number.isInteger(value) && isNumber(value, min);

const flag: Kind = { holds: isFlag, name: "true or false" };
const text: Kind = { holds: isText, name: "a text" };
const object: Kind = { holds: isObject, name: "an object" };
const flagOrText: Kind = { holds: (value) => isFlag(value) || isText(value), name: "true, false or a text" };
const textOrObject: Kind = { holds: (value) => isText(value) || isObject(value), name: "a text or an object" };
const flagOrObject: Kind = { holds: (value) => isFlag(value) || isObject(value), name: "true, false or an object" };
const flagTextOrObject: Kind = {
  holds: (value) => isFlag(value) || isText(value) || isObject(value),
  name: "true, false, a text or an object",
};
const number: Kind = { holds: (value) => isNumber(value, 0), name: "a number that is not negative" };
const whole: Kind = { holds: (value) => isWhole(value, 0), name: "a whole number that is not negative" };
const position: Kind = { holds: (value) => isWhole(value, 1), name: "a whole number above 0" };
const rate: Kind = { holds: (value) => typeof value === "number" && value > 0, name: "a number above 0" };
const share: Kind = { holds: (value) => isNumber(value, 0, 1), name: "a number from 0 to 1" };
const pattern: Kind = { holds: (value) => isText(value) || value instanceof RegExp, name: "a text or a RegExp" };
const predicate: Kind = { holds: (value) => typeof value === "function", name: "a function" };
const status: Kind = {
  holds: (value) => isWhole(value, 200) && isNumber(value, 200, 599),
  name: "a number from 200 to 599",
};
/** It travels as a header. */
const typeName: Kind = {
  holds: (value) => typeof value === "string" && /^[!-~]+$/.test(value),
  name: "a string of visible ASCII characters",
};
const string: Kind = { holds: isText, name: "a string" };

const matchKinds: Readonly<Record<keyof FaultMatch, Kind>> = {
  service: text,
  operation: text,
  model: pattern,
  test: predicate,
};
const timingKinds: Readonly<Record<keyof FaultTiming, Kind>> = {
  nth: position,
  every: position,
  first: whole,
  probability: share,
  times: whole,
};
const actionKinds: Readonly<Record<keyof FaultAction, Kind>> = {
  error: object,
  throttle: flagOrText,
  unavailable: flagOrText,
  timeout: flagOrText,
  accessDenied: flagOrText,
  modelError: flagOrText,
  latencyMs: number,
  jitterMs: number,
  firstByteMs: number,
  eventDelayMs: number,
  bytesPerSecond: rate,
  reset: text,
  afterEvents: whole,
  exception: textOrObject,
  drop: flag,
  hang: flag,
  endEarly: flag,
  truncateFrame: flag,
  corruptCrc: flag,
  errorFrame: flagOrObject,
  unknownEvent: flagOrText,
  duplicateEvent: flag,
  splitEvery: position,
  goaway: flag,
  lateError: flagTextOrObject,
  badJson: flag,
  html502: flag,
  emptyBody: flag,
  expireCredentials: object,
};

/** The names that a rule may hold, by part: what the command line reads a `--fault` by. */
export const faultNames: Readonly<Record<"match" | "when" | "do", readonly string[]>> = {
  match: Object.keys(matchKinds),
  when: Object.keys(timingKinds),
  do: Object.keys(actionKinds),
};

/** @throws Error naming the member, and where it stands, when a rule cannot work */
export function checkFault(fault: unknown, where: string): asserts fault is Fault {
  const rule = toRecord(fault, where);
  checkMembers(rule, { match: object, when: object, do: object }, where);
  const action = toRecord(rule["do"], `${where}.do`);
  checkMembers(toRecord(rule["match"] ?? {}, `${where}.match`), matchKinds, `${where}.match`);
  checkMembers(toRecord(rule["when"] ?? {}, `${where}.when`), timingKinds, `${where}.when`);
  checkMembers(action, actionKinds, `${where}.do`);
  if (Object.keys(action).length === 0)
    throw new Error(`${where}.do is empty: name what happens, as { throttle: true }.`);
  const { reset } = action;
  if (reset !== undefined && reset !== "beforeHeaders" && reset !== "afterHeaders") {
    throw new Error(`${where}.do.reset must be "beforeHeaders" or "afterHeaders".`);
  }
  for (const [name, members] of Object.entries(objectMembers)) {
    const value = action[name];
    if (typeof value === "object" && value !== null) checkShape(toRecord(value, name), members, `${where}.do.${name}`);
  }
}

const message = { type: typeName, message: string };

const objectMembers: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  error: { status, ...message },
  exception: message,
  lateError: message,
  errorFrame: { code: typeName, message: string },
  expireCredentials: { after: { ...number, name: "a number" } },
};

function checkShape(value: Record<string, unknown>, members: Readonly<Record<string, Kind>>, where: string): void {
  for (const [name, kind] of Object.entries(members)) {
    if (!kind.holds(value[name])) throw new Error(`${where}.${name} must be ${kind.name}.`);
  }
}

function checkMembers(value: Record<string, unknown>, kinds: Readonly<Record<string, Kind>>, where: string): void {
  for (const [name, member] of Object.entries(value)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined) throw new Error(`${where}.${name} is unknown. Known: ${Object.keys(kinds).join(", ")}.`);
    if (member !== undefined && !kind.holds(member)) throw new Error(`${where}.${name} must be ${kind.name}.`);
  }
}

function toRecord(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error(`${where} must be an object.`);
  return { ...value };
}
