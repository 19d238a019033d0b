import { BrandedError, errorBrands, stampRetryable } from "./langchain-errors.ts";
import { redact } from "./redact.ts";

/** No error text is longer than this many characters. */
export const maxErrorTextLength = 2000;

/** What is known about a failure besides its text. */
export interface AwsErrorFields {
  /** Our own stable code, such as `CONFIG_INCOMPLETE_KEYS`; each class has a default. */
  code?: string;
  /** The exception's name as AWS gives it, such as `ThrottlingException`. */
  awsCode?: string;
  /** The service, such as `bedrock-runtime`. */
  service?: string;
  /** The operation, such as `Converse`. */
  operation?: string;
  /** Never called `status`: LangChain's caller would read that name and decide about retries by itself. */
  httpStatusCode?: number;
  requestId?: string;
  /** Whether the same request may succeed later; each class has a default. */
  retryable?: boolean;
  /** LangChain's code, such as `MODEL_RATE_LIMIT`. */
  lc_error_code?: string;
  /** What to do about it. */
  hint?: string;
  /** The error underneath, usually the SDK's. */
  cause?: unknown;
}

/** What a class of errors says about its members unless one says otherwise. */
export interface AwsErrorDefaults {
  name: string;
  code: string;
  retryable: boolean;
  lc_error_code?: string;
}

const brands: typeof errorBrands = /* @__PURE__ */ errorBrands.sub("aws");

const Aws: typeof BrandedError = /* @__PURE__ */ brands.brand(BrandedError);

/**
 * The root of every error that the `@langchain-aws` packages throw, apart from LangChain's own `ContextOverflowError`.
 *
 * `AwsLangChainError.isInstance(error)`, like that of each class below it, also recognises errors of another copy of
 * this package.
 *
 * The text is redacted and cut to {@link maxErrorTextLength} characters here, and the error carries LangChain's
 * retryable mark.
 */
export class AwsLangChainError extends Aws {
  static readonly defaults: AwsErrorDefaults = { name: "AwsLangChainError", code: "AWS_ERROR", retryable: false };

  override readonly name: string;
  readonly code: string;
  declare readonly awsCode?: string;
  declare readonly service?: string;
  declare readonly operation?: string;
  declare readonly httpStatusCode?: number;
  declare readonly requestId?: string;
  readonly retryable: boolean;
  declare readonly lc_error_code?: string;
  declare readonly hint?: string;

  constructor(message: string, fields: AwsErrorFields = {}) {
    super(clip(redact(message)));
    const { cause, hint, ...facts } = fields;
    const { name, code, retryable, lc_error_code } = new.target.defaults;
    this.name = name;
    this.code = facts.code ?? code;
    this.retryable = facts.retryable ?? retryable;
    const own = { lc_error_code, ...defined(facts), hint: hint === undefined ? undefined : clip(redact(hint)) };
    Object.assign(this, defined(own));
    if (cause !== undefined) hide(this, "cause", cause);
    stampRetryable(this, this.retryable);
    // Taken again, because the first line of a stack trace repeats the name.
    if (typeof Error.captureStackTrace === "function") Error.captureStackTrace(this, new.target);
  }
}

const Configuration: typeof AwsLangChainError = /* @__PURE__ */ brands.brand(AwsLangChainError, "configuration");

/** An option is missing, wrong or not supported. The text names the option and the way out. */
export class AwsConfigurationError extends Configuration {
  static override readonly defaults: AwsErrorDefaults = {
    name: "AwsConfigurationError",
    code: "CONFIG_INVALID",
    retryable: false,
  };
}

const Provider: typeof AwsConfigurationError = /* @__PURE__ */ brands.brand(AwsConfigurationError, "model-provider");

/** The provider of a model, or the format of its bodies, cannot be told from its identifier. */
export class ModelProviderError extends Provider {
  static override readonly defaults: AwsErrorDefaults = {
    name: "ModelProviderError",
    code: "CONFIG_UNKNOWN_PROVIDER",
    retryable: false,
  };
}

const Region: typeof AwsLangChainError = /* @__PURE__ */ brands.brand(AwsLangChainError, "region");

/** No AWS region was found. */
export class AwsRegionError extends Region {
  static override readonly defaults: AwsErrorDefaults = {
    name: "AwsRegionError",
    code: "REGION_MISSING",
    retryable: false,
  };
}

const Credentials: typeof AwsLangChainError = /* @__PURE__ */ brands.brand(AwsLangChainError, "credentials");

/** No credentials were found, or AWS did not recognise the ones that were sent. */
export class AwsCredentialsError extends Credentials {
  static override readonly defaults: AwsErrorDefaults = {
    name: "AwsCredentialsError",
    code: "CREDENTIALS",
    retryable: false,
    lc_error_code: "MODEL_AUTHENTICATION",
  };
}

const AccessDenied: typeof AwsLangChainError = /* @__PURE__ */ brands.brand(AwsLangChainError, "access-denied");

/** AWS knows the caller and refuses the action (403). */
export class BedrockAccessDeniedError extends AccessDenied {
  static override readonly defaults: AwsErrorDefaults = {
    name: "BedrockAccessDeniedError",
    code: "ACCESS_DENIED",
    retryable: false,
    lc_error_code: "MODEL_AUTHENTICATION",
  };
}

const Throttling: typeof AwsLangChainError = /* @__PURE__ */ brands.brand(AwsLangChainError, "throttling");

