import { inspect } from "node:util";
import { ContextOverflowError, getRetryable, ModelAbortError } from "@langchain/core/errors";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as errors from "./errors.ts";
import { isAbortError, mapAwsError, type MapAwsErrorContext } from "./map-aws-error.ts";

const context: MapAwsErrorContext = {
  service: "bedrock-runtime",
  operation: "Converse",
  model: "anthropic.claude-sonnet-4-20250514-v1:0",
  region: "us-east-1",
};

/** An error as the SDK throws it for an HTTP answer; without a status, as the iterator of a stream throws it. */
function sdkError(name: string, status?: number, message = "Said AWS", extra: object = {}): Error {
  const $metadata = status === undefined ? { attempts: 1 } : { httpStatusCode: status, requestId: "r-1" };
  return Object.assign(new Error(message), { name, $metadata, $fault: "client", ...extra });
}

const facts = (error: Error & { code?: unknown; lc_error_code?: unknown }) => ({
  name: error.name,
  code: error.code,
  lc_error_code: error.lc_error_code,
  retryable: getRetryable(error),
});

/** What a log or a serialiser sees; the brands are symbols. */
const fieldsOf = (error: Error) => Object.fromEntries(Object.entries(error));

describe("classification", () => {
  const authentication = { lc_error_code: "MODEL_AUTHENTICATION", retryable: false };
  const credentials = { name: "AwsCredentialsError", code: "CREDENTIALS", ...authentication };
  const access = { name: "BedrockAccessDeniedError", code: "ACCESS_DENIED", ...authentication };
  const throttled = {
    name: "BedrockThrottlingError",
    code: "THROTTLED",
    lc_error_code: "MODEL_RATE_LIMIT",
    retryable: true,
  };
  const quota = { ...throttled, code: "QUOTA_EXCEEDED", retryable: false };
  const invalid = {
    name: "BedrockValidationError",
    code: "VALIDATION",
    lc_error_code: "INVALID_PROMPT_INPUT",
    retryable: false,
  };
  const notFound = {
    name: "BedrockModelNotFoundError",
    code: "NOT_FOUND",
    lc_error_code: "MODEL_NOT_FOUND",
    retryable: false,
  };
  const plain = { lc_error_code: undefined };
  const notReady = { name: "BedrockModelNotReadyError", code: "MODEL_NOT_READY", ...plain, retryable: true };
  const timeout = { name: "BedrockModelTimeoutError", code: "TIMEOUT", ...plain, retryable: false };
  const model = { name: "BedrockModelError", code: "MODEL_FAILED", ...plain, retryable: false };
  const service = { name: "BedrockServiceError", code: "SERVICE", ...plain, retryable: true };
  const network = { ...service, code: "NETWORK" };
  const stream = { name: "BedrockStreamError", code: "STREAM_BROKEN", ...plain, retryable: false };
  const region = { name: "AwsRegionError", code: "REGION_MISSING", ...plain, retryable: false };
  const conflict = { name: "AwsLangChainError", code: "CONFLICT", ...plain, retryable: false };
  const unknown = { ...conflict, code: "AWS_ERROR" };
  const overflow = {
    name: "ContextOverflowError",
    code: "CONTEXT_OVERFLOW",
    lc_error_code: "CONTEXT_OVERFLOW",
    retryable: false,
  };

  it.each([
    // The exceptions of Amazon Bedrock Runtime.
    ["AccessDeniedException", 403, access],
    ["ConflictException", 400, conflict],
    ["InternalServerException", 500, service],
    ["ModelErrorException", 424, model],
    ["ModelNotReadyException", 429, notReady],
    ["ModelStreamErrorException", 424, stream],
    ["ModelTimeoutException", 408, timeout],
    ["ResourceNotFoundException", 404, notFound],
    ["ServiceQuotaExceededException", 400, quota],
    ["ServiceUnavailableException", 503, service],
    ["ThrottlingException", 429, throttled],
    ["ValidationException", 400, invalid],
    // Credentials, of every way to fail with them.
    ["UnrecognizedClientException", 403, credentials],
    ["InvalidSignatureException", 403, credentials],
    ["SignatureDoesNotMatch", 403, credentials],
    ["MissingAuthenticationTokenException", 403, credentials],
    ["IncompleteSignatureException", 400, credentials],
    ["ExpiredTokenException", 403, credentials],
    ["ExpiredToken", 400, credentials],
    ["InvalidClientTokenId", 403, credentials],
    ["CredentialsProviderError", undefined, credentials],
    ["TokenProviderError", undefined, credentials],
    // Other services, and other spellings.
    ["TooManyRequestsException", 429, throttled],
    ["Throttling", 400, throttled],
    ["com.amazonaws.bedrock#ThrottlingException:http://internal.amazon.com/", 429, throttled],
    ["throttlingException", undefined, throttled],
    ["ModelError", 424, model],
    ["InternalFailure", 500, service],
    ["ServiceUnavailable", 503, service],
    ["BadRequestException", 400, invalid],
    ["TimeoutError", undefined, timeout],
    ["RequestTimeout", 408, timeout],
    // By status, when the name says nothing.
    ["Unknown", 400, invalid],
    ["Unknown", 401, credentials],
    ["Unknown", 403, access],
    ["Unknown", 404, notFound],
    ["Unknown", 408, timeout],
    ["Unknown", 413, invalid],
    ["Unknown", 424, model],
    ["UnheardOfException", 429, throttled],
    ["Error", 500, service],
    ["Error", 502, service],
    ["Error", 504, service],
    ["Error", undefined, unknown],
    ["UnheardOfException", undefined, unknown],
  ])("takes %s with status %s", (name, status, expected) => {
    expect(facts(mapAwsError(sdkError(name, status), context))).toEqual(expected);
  });

  it.each([
    ["ValidationException", 400, "Input is too long for requested model.", overflow],
    ["ValidationException", 400, "input length and `max_tokens` exceed context limit: 1 + 2 > 3", overflow],
    ["ValidationException", 400, "The model returned: prompt is too long: 250000 tokens > 200000 maximum", overflow],
    ["ValidationException", 400, "This model's maximum context length is 128000 tokens.", overflow],
    ["ValidationException", 400, "The request exceeds the maximum number of input tokens", overflow],
    ["ValidationException", 400, "Too many input tokens. Max input tokens: 8192", overflow],
    ["ValidationException", 400, "too many total text bytes: 30000000 > 25000000", overflow],
    ["ValidationException", 400, "The input does not fit the model's context window", overflow],
    ["validationException", undefined, "Input is too long for requested model.", overflow],
    ["ServiceUnavailableException", 503, "The context window service is down", service],
    ["ValidationException", 400, "The provided model identifier is invalid.", notFound],
    ["ResourceNotFoundException", 404, "This model version has reached the end of its life.", notFound],
    ["ValidationException", 400, "This model version has reached the end of its life.", notFound],
    ["ThrottlingException", 429, "Too many tokens per day, please wait before trying again.", quota],
    ["ThrottlingException", 429, "Too many tokens, please wait before trying again.", throttled],
    [
      "TimeoutError",
      undefined,
      "the request socket did not establish a connection with the server within the configured timeout of 1000 ms.",
      network,
    ],
    ["Error", undefined, "Region is missing", region],
    ["Error", undefined, "Credential is missing", credentials],
    ["Error", undefined, "request could not be signed with `token` since the `token` is not defined", credentials],
    ["Error", undefined, "Could not load credentials from any providers", credentials],
    ["Error", undefined, "Truncated event message received.", stream],
    ["Error", undefined, "http2 request did not get a response", network],
    ["Error", undefined, "socket hang up", network],
    ["TypeError", undefined, "fetch failed", network],
    ["TypeError", undefined, "x is not a function", unknown],
  ])("reads on in the text: %s (%s) %j", (name, status, message, expected) => {
    expect(facts(mapAwsError(sdkError(name, status, message), context))).toEqual(expected);
  });

  it.each(["ECONNRESET", "ECONNREFUSED", "ETIMEDOUT", "EPIPE", "ENOTFOUND", "EAI_AGAIN", "ERR_HTTP2_STREAM_ERROR"])(
    "takes %s for the network's, also as a cause, and also when Node's handler calls it a timeout",
    (code) => {
      const direct = Object.assign(new Error("broken"), { code });
      const wrapped = new TypeError("failed", { cause: direct });
      const renamed = Object.assign(new Error("broken"), { code, name: "TimeoutError" });
      const mapped = [direct, wrapped, renamed].map((error) => facts(mapAwsError(error, context)));
      expect(mapped).toEqual([network, network, network]);
    },
  );

  it("takes the handler's own request timeout for a timeout, although it has the code of a network failure", () => {
    const text = "@smithy/node-http-handler - [ERROR] a request has exceeded the configured 200 ms requestTimeout.";
    const error = Object.assign(new Error(text), { name: "TimeoutError", code: "ETIMEDOUT" });
    expect(facts(mapAwsError(error, context))).toEqual(timeout);
  });

  it.each([
    [400, false],
    [503, true],
  ])("judges a failed model by its own status %s and keeps its facts", (originalStatusCode, retryable) => {
    const error = sdkError("ModelErrorException", 424, "Failed", { originalStatusCode, resourceName: "arn:m" });
    expect(mapAwsError(error, context)).toMatchObject({ originalStatusCode, resourceName: "arn:m", retryable });
  });

  it("does not ask for the class, which another copy of the SDK would have its own of", () => {
    const lookalike = { name: "ThrottlingException", message: "Slow down", $metadata: { httpStatusCode: 429 } };
    expect(facts(mapAwsError(lookalike, context))).toEqual(throttled);
  });
});

