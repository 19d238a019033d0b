import type { Detector, FilterAction, Match, PolicyName } from "./detectors.ts";
import type { GuardrailSource } from "./guardrail-options.ts";

/** Characters that are billed as one unit of a policy. */
const UNIT_CHARACTERS = 1_000;

/** What a guardrail did with texts. */
export type Outcome = "none" | "masked" | "blocked";

/** `actionReason` for each outcome, as recorded. */
export const actionReasons: Readonly<Record<Outcome, string>> = {
  none: "No action.",
  masked: "Guardrail masked.",
  blocked: "Guardrail blocked.",
};

/** The units that an assessment is billed by. Source: "GuardrailUsage", Amazon Bedrock API Reference. */
export interface GuardrailUsage {
  topicPolicyUnits: number;
  contentPolicyUnits: number;
  wordPolicyUnits: number;
  sensitiveInformationPolicyUnits: number;
  sensitiveInformationPolicyFreeUnits: number;
  contextualGroundingPolicyUnits: number;
  contentPolicyImageUnits: number;
  automatedReasoningPolicyUnits: number;
  automatedReasoningPolicies: number;
}

/** What was found in texts, and what is to be done with them. */
export interface Findings {
  outcome: Outcome;
  /** The texts with what is masked in them; as they were otherwise. */
  texts: readonly string[];
  /** `topicPolicy`, `wordPolicy`, `sensitiveInformationPolicy`: those in which something was found. */
  policies: Record<string, unknown>;
  usage: GuardrailUsage;
}

/**
 * Looks at texts with the rules of a guardrail.
 *
 * A refusal hides what would be masked beside it, as recorded answers do.
 *
 * @param isFull also reports the rules that found nothing
 */
export function assess(
  detectors: readonly Detector[],
  source: GuardrailSource,
  texts: readonly string[],
  isFull: boolean,
): Findings {
  const enabled = detectors.filter((detector) => detector.isEnabled(source));
  const found = enabled.map((detector) => ({ detector, matches: texts.map((text) => detector.find(text)) }));
  const hits = found.filter(({ matches }) => matches.some((list) => list.length > 0));
  const isBlocked = hits.some(({ detector }) => detector.action === "BLOCKED");
  const isMasked = !isBlocked && hits.some(({ detector }) => detector.action === "ANONYMIZED");
  const reported = (isFull ? found : hits).filter(({ detector }) => !isBlocked || detector.action !== "ANONYMIZED");
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  return {
    outcome: isBlocked ? "blocked" : isMasked ? "masked" : "none",
    texts: isMasked ? texts.map((text, index) => maskText(text, hits, index)) : texts,
    policies: toPolicies(reported.flatMap((hit) => toEntries(hit, texts))),
    usage: toUsage(enabled, Math.ceil(characters / UNIT_CHARACTERS)),
  };
}

interface Hit {
  detector: Detector;
  /** By text. */
  matches: readonly (readonly Match[])[];
}

interface Entry {
  policy: PolicyName;
  entry: Record<string, unknown>;
}

/** One entry for each thing found, however often it occurs; one that says so where nothing was found. */
function toEntries({ detector, matches }: Hit, texts: readonly string[]): Entry[] {
  const { policy, action } = detector;
  const pieces = new Set(
    matches.flatMap((list, index) => list.map(({ start, end }) => texts[index]?.slice(start, end) ?? "")),
  );
  const toEntry = (piece: string, done: FilterAction, detected: boolean): Entry => ({
    policy,
    entry: { ...detector.toEntry(piece), action: done, detected },
  });
  if (pieces.size === 0) return [toEntry("", "NONE", false)];
  const named = policy === "topics" ? [""] : [...pieces];
  return named.map((piece) => toEntry(piece, action, true));
}

function toPolicies(entries: readonly Entry[]): Record<string, unknown> {
  const of = (name: PolicyName): Record<string, unknown>[] =>
    entries.filter(({ policy }) => policy === name).map(({ entry }) => entry);
  const [topics, customWords, piiEntities, regexes] = [
    of("topics"),
    of("customWords"),
    of("piiEntities"),
    of("regexes"),
  ];
  return {
    ...(topics.length > 0 && { topicPolicy: { topics } }),
    ...(customWords.length > 0 && { wordPolicy: { customWords, managedWordLists: [] } }),
    ...((piiEntities.length > 0 || regexes.length > 0) && {
      sensitiveInformationPolicy: {
        ...(piiEntities.length > 0 && { piiEntities }),
        ...(regexes.length > 0 && { regexes }),
      },
    }),
  };
}

function toUsage(enabled: readonly Detector[], units: number): GuardrailUsage {
  const unitsOf = (name: PolicyName): number => (enabled.some(({ policy }) => policy === name) ? units : 0);
  return {
    topicPolicyUnits: unitsOf("topics"),
    contentPolicyUnits: 0,
    wordPolicyUnits: unitsOf("customWords"),
    sensitiveInformationPolicyUnits: unitsOf("piiEntities"),
    // Regular expressions cost nothing.
    sensitiveInformationPolicyFreeUnits: unitsOf("regexes"),
    contextualGroundingPolicyUnits: 0,
    contentPolicyImageUnits: 0,
    automatedReasoningPolicyUnits: 0,
    automatedReasoningPolicies: 0,
  };
}

/** The text with each match masked; of two that overlap, the one that begins first. */
function maskText(text: string, hits: readonly Hit[], index: number): string {
  const masks = hits
    .filter(({ detector }) => detector.action === "ANONYMIZED")
    .flatMap(({ detector, matches }) => (matches[index] ?? []).map((match) => ({ ...match, mask: detector.mask })))
    .toSorted((left, right) => left.start - right.start || right.end - left.end);
  let masked = "";
  let at = 0;
  for (const { start, end, mask } of masks) {
    if (start < at) continue;
    masked += text.slice(at, start) + mask;
    at = end;
  }
  return masked + text.slice(at);
}
