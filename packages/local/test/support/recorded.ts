import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import type { ChatReply, LocalAwsOptions } from "../../src/index.ts";

/** A value of a JSON file. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** An object of a JSON file. */
export type JsonObject = Readonly<Record<string, Json>>;

/** One event of a stream: its type, and its body. */
export type RecordedEvent = readonly [type: string, body: Json];

/** What AWS said when it refused. */
export interface RecordedRefusal {
  readonly status: number;
  /** The error type, where the recording kept the header that carries it. */
  readonly type?: string;
  readonly message: string;
}

/** What AWS answered: its structure is recorded, its words are not. */
export interface RecordedReply {
  readonly status: number;
  /** The names of the headers in which Bedrock says something of its own, `x-amzn-bedrock-…`, sorted. */
  readonly headers?: readonly string[];
  /** The body of an answer at once. */
  readonly body?: Json;
  /** The events of a stream; neighbours of one form stand once. */
  readonly events?: readonly RecordedEvent[];
  /** Members that AWS has added to its answers since: `usage.serverToolUsage`, `metadata.usage.serverToolUsage`; `*` is any name, `**` any path. */
  readonly since?: readonly string[];
  /** Members that AWS sent then and sends no more. */
  readonly until?: readonly string[];
  /** Members in which `local` differs on purpose, by their path, and why. */
  readonly unlike?: Readonly<Record<string, string>>;
}

/** One exchange with AWS that somebody recorded and published. The README beside the files says what each member means. */
export interface RecordedExchange {
  /** The path of its file, without the ending. */
  readonly name: string;
  readonly origin: { readonly repository: string; readonly path: string; readonly commit?: string };
  /** What the account of the recording had that an empty one has not. */
  readonly options: LocalAwsOptions;
  /** What the model said, where the answer does not have it in Converse's words. */
  readonly script?: ChatReply;
  readonly request: {
    readonly method: string;
    readonly path: string;
    /** The service of the signature. */
    readonly service: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Json;
    /** What was sent in place of a body that is JSON. */
    readonly text?: string;
  };
  readonly answer: RecordedRefusal | RecordedReply;
}

const test = fileURLToPath(new URL("..", import.meta.url));
const root = path.join(test, "recorded");

/** All recorded exchanges, in the order of their names. */
export function readRecordings(): RecordedExchange[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".json"))
    .toSorted()
    .map(readRecording);
}

function readRecording(file: string): RecordedExchange {
  const recording = JSON.parse(readFileSync(path.join(root, file), "utf8")) as Partial<RecordedExchange>;
  const { origin, request, answer } = recording;
  if (origin?.repository === undefined || request?.path === undefined || answer?.status === undefined) {
    throw new Error(`${file} must state origin, request and answer.`);
  }
  if (!("message" in answer) && !("body" in answer) && !("events" in answer)) {
    throw new Error(`${file} states no message, body or events of the answer.`);
  }
  return {
    name: file.slice(0, -".json".length).replaceAll(path.sep, "/"),
    origin,
    answer:
      "message" in answer ? answer : { ...answer, ...("body" in answer && { body: filledIn(answer.body ?? null) }) },
    ...(recording.script && { script: recording.script }),
    options: recording.options ?? {},
    request: {
      path: request.path,
      method: request.method ?? "POST",
      service: request.service ?? "bedrock",
      headers: { "content-type": "application/json", ...request.headers },
      body: filledIn(request.body ?? null),
      ...(request.text !== undefined && { text: request.text }),
    },
  };
}

/**
 * The body with its stand-ins filled in: `{"$file": name}` is a file of `fixtures/media` as base64, `{"$repeat": text,
 * "times": n}` a long text, `{"$numbers": n}` a vector.
 */
function filledIn(value: Json): Json {
  if (isList(value)) return value.map(filledIn);
  if (!isObject(value)) return value;
  if (typeof value.$file === "string") {
    return readFileSync(path.join(test, "fixtures", "media", value.$file)).toString("base64");
  }
  if (typeof value.$numbers === "number") return Array.from({ length: value.$numbers }, () => 0.5);
  if (typeof value.$repeat === "string") return value.$repeat.repeat(Number(value.times));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, filledIn(member)]));
}

/** Members whose values are the service's own words, and so the same in every answer of the kind. */
const CONSTANT = new Set([
  "action",
  "actionReason",
  "amazon-bedrock-guardrailAction",
  "completionReason",
  "embeddingType",
  "finish_reason",
  "latency",
  "object",
  "reason",
  "response_type",
  "role",
  "service_tier",
  "status",
  "stopReason",
  "stop_reason",
  "ttl",
  "type",
]);

/**
 * What is the same in all answers of one kind: members, types, the service's own words; neighbours of one form once. Of a
 * vector it is the length.
 */
export function shapeOf(value: Json, key?: string): Json {
  if (isVector(value)) return `${value.length} numbers`;
  if (isList(value)) return withoutRepeats(value.map((item) => shapeOf(item)));
  if (isObject(value)) {
    const sorted = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([name, member]) => [name, shapeOf(member, name)]));
  }
  if (value === null) return value;
  return key !== undefined && CONSTANT.has(key) ? value : typeof value;
}

/** A shape without some of its members, each named by its path; `*` is any name, `**` any path. */
export function without(shape: Json, paths: readonly string[]): Json {
  let rest = shape;
  for (const each of paths) rest = withoutOne(rest, each.split("."));
  return rest;
}

/** Whether a shape has a member. */
export function hasMember(shape: Json, member: string): boolean {
  return JSON.stringify(without(shape, [member])) !== JSON.stringify(shape);
}

function withoutOne(shape: Json, [first = "", ...rest]: readonly string[]): Json {
  if (isList(shape)) return shape.map((item) => withoutOne(item, [first, ...rest]));
  if (!isObject(shape)) return shape;
  if (first === "**") {
    const kept = withoutOne(shape, rest);
    if (!isObject(kept)) return kept;
    return Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, withoutOne(value, [first, ...rest])]));
  }
  const isMeant = (name: string): boolean => first === "*" || name === first;
  if (rest.length === 0) return Object.fromEntries(Object.entries(shape).filter(([name]) => !isMeant(name)));
  const members = Object.entries(shape);
  return Object.fromEntries(members.map(([name, value]) => [name, isMeant(name) ? withoutOne(value, rest) : value]));
}

function withoutRepeats(items: readonly Json[]): Json[] {
  return items.filter((item, at) => at === 0 || JSON.stringify(item) !== JSON.stringify(items[at - 1]));
}

/** Whether a value of a JSON file is an object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isVector(value: Json): value is readonly number[] {
  return isList(value) && value.length > 0 && value.every((item) => typeof item === "number");
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