describe("what it hands back", () => {
  it("puts everything known into text and fields", () => {
    const cause = sdkError("ThrottlingException", 429, "Too many requests");
    const error = mapAwsError(cause, context);
    const hint =
      "Check the account's quotas, use a cross-region inference profile, or lower maxConcurrency; raise maxRetries to wait longer.";
    expect(error.message).toBe(
      `Converse failed (ThrottlingException, HTTP 429, request r-1): Too many requests. ${hint}`,
    );
    expect(fieldsOf(error)).toEqual({
      name: "BedrockThrottlingError",
      code: "THROTTLED",
      awsCode: "ThrottlingException",
      service: "bedrock-runtime",
      operation: "Converse",
      httpStatusCode: 429,
      requestId: "r-1",
      retryable: true,
      lc_error_code: "MODEL_RATE_LIMIT",
      hint,
    });
    expect(error.cause).toBe(cause);
  });

  it("leaves out what is not known", () => {
    expect(mapAwsError(new Error("Something odd"), context).message).toBe("Converse failed: Something odd.");
    expect(mapAwsError(new Error(""), { ...context, what: "Reranking failed" }).message).toBe("Reranking failed");
  });

  it("names the system's code when AWS gave none", () => {
    const refused = Object.assign(new AggregateError([]), { code: "ECONNREFUSED" });
    expect(mapAwsError(refused, context).message).toBe(
      "Converse failed (ECONNREFUSED): The connection failed: check endpointUrl, the region, the proxy and the network.",
    );
  });

  it("makes an overflow LangChain's own error, with our facts beside it", () => {
    const cause = sdkError("ValidationException", 400, "Input is too long for requested model.");
    const error = mapAwsError(cause, context);
    expect(ContextOverflowError.isInstance(error)).toBe(true);
    expect(fieldsOf(error)).toEqual({
      name: "ContextOverflowError",
      code: "CONTEXT_OVERFLOW",
      lc_error_code: "CONTEXT_OVERFLOW",
      awsCode: "ValidationException",
      service: "bedrock-runtime",
      operation: "Converse",
      httpStatusCode: 400,
      requestId: "r-1",
      retryable: false,
      hint: "Trim the input, or use a model with a larger context window.",
    });
    expect(error.cause).toBe(cause);
  });

  it("lets aborts and errors of the tree through untouched", () => {
    const untouched = [
      new DOMException("This operation was aborted", "AbortError"),
      Object.assign(new Error("Request aborted"), { name: "AbortError" }),
      new ModelAbortError("Stopped"),
      new ContextOverflowError(),
      new errors.BedrockThrottlingError("x"),
      new errors.ModelProviderError("x"),
    ];
    for (const error of untouched) expect(mapAwsError(error, context)).toBe(error);
  });

  it("maps its own result to itself", () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.integer({ min: 100, max: 599 })), fc.string(), (name, status, message) => {
        const once = mapAwsError(sdkError(name, status ?? undefined, message), context);
        expect(mapAwsError(once, { ...context, stream: "open" })).toBe(once);
      }),
    );
  });

  it.each([
    ["a text", "went wrong", "Converse failed: went wrong."],
    ["undefined", undefined, "Converse failed"],
    ["null", null, "Converse failed"],
    ["a number", 7, "Converse failed"],
    ["an object", { message: "said so" }, "Converse failed: said so."],
  ])("wraps %s that was thrown", (_name, thrown, message) => {
    const error = mapAwsError(thrown, context);
    expect([error.message, errors.AwsLangChainError.isInstance(error)]).toEqual([message, true]);
  });

  it("survives an object whose properties throw", () => {
    const hostile = new Proxy(
      {},
      {
        get() {
          throw new Error("no");
        },
        has: () => true,
      },
    );
    expect(mapAwsError(hostile, context).name).toBe("AwsLangChainError");
  });

  it("never writes more than 2,000 characters, and keeps the hint", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5000 }),
        fc.constantFrom("ThrottlingException", "ValidationException"),
        (length, name) => {
          const error = mapAwsError(sdkError(name, 400, "long text ".repeat(length)), context);
          expect(error.message.length).toBeLessThanOrEqual(2000);
          expect(error.message.endsWith(String(Reflect.get(error, "hint") ?? ""))).toBe(true);
        },
      ),
    );
  });
});

