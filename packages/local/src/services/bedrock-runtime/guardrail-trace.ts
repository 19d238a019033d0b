import { actionReasons, type Outcome } from "../../guardrails/assess.ts";
import type { Guardrail, Verdict } from "../../guardrails/guardrail.ts";

const STRENGTH: readonly Outcome[] = ["none", "masked", "blocked"];

/**
 * `trace.guardrail` of an answer: what was found on the way in and on the way out.
 *
 * Source: "GuardrailTraceAssessment", Amazon Bedrock API Reference, and recorded answers.
 */
export class GuardrailTrace {
  readonly #guardrail: Guardrail;
  readonly #level: string;
  #input: Verdict | undefined;
  readonly #outputs: Verdict[] = [];
  #modelOutput: readonly string[] = [];

  /** @param level `enabled`, `enabled_full`; anything else shows nothing */
  constructor(guardrail: Guardrail, level: string | undefined) {
    this.#guardrail = guardrail;
    this.#level = level ?? "disabled";
  }

  /** Whether rules that found nothing are shown, too. */
  get isFull(): boolean {
    return this.#level === "enabled_full";
  }

  /** The verdict about the request. */
  setInput(verdict: Verdict): void {
    this.#input = verdict;
  }

  /** One verdict about the answer; a stream that is looked at while it is sent has many. */
  addOutput(verdict: Verdict, texts: readonly string[]): void {
    this.#outputs.push(verdict);
    if (verdict.outcome !== "none") this.#modelOutput = texts;
  }

  /** The strongest thing that was done, on the way in or on the way out. */
  get outcome(): Outcome {
    const outcomes = [this.#input, ...this.#outputs].map((verdict) => verdict?.outcome ?? "none");
    return STRENGTH.findLast((outcome) => outcomes.includes(outcome)) ?? "none";
  }

  /** The whole `trace`: this beside what the reply states; `undefined` when there is neither. */
  withRest(rest: unknown): unknown {
    if (this.#level !== "enabled" && !this.isFull) return rest;
    return { ...(typeof rest === "object" ? rest : {}), guardrail: this.#toWire() };
  }

  /**
   * The same as InvokeModel shows it, under shorter names; `undefined` when nothing is to be shown.
   *
   * Source: recorded answers.
   */
  toInvokeTrace(): Record<string, unknown> | undefined {
    if (this.#level !== "enabled" && !this.isFull) return undefined;
    const { id } = this.#guardrail.options;
    return {
      ...(this.#modelOutput.length > 0 && { modelOutput: this.#modelOutput }),
      ...(this.#input && { input: { [id]: this.#input.assessment } }),
      ...(this.#outputs.length > 0 && { outputs: this.#outputs.map(({ assessment }) => ({ [id]: assessment })) }),
      actionReason: actionReasons[this.outcome],
    };
  }

  /** What was done on the way in, and on a line of its own what was done on the way out, where that differs. */
  #actionReason(): string {
    const outcomes = [this.#input, ...this.#outputs].flatMap((verdict) => verdict?.outcome ?? []);
    return [...new Set(outcomes.map((outcome) => actionReasons[outcome]))].join("\n") || actionReasons.none;
  }

  #toWire(): Record<string, unknown> {
    const { id } = this.#guardrail.options;
    return {
      ...(this.#modelOutput.length > 0 && { modelOutput: this.#modelOutput }),
      ...(this.#input && { inputAssessment: { [id]: this.#input.assessment } }),
      ...(this.#outputs.length > 0 && {
        outputAssessments: { [id]: this.#outputs.map(({ assessment }) => assessment) },
      }),
      actionReason: this.#actionReason(),
    };
  }
}
