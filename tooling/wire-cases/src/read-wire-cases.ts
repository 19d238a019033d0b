import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A JSON object. */
export type Json = Record<string, unknown>;

/** A message in the simple form of a case; `content` is what LangChain takes, with `{$bytes: base64}` for bytes. */
export interface CaseMessage extends Json {
  role: "user" | "assistant" | "system" | "tool";
  content: unknown;
}

/** One case: a folder of JSON. The README says what each file means. */
export interface WireCase {
  /** The name of its folder. */
  readonly name: string;
  /** What it shows; begins with the numbers of the acceptance cases in brackets. */
  readonly title: string;
  /** Constructor options of the model, `model` among them. */
  readonly options: Json;
  readonly messages: readonly CaseMessage[];
  /** Options of the call. */
  readonly call: Json;
  /** The request is for a stream, although the case has no events. */
  readonly isStream: boolean;
  /** Why the case cannot be sent to the local endpoint, when it cannot. */
  readonly notLocal?: string;
  /** What is sent: the model id of the path, and the body as JSON. Absent where nothing is sent. */
  readonly request?: { readonly model: string; readonly body: Json };
  /** What the service answers at once. */
  readonly response?: Json;
  /** What the service answers in a stream, one event an element. */
  readonly events?: readonly Json[];
  readonly expected: Expected;
}

/** What comes of a case. */
export interface Expected {
  /** The message the caller gets, whole. */
  readonly message?: Json;
  /** The content of the assistant's turn when that message is sent back, in Converse's form. */
  readonly replay?: readonly Json[];
  /** The class of the error, and words its text must hold. */
  readonly error?: { readonly name: string; readonly words: readonly string[] };
  /** Words of the warnings that are given, in their order. */
  readonly warnings: readonly string[];
}

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * All cases of a surface (the name of its folder), in the order of their names.
 *
 * @throws Error naming the folder and the file of a case that is not complete
 */
export function readWireCases(surface: string): WireCase[] {
  const folder = join(root, surface);
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => readWireCase(join(folder, name), name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function readWireCase(folder: string, name: string): WireCase {
  const fail = (problem: string): never => {
    throw new Error(`${folder}: ${problem}`);
  };
  const read = (file: string): Json | undefined => {
    const path = join(folder, file);
    return existsSync(path) ? object(JSON.parse(readFileSync(path, "utf8")), file, fail) : undefined;
  };
  const input = read("input.json") ?? fail("no input.json");
  const expected = read("expected.json") ?? {};
  const request = read("request.json");
  const response = read("response.json");
  const events = readEvents(join(folder, "events.jsonl"), fail);
  if (!existsSync(join(folder, "origin.md"))) fail("no origin.md");
  if (request === undefined && expected["error"] === undefined) fail("neither request.json nor an error");
  if ((response ?? events) !== undefined && expected["message"] === undefined) {
    if (expected["error"] === undefined) fail("an answer, and nothing expected of it");
  }
  return {
    name,
    title: text(input["title"], "input.json: title", fail),
    options: object(input["options"], "input.json: options", fail),
    messages: list(input["messages"], "input.json: messages", fail).map((message) => toMessage(message, fail)),
    call: input["call"] === undefined ? {} : object(input["call"], "input.json: call", fail),
    isStream: input["stream"] === true,
    ...(input["notLocal"] !== undefined && { notLocal: text(input["notLocal"], "input.json: notLocal", fail) }),
    ...(request && {
      request: {
        model: text(request["model"], "request.json: model", fail),
        body: object(request["body"], "request.json: body", fail),
      },
    }),
    ...(response && { response }),
    ...(events && { events }),
    expected: toExpected(expected, fail),
  };
}

type Fail = (problem: string) => never;

function readEvents(path: string, fail: Fail): Json[] | undefined {
  if (!existsSync(path)) return undefined;
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => object(JSON.parse(line), "events.jsonl", fail));
}

function toMessage(given: unknown, fail: Fail): CaseMessage {
  const message = object(given, "input.json: messages", fail);
  const role = message["role"];
  if (role !== "user" && role !== "assistant" && role !== "system" && role !== "tool") {
    return fail(`input.json: no such role: ${String(role)}`);
  }
  return { ...message, role, content: toBytes(message["content"]) };
}

function toExpected({ message, replay, error, warnings }: Json, fail: Fail): Expected {
  const problem = error === undefined ? undefined : object(error, "expected.json: error", fail);
  return {
    ...(message !== undefined && { message: object(message, "expected.json: message", fail) }),
    ...(replay !== undefined && {
      replay: list(replay, "expected.json: replay", fail).map((block) => object(block, "expected.json: replay", fail)),
    }),
    ...(problem && {
      error: {
        name: text(problem["name"], "expected.json: error.name", fail),
        words: texts(problem["words"], "expected.json: error.words", fail),
      },
    }),
    warnings: warnings === undefined ? [] : texts(warnings, "expected.json: warnings", fail),
  };
}

/** JSON has no bytes; a case writes them as `{"$bytes": "<base64>"}`. */
function toBytes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toBytes);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first?.[0] === "$bytes") return Uint8Array.from(Buffer.from(String(first[1]), "base64"));
  return Object.fromEntries(entries.map(([key, inner]) => [key, toBytes(inner)]));
}

function object(value: unknown, what: string, fail: Fail): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return fail(`${what} is no object`);
  return { ...value };
}

function list(value: unknown, what: string, fail: Fail): unknown[] {
  return Array.isArray(value) ? value : fail(`${what} is no list`);
}

function text(value: unknown, what: string, fail: Fail): string {
  return typeof value === "string" ? value : fail(`${what} is no text`);
}

function texts(value: unknown, what: string, fail: Fail): string[] {
  return list(value, what, fail).map((item) => text(item, what, fail));
}
