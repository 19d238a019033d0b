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

  /** What a guardrail did. */
  *guardrail(content: Readonly<Record<string, unknown>>): Generator<StreamEvent> {
    yield* this.#event({ guardrailTrace: { traceId: this.traceId, ...content } });
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
