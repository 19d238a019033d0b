import type { Fault, FaultAction, FaultMatch, FaultTiming } from "./fault.ts";

type Kind = "flag" | "flagOrText" | "number" | "text" | "object" | "textOrObject" | "flagOrObject" | "any";

const matchKinds: Readonly<Record<keyof FaultMatch, Kind>> = {
  service: "text",
  operation: "text",
  model: "any",
  test: "any",
};
const timingKinds: Readonly<Record<keyof FaultTiming, Kind>> = {
  nth: "number",
  every: "number",
  first: "number",
  probability: "number",
  times: "number",
};
const actionKinds: Readonly<Record<keyof FaultAction, Kind>> = {
  error: "object",
  throttle: "flagOrText",
  unavailable: "flagOrText",
  timeout: "flagOrText",
  accessDenied: "flagOrText",
  modelError: "flagOrText",
  latencyMs: "number",
  jitterMs: "number",
  firstByteMs: "number",
  eventDelayMs: "number",
  bytesPerSecond: "number",
  reset: "text",
  afterEvents: "number",
  exception: "textOrObject",
  drop: "flag",
  hang: "flag",
  endEarly: "flag",
  truncateFrame: "flag",
  corruptCrc: "flag",
  errorFrame: "flagOrObject",
  unknownEvent: "flagOrText",
  duplicateEvent: "flag",
  splitEvery: "number",
  goaway: "flag",
  lateError: "any",
  badJson: "flag",
  html502: "flag",
  emptyBody: "flag",
  expireCredentials: "object",
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
  checkMembers(rule, { match: "object", when: "object", do: "object" }, where);
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

const objectMembers: Readonly<Record<string, Readonly<Record<string, "number" | "string">>>> = {
  error: { status: "number", type: "string", message: "string" },
  exception: { type: "string", message: "string" },
  errorFrame: { code: "string", message: "string" },
  expireCredentials: { after: "number" },
};

function checkShape(value: Record<string, unknown>, members: Readonly<Record<string, string>>, where: string): void {
  for (const [name, type] of Object.entries(members)) {
    if (typeof value[name] !== type) throw new Error(`${where}.${name} must be a ${type}.`);
  }
}

function checkMembers(value: Record<string, unknown>, kinds: Readonly<Record<string, Kind>>, where: string): void {
  for (const [name, member] of Object.entries(value)) {
    const kind = kinds[name];
    if (kind === undefined) throw new Error(`${where}.${name} is unknown. Known: ${Object.keys(kinds).join(", ")}.`);
    if (member !== undefined && !isOfKind(member, kind))
      throw new Error(`${where}.${name} must be ${kindNames[kind]}.`);
  }
}

const kindNames: Readonly<Record<Kind, string>> = {
  flag: "true or false",
  flagOrText: "true, false or a text",
  number: "a number that is not negative",
  text: "a text",
  object: "an object",
  textOrObject: "a text or an object",
  flagOrObject: "true, false or an object",
  any: "anything",
};

function isOfKind(value: unknown, kind: Kind): boolean {
  if (kind === "any") return true;
  if (typeof value === "number") return kind === "number" && value >= 0;
  if (typeof value === "boolean") return kind === "flag" || kind === "flagOrText" || kind === "flagOrObject";
  if (typeof value === "string") return kind === "text" || kind === "flagOrText" || kind === "textOrObject";
  return typeof value === "object" && value !== null && kind.toLowerCase().includes("object");
}

function toRecord(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error(`${where} must be an object.`);
  return { ...value };
}
