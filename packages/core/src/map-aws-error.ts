import { readAwsErrorFacts, type AwsErrorFacts } from "./aws-error-facts.ts";
import { hintFor, validationHints } from "./aws-error-hints.ts";
import { classifyAwsError, type AwsErrorKind } from "./aws-error-kinds.ts";
import {
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
  maxErrorTextLength,
  type AwsErrorDefaults,
  type AwsErrorFields,
  type BedrockStreamErrorFields,
} from "./errors.ts";
import { ContextOverflowError, errorBrands } from "./langchain-errors.ts";
import { property, stringProperty } from "./property.ts";
import { redact } from "./redact.ts";
import { redactedCause } from "./redacted-cause.ts";

/** What the caller knows about the request that failed. */
export interface MapAwsErrorContext {
  /** The service, such as `bedrock-runtime`. */
  service: string;
  /** The operation, such as `Converse`. */
  operation: string;
  /** The model id or ARN, for the hints. */
  model?: string;
  region?: string;
  profile?: string;
  /** How the text begins; `<operation> failed` unless said otherwise. */
  what?: string;
  /** Exact values that must not appear in any text. */
  secrets?: readonly string[];
  /** For a streamed answer: whether an event had been delivered (`open`) or not (`opening`). */
  stream?: "opening" | "open";
  /** Hints of the surface, looked at before the general ones. */
  hints?: readonly ValidationHint[];
}

/** A hint for a validation error, or for what `kinds` says, by its text. */
export interface ValidationHint {
  when: RegExp;
  /**
   * The kinds of failure that the row is for.
   *
   * @defaultValue `["validation", "overflow"]`
   */
  kinds?: readonly AwsErrorKind[];
  hint: string | ((context: MapAwsErrorContext, message: string) => string);
  /** LangChain's code for this case. `CONTEXT_OVERFLOW` makes it LangChain's `ContextOverflowError`. */
  errorCode?: string;
}

type ErrorClass = {
  new (message: string, fields: AwsErrorFields): AwsLangChainError;
  readonly defaults: AwsErrorDefaults;
};

type KindInTable = Exclude<AwsErrorKind, "overflow">;

/** How a kind becomes an error. `inStream`: before the first event it is the stream that failed, unless HTTP did. */
const errorByKind: Readonly<Record<KindInTable, { create: ErrorClass; fields?: AwsErrorFields; inStream?: true }>> = {
  region: { create: AwsRegionError },
  credentials: { create: AwsCredentialsError },
  access: { create: BedrockAccessDeniedError },
  throttling: { create: BedrockThrottlingError, inStream: true },
  quota: { create: BedrockThrottlingError, fields: { code: "QUOTA_EXCEEDED", retryable: false } },
  validation: { create: BedrockValidationError },
  conflict: { create: AwsLangChainError, fields: { code: "CONFLICT" } },
  "not-found": { create: BedrockModelNotFoundError },
  "not-ready": { create: BedrockModelNotReadyError, inStream: true },
  timeout: { create: BedrockModelTimeoutError },
  model: { create: BedrockModelError, inStream: true },
  service: { create: BedrockServiceError, inStream: true },
  network: { create: BedrockServiceError, fields: { code: "NETWORK" } },
  stream: { create: BedrockStreamError, inStream: true },
  unknown: { create: AwsLangChainError },
};

/**
 * Turns whatever the AWS SDK, the network or a stream threw into an error of our tree, with what the caller can do in
 * its text: `<what failed> (<awsCode>, HTTP <n>, request <id>): <AWS message>. <hint>`.
 *
 * Classified by name, then by HTTP status, then by text, never by class: several copies of the SDK may be loaded. An
 * abort and any LangChain error, ours included, come back untouched. A too long input becomes LangChain's own
 * `ContextOverflowError`. The original stays as `cause`, masked if it quotes a secret.
 *
 * Names of exceptions: the "Errors" section of each operation in the Amazon Bedrock API reference.
 */
export function mapAwsError(error: unknown, context: MapAwsErrorContext): Error {
  if (error instanceof Error && (isAbortError(error) || errorBrands.isInstance(error))) return error;
  const facts = readAwsErrorFacts(error);
  const found = classifyAwsError(facts);
  const special = specialHint(found, context, facts);
  const kind = special?.errorCode === "CONTEXT_OVERFLOW" ? "overflow" : found;
  const hint = special?.hint ?? hintFor(kind, context, facts);
  const fields = { ...commonFields(facts, context, hint), cause: redactedCause(error, context.secrets) };
  const text = errorText(facts, context, hint);
  if (kind === "overflow") return contextOverflow(text, fields);
  const row = errorByKind[kind];
  const own = { ...fields, ...row.fields, ...(special?.errorCode && { lc_error_code: special.errorCode }) };
  if (isStreamFailure(kind, facts, context)) return streamError(text, own, row.create, facts, context);
  return kind === "model" ? modelError(text, own, facts) : new row.create(text, own);
}

