import { AwsConfigurationError, camelCaseNames, type OptionNames, readOptions } from "@langchain-aws/core";

/** Other names of options, once snake_case has become camelCase. */
const names: OptionNames<string> = /* @__PURE__ */ camelCaseNames({
  modelId: "model",
  baseModel: "baseModelId",
  modelParameters: "modelKwargs",
});

/**
 * Gives every option its one name. Python's snake_case names are taken; `undefined` and `null` count as not given.
 *
 * @throws AwsConfigurationError when two spellings of one option have different values; the text names the spellings
 */
export function toCanonicalNames(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const values = readOptions(fields, names, {
    fail: (text) => new AwsConfigurationError(text, { code: "CONFIG_CONFLICTING_OPTIONS" }),
  });
  return Object.fromEntries(values);
}
