import { randomUUID } from "node:crypto";
import { isObject } from "../../../chat/rules/json-schema.ts";
import type { GuardrailSource } from "../../../guardrails/guardrail-options.ts";
import type { StreamEvent } from "../../../operation.ts";

/** Writes the steps of an agent as events, or does not, as the caller wants. */
export class AgentTrace {
  readonly #isEnabled: boolean;
  readonly #shared: Readonly<Record<string, unknown>>;
  readonly #id: string;
  readonly #clock: () => number;
  #step = 0;

  /**
   * @param shared the members of each event besides the step: who and in which session
   * @param id what the ids of the steps begin with
   */
  constructor(settings: {
    isEnabled: boolean;
    shared: Readonly<Record<string, unknown>>;
    id: string;
    clock: () => number;
  }) {
    this.#isEnabled = settings.isEnabled;
    this.#shared = settings.shared;
    this.#id = settings.id;
    this.#clock = settings.clock;
  }

  /** The id of the step that the next events belong to. */
  get traceId(): string {
    return `${this.#id}-${this.#step}`;
  }

  /** Begins the next step. */
  next(): void {
    this.#step += 1;
  }

  /** An event of the orchestration: `modelInvocationInput`, `observation`. */
  *orchestration(name: string, content: Readonly<Record<string, unknown>>): Generator<StreamEvent> {
    yield* this.#event({ orchestrationTrace: { [name]: { traceId: this.traceId, ...content } } });
  }

  /**
   * What a guardrail did with the question or the answer. Of its assessment only what it found is told, without the
   * members that runtime calls have besides. Source: "GuardrailTrace", Agents for Amazon Bedrock Runtime API Reference; a
   * recorded answer.
   */
  *guardrail(source: GuardrailSource, assessment: Readonly<Record<string, unknown>>): Generator<StreamEvent> {
    const found = Object.entries(assessment).filter(([name]) => name.endsWith("Policy"));
    const at = new Date(this.#clock()).toISOString();
    const assessments = [Object.fromEntries(found.map(([name, policy]) => [name, withoutDetected(policy)]))];
    yield* this.#event({
      guardrailTrace: {
        traceId: `${this.#id}-guardrail-${source === "INPUT" ? "pre" : "post"}-${this.#step}`,
        action: "INTERVENED",
        ...(source === "INPUT" ? { inputAssessments: assessments } : { outputAssessments: assessments }),
        metadata: { clientRequestId: randomUUID(), startTime: at, endTime: at, totalTimeMs: 1 },
      },
    });
  }

  /** Why the agent could not go on. */
  *failure(failureReason: string): Generator<StreamEvent> {
    yield* this.#event({ failureTrace: { traceId: this.traceId, failureReason } });
  }

  *#event(trace: Readonly<Record<string, unknown>>): Generator<StreamEvent> {
    if (!this.#isEnabled) return;
    const eventTime = new Date(this.#clock()).toISOString();
    yield { type: "trace", body: { ...this.#shared, eventTime, trace } };
  }
}

/** The lists of a policy, each entry without `detected`. */
function withoutDetected(policy: unknown): unknown {
  if (!isObject(policy)) return policy;
  const lists = Object.entries(policy).map(([name, entries]) => [
    name,
    Array.isArray(entries) ? entries.map(told) : entries,
  ]);
  return Object.fromEntries(lists);
}

function told(entry: unknown): unknown {
  if (!isObject(entry)) return entry;
  const { detected: _detected, ...rest } = entry;
  return rest;
}