describe("a body that is not JSON", () => {
  const parserError = (status: number) =>
    Object.assign(new SyntaxError("Unexpected token '<', \"<html>secret plans\" is not valid JSON"), {
      $metadata: { httpStatusCode: status },
    });

  it.each([
    [200, "AwsLangChainError"],
    [400, "BedrockValidationError"],
    [403, "BedrockAccessDeniedError"],
    [404, "BedrockModelNotFoundError"],
    [413, "BedrockValidationError"],
    [429, "BedrockThrottlingError"],
    [502, "BedrockServiceError"],
  ])("with status %s becomes %s and points at endpoint and proxy", (status, name) => {
    const error = mapAwsError(parserError(status), context);
    expect([error.name, error.message, Reflect.get(error, "httpStatusCode")]).toEqual([
      name,
      `Converse failed (HTTP ${status}): The endpoint returned a non-JSON body; check endpointUrl or proxy.`,
      status,
    ]);
  });

  it("is not suspected behind a parser's error of another origin", () => {
    expect(mapAwsError(new SyntaxError("Unexpected end of JSON input"), context).message).toBe(
      "Converse failed: Unexpected end of JSON input.",
    );
  });
});

describe("hints", () => {
  const hintOf = (name: string, message: string, more: Partial<MapAwsErrorContext> = {}) =>
    Reflect.get(mapAwsError(sdkError(name, undefined, message), { ...context, ...more }), "hint");

  it.each([
    [
      "CredentialsProviderError",
      "The SSO session associated with this profile has expired.",
      "aws sso login --profile p1",
    ],
    [
      "CredentialsProviderError",
      "Failed to load a token, please re-authenticate using aws login",
      "`aws login --profile p1`",
    ],
    ["CredentialsProviderError", "Profile is configured with invalid SSO credentials.", "Sources tried"],
    ["RequestTimeTooSkewed", "The difference is too large", "clock"],
    ["UnauthorizedSSOTokenError", "SSO token is invalid", 'of profile "p1"'],
    [
      "TokenProviderError",
      "Token is expired. To refresh this SSO session run aws sso login",
      "aws sso login --profile p1",
    ],
    ["ExpiredTokenException", "The security token included in the request is expired", 'of profile "p1" have expired'],
    ["InvalidSignatureException", "The request signature we calculated does not match", "clock"],
    [
      "UnrecognizedClientException",
      "The security token included in the request is invalid.",
      "does not know these credentials",
    ],
    [
      "CredentialsProviderError",
      "Could not load credentials from any providers",
      "Sources tried: environment variables",
    ],
    [
      "CredentialsProviderError",
      "Could not load credentials from any providers",
      "container endpoint, the EC2 instance metadata",
    ],
  ])("tell what is wrong with credentials: %s, %s", (name, message, expected) => {
    expect(hintOf(name, message, { profile: "p1" })).toContain(expected);
  });

  it("do without a profile when there is none", () => {
    expect(hintOf("CredentialsProviderError", "The SSO session associated with this profile has expired.")).toBe(
      "The SSO session has ended: run `aws sso login`.",
    );
  });

  it("name the four ways to set a region", () => {
    const hint = String(hintOf("Error", "Region is missing"));
    expect(
      ["regionName", "ARN", "AWS_REGION or AWS_DEFAULT_REGION", "profile"].filter((way) => !hint.includes(way)),
    ).toEqual([]);
  });

  it.each([
    ["AccessDeniedException", "You don't have access to the model with the specified model ID.", "bedrock:InvokeModel"],
    ["AccessDeniedException", "User is not authorized to perform: bedrock:InvokeTool", "bedrock:InvokeTool"],
    ["AccessDeniedException", "Authentication failed: Please make sure your API Key is valid.", "Bedrock API key"],
    ["ResourceNotFoundException", "Could not resolve the foundation model", "us-east-1"],
    ["ResourceNotFoundException", "This model version has reached the end of its life.", "retired"],
    ["ModelNotReadyException", "Model is not ready for inference", "Imported models"],
    ["ModelTimeoutException", "Timed out", "`timeout`"],
    ["ServiceQuotaExceededException", "No more", "Service Quotas"],
    [
      "ValidationException",
      "Malformed input request: #: extraneous key [max_tokenz] is not permitted, please reformat your input and try again.",
      '"max_tokenz"',
    ],
    ["ValidationException", "thinking.budget: Extra inputs are not permitted", '"thinking.budget"'],
  ])("say what to do: %s, %s", (name, message, expected) => {
    expect(hintOf(name, message)).toContain(expected);
  });

  it.each([
    ["us-east-1", "us."],
    ["us-gov-west-1", "us-gov."],
    ["eu-central-1", "eu."],
    ["ap-northeast-1", "apac."],
    ["sa-east-1", "us."],
    [undefined, "us."],
  ])("offer an inference profile where on-demand use is refused: %s", (region, prefix) => {
    const message = "Invocation of model ID x with on-demand throughput isn’t supported.";
    const error = mapAwsError(sdkError("ValidationException", 400, message), { ...context, region });
    expect(error).toMatchObject({
      name: "BedrockValidationError",
      lc_error_code: "MODEL_NOT_FOUND",
      hint: `Use an inference profile id, such as \`${prefix}anthropic.claude-sonnet-4-20250514-v1:0\`, or the ARN of an inference profile.`,
    });
  });

  it("show the form when the model is not known", () => {
    expect(hintOf("ValidationException", "on-demand throughput isn't supported", { model: undefined })).toContain(
      "`us.<modelId>`",
    );
  });

  it("of the surface may be for other kinds of failures, and are for none but theirs", () => {
    const hints = [{ kinds: ["access" as const], when: /./, hint: "Allow bedrock:Rerank." }];
    const refused = mapAwsError(sdkError("AccessDeniedException", 403, "not authorized"), { ...context, hints });
    expect(refused).toMatchObject({ name: "BedrockAccessDeniedError", hint: "Allow bedrock:Rerank." });
    const other = mapAwsError(sdkError("ValidationException", 400, "no good"), { ...context, hints });
    expect(other).not.toHaveProperty("hint");
    const page = Object.assign(new SyntaxError("Unexpected token '<'"), { $metadata: { httpStatusCode: 403 } });
    expect(mapAwsError(page, { ...context, hints })).toMatchObject({ hint: expect.stringContaining("non-JSON body") });
  });

  it("of the surface come first, and may set LangChain's code or mean an overflow", () => {
    const hints = [
      { when: /toolResult/g, hint: "Answer every tool call.", errorCode: "INVALID_TOOL_RESULTS" },
      {
        when: /too big for me/,
        hint: (of: MapAwsErrorContext, text: string) => `${of.operation}: ${text}`,
        errorCode: "CONTEXT_OVERFLOW",
      },
    ];
    const twice = [1, 2].map(() =>
      mapAwsError(sdkError("ValidationException", 400, "Expected toolResult blocks"), { ...context, hints }),
    );
    expect(twice.map((error) => [error.name, Reflect.get(error, "lc_error_code"), Reflect.get(error, "hint")])).toEqual(
      [1, 2].map(() => ["BedrockValidationError", "INVALID_TOOL_RESULTS", "Answer every tool call."]),
    );
    const overflow = mapAwsError(sdkError("ValidationException", 400, "too big for me"), { ...context, hints });
    expect([ContextOverflowError.isInstance(overflow), Reflect.get(overflow, "hint")]).toEqual([
      true,
      "Converse: too big for me",
    ]);
  });

  it("speak of models only where there are models", () => {
    const kendra = { service: "kendra", operation: "Retrieve", model: undefined };
    expect([hintOf("AccessDeniedException", "no", kendra), hintOf("ResourceNotFoundException", "no", kendra)]).toEqual([
      "Allow the action for this identity in IAM (kendra: Retrieve).",
      "Check the resource's name and the region (us-east-1).",
    ]);
  });
});