/** Whether the error says that a signal was aborted. */
export const isAbortError = (error: unknown): boolean => {
  const name = stringProperty(error, "name");
  return name === "AbortError" || name === "ModelAbortError" || property(error, "code") === "ABORT_ERR";
};

function isStreamFailure(kind: KindInTable, facts: AwsErrorFacts, { stream }: MapAwsErrorContext): boolean {
  if (kind === "stream" || stream === "open") return true;
  if (stream === undefined || facts.httpStatusCode !== undefined) return false;
  // A failure with a name that nobody knows is an exception event; one without a name happened on this side.
  return kind === "unknown" ? facts.awsCode !== undefined : errorByKind[kind].inStream === true;
}

function streamError(
  text: string,
  fields: AwsErrorFields,
  { defaults }: ErrorClass,
  facts: AwsErrorFacts,
  context: MapAwsErrorContext,
): BedrockStreamError {
  const originalStatusCode = facts.originalStatusCode ?? 0;
  return new BedrockStreamError(text, {
    lc_error_code: defaults.lc_error_code,
    retryable: defaults.retryable || originalStatusCode >= 500 || defaults === BedrockStreamError.defaults,
    ...fields,
    ...originalFields(facts, context),
    partial: context.stream !== "opening",
  });
}

function modelError(text: string, fields: AwsErrorFields, facts: AwsErrorFacts): BedrockModelError {
  const { originalStatusCode, resourceName } = facts;
  return new BedrockModelError(text, { ...fields, originalStatusCode, resourceName });
}

function originalFields(facts: AwsErrorFacts, { secrets }: MapAwsErrorContext): BedrockStreamErrorFields {
  const { originalStatusCode, originalMessage } = facts;
  return { originalStatusCode, originalMessage: originalMessage && redact(originalMessage, secrets) };
}

/** LangChain's own class, so that every provider's overflow is caught alike, with our facts beside it. */
function contextOverflow(text: string, { cause, ...facts }: AwsErrorFields): ContextOverflowError {
  const error = new ContextOverflowError(text);
  const known = Object.entries(facts).filter(([, value]) => value !== undefined);
  Object.assign(error, Object.fromEntries(known), { code: "CONTEXT_OVERFLOW", lc_error_code: "CONTEXT_OVERFLOW" });
  Object.defineProperty(error, "cause", { value: cause, configurable: true, writable: true, enumerable: false });
  return Object.assign(error, { retryable: false });
}

const validationKinds: readonly AwsErrorKind[] = ["validation", "overflow"];

function specialHint(
  found: AwsErrorKind,
  context: MapAwsErrorContext,
  { message, nonJsonBody }: AwsErrorFacts,
): { hint: string; errorCode?: string } | undefined {
  const rows = [...(context.hints ?? []), ...validationHints];
  const row = rows.find(({ kinds = validationKinds, when }) => kinds.includes(found) && message.search(when) >= 0);
  // A body that is no JSON did not come from the service, so its text says nothing.
  if (row === undefined || nonJsonBody) return undefined;
  return {
    hint: typeof row.hint === "string" ? row.hint : row.hint(context, message),
    ...(row.errorCode !== undefined && { errorCode: row.errorCode }),
  };
}

function commonFields(facts: AwsErrorFacts, context: MapAwsErrorContext, hint: string | undefined): AwsErrorFields {
  const masked = (text: string | undefined) => (text === undefined ? undefined : redact(text, context.secrets));
  return {
    awsCode: masked(facts.awsCode),
    service: context.service,
    operation: context.operation,
    httpStatusCode: facts.httpStatusCode,
    requestId: masked(facts.requestId),
    hint: masked(hint),
  };
}

/** `<what failed> (<awsCode>, HTTP <n>, request <id>): <AWS message>. <hint>`, unknown parts left out. */
function errorText(facts: AwsErrorFacts, context: MapAwsErrorContext, hint: string | undefined): string {
  const { awsCode, systemCode, httpStatusCode, requestId } = facts;
  const details = [
    awsCode ?? systemCode,
    httpStatusCode === undefined ? undefined : `HTTP ${httpStatusCode}`,
    requestId === undefined ? undefined : `request ${requestId}`,
  ].filter((detail) => detail !== undefined);
  const what = context.what ?? `${context.operation} failed`;
  const head = redact(details.length === 0 ? what : `${what} (${details.join(", ")})`, context.secrets);
  const tail = hint === undefined ? "" : redact(hint, context.secrets);
  // The service's text is what gives way when all three are too long: the hint is why the text is read.
  const room = Math.max(0, maxErrorTextLength - head.length - tail.length - ": . ".length);
  const said = sentence(facts.nonJsonBody ? "" : redact(facts.message, context.secrets), room);
  return said === "" && tail === "" ? head : `${head}: ${[said, tail].filter((part) => part !== "").join(" ")}`;
}

function sentence(text: string, room: number): string {
  const trimmed = text.trim();
  if (trimmed.length > room) return room > 1 ? `${trimmed.slice(0, room - 1)}…` : "";
  return trimmed === "" || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
