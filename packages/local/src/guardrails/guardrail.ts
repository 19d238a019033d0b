import { actionReasons, assess, type GuardrailUsage, type Outcome } from "./assess.ts";
import { type Detector, toDetectors } from "./detectors.ts";
import type { GuardrailOptions, GuardrailSource } from "./guardrail-options.ts";

const BLOCKED_MESSAGE = "Sorry, the model cannot answer this question.";

/** How much of what was given a guardrail looked at. */
export interface Coverage {
  textCharacters: { guarded: number; total: number };
  images?: { guarded: number; total: number };
}

/** What a guardrail is asked to look at. */
export interface GuardrailContent {
  source: GuardrailSource;
  texts: readonly string[];
  /** Characters that were given but are not for the guardrail: the source and the query of grounding. @defaultValue 0 */
  otherCharacters?: number;
  /** Images that were given; none is looked at. @defaultValue 0 */
  images?: number;
  /** Report the rules that found nothing, too. @defaultValue false */
  isFull?: boolean;
}

/** The verdict of a guardrail, with its parts as they stand on the wire. */
export interface Verdict {
  outcome: Outcome;
  actionReason: string;
  /** The texts, masked where they must be. */
  texts: readonly string[];
  /** What stands in place of everything when the outcome is `blocked`. */
  blockedMessage: string;
  /** `GuardrailAssessment` */
  assessment: Record<string, unknown>;
  usage: GuardrailUsage;
  coverage: Coverage;
}

/** A guardrail of the account in one of its versions. */
export class Guardrail {
  readonly options: GuardrailOptions;
  readonly arn: string;
  readonly version: string;
  readonly #detectors: readonly Detector[];
  readonly #clock: () => number;

  constructor(options: GuardrailOptions, settings: { arn: string; version: string; clock: () => number }) {
    this.options = options;
    this.arn = settings.arn;
    this.version = settings.version;
    this.#clock = settings.clock;
    this.#detectors = toDetectors(options);
  }

  /** Looks at texts and says what is to be done with them. */
  assess({ source, texts, otherCharacters = 0, images = 0, isFull = false }: GuardrailContent): Verdict {
    const startedAt = this.#clock();
    const { outcome, texts: masked, policies, usage } = assess(this.#detectors, source, texts, isFull);
    const guarded = texts.reduce((sum, text) => sum + text.length, 0);
    const coverage: Coverage = {
      textCharacters: { guarded, total: guarded + otherCharacters },
      ...(images > 0 && { images: { guarded: 0, total: images } }),
    };
    return {
      outcome,
      actionReason: actionReasons[outcome],
      texts: masked,
      blockedMessage: this.blockedMessage(source),
      usage,
      coverage,
      assessment: {
        ...policies,
        invocationMetrics: {
          guardrailProcessingLatency: Math.max(1, Math.round(this.#clock() - startedAt)),
          usage,
          guardrailCoverage: coverage,
        },
        appliedGuardrailDetails: {
          guardrailId: this.options.id,
          guardrailVersion: this.version,
          guardrailArn: this.arn,
          guardrailOrigin: ["REQUEST"],
          guardrailOwnership: "SELF",
        },
      },
    };
  }

  /** What callers are told in place of what was blocked. */
  blockedMessage(source: GuardrailSource): string {
    const { blockedInputMessaging, blockedOutputsMessaging } = this.options;
    return (source === "INPUT" ? blockedInputMessaging : blockedOutputsMessaging) ?? BLOCKED_MESSAGE;
  }
}
