import { isRecord } from "./check-options.ts";
import { memoizeCredentials } from "./identity.ts";
import type { AwsCredentials, AwsCredentialsProvider } from "./options.ts";

/** How far the service's clock is from this machine's, once that is known. */
export interface ClockSkew {
  offsetMs: number;
  corrected: boolean;
}

/** What the AWS SDK's retry strategies decide by. */
export interface AttemptKind {
  errorType: "THROTTLING" | "TRANSIENT" | "SERVER_ERROR" | "CLIENT_ERROR";
  retryAfterHint?: Date;
  /** Whether what was wrong, the clock or the identity, has been put right. */
  isRepaired?: true;
}

/**
 * Classifies a failed attempt as the AWS SDK does, and sees to what its signing middleware would: a wrong clock is
 * corrected and an expired identity replaced, each once.
 */
export async function classifyAttempt(
  error: unknown,
  credentials: AwsCredentials | AwsCredentialsProvider | undefined,
  skew: ClockSkew,
): Promise<AttemptKind> {
  const { isClockSkewError, isServerError, isThrottlingError, isTransientError } = await import("./sdk-retries.ts");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the AWS SDK reads optional members by shape
  const facts = (error instanceof Error ? error : new Error(String(error))) as Parameters<typeof isThrottlingError>[0];
  const headers = responseHeaders(facts);
  // Our own timeout is the caller's limit, not a passing fault.
  if (facts.name === "TimeoutError") return { errorType: "CLIENT_ERROR" };
  if (isThrottlingError(facts)) return { errorType: "THROTTLING", retryAfterHint: retryAfter(headers) };
  const repaired =
    (isClockSkewError(facts) && correctClock(headers["date"], skew)) ||
    (facts.name.startsWith("ExpiredToken") && (await replaced(credentials)));
  if (repaired) return { errorType: "TRANSIENT", retryAfterHint: retryAfter(headers), isRepaired: true };
  if (isTransientError(facts) || isBrokenConnection(facts))
    return { errorType: "TRANSIENT", retryAfterHint: retryAfter(headers) };
  return { errorType: isServerError(facts) ? "SERVER_ERROR" : "CLIENT_ERROR" };
}

function responseHeaders(error: Error): Readonly<Record<string, unknown>> {
  const response: unknown = "$response" in error ? error.$response : undefined;
  const headers = isRecord(response) ? response["headers"] : undefined;
  return isRecord(headers) ? headers : {};
}

// Node's `fetch` hides what happened in the cause.
function isBrokenConnection({ cause }: Error): boolean {
  return isRecord(cause) && /^UND_ERR_(?:SOCKET|CONNECT_TIMEOUT)$/.test(String(cause["code"]));
}

/** The AWS SDK takes clocks that are less than four minutes apart for equal. */
const toleranceMs = 240_000;

function correctClock(date: unknown, skew: ClockSkew): boolean {
  const offsetMs = Date.parse(String(date)) - Date.now();
  if (skew.corrected || !(Math.abs(offsetMs - skew.offsetMs) >= toleranceMs)) return false;
  Object.assign(skew, { offsetMs, corrected: true });
  return true;
}

async function replaced(credentials: AwsCredentials | AwsCredentialsProvider | undefined): Promise<boolean> {
  if (typeof credentials !== "function") return false;
  const provider = memoizeCredentials(credentials);
  const before = await provider();
  const fresh = await provider({ forceRefresh: true });
  return fresh.accessKeyId !== before.accessKeyId || fresh.sessionToken !== before.sessionToken;
}

function retryAfter(headers: Readonly<Record<string, unknown>>): Date | undefined {
  const text = headers["retry-after"];
  if (typeof text !== "string") return undefined;
  const seconds = Number(text);
  const date = Number.isFinite(seconds) ? Date.now() + seconds * 1000 : Date.parse(text);
  return Number.isFinite(date) ? new Date(date) : undefined;
}
