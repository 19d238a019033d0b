import { type AwsErrorDefaults, type AwsErrorFields, AwsLangChainError, errorBrands } from "@langchain-aws/core";

/** What the errors of this package say besides what all errors of `@langchain-aws` say. */
export interface SagemakerErrorFields extends AwsErrorFields {
  endpointName?: string;
  inferenceComponentName?: string;
}

const brands: typeof errorBrands = /* @__PURE__ */ errorBrands.sub("aws.sagemaker");

const Root: typeof AwsLangChainError = /* @__PURE__ */ brands.brand(AwsLangChainError);

/** The root of this package's errors. `isInstance` also recognises errors of another copy of this package. */
export class SagemakerError extends Root {
  static override readonly defaults: AwsErrorDefaults = {
    name: "SagemakerError",
    code: "SAGEMAKER_ERROR",
    retryable: false,
  };

  declare readonly endpointName?: string;
  declare readonly inferenceComponentName?: string;

  constructor(message: string, fields: SagemakerErrorFields = {}) {
    const { endpointName, inferenceComponentName, ...facts } = fields;
    super(message, facts);
    assignDefined(this, { endpointName, inferenceComponentName });
  }
}

/** What {@link SagemakerModelError} knows about the container's failure. */
export interface SagemakerModelErrorFields extends SagemakerErrorFields {
  /** The status the container answered; 0 when it did not answer. */
  originalStatusCode?: number;
  /** The container's own words: parsed when they are JSON, else text. */
  originalMessage?: unknown;
  /** Where the container's logs are. */
  logStreamArn?: string;
  /** `service`: SageMaker reported the failure; `body`: an answer with status 200 says so itself. */
  origin?: "service" | "body";
}

const Model: typeof SagemakerError = /* @__PURE__ */ brands.brand(SagemakerError, "model");

/** The model's container failed: HTTP 424, or an answer that describes an error. */
export class SagemakerModelError extends Model {
  static override readonly defaults: AwsErrorDefaults = {
    name: "SagemakerModelError",
    code: "MODEL_FAILED",
    retryable: false,
  };

  declare readonly originalStatusCode?: number;
  declare readonly originalMessage?: unknown;
  declare readonly logStreamArn?: string;
  readonly origin: "service" | "body";

  constructor(message: string, fields: SagemakerModelErrorFields = {}) {
    const { originalStatusCode, originalMessage, logStreamArn, origin = "service", ...facts } = fields;
    super(message, facts);
    this.origin = origin;
    assignDefined(this, { originalStatusCode, logStreamArn });
    // It may quote what was asked, which no log of errors should print.
    if (originalMessage !== undefined) hide(this, "originalMessage", originalMessage);
  }
}

const Timeout: typeof SagemakerError = /* @__PURE__ */ brands.brand(SagemakerError, "timeout");

/** No answer in time: the container's 60 seconds, `requestTimeoutMs`, or `streamIdleTimeoutMs` ran out. */
export class SagemakerModelTimeoutError extends Timeout {
  static override readonly defaults: AwsErrorDefaults = {
    name: "SagemakerModelTimeoutError",
    code: "TIMEOUT",
    retryable: false,
  };
}

/** What {@link SagemakerStreamError} knows about the stream. */
export interface SagemakerStreamErrorFields extends SagemakerErrorFields {
  /** SageMaker's code, such as `StreamBroken`. */
  errorCode?: string;
  /** The text that had been delivered. */
  partialText?: string;
}

const Stream: typeof SagemakerError = /* @__PURE__ */ brands.brand(SagemakerError, "stream");

/** A stream broke after it was opened. What had come of it has been delivered. */
export class SagemakerStreamError extends Stream {
  static override readonly defaults: AwsErrorDefaults = {
    name: "SagemakerStreamError",
    code: "STREAM_BROKEN",
    retryable: false,
  };

  declare readonly errorCode?: string;
  /** Not enumerable: it is content, which no log of errors should print. */
  declare readonly partialText: string;

  constructor(message: string, fields: SagemakerStreamErrorFields = {}) {
    const { errorCode, partialText = "", ...facts } = fields;
    super(message, facts);
    assignDefined(this, { errorCode });
    hide(this, "partialText", partialText);
  }
}

const NotReady: typeof SagemakerError = /* @__PURE__ */ brands.brand(SagemakerError, "not-ready");

/** The model is being loaded (429): a serverless start, or one of many models of an endpoint. */
export class SagemakerModelNotReadyError extends NotReady {
  static override readonly defaults: AwsErrorDefaults = {
    name: "SagemakerModelNotReadyError",
    code: "MODEL_NOT_READY",
    retryable: true,
  };
}

