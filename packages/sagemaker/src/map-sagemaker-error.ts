import {
  AwsConfigurationError,
  AwsCredentialsError,
  AwsLangChainError,
  AwsRegionError,
  BedrockAccessDeniedError,
  BedrockModelError,
  BedrockModelNotFoundError,
  BedrockModelNotReadyError,
  BedrockModelTimeoutError,
  BedrockServiceError,
  BedrockStreamError,
  BedrockThrottlingError,
  BedrockValidationError,
  isAbortError,
  mapAwsError,
  type MapAwsErrorContext,
  numberOf,
  omitUndefined,
  type PlainRecord,
  recordOf,
  StreamIdleTimeoutError,
  stringOf,
} from "@langchain-aws/core";
import type { ContentHandler } from "./content-handler.ts";
import { hintsFor } from "./error-hints.ts";
import {
  SagemakerAccessDeniedError,
  SagemakerEndpointNotFoundError,
  SagemakerError,
  type SagemakerErrorFields,
  SagemakerModelError,
  SagemakerModelNotReadyError,
  SagemakerModelTimeoutError,
  SagemakerServiceError,
  SagemakerStreamError,
  SagemakerThrottledError,
  SagemakerValidationError,
} from "./errors.ts";
import { snippet } from "./snippet.ts";

/** What is known about the call that failed. */
export interface SagemakerErrorContext {
  readonly operation: "InvokeEndpoint" | "InvokeEndpointWithResponseStream";
  readonly endpointName: string;
  readonly inferenceComponentName?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly secrets: readonly string[];
  /** What had been delivered of a stream; missing before it was open. */
  readonly partialText?: string | undefined;
  readonly mapError?: ContentHandler<never, unknown>["mapError"];
}

/** The statuses of a container after which the same request may succeed. */
export const retryableOriginalStatuses: ReadonlySet<number> = new Set([429, 502, 503]);

const timeoutText = /timed? ?out|ModelInvocationTimeExceeded/i;
const notFoundText =
  /endpoint.*not found|not found.*endpoint|could not find|inference component.*(?:not found|does not exist)/i;
const overflowText =
  /input is too long|prompt is too long|maximum context length|too many (?:input )?tokens|context window|must be <= \d+.*tokens|exceeds? (?:the )?(?:max|context)/i;

/** The context that `@langchain-aws/core` maps errors of the AWS SDK with. */
export function toAwsErrorContext(context: SagemakerErrorContext): MapAwsErrorContext {
  const { operation, endpointName, region, profile, secrets, partialText } = context;
  return {
    service: "sagemaker-runtime",
    operation,
    model: endpointName,
    hints: hintsFor(context),
    secrets,
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    ...(operation === "InvokeEndpointWithResponseStream" && {
      stream: partialText === undefined ? ("opening" as const) : ("open" as const),
    }),
  };
}

/**
 * The error of this package for whatever the AWS SDK, the network or a stream threw. An abort, a missing region,
 * missing credentials and errors of this package come back untouched.
 */
export function mapSagemakerError(error: unknown, context: SagemakerErrorContext): Error {
  if (error instanceof Error && (isAbortError(error) || SagemakerError.isInstance(error))) return error;
  const mapped = mapAwsError(error, toAwsErrorContext(context));
  if (!AwsLangChainError.isInstance(mapped)) return mapped;
  const raw: PlainRecord = recordOf(mapped.cause ?? error);
  const isShared = [AwsConfigurationError, AwsRegionError, AwsCredentialsError].some((one) => one.isInstance(mapped));
  return isShared ? mapped : ownError(mapped, raw, context);
}

function ownError(mapped: AwsLangChainError, raw: PlainRecord, context: SagemakerErrorContext): Error {
  const fields = fieldsOf(mapped, context);
  const { message } = mapped;
  // The classes of the tree have equal shapes, so that a guard would rule the next ones out.
  const is = (recognised: Recognised): boolean => recognised.isInstance(mapped);
  // It has no brand of its own: `isInstance` is that of all broken streams.
  if (mapped.name === StreamIdleTimeoutError.defaults.name) return idleError(fields);
  if (is(BedrockModelError)) return modelError(raw, fields, context);
  if (is(BedrockModelTimeoutError)) return new SagemakerModelTimeoutError(message, fields);
  if (is(BedrockStreamError) || context.partialText !== undefined) return streamError(mapped, raw, fields, context);
  if (is(BedrockModelNotFoundError) || (is(BedrockValidationError) && notFoundText.test(message))) {
    return new SagemakerEndpointNotFoundError(message, { ...fields, lc_error_code: "MODEL_NOT_FOUND" });
  }
  const Own = classes.find(([from]) => is(from))?.[1] ?? SagemakerError;
  return new Own(message, fields);
}

type Recognised = { isInstance(value: unknown): boolean };
type OwnClass = new (message: string, fields: SagemakerErrorFields) => SagemakerError;

