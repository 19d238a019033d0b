import type { ContentHandler } from "./content-handler.ts";
import { SagemakerConfigError, SagemakerHandlerError, type SagemakerPhase } from "./errors.ts";
import { createModelError } from "./map-sagemaker-error.ts";
import { ModelBodyError } from "./model-body-error.ts";
import { snippet } from "./snippet.ts";

/** What the errors of a handler say about the endpoint. */
export interface HandlerFacts {
  readonly endpointName: string;
  readonly inferenceComponentName?: string;
  readonly secrets: readonly string[];
}

type AnyHandler = ContentHandler<never, unknown>;

/**
 * Runs one step of a content handler. Stays synchronous when the step is: this is the way of every record of a stream.
 *
 * @param bodyOf the body or record it reads, for the text of an error
 * @throws SagemakerHandlerError with the handler's class, the phase and at most 500 bytes of the body;
 *   SagemakerModelError when the body says that the model failed; SagemakerConfigError as it was thrown
 */
export function runHandler<T>(
  handler: AnyHandler,
  phase: SagemakerPhase,
  bodyOf: () => Uint8Array | undefined,
  work: () => T | Promise<T>,
  factsOf: () => HandlerFacts,
): T | Promise<T> {
  const explain = (error: unknown): never => {
    throw explained(error, handler, phase, bodyOf(), factsOf());
  };
  try {
    const result = work();
    return result instanceof Promise ? result.catch(explain) : result;
  } catch (error) {
    return explain(error);
  }
}

/** The error for a handler that gave something of the wrong shape. */
export function wrongShape(
  handler: AnyHandler,
  phase: SagemakerPhase,
  problem: string,
  { secrets: _secrets, ...facts }: HandlerFacts,
): SagemakerHandlerError {
  const handlerName = nameOf(handler);
  return new SagemakerHandlerError(`The ${phase} of ${handlerName} ${problem}`, { ...facts, phase, handlerName });
}

function explained(
  error: unknown,
  handler: AnyHandler,
  phase: SagemakerPhase,
  body: Uint8Array | undefined,
  facts: HandlerFacts,
): Error {
  if (SagemakerConfigError.isInstance(error) || SagemakerHandlerError.isInstance(error)) return error;
  const { secrets, ...names } = facts;
  if (error instanceof ModelBodyError) {
    return createModelError(error.message, { status: error.status, origin: "body" }, names, facts);
  }
  const handlerName = nameOf(handler);
  // A JSON parser quotes what it could not read, at any length.
  const reason = snippet(error instanceof Error ? error.message : String(error), secrets).slice(0, 200);
  const shown = body === undefined ? "" : ` The body begins: ${snippet(body, secrets)}`;
  return new SagemakerHandlerError(`The ${phase} of ${handlerName} failed: ${reason}${shown}`, {
    ...names,
    phase,
    handlerName,
    cause: error,
  });
}

function nameOf(handler: AnyHandler): string {
  return handler.constructor.name || "the content handler";
}
