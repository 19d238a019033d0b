import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { isObject } from "../chat/rules/json-schema.ts";

type Json = Record<string, unknown>;

/** One interaction that was recorded. */
export interface Recording {
  /** The name of its folder. */
  name: string;
  /** `Converse` stands for ConverseStream, too, and `InvokeModel` for its stream. */
  operation: string;
  model: string;
  body: unknown;
  response?: unknown;
  events?: readonly unknown[];
  error?: { status: number; type: string; message: string };
}

/**
 * Reads the interactions of a folder, in the order of their names. Folders without a request are none.
 *
 * @throws Error naming the file that is missing or wrong
 */
export function readRecordings(directory: string): Recording[] {
  if (!existsSync(directory)) throw new Error(`createLocalAws: replay.directory does not exist: ${directory}.`);
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(directory, entry.name, "request.json")))
    .map(({ name }) => readRecording(path.join(directory, name), name))
    .filter((recording) => recording !== undefined)
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

/** A request without an answer records nothing to replay. */
function readRecording(folder: string, name: string): Recording | undefined {
  const requestFile = path.join(folder, "request.json");
  const request = readJson(requestFile);
  if (!isObject(request) || typeof request.model !== "string") throw wrong(requestFile, "an object with a `model`");
  const [response, error] = [optionalJson(folder, "response.json"), optionalJson(folder, "error.json")];
  const events = readEvents(path.join(folder, "events.jsonl"));
  if (response === undefined && error === undefined && events === undefined) return undefined;
  return {
    name,
    operation:
      typeof request.operation === "string"
        ? request.operation.replace(/(Stream|WithResponseStream)$/, "")
        : "Converse",
    model: request.model,
    body: request.body ?? {},
    ...(response !== undefined && { response }),
    ...(events !== undefined && { events }),
    ...(error !== undefined && { error: toError(error, path.join(folder, "error.json")) }),
  };
}

function toError(value: unknown, file: string): NonNullable<Recording["error"]> {
  if (!isObject(value)) throw wrong(file, "an object");
  const { status, type, message } = value;
  if (typeof status !== "number" || typeof type !== "string" || typeof message !== "string") {
    throw wrong(file, "{ status, type, message }");
  }
  return { status, type, message };
}

function readEvents(file: string): Json[] | undefined {
  if (!existsSync(file)) return undefined;
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line, index) => {
      const event = parse(line, `${file}, line ${index + 1},`);
      if (!isObject(event)) throw wrong(`${file}, line ${index + 1},`, "a JSON object");
      return event;
    });
}

function optionalJson(folder: string, name: string): unknown {
  const file = path.join(folder, name);
  return existsSync(file) ? readJson(file) : undefined;
}

const readJson = (file: string): unknown => parse(readFileSync(file, "utf8"), file);

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`createLocalAws: replay: ${where} is not JSON.`, { cause: error });
  }
}

function wrong(file: string, expected: string): Error {
  return new Error(`createLocalAws: replay: ${file} must hold ${expected}.`);
}