const classes: readonly (readonly [from: Recognised, to: OwnClass])[] = [
  [BedrockModelNotReadyError, SagemakerModelNotReadyError],
  [BedrockAccessDeniedError, SagemakerAccessDeniedError],
  [BedrockThrottlingError, SagemakerThrottledError],
  [BedrockValidationError, SagemakerValidationError],
  [BedrockServiceError, SagemakerServiceError],
];

function fieldsOf(mapped: AwsLangChainError, context: SagemakerErrorContext): SagemakerErrorFields {
  const { endpointName, inferenceComponentName } = context;
  const { awsCode, service, operation, httpStatusCode, requestId, retryable, lc_error_code, hint, cause } = mapped;
  return omitUndefined({
    awsCode,
    service,
    operation,
    httpStatusCode,
    requestId,
    retryable,
    lc_error_code,
    hint,
    cause,
    endpointName,
    inferenceComponentName,
  });
}

function idleError(fields: SagemakerErrorFields): SagemakerModelTimeoutError {
  const hint = "Raise streamIdleTimeoutMs, or set it to 0 to wait without a limit.";
  const { endpointName = "" } = fields;
  return new SagemakerModelTimeoutError(
    `The stream of endpoint "${endpointName}" fell silent for longer than streamIdleTimeoutMs. ${hint}`,
    { ...fields, code: "STREAM_IDLE", hint, retryable: false },
  );
}

/** The error for a call that took longer than its own `timeout` allows. */
export function callTimeout(cause: unknown, context: SagemakerErrorContext): SagemakerModelTimeoutError {
  const { operation, endpointName, inferenceComponentName } = context;
  const hint = "Raise the call's timeout, or stream: a container has 60 seconds.";
  return new SagemakerModelTimeoutError(
    `${operation} of endpoint "${endpointName}" took longer than the timeout of the call. ${hint}`,
    omitUndefined({ service: "sagemaker-runtime", operation, endpointName, inferenceComponentName, hint, cause }),
  );
}

function modelError(raw: PlainRecord, fields: SagemakerErrorFields, context: SagemakerErrorContext): Error {
  const status = numberOf(raw["OriginalStatusCode"]);
  const original = stringOf(raw["OriginalMessage"]) ?? "";
  const said = original || stringOf(raw["message"]) || stringOf(raw["Message"]) || "";
  const own = context.mapError?.(status ?? 0, original);
  if (own !== undefined) return own;
  if (status === 0 || timeoutText.test(said)) {
    const hint = "A container has 60 seconds for an answer. Stream it, ask for less, or use asynchronous inference.";
    return new SagemakerModelTimeoutError(
      `The model of endpoint "${context.endpointName}" did not answer in time: ${snippet(said, context.secrets)} ${hint}`,
      { ...fields, hint, retryable: false },
    );
  }
  return createModelError(
    said,
    { status, logStreamArn: stringOf(raw["LogStreamArn"]), origin: "service" },
    fields,
    context,
  );
}

/** What is known about the failure of a container. */
export interface ModelFailure {
  readonly status: number | undefined;
  readonly logStreamArn?: string | undefined;
  readonly origin: "service" | "body";
}

/**
 * The error of a container, which is LangChain's `ContextOverflowError` too when its words say that the input was too
 * long.
 */
export function createModelError(
  said: string,
  { status, logStreamArn, origin }: ModelFailure,
  fields: SagemakerErrorFields,
  { endpointName, secrets }: Pick<SagemakerErrorContext, "endpointName" | "secrets">,
): SagemakerModelError {
  const logs = logStreamArn ?? `the CloudWatch log group /aws/sagemaker/Endpoints/${endpointName}`;
  const isOverflow = overflowText.test(said);
  const error = new SagemakerModelError(
    `The model of endpoint "${endpointName}" failed${status === undefined ? "" : ` with status ${status}`}: ` +
      `${snippet(said, secrets)} Its logs are in ${logs}.`,
    omitUndefined({
      ...fields,
      originalStatusCode: status,
      originalMessage: parsed(said),
      logStreamArn,
      origin,
      retryable: origin === "service" && status !== undefined && retryableOriginalStatuses.has(status),
      ...(isOverflow && { lc_error_code: "CONTEXT_OVERFLOW", retryable: false }),
    }),
  );
  // LangChain's middlewares look for this brand to shorten the conversation.
  return isOverflow ? Object.assign(error, { [Symbol.for("langchain.error.context-overflow")]: true }) : error;
}

function streamError(
  mapped: AwsLangChainError,
  raw: PlainRecord,
  fields: SagemakerErrorFields,
  { partialText }: SagemakerErrorContext,
): SagemakerError {
  const errorCode = stringOf(raw["ErrorCode"]);
  if (errorCode === "ModelInvocationTimeExceeded") {
    return new SagemakerModelTimeoutError(mapped.message, { ...fields, retryable: false });
  }
  const isPartial = partialText !== undefined && partialText !== "";
  return new SagemakerStreamError(
    mapped.message,
    omitUndefined({ ...fields, errorCode, partialText, retryable: isPartial ? false : (fields.retryable ?? false) }),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
