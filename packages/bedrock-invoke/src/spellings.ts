import {
  AwsConfigurationError,
  camelCase,
  camelCaseNames,
  isSameData,
  type OptionNames,
  readOptions,
} from "@langchain-aws/core";

/** Other names of our own options; snake_case is turned into camelCase before this table is asked. */
const allNames: OptionNames<string> = /* @__PURE__ */ camelCaseNames({
  modelId: "model",
  baseModel: "baseModelId",
  stop: "stopSequences",
  guardrailConfig: "guardrails",
  useConverseApi: "betaUseConverseApi",
  modelParameters: "modelKwargs",
});

/** Fields that JSON of Python's classes always has, and that say nothing here: our formats know what they would tell. */
const pythonOnly: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "providerStopSequenceKeyNameMap",
  "providerStopReasonKeyMap",
  "maxParallelRequests",
]);

/** Options under their one name, and those that have none here. */
export interface SortedOptions {
  readonly known: Record<string, unknown>;
  readonly unknown: Record<string, unknown>;
}

/**
 * Gives every option its one name and sets apart what is no option. `undefined` counts as not given; so does `null`,
 * which JSON of Python's classes has for it, except for `guardrails`.
 *
 * @throws AwsConfigurationError when two spellings of one option have different values. The text names the spellings.
 */
export function sortOptions(fields: object, names: ReadonlySet<string>): SortedOptions {
  const unknown: Record<string, unknown> = {};
  const ours: OptionNames<string> = {
    get: (spelling) => {
      const name = allNames.get(spelling);
      return name !== undefined && names.has(name) ? name : undefined;
    },
  };
  const known = readOptions(fields, ours, {
    nullable: ["guardrails"],
    isSame: isSameData,
    fail: (text) => new AwsConfigurationError(text, { code: "CONFIG_CONFLICTING_OPTIONS" }),
    onUnknown: (spelling, value) => {
      if (value !== undefined && !pythonOnly.has(camelCase(spelling))) unknown[spelling] = value;
    },
  });
  return { known: Object.fromEntries(known), unknown };
}
