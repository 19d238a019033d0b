import { inspect } from "node:util";
import { getRetryable, LangChainError } from "@langchain/core/errors";
import { describe, expect, it, vi } from "vitest";
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
  GuardrailInterventionError,
  ModelProviderError,
} from "./errors.ts";

const authentication = { lc_error_code: "MODEL_AUTHENTICATION" };

const classes = [
  { ErrorClass: AwsLangChainError, name: "AwsLangChainError", code: "AWS_ERROR", retryable: false },
  { ErrorClass: AwsConfigurationError, name: "AwsConfigurationError", code: "CONFIG_INVALID", retryable: false },
  { ErrorClass: ModelProviderError, name: "ModelProviderError", code: "CONFIG_UNKNOWN_PROVIDER", retryable: false },
  { ErrorClass: AwsRegionError, name: "AwsRegionError", code: "REGION_MISSING", retryable: false },
  {
    ErrorClass: AwsCredentialsError,
    name: "AwsCredentialsError",
    code: "CREDENTIALS",
    retryable: false,
    ...authentication,
  },
  {
    ErrorClass: BedrockAccessDeniedError,
    name: "BedrockAccessDeniedError",
    code: "ACCESS_DENIED",
    retryable: false,
    ...authentication,
  },
  {
    ErrorClass: BedrockThrottlingError,
    name: "BedrockThrottlingError",
    code: "THROTTLED",
    retryable: true,
    lc_error_code: "MODEL_RATE_LIMIT",
  },
  {
    ErrorClass: BedrockValidationError,
    name: "BedrockValidationError",
    code: "VALIDATION",
    retryable: false,
    lc_error_code: "INVALID_PROMPT_INPUT",
  },
  {
    ErrorClass: BedrockModelNotFoundError,
    name: "BedrockModelNotFoundError",
    code: "NOT_FOUND",
    retryable: false,
    lc_error_code: "MODEL_NOT_FOUND",
  },
  {
    ErrorClass: BedrockModelNotReadyError,
    name: "BedrockModelNotReadyError",
    code: "MODEL_NOT_READY",
    retryable: true,
  },
  { ErrorClass: BedrockModelTimeoutError, name: "BedrockModelTimeoutError", code: "TIMEOUT", retryable: false },
  { ErrorClass: BedrockModelError, name: "BedrockModelError", code: "MODEL_FAILED", retryable: false },
  { ErrorClass: BedrockServiceError, name: "BedrockServiceError", code: "SERVICE", retryable: true },
  {
    ErrorClass: BedrockStreamError,
    name: "BedrockStreamError",
    code: "STREAM_BROKEN",
    retryable: false,
    partial: true,
  },
  {
    ErrorClass: GuardrailInterventionError,
    name: "GuardrailInterventionError",
    code: "GUARDRAIL_INTERVENED",
    retryable: false,
  },
];

/** What a log or a serialiser sees; the brands are symbols. */
const fieldsOf = (error: Error) => Object.fromEntries(Object.entries(error));

describe.each(classes)("$name", ({ ErrorClass, ...expected }) => {
  it("carries its defaults and LangChain's retryable mark", () => {
    const error = new ErrorClass("It failed.");
    expect(fieldsOf(error)).toEqual(expected);
    expect([error.message, getRetryable(error)]).toEqual(["It failed.", expected.retryable]);
  });

  it("is recognised as itself, as ours and as LangChain's", () => {
    const error = new ErrorClass("It failed.");
    expect([ErrorClass, AwsLangChainError, LangChainError].map((each) => each.isInstance(error))).toEqual([
      true,
      true,
      true,
    ]);
    expect([error instanceof Error, error instanceof ErrorClass]).toEqual([true, true]);
  });

  it("names itself in its stack", () => {
    expect(new ErrorClass("It failed.").stack?.split("\n")[0]).toBe(`${expected.name}: It failed.`);
  });

  it("is recognised by another copy of the package", async () => {
    vi.resetModules();
    const copies = new Map<string, unknown>(Object.entries(await import("./errors.ts")));
    const copy = copies.get(expected.name);
    expect(copy).not.toBe(ErrorClass);
    expect(Reflect.apply(Reflect.get(Object(copy), "isInstance"), copy, [new ErrorClass("x")])).toBe(true);
  });
});

