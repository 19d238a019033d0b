import { checkFault } from "./check-fault.ts";
import type { AppliedFault, Fault, FaultMatch } from "./fault.ts";
import type { RequestEntry } from "./request-log.ts";

/** A rule in force, and how it has fared. */
export interface FaultRule extends Fault {
  id: string;
  /** Matching requests that reached this rule. */
  seen: number;
  applied: number;
}

/** The fault rules of one instance. The first rule whose `match` and `when` hold is applied, alone. */
export class FaultRules {
  readonly #random: () => number;
  readonly #configured: readonly Fault[];
  #rules: FaultRule[] = [];
  #count = 0;

  /** `configured` are there from the start and come back with `reset`. */
  constructor(configured: readonly Fault[], random: () => number) {
    this.#configured = configured;
    this.#random = random;
    this.reset();
  }

  /**
   * Adds a rule behind the others and gives its id, which the request log names.
   *
   * @throws Error when the rule has an unknown or impossible member
   */
  add(fault: Fault): string {
    checkFault(fault, "faults.add");
    this.#count += 1;
    const id = `fault-${this.#count}`;
    this.#rules.push({ ...fault, id, seen: 0, applied: 0 });
    return id;
  }

  /** Removes all rules, or one. */
  clear(id?: string): void {
    this.#rules = id === undefined ? [] : this.#rules.filter((rule) => rule.id !== id);
  }

  /** Back to the configured rules, with fresh counters. */
  reset(): void {
    this.#rules = [];
    this.#count = 0;
    for (const fault of this.#configured) this.add(fault);
  }

  /** The rules in force, with how often each was reached and applied. */
  list(): readonly Readonly<FaultRule>[] {
    return this.#rules.map((rule) => ({ ...rule }));
  }

  /** The fault for a request, counted. */
  pick(entry: Readonly<RequestEntry>): AppliedFault | undefined {
    for (const rule of this.#rules) {
      if (!matches(rule.match ?? {}, entry)) continue;
      rule.seen += 1;
      if (!this.#isDue(rule)) continue;
      rule.applied += 1;
      const { latencyMs = 0, jitterMs = 0 } = rule.do;
      return { id: rule.id, action: rule.do, latencyMs: latencyMs + jitterMs * (jitterMs > 0 ? this.#random() : 0) };
    }
    return undefined;
  }

  #isDue({ seen, applied, when = {}, do: action }: FaultRule): boolean {
    return (
      (when.nth === undefined || seen === when.nth) &&
      (when.every === undefined || seen % when.every === 0) &&
      (when.first === undefined || seen <= when.first) &&
      (when.times === undefined || applied < when.times) &&
      (action.expireCredentials === undefined || seen > action.expireCredentials.after) &&
      (when.probability === undefined || this.#random() < when.probability)
    );
  }
}

function matches(match: FaultMatch, entry: Readonly<RequestEntry>): boolean {
  return (
    (match.service === undefined || match.service === entry.service) &&
    (match.operation === undefined || match.operation === entry.operation) &&
    (match.model === undefined || holdsModel(match.model, entry.model ?? "")) &&
    (match.test === undefined || match.test(entry))
  );
}

function holdsModel(wanted: string | RegExp, model: string): boolean {
  return typeof wanted === "string" ? wanted === model : model.search(wanted) >= 0;
}
