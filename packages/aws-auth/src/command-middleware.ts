import { AwsLangChainError, isAbortError, mapAwsError } from "@langchain-aws/core";
import { isRecord } from "./check-options.ts";
import { refreshIdentity } from "./refresh-identity.ts";
import type { SendOptions } from "./send.ts";

/** What one call has come to so far. */
export interface CallState {
  /** Milliseconds for an attempt. */
  readonly timeout: number | undefined;
  /** Cuts the request off. */
  readonly expire: () => void;
  /** Set when the time ran out. */
  timedOut: Error | undefined;
  /** Set when the call must fail with this, whatever the AWS SDK makes of it. */
  stopped: { readonly error: unknown } | undefined;
  /** The body of the response, of the last attempt. */
  body: unknown;
  /** Whether an expired identity has been replaced; that is tried once. */
  refreshed: boolean;
}

/** One call: what it asks for, and what it has come to. */
export interface Call {
  readonly options: SendOptions;
  readonly state: CallState;
}

/** A step of the AWS SDK, as far as these use it. */
export type Handler = (parameters: { readonly request?: unknown }) => Promise<{ readonly response?: unknown }>;
/** What wraps a step. */
export type Middleware = (next: Handler, context: object) => Handler;

/** The place of a middleware: a step and a priority, or beside another one. */
export interface MiddlewareStack {
  add(middleware: Middleware, place: object): void;
  addRelativeTo(middleware: Middleware, place: object): void;
  use(plugin: object): void;
  /** What has been added, by name and place. */
  identify(): readonly string[];
}

/**
 * Adds to a command what its call asks for. The command's own stack is joined to a copy of the client's when it is
 * sent, so the client never sees it.
 *
 * @param stack `middlewareStack` of the command
 */
export function addCommandMiddleware(
  stack: MiddlewareStack,
  client: object,
  options: SendOptions,
  state: CallState,
): void {
  addAttempts(stack, client, () => ({ options, state }));
  if (state.timeout !== undefined) {
    // Below signing, so that the time spent looking for credentials does not count; above reading the answer.
    stack.add(deadline(state), { step: "finalizeRequest", priority: "low", ...named("Deadline") });
  }
  if (options.headers !== undefined) {
    stack.add(headers(options.headers), { step: "build", ...named("Headers") });
  }
}

/**
 * Adds the middleware that sees each attempt, and its failures to sign as well: right below the retries, above signing.
 *
 * @param callOf finds the call by what the AWS SDK hands from step to step
 */
export function addAttempts(
  stack: MiddlewareStack,
  client: object,
  callOf: (parameters: object) => Call | undefined,
): void {
  const below = { relation: "after", toMiddleware: "retryMiddleware" };
  stack.addRelativeTo(attempts(client, callOf), { ...below, ...named("Attempts") });
}

const named = (name: string): { name: string; override: true } => ({ name: `langchainAws${name}`, override: true });

const attempts =
  (client: object, callOf: (parameters: object) => Call | undefined): Middleware =>
  (next, context) =>
  async (parameters) => {
    const call = callOf(parameters);
    if (call === undefined) return next(parameters);
    const { options, state } = call;
    state.body = undefined;
    try {
      const result = await next(parameters);
      if (isRecord(result.response)) {
        const { body, headers, statusCode } = result.response;
        state.body ??= body;
        options.onResponseHeaders?.(textValues(headers), Number(statusCode));
      }
      return result;
    } catch (thrown) {
      if (isAbortError(thrown) && state.timedOut === undefined) throw thrown;
      const error = state.timedOut ?? thrown;
      const mapped = mapAwsError(error, options.context);
      if (mustStop(state, mapped)) state.stopped = { error: mapped };
      try {
        await options.onFailedAttempt?.(mapped);
      } catch (refusal) {
        state.stopped = { error: refusal };
      }
      if (state.stopped !== undefined) throw endOfAttempts();
      const isWorthIt = options.isRetryable?.(thrown) === true || (await deservesRetry(thrown, client, context, state));
      if (isWorthIt) markRetryable(thrown);
      throw thrown;
    }
  };

// Has no cause on purpose: the AWS SDK looks into causes, and might find something to retry in what the caller threw.
const endOfAttempts = (): Error => new Error("The attempts were stopped.");

const mustStop = (state: CallState, mapped: Error): boolean =>
  state.timedOut !== undefined || (AwsLangChainError.isInstance(mapped) && mapped.code === "QUOTA_EXCEEDED");

/** What the AWS SDK does not retry by itself, and should. */
async function deservesRetry(thrown: unknown, client: object, context: object, state: CallState): Promise<boolean> {
  if (!isRecord(thrown)) return false;
  const { name, originalStatusCode } = thrown;
  if (name === "ModelErrorException") return Number(originalStatusCode) >= 500;
  if (!String(name).startsWith("ExpiredToken") || state.refreshed) return false;
  state.refreshed = true;
  return refreshIdentity(client, context);
}

function markRetryable(thrown: unknown): void {
  if (isRecord(thrown) && thrown["$retryable"] === undefined)
    Object.assign(thrown, { $retryable: { throttling: false } });
}

const deadline =
  (state: CallState): Middleware =>
  (next) =>
  async (parameters) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const expired = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const text = `No answer within the timeout of ${state.timeout} ms.`;
        state.timedOut = Object.assign(new Error(text), { name: "TimeoutError" });
        reject(state.timedOut);
        state.expire();
      }, state.timeout);
    });
    try {
      return await Promise.race([next(parameters), expired]);
    } finally {
      clearTimeout(timer);
    }
  };

const headers =
  (added: Readonly<Record<string, string>>): Middleware =>
  (next) =>
  async (parameters) => {
    const { request } = parameters;
    if (!isRecord(request) || !isRecord(request["headers"])) return next(parameters);
    const replaced = new Set(Object.keys(added).map((name) => name.toLowerCase()));
    const kept = Object.entries(request["headers"]).filter(([name]) => !replaced.has(name.toLowerCase()));
    Object.assign(request, { headers: { ...Object.fromEntries(kept), ...added } });
    return next(parameters);
  };

const textValues = (values: unknown): Record<string, string> =>
  isRecord(values) ? Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])) : {};

/** The stack of a command; a command of a test double may have none. */
export function commandStack(command: object): MiddlewareStack | undefined {
  const stack: unknown = "middlewareStack" in command ? command.middlewareStack : undefined;
  return isStack(stack) ? stack : undefined;
}

const isStack = (value: unknown): value is MiddlewareStack =>
  isRecord(value) && stackMethods.every((name) => typeof value[name] === "function");

const stackMethods = ["add", "addRelativeTo", "use", "identify"] as const;
