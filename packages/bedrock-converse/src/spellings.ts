import { AwsConfigurationError } from "@langchain-aws/core";
import { asWire } from "./as-wire.ts";

/** Other names of our own options; snake_case is turned into camelCase before this table is asked. */
const otherNames: Readonly<Record<string, string>> = {
  modelId: "model",
  baseModel: "baseModelId",
  stop: "stopSequences",
  guardrails: "guardrailConfig",
  modelKwargs: "additionalModelRequestFields",
};

const guardrailNames: Readonly<Record<string, string>> = {
  guardrail_identifier: "guardrailIdentifier",
  guardrail_version: "guardrailVersion",
  stream_processing_mode: "streamProcessingMode",
};

/** Members that are not ours to rename: LangChain reads them under exactly these names. */
const leftAlone: ReadonlySet<string> = new Set(["callback_manager"]);

/**
 * Gives every option its one name. Snake_case and older names are taken; `undefined` counts as not given.
 *
 * @throws AwsConfigurationError when two spellings of one option have different values. The text names the spellings.
 */
export function toCanonicalNames(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const canonical: Record<string, unknown> = {};
  const spelledAs: Record<string, string> = {};
  for (const [spelling, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const name = canonicalName(spelling);
    const earlier = spelledAs[name];
    if (earlier !== undefined && !isSame(canonical[name], value)) {
      throw new AwsConfigurationError(
        `"${earlier}" and "${spelling}" are two names of one option and have different values. Pass one of them.`,
        { code: "CONFIG_CONFLICT" },
      );
    }
    spelledAs[name] = spelling;
    canonical[name] = value;
  }
  return canonical;
}

/** A guardrail configuration with Python's spellings replaced; other members are kept. */
export function toCanonicalGuardrail<T extends object>(config: T): T {
  return asWire<T>(
    Object.fromEntries(Object.entries(config).map(([key, value]) => [guardrailNames[key] ?? key, value])),
  );
}

function canonicalName(spelling: string): string {
  if (leftAlone.has(spelling) || spelling.startsWith("_")) return spelling;
  const camel = spelling.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return Object.hasOwn(otherNames, camel) ? (otherNames[camel] ?? camel) : camel;
}

function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object") return false;
  return JSON.stringify(a) === JSON.stringify(b);
}
