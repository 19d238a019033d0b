import { isRecord, numberOf, type PlainRecord, recordOf, stringOf, utf8Encode } from "@langchain-aws/core";
import { ModelBodyError } from "../model-body-error.ts";

/** A value as a JSON body. Members that are `undefined` are left out. */
export function jsonBody(value: object): Uint8Array {
  return utf8Encode(JSON.stringify(value));
}

/** Reads a JSON body. Throws an Error for an empty one and a SyntaxError for one that is no JSON. */
export function parseBody(body: Uint8Array): unknown {
  const text = new TextDecoder().decode(body);
  if (text.trim() === "") throw new Error("The body is empty.");
  return JSON.parse(text);
}

/**
 * The answer in a value: the object, or the first of an array of them.
 *
 * @throws ModelBodyError when it describes an error, Error when it is no object
 */
export function answerOf(value: unknown): PlainRecord {
  const answer: unknown = Array.isArray(value) ? value[0] : value;
  if (!isRecord(answer)) throw new Error("The answer is no JSON object.");
  checkForError(answer);
  return answer;
}

/**
 * Containers report failures with status 200 too: TGI as `{error, error_type}`, OpenAI-style servers as `{error: {…}}`
 * or `{object: "error"}`, LMI by its finish reason.
 *
 * @throws ModelBodyError
 */
export function checkForError(answer: PlainRecord): void {
  const { error, object, message, code } = answer;
  if (typeof error === "string" && error !== "") throw new ModelBodyError(withType(error, answer["error_type"]));
  if (isRecord(error)) {
    throw new ModelBodyError(stringOf(error["message"]) ?? JSON.stringify(error), numberOf(error["code"]));
  }
  if (object === "error") throw new ModelBodyError(stringOf(message) ?? "The model failed.", numberOf(code));
  if (recordOf(answer["details"])["finish_reason"] === "error") {
    throw new ModelBodyError(stringOf(answer["generated_text"]) || "The model failed while it generated text.");
  }
}

function withType(error: string, type: unknown): string {
  return typeof type === "string" ? `${error} (${type})` : error;
}
