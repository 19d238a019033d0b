import {
  AwsConfigurationError,
  AwsCredentialsError,
  AwsLangChainError,
  AwsRegionError,
  isAbortError,
  mapAwsError,
  redact,
} from "@langchain-aws/core";
import {
  NeptuneAccessDeniedError,
  NeptuneCancelledError,
  NeptuneConfigError,
  NeptuneConflictError,
  NeptuneConnectionError,
  NeptuneError,
  type NeptuneErrorFields,
  NeptuneGraphNotFoundError,
  NeptuneMalformedQueryError,
  NeptuneMemoryLimitError,
  NeptuneQueryTimeoutError,
  NeptuneReadOnlyViolationError,
  NeptuneServerError,
  NeptuneStatisticsUnavailableError,
  NeptuneThrottledError,
  NeptuneUnsupportedOperationError,
} from "./errors.ts";
import { type HintContext, hintFor } from "./error-hints.ts";

/** What is known about the request that failed. */
export interface FailureContext extends HintContext {
  /** The operation, in the service's words: `ExecuteOpenCypherQuery`. */
  readonly operation: string;
  readonly query?: string;
  /** Exact values that must not appear in any text. */
  readonly secrets: readonly string[];
}

/** What a failure says about itself. */
export interface FailureFacts {
  /** The service's name for it; absent when the answer was no error of the service. */
  readonly code?: string;
  /** What Neptune Analytics adds to a name: `MALFORMED_QUERY`. */
  readonly reason?: string;
  readonly message: string;
  readonly status?: number;
  readonly requestId?: string;
  readonly cause?: unknown;
}

/** One class of failures. */
export interface ErrorClass {
  new (message: string, fields: NeptuneErrorFields): NeptuneError;
}

/**
 * Classes by the service's names, Neptune Analytics' reasons among them. Sources: "Neptune graph engine error messages
 * and codes", Neptune User Guide; "UnprocessableException" and "ValidationException", Neptune Analytics API Reference.
 */
const classByCode: Readonly<Record<string, ErrorClass>> = {
  AccessDeniedException: NeptuneAccessDeniedError,
  MissingAuthenticationTokenException: NeptuneAccessDeniedError,
  StatisticsNotAvailableException: NeptuneStatisticsUnavailableError,
  ResourceNotFoundException: NeptuneGraphNotFoundError,
  MalformedQueryException: NeptuneMalformedQueryError,
  ParsingException: NeptuneMalformedQueryError,
  InvalidParameterException: NeptuneMalformedQueryError,
  MissingParameterException: NeptuneMalformedQueryError,
  QueryTooLargeException: NeptuneMalformedQueryError,
  QueryLimitException: NeptuneMalformedQueryError,
  MALFORMED_QUERY: NeptuneMalformedQueryError,
  BAD_REQUEST: NeptuneMalformedQueryError,
  ILLEGAL_ARGUMENT: NeptuneMalformedQueryError,
  QUERY_TOO_LARGE: NeptuneMalformedQueryError,
  UnsupportedOperationException: NeptuneUnsupportedOperationError,
  UNSUPPORTED_OPERATION: NeptuneUnsupportedOperationError,
  TimeLimitExceededException: NeptuneQueryTimeoutError,
  ClientTimeoutException: NeptuneQueryTimeoutError,
  QUERY_TIMEOUT: NeptuneQueryTimeoutError,
  MemoryLimitExceededException: NeptuneMemoryLimitError,
  MEMORY_LIMIT_EXCEEDED: NeptuneMemoryLimitError,
  INTERNAL_LIMIT_EXCEEDED: NeptuneMemoryLimitError,
  ThrottlingException: NeptuneThrottledError,
  TooManyRequestsException: NeptuneThrottledError,
  QueryLimitExceededException: NeptuneThrottledError,
  ConcurrentModificationException: NeptuneConflictError,
  ConflictException: NeptuneConflictError,
  ReadOnlyViolationException: NeptuneReadOnlyViolationError,
  CancelledByUserException: NeptuneCancelledError,
  QUERY_CANCELLED: NeptuneCancelledError,
  InternalFailureException: NeptuneServerError,
  InternalServerException: NeptuneServerError,
  ServerShutdownException: NeptuneServerError,
};

/** Classes by status, for names that nobody knows. */
const classByStatus: Readonly<Record<number, ErrorClass>> = {
  403: NeptuneAccessDeniedError,
  404: NeptuneGraphNotFoundError,
  408: NeptuneQueryTimeoutError,
  429: NeptuneThrottledError,
};

/** Members of Neptune Analytics' failures that are not worth another attempt, unlike Database's of the same class. */
const finalReasons: ReadonlySet<string> = /* @__PURE__ */ new Set(["MEMORY_LIMIT_EXCEEDED", "INTERNAL_LIMIT_EXCEEDED"]);

/**
 * Turns a failure on the way to Neptune into this package's error. Aborts, and errors that are LangChain's already, stay
 * what they are.
 */
export function mapNeptuneError(thrown: unknown, context: FailureContext): Error {
  if (thrown instanceof Error && isSettled(thrown)) return thrown;
  const facts = readFacts(thrown);
  if (facts.status === undefined && facts.code === undefined) return connectionError(thrown, facts, context);
  return createNeptuneError(facts, context);
}

