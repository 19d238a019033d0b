import {
  AwsConfigurationError,
  AwsLangChainError,
  isAbortError,
  mapAwsError,
  type MapAwsErrorContext,
  untilAborted,
} from "@langchain-aws/core";
import type { StandardRetryStrategy } from "@smithy/core/retry";
import { configurationError } from "./check-options.ts";
import { classifyAttempt, type ClockSkew } from "./classify-attempt.ts";
import { isPlainHttp } from "./endpoint.ts";
import type { AwsCredentials, AwsCredentialsProvider } from "./options.ts";
import { fetchTransport, type HttpTransport } from "./http-transport.ts";
import { toServiceError, type HttpAnswer } from "./read-response.ts";
import { serializeBody, signHttpRequest, type SignHttpRequestInput } from "./sign-http-request.ts";

/** A request that is signed and sent. */
export interface SignedFetchInput extends Omit<SignHttpRequestInput, "credentials" | "date"> {
  /** Not needed with `sign: false`. */
  credentials?: AwsCredentials | AwsCredentialsProvider;
  /**
   * `false` sends the request as it is, for databases without IAM authentication.
   *
   * @defaultValue true
   */
  sign?: boolean;
  signal?: AbortSignal;
  /**
   * Milliseconds for each attempt, until the answer is read; 0 for no limit.
   *
   * @defaultValue 60000
   */
  timeout?: number;
  /**
   * Retries after the first attempt.
   *
   * @defaultValue 4
   */
  maxRetries?: number;
  /** Called once for every attempt that failed, with the mapped error; throwing from it stops the retries. */
  onFailedAttempt?: (error: Error) => unknown;
  /**
   * A longer answer is an error.
   *
   * @defaultValue 64 MiB
   */
  maxResponseBytes?: number;
  /** What the error texts say besides what the service says. */
  context: MapAwsErrorContext;
  /** @defaultValue the runtime's */
  fetch?: typeof globalThis.fetch;
  /** Sends the attempts in place of `fetch`; see `createHttpTransport`. */
  transport?: HttpTransport;
  /**
   * Makes the error that is thrown, and given to `onFailedAttempt`, from what went wrong. One that says
   * `retryable: false` ends the attempts, unless the clock or an expired identity was the reason.
   *
   * @defaultValue `mapAwsError` with `context`
   */
  mapError?: (error: unknown) => Error;
}

const defaultTimeoutMs = 60_000;
const defaultMaxRetries = 4;
const defaultMaxResponseBytes = 64 * 1024 * 1024;

/**
 * Signs a request, sends it and reads the answer. It is signed again for every attempt.
 *
 * Redirects are not followed: a signed request belongs to one host, and its headers must not reach another. Retries are
 * those of the AWS SDK's standard strategy.
 *
 * @returns the answer, whose status is a success
 * @throws the mapped error of the last attempt; an abort stays an abort
 */
export async function signedFetch(input: SignedFetchInput): Promise<HttpAnswer> {
  const url = new URL(input.url);
  checkUrl(url, input.sign ?? true);
  input.signal?.throwIfAborted();
  const body = serializeBody(input.body);
  const skew: ClockSkew = { offsetMs: 0, corrected: false };
  let retries: Retries | undefined;
  for (;;) {
    try {
      return await attempt(input, url, body, skew);
    } catch (error) {
      if (isAbortError(error)) input.signal?.throwIfAborted();
      if (input.signal?.aborted === true || isAbortError(error)) throw error;
      const mapped = input.mapError?.(error) ?? mapAwsError(error, input.context);
      await input.onFailedAttempt?.(mapped);
      const kind = await classifyAttempt(error, input.credentials, skew);
      if (input.mapError !== undefined && isFinal(mapped) && kind.isRepaired !== true) throw mapped;
      retries ??= await startRetries(input);
      // The strategy sleeps before the next attempt, for seconds.
      const asked = retries.strategy.refreshRetryTokenForRetry(retries.token, kind).catch(() => undefined);
      const token = await untilAborted(asked, input.signal);
      if (token === undefined) throw mapped;
      input.signal?.throwIfAborted();
      retries = { ...retries, token };
    }
  }
}

