import { AwsConfigurationError, camelCaseNames, isSameData, type OptionNames, readOptions } from "@langchain-aws/core";
import { asWire } from "./as-wire.ts";

/** Other names of our own options; snake_case is turned into camelCase before this table is asked. */
const names: OptionNames<string> = /* @__PURE__ */ camelCaseNames({
  modelId: "model",
  baseModel: "baseModelId",
  stop: "stopSequences",
  guardrails: "guardrailConfig",
  modelKwargs: "additionalModelRequestFields",
  // A string under this name is an AWS profile, and has been taken out.
  profile: "modelProfile",
});

const guardrailNames: Readonly<Record<string, string>> = {
  guardrail_identifier: "guardrailIdentifier",
  guardrail_version: "guardrailVersion",
  stream_processing_mode: "streamProcessingMode",
};

/**
 * Gives every option its one name. Snake_case and older names are taken; `undefined` and `null` count as not given.
 *
 * @throws AwsConfigurationError when two spellings of one option have different values. The text names the spellings.
 */
export function toCanonicalNames(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const values = readOptions(fields, names, {
    isSame: isSameData,
    fail: (text) => new AwsConfigurationError(text, { code: "CONFIG_CONFLICTING_OPTIONS" }),
  });
  return Object.fromEntries(values);
}

/** A guardrail configuration with Python's spellings replaced; other members are kept. */
export function toCanonicalGuardrail<T extends object>(config: T): T {
  return asWire<T>(
    Object.fromEntries(Object.entries(config).map(([key, value]) => [guardrailNames[key] ?? key, value])),
  );
}