describe("the tree", () => {
  it("keeps siblings apart", () => {
    const parents = ["AwsLangChainError", "AwsConfigurationError"];
    const siblings = classes.filter(({ name }) => !parents.includes(name));
    for (const { ErrorClass, name } of siblings) {
      const error = new ErrorClass("x");
      const recognising = siblings.filter((other) => other.ErrorClass.isInstance(error));
      expect(recognising.map((other) => other.name)).toEqual([name]);
    }
  });

  it("has an undeterminable provider below configuration", () => {
    expect(AwsConfigurationError.isInstance(new ModelProviderError("x"))).toBe(true);
    expect(ModelProviderError.isInstance(new AwsConfigurationError("x"))).toBe(false);
  });

  it.each([undefined, null, "text", {}, new Error("x")])("does not take %s for its own", (value) => {
    expect(AwsLangChainError.isInstance(value)).toBe(false);
  });
});

describe("fields", () => {
  it("keeps what is given and nothing of what is not", () => {
    const fields = {
      code: "MINE",
      awsCode: "ThrottlingException",
      service: "bedrock-runtime",
      operation: "Converse",
      httpStatusCode: 429,
      requestId: "r-1",
      retryable: false,
      lc_error_code: "X",
      hint: "Wait.",
    };
    const error = new BedrockThrottlingError("x", fields);
    expect(fieldsOf(error)).toEqual({ name: "BedrockThrottlingError", ...fields });
    expect(Object.keys(new BedrockThrottlingError("x", { awsCode: undefined, hint: undefined })).toSorted()).toEqual([
      "code",
      "lc_error_code",
      "name",
      "retryable",
    ]);
    expect(getRetryable(error)).toBe(false);
  });

  it("never has a status, which LangChain's caller would act on", () => {
    const error = new BedrockThrottlingError("x", { httpStatusCode: 429 });
    expect(["status", "statusCode", "response"].filter((key) => key in error)).toEqual([]);
  });

  it("keeps the cause as errors do: present, not enumerable", () => {
    const cause = new Error("below");
    const error = new AwsLangChainError("x", { cause });
    expect([error.cause, Object.keys(error).includes("cause")]).toEqual([cause, false]);
    expect("cause" in new AwsLangChainError("x")).toBe(false);
  });

  it("masks secrets in text, hint and original message", () => {
    const secret = "AKIAIOSFODNN7EXAMPLE";
    const error = new BedrockStreamError(`a ${secret}`, { hint: `b ${secret}`, originalMessage: `c ${secret}` });
    expect([error.message, error.hint, error.originalMessage]).toEqual([
      "a [redacted]",
      "b [redacted]",
      "c [redacted]",
    ]);
    expect(`${inspect(error, { depth: 8 })}${JSON.stringify(error)}${error.stack}`).not.toContain(secret);
  });

  it("cuts a text at 2,000 characters", () => {
    const { message } = new AwsLangChainError("long ".repeat(1000));
    expect([message.length, message.at(-1)]).toEqual([2000, "…"]);
    expect(new AwsLangChainError("long ".repeat(400)).message).toBe("long ".repeat(400));
  });

  it.each([
    [undefined, false],
    [400, false],
    [499, false],
    [500, true],
    [503, true],
  ])("judges a failed model by its own status: %s", (originalStatusCode, retryable) => {
    const error = new BedrockModelError("x", { originalStatusCode, resourceName: "m" });
    expect([error.retryable, error.originalStatusCode, error.resourceName]).toEqual([
      retryable,
      originalStatusCode,
      "m",
    ]);
  });

  it.each([
    [undefined, undefined, false],
    [true, true, false],
    [false, undefined, true],
    [false, false, false],
  ])(
    "lets a broken stream be retried only before anything was delivered: partial %s, %s",
    (partial, given, retryable) => {
      const error = new BedrockStreamError("x", { partial, retryable: given });
      expect([error.retryable, getRetryable(error)]).toEqual([retryable, retryable]);
    },
  );

  it("carries a guardrail's trace where no log prints it", () => {
    const trace = { inputAssessment: { matched: "a private text" } };
    const error = new GuardrailInterventionError("x", { trace });
    expect(error.trace).toBe(trace);
    expect(`${inspect(error)}${JSON.stringify(error)}`).not.toContain("a private text");
  });
});
