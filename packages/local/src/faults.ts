import type { RequestEntry } from "./request-log.ts";

/** Which requests a fault is for. All members given must hold. */
export interface FaultMatch {
  service?: string;
  operation?: string;
  /** The model id as the caller wrote it. */
  model?: string | RegExp;
  test?(entry: Readonly<RequestEntry>): boolean;
}

/** Which of the matching requests, counted for each rule from 1. All members given must hold. */
export interface FaultTiming {
  /** That one alone. */
  nth?: number;
  /** Every third with 3. */
  every?: number;
  /** The first so many. */
  first?: number;
  /** Between 0 and 1, from the seeded generator. */
  probability?: number;
  /** At most so often. */
  times?: number;
}

/** An error of the service, in full. */
export interface FaultError {
  status: number;
  type: string;
  message: string;
}

/** What happens. Slowness, breakage of a stream and the rest may be combined. */
export interface FaultAction {
  error?: FaultError;
  /** 429 `ThrottlingException`; a text replaces the message. */
  throttle?: boolean | string;
  /** 503 `ServiceUnavailableException` */
  unavailable?: boolean | string;
  /** 408 `ModelTimeoutException` */
  timeout?: boolean | string;
  /** 403 `AccessDeniedException` */
  accessDenied?: boolean | string;
  /** 424 `ModelErrorException` */
  modelError?: boolean | string;
  /** Before anything is answered. */
  latencyMs?: number;
  /** Up to so much more, from the seeded generator. */
  jitterMs?: number;
  /** Between the head and the first byte of the body. */
  firstByteMs?: number;
  /** Before each event but the first. */
  eventDelayMs?: number;
  bytesPerSecond?: number;
  /** RST_STREAM over HTTP/2, a TCP reset over HTTP/1.1. */
  reset?: "beforeHeaders" | "afterHeaders";
  /** How many events are delivered before a stream breaks. @defaultValue 0 */
  afterEvents?: number;
  /** An exception frame, which ends the stream: `throttlingException`, or with a message of its own. */
  exception?: string | { type: string; message: string };
  /** The connection is closed in the middle of the body. */
  drop?: boolean;
  /** Nothing more is sent, and the connection stays open. */
  hang?: boolean;
  /** The stream ends cleanly and too soon. */
  endEarly?: boolean;
  /** The stream ends in the middle of a frame. */
  truncateFrame?: boolean;
  /** The next frame has a wrong checksum. */
  corruptCrc?: boolean;
  /** A frame of the type `error`, which ends the stream. */
  errorFrame?: boolean | { code: string; message: string };
  /** A frame of an event type that no client knows, and the stream goes on. */
  unknownEvent?: boolean | string;
  /** The event before is sent again, and the stream goes on. */
  duplicateEvent?: boolean;
  /** The body leaves in pieces of so many bytes. */
  splitEvery?: number;
  /** An HTTP/2 session gets GOAWAY after the answer. */
  goaway?: boolean;
  /** 200 with half a JSON object. */
  badJson?: boolean;
  /** 502 with the HTML page of a proxy. */
  html502?: boolean;
  /** 200 with no body. */
  emptyBody?: boolean;
  /** 403 `ExpiredTokenException` once so many requests were let through. */
  expireCredentials?: { after: number };
}

/** One rule. */
export interface Fault {
  match?: FaultMatch;
  when?: FaultTiming;
  do: FaultAction;
}

/** A rule that was applied to a request. */
export interface AppliedFault {
  id: string;
  action: FaultAction;
  /** `latencyMs` with its jitter. */
  latencyMs: number;
}

interface FaultRule extends Fault {
  id: string;
  /** Matching requests that reached this rule. */
  seen: number;
  applied: number;
}

/** The fault rules of one instance. The first rule whose `match` and `when` hold is applied, alone. */
export class FaultRules {
  readonly #random: () => number;
  readonly #configured: readonly Fault[];
  #rules: FaultRule[] = [];
  #count = 0;

  /** `configured` are there from the start and come back with `reset`. */
  constructor(configured: readonly Fault[], random: () => number) {
    this.#configured = configured;
    this.#random = random;
    this.reset();
  }

  /**
   * Adds a rule behind the others and gives its id, which the request log names.
   *
   * @throws Error when the rule has an unknown or impossible member
   */
  add(fault: Fault): string {
    checkFault(fault, "faults.add");
    this.#count += 1;
    const id = `fault-${this.#count}`;
    this.#rules.push({ ...fault, id, seen: 0, applied: 0 });
    return id;
  }

  /** Removes all rules, or one. */
  clear(id?: string): void {
    this.#rules = id === undefined ? [] : this.#rules.filter((rule) => rule.id !== id);
  }

  /** Back to the configured rules, with fresh counters. */
  reset(): void {
    this.#rules = [];
    for (const fault of this.#configured) this.add(fault);
  }

  /** The rules in force, with how often each was reached and applied. */
  list(): readonly Readonly<FaultRule>[] {
    return this.#rules.map((rule) => ({ ...rule }));
  }

  /** The fault for a request, counted. */
  pick(entry: Readonly<RequestEntry>): AppliedFault | undefined {
    for (const rule of this.#rules) {
      if (!matches(rule.match ?? {}, entry)) continue;
      rule.seen += 1;
      if (!this.#isDue(rule)) continue;
      rule.applied += 1;
      const { latencyMs = 0, jitterMs = 0 } = rule.do;
      return { id: rule.id, action: rule.do, latencyMs: latencyMs + jitterMs * (jitterMs > 0 ? this.#random() : 0) };
    }
    return undefined;
  }

  #isDue({ seen, applied, when = {}, do: action }: FaultRule): boolean {
    return (
      (when.nth === undefined || seen === when.nth) &&
      (when.every === undefined || seen % when.every === 0) &&
      (when.first === undefined || seen <= when.first) &&
      (when.times === undefined || applied < when.times) &&
      (action.expireCredentials === undefined || seen > action.expireCredentials.after) &&
      (when.probability === undefined || this.#random() < when.probability)
    );
  }
}

function matches(match: FaultMatch, entry: Readonly<RequestEntry>): boolean {
  return (
    (match.service === undefined || match.service === entry.service) &&
    (match.operation === undefined || match.operation === entry.operation) &&
    (match.model === undefined || holdsModel(match.model, entry.model ?? "")) &&
    (match.test === undefined || match.test(entry))
  );
}

function holdsModel(wanted: string | RegExp, model: string): boolean {
  return typeof wanted === "string" ? wanted === model : model.search(wanted) >= 0;
}

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
