import {
  AwsConfigurationError,
  type AwsErrorDefaults,
  type AwsErrorFields,
  AwsLangChainError,
  errorBrands,
} from "@langchain-aws/core";

/** Fields of {@link NeptuneError}. */
export interface NeptuneErrorFields extends AwsErrorFields {
  /** More about it: what the service said besides its message, or a model's raw text. */
  details?: unknown;
  /** The query that failed; its first 500 characters are kept. */
  query?: string;
}

/** What a class of errors is made of. */
const defaults = (name: string, code: string, retryable = false): AwsErrorDefaults => ({ name, code, retryable });

const longestQuery = 500;
const brands: typeof errorBrands = /* @__PURE__ */ errorBrands.sub("aws-neptune");

const Configuration: typeof AwsConfigurationError = /* @__PURE__ */ brands.brand(AwsConfigurationError, "config");

/** A field, a parameter or an argument is missing, wrong or not supported. The text names it and the way out. */
export class NeptuneConfigError extends Configuration {
  static override readonly defaults: AwsErrorDefaults = /* @__PURE__ */ defaults(
    "NeptuneConfigError",
    "CONFIG_INVALID",
  );
}

const Base: typeof AwsLangChainError = /* @__PURE__ */ brands.brand(AwsLangChainError, "neptune");

/**
 * The root of what this package throws, apart from {@link NeptuneConfigError} and the errors of `@langchain-aws/core` for a
 * missing region and missing credentials.
 *
 * `details` and `query` are there to be read and are not printed: they may hold data.
 */
export class NeptuneError extends Base {
  static override readonly defaults: AwsErrorDefaults = /* @__PURE__ */ defaults("NeptuneError", "NEPTUNE");

  declare readonly details?: unknown;
  /** The beginning of the query. */
  declare readonly query?: string;

  constructor(message: string, fields: NeptuneErrorFields = {}) {
    const { details, query, ...facts } = fields;
    super(message, facts);
    hide(this, "details", details);
    hide(this, "query", query?.slice(0, longestQuery));
  }
}

const branded = (name: string): typeof NeptuneError => brands.brand(NeptuneError, name);

const Connection: typeof NeptuneError = /* @__PURE__ */ branded("connection");

/** The endpoint cannot be reached: its name, the network, TLS. Neptune Database answers inside its VPC only. */
export class NeptuneConnectionError extends Connection {
  static override readonly defaults: AwsErrorDefaults = /* @__PURE__ */ defaults(
    "NeptuneConnectionError",
    "CONNECTION",
    true,
  );
}

const AccessDenied: typeof NeptuneError = /* @__PURE__ */ branded("access-denied");

/** The identity may not do this (403). */
export class NeptuneAccessDeniedError extends AccessDenied {
  static override readonly defaults: AwsErrorDefaults = /* @__PURE__ */ defaults(
    "NeptuneAccessDeniedError",
    "ACCESS_DENIED",
  );
}

const Statistics: typeof NeptuneError = /* @__PURE__ */ branded("statistics");

/** There are no statistics, so there is no summary, so the schema has to come from elsewhere. */
export class NeptuneStatisticsUnavailableError extends Statistics {
  static override readonly defaults: AwsErrorDefaults = /* @__PURE__ */ defaults(
    "NeptuneStatisticsUnavailableError",
    "STATISTICS_UNAVAILABLE",
  );
}

const NotFound: typeof NeptuneError = /* @__PURE__ */ branded("graph-not-found");

/** There is no such Neptune Analytics graph here. */
export class NeptuneGraphNotFoundError extends NotFound {
  static override readonly defaults: AwsErrorDefaults = /* @__PURE__ */ defaults(
    "NeptuneGraphNotFoundError",
    "GRAPH_NOT_FOUND",
  );
}

const Malformed: typeof NeptuneError = /* @__PURE__ */ branded("malformed-query");

/** The service cannot understand the query, or a parameter of it (400). */
export class NeptuneMalformedQueryError extends Malformed {
  static override readonly defaults: AwsErrorDefaults = /* @__PURE__ */ defaults(
    "NeptuneMalformedQueryError",
    "MALFORMED_QUERY",
  );
}

const Unsupported: typeof NeptuneError = /* @__PURE__ */ branded("unsupported-operation");

/** The engine knows what is meant and does not do it (400). */
export class NeptuneUnsupportedOperationError extends Unsupported {
  static override readonly defaults: AwsErrorDefaults = /* @__PURE__ */ defaults(
    "NeptuneUnsupportedOperationError",
    "UNSUPPORTED_OPERATION",
  );
}

