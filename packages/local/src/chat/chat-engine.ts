import { ServiceError } from "../operation.ts";
import { partialDiff } from "../partial-diff.ts";
import { lastUserText } from "./conversation.ts";
import { IssuedThoughts } from "./issued-thoughts.ts";
import { matchesRequest, type RequestMatch } from "./match.ts";
import { PromptCache } from "./prompt-cache.ts";
import type { ChatReply } from "./reply.ts";
import type { ChatRequest, Responder, ResponderResult } from "./responder.ts";
import { answerByRules } from "./rules/answer-by-rules.ts";

/**
 * One step of a script: a reply, and what its request is expected to be.
 *
 * An object of `expect` is compared with the request's body, by the keys it has; a function throws, or returns
 * `false`, to refuse.
 */
export interface ScriptStep extends ChatReply {
  expect?: Readonly<Record<string, unknown>> | ((request: ChatRequest) => unknown);
}

/** How a script behaves. */
export interface ScriptOptions {
  /** Let the other responders answer once the script has run out. @defaultValue false: that is an error */
  fallback?: boolean;
}

/** What `on` answers: a reply, or a function that makes one. */
export type ReplySource = ChatReply | Responder;

/** Settings of an engine; the instance of the endpoint gives them. */
export interface ChatEngineSettings {
  /** The `responders` option: asked after the script and after `on`. */
  responders?: readonly Responder[];
  /** Milliseconds since the epoch, for the life of cached prompts. @defaultValue `Date.now` */
  clock?: () => number;
}

/**
 * Decides what a chat model answers: the script, else `on`, else the configured responders, else fixed rules.
 *
 * The rules need no model and give one request one answer, always the same.
 */
export class ChatEngine {
  /** The beginnings of prompts that are cached. */
  readonly promptCache: PromptCache;
  /** The signed thoughts that were given out. */
  readonly thoughts: IssuedThoughts = new IssuedThoughts();
  readonly #responders: readonly Responder[];
  #script: ScriptStep[] = [];
  #steps = 0;
  #isScripted = false;
  #fallsBack = false;
  #routes: { match: RequestMatch; reply: ReplySource }[] = [];
  #failures: string[] = [];

  constructor(settings: ChatEngineSettings = {}) {
    this.#responders = settings.responders ?? [];
    this.promptCache = new PromptCache(settings.clock ?? Date.now);
  }

  /**
   * Appends replies to the queue. Each request takes the next one, so that two requests at once get two steps.
   *
   * A request that finds the queue empty fails with the error `ScriptExhausted` (400), which the SDK does not retry.
   */
  script(steps: ScriptStep | readonly ScriptStep[], options: ScriptOptions = {}): void {
    this.#script.push(...(isList(steps) ? steps : [steps]));
    this.#isScripted = true;
    this.#fallsBack = options.fallback ?? this.#fallsBack;
  }

  /** Answers every request that matches, for as long as no script is running. The first match wins. */
  on(match: RequestMatch, reply: ReplySource): this {
    this.#routes.push({ match, reply });
    return this;
  }

  /** Forgets the script, what `on` was told, the failures, the cached prompts and the thoughts given out. */
  reset(): void {
    this.promptCache.clear();
    this.thoughts.clear();
    this.#script = [];
    this.#steps = 0;
    this.#isScripted = false;
    this.#fallsBack = false;
    this.#routes = [];
    this.#failures = [];
  }

  /** How many steps of the script no request has taken yet. */
  get remaining(): number {
    return this.#script.length;
  }

  /** What went wrong with the script so far: expectations that did not hold, requests that found it empty. */
  get failures(): readonly string[] {
    return this.#failures;
  }

  /**
   * The reply to a request.
   *
   * @throws ServiceError `ScriptExhausted` or `ScriptMismatch`, 400 both; they name the request or the difference
   */
  async respond(request: ChatRequest): Promise<NonNullable<ResponderResult>> {
    const step = this.#nextStep(request);
    if (step !== undefined) return step;
    for (const { match, reply } of this.#routes) {
      if (!matchesRequest(match, request)) continue;
      const result = typeof reply === "function" ? await reply(request) : reply;
      if (result !== undefined) return result;
    }
    for (const responder of this.#responders) {
      const result = await responder(request);
      if (result !== undefined) return result;
    }
    return answerByRules(request);
  }

  #nextStep(request: ChatRequest): ChatReply | undefined {
    const step = this.#script.shift();
    if (step === undefined) {
      if (this.#isScripted && !this.#fallsBack) throw this.#failure("ScriptExhausted", exhausted(request, this.#steps));
      return undefined;
    }
    this.#steps += 1;
    const differences = unmetExpectations(step, request);
    if (differences.length > 0) {
      const text = `Step ${this.#steps} of the chat script expected another request:\n  ${differences.join("\n  ")}`;
      throw this.#failure("ScriptMismatch", text);
    }
    return step;
  }

  #failure(type: string, message: string): ServiceError {
    this.#failures.push(message);
    return new ServiceError(type, 400, message);
  }
}

function unmetExpectations({ expect }: ScriptStep, request: ChatRequest): string[] {
  if (expect === undefined) return [];
  if (typeof expect !== "function") return partialDiff(expect, request.body);
  try {
    return expect(request) === false ? ["the function of `expect` returned false"] : [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function exhausted(request: ChatRequest, steps: number): string {
  const text = lastUserText(request.messages);
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return (
    `The chat script has no step left: all ${steps} were taken. Request ${request.id} (${request.operation}, ` +
    `${request.modelId}) ends with ${JSON.stringify(shown)}. Add a step, or pass { fallback: true } to script().`
  );
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}
