import { optionSpellings, readOptions as readSpelled } from "@langchain-aws/core";

/** Each option of ours under its first name, and its other names; Python's follow from all of them. */
const aliases = {
  modelArn: ["model", "modelId"],
  topN: [],
  additionalModelRequestFields: [],
  maxConcurrency: [],
  returnDocuments: [],
  signal: [],
} as const satisfies Record<string, readonly string[]>;

/** The first name of an option. */
export type OptionName = keyof typeof aliases;

const spellings: ReadonlyMap<string, OptionName> = /* @__PURE__ */ optionSpellings(aliases);

/**
 * Reads options in any of their spellings. `undefined` counts as not passed, and so does `null`, except where it means
 * something: `topN: null`.
 *
 * @param fail makes the error for two spellings with different values; its text names the spellings
 */
export function readOptions(given: object, fail: (text: string) => Error): ReadonlyMap<OptionName, unknown> {
  return readSpelled(given, spellings, { fail, nullable: ["topN"] });
}
