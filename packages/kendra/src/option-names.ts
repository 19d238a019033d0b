import { type OptionSpellings, optionSpellings, readOptions as readSpelled, warnOnce } from "@langchain-aws/core";
import { misconfigured } from "./misconfigured.ts";

/** Options of LangChain's base class, which are handed on and not read here. */
const baseOptions: readonly string[] = ["callbacks", "tags", "metadata", "verbose", "name"];

const overridable = {
  userContext: [],
  attributeFilter: [],
  topK: [],
  pageNumber: [],
  minScoreConfidence: [],
  fallbackToQuery: [],
};

/** What `with` takes, under all its names. */
export const overrideOptions: OptionSpellings<string> = /* @__PURE__ */ optionSpellings(overridable);

/** The retriever's own options, under all their names. */
export const retrieverOptions: OptionSpellings<string> = /* @__PURE__ */ optionSpellings({
  indexId: [],
  ...overridable,
  pageContentFormatter: [],
  requestedDocumentAttributes: [],
  documentRelevanceOverrideConfigurations: [],
  queryOptions: [],
  maxConcurrency: [],
  onFailedAttempt: [],
});

const namesOf = (spellings: OptionSpellings<string>): string => [...new Set(spellings.values())].join(", ");

/** Words in the name of an unknown option that is most likely a misspelt restriction of what may be found. */
const restriction = /filter|context|^(?:user(?:_?id)?|groups?|token)$/i;

/**
 * Reads options in either spelling. `undefined` counts as not passed.
 *
 * @param unknown what becomes of a name that nobody knows
 * @throws AwsConfigurationError for `null`, and for two spellings with different values
 */
export function readOptions(
  given: object,
  spellings: OptionSpellings<string>,
  unknown: (spelling: string) => void,
): ReadonlyMap<string, unknown> {
  return readSpelled(given, spellings, {
    fail: (text) => misconfigured(text, "CONFIG_CONFLICTING_OPTIONS"),
    onNull: (spelling) => {
      throw misconfigured(`${spelling} is null. Leave it out, or pass a value.`);
    },
    onUnknown: (spelling) => {
      if (!baseOptions.includes(spelling)) unknown(spelling);
    },
  });
}

/**
 * What the constructor does with a name it does not know: as in Python it is ignored, here with a warning. One that
 * looks like a restriction is refused, since the search would find more than was meant.
 *
 * @throws AwsConfigurationError for a likely restriction
 */
export function ignoreUnknown(spelling: string): void {
  const text = `AmazonKendraRetriever takes no option "${spelling}"`;
  if (restriction.test(spelling)) throw misconfigured(`${text}. Its own are ${namesOf(retrieverOptions)}.`);
  warnOnce(`kendra/unknown-option/${spelling}`, `${text}, so it is ignored.`);
}

/**
 * What `with` does with a name it does not know.
 *
 * @throws AwsConfigurationError always
 */
export function refuseUnknown(spelling: string): void {
  throw misconfigured(`with() takes no option "${spelling}". It takes ${namesOf(overrideOptions)}.`);
}