/** Too many requests or tokens (429). Not retryable when a quota is used up for longer. */
export class BedrockThrottlingError extends Throttling {
  static override readonly defaults: AwsErrorDefaults = {
    name: "BedrockThrottlingError",
    code: "THROTTLED",
    retryable: true,
    lc_error_code: "MODEL_RATE_LIMIT",
  };
}

const Validation: typeof AwsLangChainError = /* @__PURE__ */ brands.brand(AwsLangChainError, "validation");

/** The service does not accept the request as it is (400). */
export class BedrockValidationError extends Validation {
  static override readonly defaults: AwsErrorDefaults = {
    name: "BedrockValidationError",
    code: "VALIDATION",
    retryable: false,
    lc_error_code: "INVALID_PROMPT_INPUT",
  };
}

const NotFound: typeof AwsLangChainError = /* @__PURE__ */ brands.brand(AwsLangChainError, "not-found");

/** There is no such model or resource here (404), or it has reached its end of life. */
export class BedrockModelNotFoundError extends NotFound {
  static override readonly defaults: AwsErrorDefaults = {
    name: "BedrockModelNotFoundError",
    code: "NOT_FOUND",
    retryable: false,
    lc_error_code: "MODEL_NOT_FOUND",
  };
}

const NotReady: typeof AwsLangChainError = /* @__PURE__ */ brands.brand(AwsLangChainError, "not-ready");

/** The model is being loaded, as imported models are after a pause (429). Worth a longer wait. */
export class BedrockModelNotReadyError extends NotReady {
  static override readonly defaults: AwsErrorDefaults = {
    name: "BedrockModelNotReadyError",
    code: "MODEL_NOT_READY",
    retryable: true,
  };
}

const ModelTimeout: typeof AwsLangChainError = /* @__PURE__ */ brands.brand(AwsLangChainError, "timeout");

/** The model took too long (408), or the `timeout` option ran out. */
export class BedrockModelTimeoutError extends ModelTimeout {
  static override readonly defaults: AwsErrorDefaults = {
    name: "BedrockModelTimeoutError",
    code: "TIMEOUT",
    retryable: false,
  };
}

/** Fields of {@link BedrockModelError}. */
export interface BedrockModelErrorFields extends AwsErrorFields {
  /** The status that the model's container answered. */
  originalStatusCode?: number;
  /** The model's resource. */
  resourceName?: string;
}

const Model: typeof AwsLangChainError = /* @__PURE__ */ brands.brand(AwsLangChainError, "model");

/** The model itself failed (424). Retryable when its own status says so. */
export class BedrockModelError extends Model {
  static override readonly defaults: AwsErrorDefaults = {
    name: "BedrockModelError",
    code: "MODEL_FAILED",
    retryable: false,
  };

  declare readonly originalStatusCode?: number;
  declare readonly resourceName?: string;

  constructor(message: string, fields: BedrockModelErrorFields = {}) {
    super(message, {
      ...fields,
      retryable: fields.retryable ?? (fields.originalStatusCode ?? 0) >= 500,
    });
  }
}

const Service: typeof AwsLangChainError = /* @__PURE__ */ brands.brand(AwsLangChainError, "service");

/** The service failed (5xx), or the network on the way to it. */
export class BedrockServiceError extends Service {
  static override readonly defaults: AwsErrorDefaults = {
    name: "BedrockServiceError",
    code: "SERVICE",
    retryable: true,
  };
}

/** Fields of {@link BedrockStreamError}. */
export interface BedrockStreamErrorFields extends AwsErrorFields {
  /** The status that the model's container answered. */
  originalStatusCode?: number;
  /** The model's own text. */
  originalMessage?: string;
  /** Whether some of the answer had been delivered; defaults to `true`, the careful assumption. */
  partial?: boolean;
}

const Stream: typeof AwsLangChainError = /* @__PURE__ */ brands.brand(AwsLangChainError, "stream");

/** A stream broke after it was opened. Retryable only while nothing of it has been delivered. */
export class BedrockStreamError extends Stream {
  static override readonly defaults: AwsErrorDefaults = {
    name: "BedrockStreamError",
    code: "STREAM_BROKEN",
    retryable: false,
  };

  declare readonly originalStatusCode?: number;
  declare readonly originalMessage?: string;
  readonly partial: boolean;

  constructor(message: string, fields: BedrockStreamErrorFields = {}) {
    const { originalMessage, partial = true, ...facts } = fields;
    super(message, { ...facts, retryable: !partial && (facts.retryable ?? true) });
    this.partial = partial;
    if (originalMessage !== undefined) Object.assign(this, { originalMessage: clip(redact(originalMessage)) });
  }
}

const Guardrail: typeof AwsLangChainError = /* @__PURE__ */ brands.brand(AwsLangChainError, "guardrail");

/** A guardrail stepped in, and the caller asked for an error in that case. */
export class GuardrailInterventionError extends Guardrail {
  static override readonly defaults: AwsErrorDefaults = {
    name: "GuardrailInterventionError",
    code: "GUARDRAIL_INTERVENED",
    retryable: false,
  };

  /** The guardrail's assessments. Not enumerable: they quote the text that was assessed, which no log should print. */
  declare readonly trace: unknown;

  constructor(message: string, fields: AwsErrorFields & { trace?: unknown } = {}) {
    const { trace, ...facts } = fields;
    super(message, facts);
    hide(this, "trace", trace);
  }
}

function clip(text: string): string {
  return text.length <= maxErrorTextLength ? text : `${text.slice(0, maxErrorTextLength - 1)}…`;
}

function defined(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function hide(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, configurable: true, writable: true, enumerable: false });
}