const Timeout: typeof NeptuneError = /* @__PURE__ */ branded("query-timeout");

/** A query took longer than it may: by the service's limit, or by this side's. */
export class NeptuneQueryTimeoutError extends Timeout {
  static override readonly defaults: AwsErrorDefaults = /* @__PURE__ */ defaults(
    "NeptuneQueryTimeoutError",
    "QUERY_TIMEOUT",
  );
}

const Memory: typeof NeptuneError = /* @__PURE__ */ branded("memory-limit");

/** A query needs more memory than there is. */
export class NeptuneMemoryLimitError extends Memory {
  static override readonly defaults: AwsErrorDefaults = /* @__PURE__ */ defaults(
    "NeptuneMemoryLimitError",
    "MEMORY_LIMIT",
    true,
  );
}

const Throttled: typeof NeptuneError = /* @__PURE__ */ branded("throttled");

/** Too many queries at a time. */
export class NeptuneThrottledError extends Throttled {
  static override readonly defaults: AwsErrorDefaults = /* @__PURE__ */ defaults(
    "NeptuneThrottledError",
    "THROTTLED",
    true,
  );
}

const Conflict: typeof NeptuneError = /* @__PURE__ */ branded("conflict");

/** Two writes were after the same data. */
export class NeptuneConflictError extends Conflict {
  static override readonly defaults: AwsErrorDefaults = /* @__PURE__ */ defaults("NeptuneConflictError", "CONFLICT");
}

const ReadOnly: typeof NeptuneError = /* @__PURE__ */ branded("read-only-violation");

/** A query that may only read would do more: the guard of this package found it, or a reader endpoint refused it. */
export class NeptuneReadOnlyViolationError extends ReadOnly {
  static override readonly defaults: AwsErrorDefaults = /* @__PURE__ */ defaults(
    "NeptuneReadOnlyViolationError",
    "READ_ONLY_VIOLATION",
  );

  /** The word or construct, where the guard of this package found it. */
  declare readonly clause?: string;

  constructor(message: string, fields: NeptuneErrorFields & { clause?: string } = {}) {
    const { clause, ...facts } = fields;
    super(message, facts);
    if (clause !== undefined) this.clause = clause;
  }
}

const Cancelled: typeof NeptuneError = /* @__PURE__ */ branded("cancelled");

/** Somebody cancelled the query in the service. An abort of the caller's own is an `AbortError` instead. */
export class NeptuneCancelledError extends Cancelled {
  static override readonly defaults: AwsErrorDefaults = /* @__PURE__ */ defaults("NeptuneCancelledError", "CANCELLED");
}

const Server: typeof NeptuneError = /* @__PURE__ */ branded("server");

/** The service failed (5xx). */
export class NeptuneServerError extends Server {
  static override readonly defaults: AwsErrorDefaults = /* @__PURE__ */ defaults("NeptuneServerError", "SERVER", true);
}

const Response: typeof NeptuneError = /* @__PURE__ */ branded("response");

/** An answer that is not what the service answers, or that broke off. */
export class NeptuneResponseError extends Response {
  static override readonly defaults: AwsErrorDefaults = /* @__PURE__ */ defaults(
    "NeptuneResponseError",
    "BAD_RESPONSE",
  );

  /** Whether the answer began as it should and broke off. */
  readonly partial: boolean;

  constructor(message: string, fields: NeptuneErrorFields & { partial?: boolean } = {}) {
    const { partial = false, ...facts } = fields;
    super(message, facts);
    this.partial = partial;
  }
}

const NotLoaded: typeof NeptuneError = /* @__PURE__ */ branded("schema-not-loaded");

/** The schema was asked for before anything loaded it. */
export class NeptuneSchemaNotLoadedError extends NotLoaded {
  static override readonly defaults: AwsErrorDefaults = /* @__PURE__ */ defaults(
    "NeptuneSchemaNotLoadedError",
    "SCHEMA_NOT_LOADED",
  );
}

const Generation: typeof NeptuneError = /* @__PURE__ */ branded("query-generation");

/** The model wrote no query, or said that the schema has no answer. Its own text is in `details`. */
export class NeptuneQueryGenerationError extends Generation {
  static override readonly defaults: AwsErrorDefaults = /* @__PURE__ */ defaults(
    "NeptuneQueryGenerationError",
    "NO_QUERY",
  );
}

function hide(target: object, key: string, value: unknown): void {
  if (value === undefined) return;
  Object.defineProperty(target, key, { value, configurable: true, writable: true, enumerable: false });
}