describe("streams", () => {
  const mapped = (error: unknown, stream: "opening" | "open") => {
    const { name, message: _text, ...rest } = mapAwsError(error, { ...context, operation: "ConverseStream", stream });
    return { name, ...rest };
  };

  it("keeps name, code and hint of an exception event after the first event, and rules out a retry", () => {
    expect(mapped(sdkError("ThrottlingException"), "open")).toMatchObject({
      name: "BedrockStreamError",
      awsCode: "ThrottlingException",
      lc_error_code: "MODEL_RATE_LIMIT",
      partial: true,
      retryable: false,
    });
  });

  it.each([
    ["throttlingException", true],
    ["internalServerException", true],
    ["serviceUnavailableException", true],
    ["modelStreamErrorException", true],
    ["somethingNewException", false],
  ])("says whether %s before the first event may be retried", (name, retryable) => {
    expect(mapped(sdkError(name), "opening")).toMatchObject({
      name: "BedrockStreamError",
      awsCode: name,
      partial: false,
      retryable,
    });
  });

  it("keeps the model's own status and text", () => {
    const error = sdkError("ModelStreamErrorException", undefined, "It broke", {
      originalStatusCode: 500,
      originalMessage: "out of memory, key AKIAIOSFODNN7EXAMPLE",
    });
    expect(mapped(error, "open")).toMatchObject({
      originalStatusCode: 500,
      originalMessage: "out of memory, key [redacted]",
      partial: true,
    });
  });

  it.each([
    ["ThrottlingException", 429, "BedrockThrottlingError"],
    ["ValidationException", 400, "BedrockValidationError"],
    ["validationException", undefined, "BedrockValidationError"],
    ["CredentialsProviderError", undefined, "AwsCredentialsError"],
    ["TimeoutError", undefined, "BedrockModelTimeoutError"],
    ["TypeError", undefined, "AwsLangChainError"],
  ])("takes %s (%s) before the first event for what it is: %s", (name, status, expected) => {
    expect(mapped(sdkError(name, status), "opening").name).toBe(expected);
  });

  it.each(["opening", "open"] as const)("lets an overflow be an overflow while the stream is %s", (stream) => {
    expect(
      mapped(sdkError("validationException", undefined, "Input is too long for requested model."), stream).name,
    ).toBe("ContextOverflowError");
  });

  it("reads the text out of the raw JSON of an exception without a model", () => {
    const error = mapAwsError(sdkError("newException", undefined, '{"message":"Said so","prompt":"private"}'), {
      ...context,
      stream: "open",
    });
    expect(error.message).toBe("Converse failed (newException): Said so.");
    const withoutText = mapAwsError(sdkError("newException", undefined, '{"prompt":"private"}'), {
      ...context,
      stream: "open",
    });
    expect(withoutText.message).toBe("Converse failed (newException)");
  });

  it.each([
    ["opening", false, true],
    ["open", true, false],
    [undefined, true, false],
  ] as const)("knows a truncated frame while the stream is %s", (stream, partial, retryable) => {
    const error = mapAwsError(new Error("Truncated event message received."), { ...context, stream });
    expect(error).toMatchObject({ name: "BedrockStreamError", partial, retryable });
  });

  it("takes a connection that breaks in mid-stream for a broken stream", () => {
    expect(mapped(Object.assign(new Error("aborted"), { code: "ECONNRESET" }), "open")).toMatchObject({
      name: "BedrockStreamError",
      code: "NETWORK",
      partial: true,
      retryable: false,
    });
  });
});