const Validation: typeof SagemakerError = /* @__PURE__ */ brands.brand(SagemakerError, "validation");

/** SageMaker does not accept the request (400). */
export class SagemakerValidationError extends Validation {
  static override readonly defaults: AwsErrorDefaults = {
    name: "SagemakerValidationError",
    code: "VALIDATION",
    retryable: false,
    lc_error_code: "INVALID_PROMPT_INPUT",
  };
}

const NotFound: typeof SagemakerError = /* @__PURE__ */ brands.brand(SagemakerError, "not-found");

/** There is no such endpoint, or inference component, in this account and region. */
export class SagemakerEndpointNotFoundError extends NotFound {
  static override readonly defaults: AwsErrorDefaults = {
    name: "SagemakerEndpointNotFoundError",
    code: "NOT_FOUND",
    retryable: false,
    lc_error_code: "MODEL_NOT_FOUND",
  };
}

const Access: typeof SagemakerError = /* @__PURE__ */ brands.brand(SagemakerError, "access");

/** AWS knows the caller and refuses the call (403). */
export class SagemakerAccessDeniedError extends Access {
  static override readonly defaults: AwsErrorDefaults = {
    name: "SagemakerAccessDeniedError",
    code: "ACCESS_DENIED",
    retryable: false,
    lc_error_code: "MODEL_AUTHENTICATION",
  };
}

const Throttled: typeof SagemakerError = /* @__PURE__ */ brands.brand(SagemakerError, "throttled");

/** Too many requests (429). */
export class SagemakerThrottledError extends Throttled {
  static override readonly defaults: AwsErrorDefaults = {
    name: "SagemakerThrottledError",
    code: "THROTTLED",
    retryable: true,
    lc_error_code: "MODEL_RATE_LIMIT",
  };
}

const Service: typeof SagemakerError = /* @__PURE__ */ brands.brand(SagemakerError, "service");

/** SageMaker failed (500, 503, 530), or the network on the way to it. */
export class SagemakerServiceError extends Service {
  static override readonly defaults: AwsErrorDefaults = {
    name: "SagemakerServiceError",
    code: "SERVICE",
    retryable: true,
  };
}

/** The step that failed: making the request, reading the reply, cutting the stream up, reading one record of it. */
export type SagemakerPhase = "transformInput" | "transformOutput" | "decode" | "transformStreamRecord";

/** What the errors of decoding and of handlers know. */
export interface SagemakerPhaseErrorFields extends SagemakerErrorFields {
  phase: SagemakerPhase;
}

const Format: typeof SagemakerError = /* @__PURE__ */ brands.brand(SagemakerError, "stream-format");

/** A streamed body could not be cut into records. The text shows at most 500 bytes of it. */
export class SagemakerStreamFormatError extends Format {
  static override readonly defaults: AwsErrorDefaults = {
    name: "SagemakerStreamFormatError",
    code: "STREAM_FORMAT",
    retryable: false,
  };

  readonly phase: SagemakerPhase;

  constructor(message: string, fields: SagemakerPhaseErrorFields) {
    const { phase, ...facts } = fields;
    super(message, facts);
    this.phase = phase;
  }
}

const Handler: typeof SagemakerError = /* @__PURE__ */ brands.brand(SagemakerError, "handler");

/** A content handler threw, or gave something of the wrong shape. The text shows at most 500 bytes of the body. */
export class SagemakerHandlerError extends Handler {
  static override readonly defaults: AwsErrorDefaults = {
    name: "SagemakerHandlerError",
    code: "HANDLER_FAILED",
    retryable: false,
  };

  readonly phase: SagemakerPhase;
  /** The class of the handler. */
  declare readonly handlerName?: string;

  constructor(message: string, fields: SagemakerPhaseErrorFields & { handlerName?: string }) {
    const { phase, handlerName, ...facts } = fields;
    super(message, facts);
    this.phase = phase;
    assignDefined(this, { handlerName });
  }
}

const Config: typeof SagemakerError = /* @__PURE__ */ brands.brand(SagemakerError, "config");

/** An option, a message or a tool that cannot work. Thrown before anything is sent; the text names it. */
export class SagemakerConfigError extends Config {
  static override readonly defaults: AwsErrorDefaults = {
    name: "SagemakerConfigError",
    code: "CONFIG_INVALID",
    retryable: false,
  };
}

function assignDefined(target: object, members: object): void {
  for (const [key, value] of Object.entries(members)) if (value !== undefined) Object.assign(target, { [key]: value });
}

function hide(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, configurable: true, writable: true, enumerable: false });
}
