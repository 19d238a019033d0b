import { misconfigured } from "./misconfigured.ts";

/** Options of LangChain's base class, which are handed on and not read here. */
const baseOptions: readonly string[] = ["callbacks", "tags", "metadata", "verbose", "name"];

/** Each option under its first name, and its other names. Python's spelling follows from each. */
export type OptionNames = Readonly<Record<string, readonly string[]>>;

/** The retriever's own options. */
export const retrieverOptions: OptionNames = {
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
};

/** What `with` takes. */
export const overrideOptions: OptionNames = {
  filter: [],
  userContext: [],
  topK: [],
  minScoreConfidence: [],
  maxScore: [],
  overrideSearchType: [],
};

/**
 * Reads options in any of their spellings. `undefined` counts as not passed. Names that nobody knows are refused: a
 * misspelt `filter` would search everything.
 *
 * @param owner what the options belong to, for the error's text
 * @throws AwsConfigurationError for an unknown option, for `null`, and for two spellings with different values
 */
export function readOptions(given: object, names: OptionNames, owner: string): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  const spelledAs = new Map<string, string>();
  for (const [spelling, value] of Object.entries(given)) {
    const name = firstName(spelling, names);
    if (name === undefined) {
      if (baseOptions.includes(spelling)) continue;
      throw misconfigured(`${owner} takes no option "${spelling}". Its own are ${Object.keys(names).join(", ")}.`);
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

/** The error for one thing that was said twice, differently. */
export const conflict = (first: string, second: string): Error =>
  misconfigured(
    `"${first}" and "${second}" say the same thing and were given different values. Pass one of them.`,
    "CONFIG_CONFLICTING_OPTIONS",
  );

function firstName(spelling: string, names: OptionNames): string | undefined {
  const spells = (name: string): boolean => name === spelling || toSnakeCase(name) === spelling;
  return Object.entries(names).find(([name, others]) => spells(name) || others.some(spells))?.[0];
}

function toSnakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
