import type { HttpAnswer } from "@langchain-aws/aws-auth/sign";
import { isRecord, redact } from "@langchain-aws/core";
import { NeptuneResponseError } from "../errors.ts";
import { createNeptuneError, type FailureContext } from "../map-neptune-error.ts";

/**
 * Reads a JSON body that may have failed after its status was sent: then the trailers say so, or, without them, an error
 * object behind the part that was sent.
 *
 * Source: "Optional HTTP trailing headers for multi-part responses", Neptune User Guide.
 *
 * @throws NeptuneError for what the trailers or the object say, NeptuneResponseError for what is no such answer
 */
export function readJsonAnswer(answer: HttpAnswer, context: FailureContext): Readonly<Record<string, unknown>> {
  const text = readTextAnswer(answer, context);
  try {
    const body: unknown = JSON.parse(text);
    if (isRecord(body)) return body;
  } catch {
    throw appendedError(text, answer, context) ?? brokenOff(text, context);
  }
  throw unexpected(text, context);
}

/**
 * A body as it is, once the trailers have been looked at.
 *
 * @throws NeptuneError for what the trailers say
 */
export function readTextAnswer(answer: HttpAnswer, context: FailureContext): string {
  const { "x-neptune-status": ending, "x-neptune-detail": detail } = answer.trailers;
  if (ending === undefined || /^2\d\d\b/.test(ending)) return answer.text();
  const [status, name] = ending.trim().split(/\s+/);
  throw createNeptuneError(
    { ...factsOf(parseDetail(detail)), status: Number(status), ...(name !== undefined && { code: name }) },
    context,
  );
}

/** The error for a JSON answer that is not what the operation answers. */
export function unexpected(text: string, context: FailureContext): NeptuneResponseError {
  return responseError("is not what Neptune answers to this. Check the endpoint.", text, context, false);
}

function parseDetail(detail: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(decodeURIComponent((detail ?? "").replaceAll("+", " ")));
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

/** Where an object with a code is looked for, from the end of the body. */
const longestObject = 16_384;

function appendedError(text: string, { status }: HttpAnswer, context: FailureContext): Error | undefined {
  const tail = text.slice(-longestObject);
  for (let start = tail.lastIndexOf("{"); start >= 0; start = start === 0 ? -1 : tail.lastIndexOf("{", start - 1)) {
    const object = parsed(tail.slice(start));
    // A row may have a `code` as well.
    const isError = isRecord(object) && ("detailedMessage" in object || "requestId" in object || "message" in object);
    if (isError && typeof object["code"] === "string") {
      return createNeptuneError({ ...factsOf(object), code: object["code"], status }, context);
    }
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function factsOf(object: Readonly<Record<string, unknown>>): { message: string; requestId?: string } {
  const { detailedMessage, message, requestId } = object;
  const said = typeof detailedMessage === "string" ? detailedMessage : message;
  return {
    message: typeof said === "string" ? said : "",
    ...(typeof requestId === "string" && { requestId }),
  };
}

const brokenOff = (text: string, context: FailureContext): NeptuneResponseError =>
  responseError("broke off, or is no JSON. Nothing of it is used; send the query again.", text, context, true);

function responseError(what: string, text: string, context: FailureContext, partial: boolean): NeptuneResponseError {
  return new NeptuneResponseError(`${context.operation}: the answer ${what}`, {
    service: context.service,
    operation: context.operation,
    partial,
    // Data of the caller's: to be looked at, not to be printed.
    details: redact(text.slice(0, 200), context.secrets),
    ...(context.query !== undefined && { query: redact(context.query, context.secrets) }),
  });
}
