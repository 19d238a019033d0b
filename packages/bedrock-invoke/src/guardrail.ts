import {
  AwsConfigurationError,
  isRecord,
  omitUndefined,
  optionSpellings,
  type PlainRecord,
  readOptions,
  stringOf,
} from "@langchain-aws/core";
import type { InvokeGuardrail } from "./options.ts";

/** A guardrail that is switched on, in the one form the rest of the package reads. */
export interface Guardrail {
  readonly identifier: string;
  readonly version: string;
  /** `ENABLED`, `DISABLED` or `ENABLED_FULL`. */
  readonly trace?: string;
  readonly streamProcessingMode?: string;
  readonly tagSuffix?: string;
  readonly throwOnIntervention: boolean;
}

const spellings = /* @__PURE__ */ optionSpellings({
  guardrailIdentifier: ["guardrailId", "id"],
  guardrailVersion: ["version"],
  trace: [],
  streamProcessingMode: [],
  tagSuffix: [],
  throwOnIntervention: [],
});

const modes: Readonly<Record<string, string>> = { SYNC: "SYNCHRONOUS", ASYNC: "ASYNCHRONOUS" };

/**
 * Reads a guardrail in any spelling.
 *
 * @returns nothing when it is switched off: `null`, or identifier and version both `null` or absent
 * @throws AwsConfigurationError when one of identifier and version is blank or missing, and for a member there is none of:
 * the request would run unguarded
 */
export function readGuardrail(given: InvokeGuardrail | null | undefined): Guardrail | undefined {
  if (given === null || given === undefined) return undefined;
  if (!isRecord(given)) throw invalid("`guardrails` must be an object.");
  const fields = readMembers(given);
  if (!fields.has("guardrailIdentifier") && !fields.has("guardrailVersion")) return undefined;
  const identifier = textOf(fields.get("guardrailIdentifier"));
  const version = textOf(fields.get("guardrailVersion"));
  if (identifier === undefined || version === undefined) {
    const missing = identifier === undefined ? "guardrailIdentifier" : "guardrailVersion";
    throw invalid(`\`guardrails\` needs guardrailIdentifier and guardrailVersion; ${missing} is missing.`);
  }
  return omitUndefined({
    identifier,
    version,
    trace: traceOf(fields.get("trace")),
    streamProcessingMode: modeOf(fields.get("streamProcessingMode")),
    tagSuffix: stringOf(fields.get("tagSuffix")),
    throwOnIntervention: fields.get("throwOnIntervention") === true,
  });
}

/** The members by their one name; those that say nothing are left out. */
function readMembers(given: PlainRecord): ReadonlyMap<string, unknown> {
  return readOptions(given, spellings, {
    fail: (text) => invalid(`\`guardrails\`: ${text}`),
    onUnknown: (name, value) => {
      if (value === undefined || value === null) return;
      throw invalid(`\`guardrails\` has no member "${name}". It has: ${[...new Set(spellings.values())].join(", ")}.`);
    },
  });
}

/**
 * Wraps a text in the tags that tell a guardrail to look at this part of the input only.
 *
 * Source: "Apply tags to user input to filter content", Amazon Bedrock User Guide.
 *
 * @param suffix - the `tagSuffix` of the guardrail's options: 1 to 20 letters and digits, best a new one for each request
 * @throws AwsConfigurationError for another suffix
 */
export function guardContent(text: string, suffix: string): string {
  if (!/^[A-Za-z0-9]{1,20}$/.test(suffix)) {
    throw invalid("The suffix of a guardrail tag is 1 to 20 letters and digits.");
  }
  const tag = `amazon-bedrock-guardrails-guardContent_${suffix}`;
  return `<${tag}>${text}</${tag}>`;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

function traceOf(value: unknown): string | undefined {
  if (value === true) return "ENABLED";
  return typeof value === "string" && value !== "" ? value.toUpperCase() : undefined;
}

function modeOf(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const mode = value.toUpperCase();
  return modes[mode] ?? mode;
}

function invalid(problem: string): AwsConfigurationError {
  return new AwsConfigurationError(problem, { code: "CONFIG_INVALID_GUARDRAIL" });
}
