import type { GuardrailDirections, GuardrailOptions, GuardrailSource, SensitiveAction } from "./guardrail-options.ts";
import { piiPatterns } from "./pii-patterns.ts";

/** The parts of an assessment, in the service's order. */
export type PolicyName = "topics" | "customWords" | "piiEntities" | "regexes";

/** What an assessment says was done. */
export type FilterAction = "BLOCKED" | "ANONYMIZED" | "NONE";

/** A piece of a text. */
export interface Match {
  start: number;
  end: number;
}

/** One rule of a guardrail, ready to look at texts. */
export interface Detector {
  policy: PolicyName;
  /** What is done when it finds something. */
  action: FilterAction;
  isEnabled(source: GuardrailSource): boolean;
  /** Where it applies in a text; for a topic, at most once. */
  find(text: string): Match[];
  /** What stands in place of a match that is masked. */
  mask: string;
  /** The members of its entry in an assessment, besides `action` and `detected`. */
  toEntry(match: string): Record<string, string>;
}

/** The rules of a guardrail. */
export function toDetectors({ topics, words, piiEntities, regexes }: GuardrailOptions): Detector[] {
  return [
    ...(topics ?? []).map(({ name, phrases, ...directions }): Detector => ({
      policy: "topics",
      action: "BLOCKED",
      isEnabled: enabledBy(directions),
      find: (text) => findAll(text, phrasePattern(phrases)).slice(0, 1),
      mask: "",
      toEntry: () => ({ name, type: "DENY" }),
    })),
    ...(words ?? []).map((word): Detector => {
      const { text: phrase, ...directions } = typeof word === "string" ? { text: word } : word;
      return {
        policy: "customWords",
        action: "BLOCKED",
        isEnabled: enabledBy(directions),
        find: (text) => findAll(text, phrasePattern([phrase])),
        mask: "",
        toEntry: (match) => ({ match: match === "" ? phrase : match }),
      };
    }),
    ...(piiEntities ?? []).map(({ type, action, ...directions }): Detector => ({
      policy: "piiEntities",
      action: actions[action],
      isEnabled: enabledBy(directions),
      find: (text) => findAll(text, piiPatterns[type]),
      mask: `{${type}}`,
      toEntry: (match) => ({ match, type }),
    })),
    ...(regexes ?? []).map(({ name, pattern, action, ...directions }): Detector => ({
      policy: "regexes",
      action: actions[action],
      isEnabled: enabledBy(directions),
      find: (text) => findAll(text, new RegExp(pattern, "gu")),
      mask: `{${name}}`,
      toEntry: (match) => ({ name, match, regex: pattern }),
    })),
  ];
}

const actions: Readonly<Record<SensitiveAction, FilterAction>> = {
  BLOCK: "BLOCKED",
  ANONYMIZE: "ANONYMIZED",
  NONE: "NONE",
};

function enabledBy({ inputEnabled = true, outputEnabled = true }: GuardrailDirections): Detector["isEnabled"] {
  return (source) => (source === "INPUT" ? inputEnabled : outputEnabled);
}

/** Whole words: a phrase inside a longer word is another word. */
function phrasePattern(phrases: readonly string[]): RegExp {
  const alternatives = phrases.map((phrase) => phrase.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`));
  return new RegExp(String.raw`(?<![\p{L}\p{N}_])(?:${alternatives.join("|")})(?![\p{L}\p{N}_])`, "giu");
}

function findAll(text: string, pattern: RegExp): Match[] {
  const matches: Match[] = [];
  for (const { 0: found, index } of text.matchAll(pattern)) {
    if (found !== "") matches.push({ start: index, end: index + found.length });
  }
  return matches;
}