describe("secrets", () => {
  const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  it("appear nowhere, the cause and its cause included, and what was thrown is not changed", () => {
    const root = new Error(`root ${secret}`);
    const thrown = sdkError("ValidationException", 400, `echo ${secret}`, { cause: root, detail: `d ${secret}` });
    const before = inspect(thrown, { depth: 8 });
    const error = mapAwsError(thrown, { ...context, secrets: [secret], profile: secret });
    expect(inspect(error, { depth: 8 })).not.toContain(secret);
    expect(error.cause).toMatchObject({
      name: "ValidationException",
      message: "echo [redacted]",
      detail: "d [redacted]",
    });
    expect(error.cause).toBeInstanceOf(Error);
    expect(inspect(thrown, { depth: 8 })).toBe(before);
  });

  it("never come out of any field, wherever they were", () => {
    const anyError = fc.record({ name: fc.string(), message: fc.string(), requestId: fc.string(), hint: fc.string() });
    const place = fc.constantFrom("name", "message", "requestId", "hint");
    fc.assert(
      fc.property(anyError, place, fc.option(fc.integer({ min: 400, max: 503 })), (parts, where, status) => {
        const planted = { ...parts, [where]: `${parts[where]} ${secret} ${parts[where]}` };
        const thrown = Object.assign(new Error(planted.message), {
          name: planted.name,
          $metadata: { httpStatusCode: status ?? undefined, requestId: planted.requestId },
        });
        const hints = [{ when: /./, hint: planted.hint }];
        const error = mapAwsError(thrown, { ...context, hints, secrets: [secret] });
        const { cause, ...own } = Object.fromEntries(
          Object.getOwnPropertyNames(error).map((key): [string, unknown] => [key, Reflect.get(error, key)]),
        );
        expect(JSON.stringify(own)).not.toContain(secret);
        expect(cause).toBeInstanceOf(Error);
      }),
    );
  });

  it("that have the shape of an access key id are masked without being known", () => {
    const error = mapAwsError(
      sdkError("AccessDeniedException", 403, "Key AKIAIOSFODNN7EXAMPLE is not allowed"),
      context,
    );
    expect(error.message).toContain("Key [redacted] is not allowed");
    expect(inspect(error)).not.toContain("AKIAIOSFODNN7EXAMPLE");
  });
});

describe("isAbortError", () => {
  it.each([
    [new DOMException("x", "AbortError"), true],
    [AbortSignal.abort().reason, true],
    [new ModelAbortError("x"), true],
    [Object.assign(new Error("x"), { code: "ABORT_ERR" }), true],
    [new DOMException("x", "TimeoutError"), false],
    [new Error("aborted"), false],
    ["AbortError", false],
    [undefined, false],
  ])("says of %s: %s", (error, expected) => {
    expect(isAbortError(error)).toBe(expected);
  });
});
