import { warnOnce } from "@langchain-aws/core";
import { misconfigured } from "./misconfigured.ts";

/** Options of LangChain's base class, which are handed on and not read here. */
const baseOptions: readonly string[] = ["callbacks", "tags", "metadata", "verbose", "name"];

/** What `with` takes. */
export const overrideOptions: readonly string[] = [
  "userContext",
  "attributeFilter",
  "topK",
  "pageNumber",
  "minScoreConfidence",
  "fallbackToQuery",
];

/** The retriever's own options. Each is also taken in Python's snake_case. */
export const retrieverOptions: readonly string[] = [
  "indexId",
  ...overrideOptions,
  "pageContentFormatter",
  "requestedDocumentAttributes",
  "documentRelevanceOverrideConfigurations",
  "queryOptions",
  "maxConcurrency",
  "onFailedAttempt",
];

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
  names: readonly string[],
  unknown: (spelling: string) => void,
): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  const spelledAs = new Map<string, string>();
  for (const [spelling, value] of Object.entries(given)) {
    const name = names.find((name) => name === spelling || toSnakeCase(name) === spelling);
    if (name === undefined) {
      if (!baseOptions.includes(spelling)) unknown(spelling);
      continue;
    }
    if (value === undefined) continue;
    if (value === null) throw misconfigured(`${spelling} is null. Leave it out, or pass a value.`);
    const earlier = spelledAs.get(name);
    if (earlier !== undefined && !Object.is(values.get(name), value)) throw conflict(earlier, spelling);
    values.set(name, value);
    spelledAs.set(name, spelling);
  }
  return values;
}

/**
 * What the constructor does with a name it does not know: as in Python it is ignored, here with a warning. One that
 * looks like a restriction is refused, since the search would find more than was meant.
 *
 * @throws AwsConfigurationError for a likely restriction
 */
export function ignoreUnknown(spelling: string): void {
  const text = `AmazonKendraRetriever takes no option "${spelling}"`;
  if (restriction.test(spelling)) throw misconfigured(`${text}. Its own are ${retrieverOptions.join(", ")}.`);
  warnOnce(`kendra/unknown-option/${spelling}`, `${text}, so it is ignored.`);
}

/**
 * What `with` does with a name it does not know.
 *
 * @throws AwsConfigurationError always
 */
export function refuseUnknown(spelling: string): void {
  throw misconfigured(`with() takes no option "${spelling}". It takes ${overrideOptions.join(", ")}.`);
}

/** The error for one thing that was said twice, differently. */
export const conflict = (first: string, second: string): Error =>
  misconfigured(
    `"${first}" and "${second}" say the same thing and were given different values. Pass one of them.`,
    "CONFIG_CONFLICTING_OPTIONS",
  );

function toSnakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