/** The error for what the service said. */
export function createNeptuneError(facts: FailureFacts, context: FailureContext): NeptuneError {
  const { code, reason, status, requestId, cause } = facts;
  const Class = classOf(facts);
  const masked = (text: string): string => redact(text, context.secrets);
  const hint = hintFor(Class, facts, context);
  return new Class(masked(textOf(facts, context, hint)), {
    service: context.service,
    operation: context.operation,
    ...(code !== undefined && { awsCode: masked(code) }),
    ...(status !== undefined && { httpStatusCode: status }),
    ...(requestId !== undefined && { requestId: masked(requestId) }),
    ...(hint !== undefined && { hint: masked(hint) }),
    ...(reason !== undefined && { details: { reason } }),
    ...(reason !== undefined && finalReasons.has(reason) && { retryable: false }),
    ...(context.query !== undefined && { query: masked(context.query) }),
    ...(cause !== undefined && { cause }),
  });
}

function classOf({ code, reason, status }: FailureFacts): ErrorClass {
  const byName = own(classByCode, reason) ?? own(classByCode, code);
  if (byName !== undefined) return byName;
  if (status !== undefined && classByStatus[status] !== undefined) return classByStatus[status];
  return status !== undefined && status >= 500 ? NeptuneServerError : NeptuneError;
}

const own = (table: Readonly<Record<string, ErrorClass>>, key: string | undefined): ErrorClass | undefined =>
  key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;

/** `<operation> failed (<code>, HTTP <n>, request <id>): <the service's message>. <hint>` */
function textOf(facts: FailureFacts, { operation }: FailureContext, hint: string | undefined): string {
  const { code, reason, status, requestId, message } = facts;
  const known = [
    code,
    reason,
    status === undefined ? undefined : `HTTP ${status}`,
    requestId === undefined ? undefined : `request ${requestId}`,
  ].filter((part) => part !== undefined);
  const head = `${operation} failed${known.length === 0 ? "" : ` (${known.join(", ")})`}`;
  const said = message.trim().slice(0, 1000);
  const sentence = said === "" || /[.!?]$/.test(said) ? said : `${said}.`;
  return [`${head}${said === "" && hint === undefined ? "" : ":"}`, sentence, hint].filter(Boolean).join(" ");
}

/** An abort, or an error that has its text already. What `aws-auth` made of an answer of the service is looked into. */
function isSettled(error: Error): boolean {
  if (isAbortError(error) || NeptuneError.isInstance(error) || NeptuneConfigError.isInstance(error)) return true;
  if (!AwsLangChainError.isInstance(error)) return false;
  if (error.httpStatusCode !== undefined) return error.code === "CONFIG_REDIRECT";
  return [AwsConfigurationError, AwsRegionError, AwsCredentialsError].some((Class) => Class.isInstance(error));
}

function readFacts(thrown: unknown): FailureFacts {
  const source = sourceOf(thrown);
  const metadata = member(source, "$metadata");
  const name = textMember(source, "name");
  const isNamed = name !== undefined && !anonymous.has(name);
  const status = member(metadata, "httpStatusCode");
  const requestId = textMember(metadata, "requestId");
  const reason = textMember(source, "reason");
  return {
    ...(isNamed && status !== undefined && { code: name }),
    // Node's errors have a reason as well.
    ...(reason !== undefined && status !== undefined && { reason }),
    // A body that is not the service's is of no use in a text, and may be anything.
    message: isNamed || status === undefined ? (textMember(source, "message") ?? "") : "",
    ...(typeof status === "number" && { status }),
    ...(requestId !== undefined && { requestId }),
    cause: source,
  };
}

const anonymous: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "Unknown",
  "UnknownError",
  "Error",
  "SyntaxError",
  "TypeError",
]);

/** The AWS SDK's own exception, under what `aws-auth` made of it. */
const sourceOf = (thrown: unknown): unknown =>
  thrown instanceof Error && AwsLangChainError.isInstance(thrown) ? (thrown.cause ?? thrown) : thrown;

/** What never got an answer. */
function connectionError(thrown: unknown, facts: FailureFacts, context: FailureContext): Error {
  // Nobody was asked when there were no credentials to ask with.
  const { service, operation, secrets } = context;
  const mapped = mapAwsError(thrown, { service, operation, secrets });
  if (AwsCredentialsError.isInstance(mapped)) return mapped;
  const system = textMember(sourceOf(thrown), "code") ?? textMember(member(sourceOf(thrown), "cause"), "code");
  const Class = unreachedClass(sourceOf(thrown), system, context);
  const hint = hintFor(Class, facts, context);
  const said = [system, facts.message].filter(Boolean).join(": ");
  return new Class(redact(textOf({ ...facts, message: said }, context, hint), context.secrets), {
    service: context.service,
    operation: context.operation,
    ...(hint !== undefined && { hint: redact(hint, context.secrets) }),
    ...(context.query !== undefined && { query: redact(context.query, context.secrets) }),
    cause: sourceOf(thrown),
  });
}

function unreachedClass(source: unknown, system: string | undefined, { service }: FailureContext): ErrorClass {
  // The id of a graph is in the name of its host.
  if (system === "ENOTFOUND" && service === "neptune-graph") return NeptuneGraphNotFoundError;
  const isLate = textMember(source, "name") === "TimeoutError";
  const isConnecting = /establish a connection/.test(textMember(source, "message") ?? "");
  return isLate && !isConnecting ? NeptuneQueryTimeoutError : NeptuneConnectionError;
}

function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function textMember(value: unknown, key: string): string | undefined {
  const found = member(value, key);
  return typeof found === "string" && found !== "" ? found : undefined;
}
