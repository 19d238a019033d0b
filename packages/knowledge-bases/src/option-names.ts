import { type OptionSpellings, optionSpellings, readOptions as readSpelled } from "@langchain-aws/core";
import { misconfigured } from "./misconfigured.ts";

/** Options of LangChain's base class, which are handed on and not read here. */
const baseOptions: readonly string[] = ["callbacks", "tags", "metadata", "verbose", "name"];

/** The retriever's own options, under all their names. */
export const retrieverOptions: OptionSpellings<string> = /* @__PURE__ */ optionSpellings({
  knowledgeBaseId: [],
  retrievalConfig: ["retrievalConfiguration"],
  topK: [],
  filter: [],
  overrideSearchType: [],
  guardrailConfig: ["guardrails"],
  userContext: [],
  minScoreConfidence: [],
  maxScore: [],
  flattenMetadata: [],
  maxPages: [],
  extraRequest: [],
  maxConcurrency: [],
  onFailedAttempt: [],
});

/** What `with` takes. */
export const overrideOptions: OptionSpellings<string> = /* @__PURE__ */ optionSpellings({
  filter: [],
  userContext: [],
  topK: [],
  minScoreConfidence: [],
  maxScore: [],
  overrideSearchType: [],
});

/**
 * Reads options in any of their spellings. `undefined` counts as not passed. Names that nobody knows are refused: a
 * misspelt `filter` would search everything.
 *
 * @param owner what the options belong to, for the error's text
 * @throws AwsConfigurationError for an unknown option, for `null`, and for two spellings with different values
 */
export function readOptions(
  given: object,
  spellings: OptionSpellings<string>,
  owner: string,
): ReadonlyMap<string, unknown> {
  return readSpelled(given, spellings, {
    fail: (text) => misconfigured(text, "CONFIG_CONFLICTING_OPTIONS"),
    onNull: (spelling) => {
      throw misconfigured(`${spelling} is null. Leave it out, or pass a value.`);
    },
    onUnknown: (spelling) => {
      if (baseOptions.includes(spelling)) return;
      const names = [...new Set(spellings.values())].join(", ");
      throw misconfigured(`${owner} takes no option "${spelling}". Its own are ${names}.`);
    },
  });
}

/** The error for one thing that was said twice, differently. */
export const conflict = (first: string, second: string): Error =>
  misconfigured(
    `"${first}" and "${second}" say the same thing and were given different values. Pass one of them.`,
    "CONFIG_CONFLICTING_OPTIONS",
  );