interface Retries {
  readonly strategy: StandardRetryStrategy;
  readonly token: Awaited<ReturnType<StandardRetryStrategy["acquireInitialRetryToken"]>>;
}

/** The AWS SDK's rules of retries, loaded when something has failed. */
async function startRetries({ maxRetries = defaultMaxRetries, service }: SignedFetchInput): Promise<Retries> {
  const { StandardRetryStrategy: Strategy } = await import("./sdk-retries.ts");
  const strategy = new Strategy({ maxAttempts: maxRetries + 1 });
  return { strategy, token: await strategy.acquireInitialRetryToken(service) };
}

/** Whether an error of the caller's own making says that another attempt would end the same way. */
const isFinal = (error: Error): boolean => AwsLangChainError.isInstance(error) && !error.retryable;

async function attempt(
  input: SignedFetchInput,
  url: URL,
  body: string | Uint8Array | undefined,
  skew: ClockSkew,
): Promise<HttpAnswer> {
  const headers = await headersFor(input, url, skew);
  // Credentials may have taken their time.
  input.signal?.throwIfAborted();
  const limit = startLimit(input.timeout ?? defaultTimeoutMs, input.signal);
  try {
    const send = input.transport ?? fetchTransport(input.fetch);
    const answer = await send({
      url,
      method: input.method,
      headers,
      body,
      signal: limit.signal,
      maxResponseBytes: input.maxResponseBytes ?? defaultMaxResponseBytes,
    });
    if (answer.status >= 200 && answer.status < 300) return answer;
    // A browser hides the status of a redirect, and gives 0.
    if (answer.status === 0 || (answer.status >= 300 && answer.status < 400)) throw redirectError(answer);
    throw Object.assign(toServiceError(answer), { $response: answer });
  } catch (error) {
    throw limit.expired() ?? error;
  } finally {
    limit.clear();
  }
}

async function headersFor(input: SignedFetchInput, url: URL, skew: ClockSkew): Promise<Record<string, string>> {
  if (input.sign === false) return { ...input.headers };
  if (input.credentials === undefined) {
    throw configurationError("CONFIG_INVALID_OPTION", "signedFetch needs credentials, or sign: false.");
  }
  const { credentials } = input;
  const date = new Date(Date.now() + skew.offsetMs);
  return signHttpRequest({ ...input, url, credentials, date });
}

function checkUrl(url: URL, sign: boolean): void {
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw configurationError("CONFIG_INVALID_ENDPOINT", "A signed request needs an http or https URL.");
  }
  if (sign && isPlainHttp(url.href)) {
    throw configurationError(
      "CONFIG_SIGNED_OVER_HTTP",
      "A signed request is not sent over plain http to another machine. Use https, or sign: false.",
    );
  }
}

const redirectError = ({ status }: HttpAnswer): AwsConfigurationError =>
  new AwsConfigurationError(
    `The endpoint answered with a redirect${status === 0 ? "" : ` (HTTP ${status})`}, which is not followed: signed ` +
      "headers must not reach another host. Check the URL.",
    { code: "CONFIG_REDIRECT", ...(status === 0 ? {} : { httpStatusCode: status }) },
  );

function startLimit(
  timeout: number,
  signal: AbortSignal | undefined,
): { signal: AbortSignal; expired(): Error | undefined; clear(): void } {
  const controller = new AbortController();
  let expired: Error | undefined;
  const forward = (): void => controller.abort(signal?.reason);
  signal?.addEventListener("abort", forward, { once: true });
  const expire = (): void => {
    expired = Object.assign(new Error(`No answer within the timeout of ${timeout} ms.`), { name: "TimeoutError" });
    controller.abort();
  };
  const timer = timeout === 0 ? undefined : setTimeout(expire, timeout);
  return {
    signal: controller.signal,
    expired: () => expired,
    clear: () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", forward);
    },
  };
}
