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

/**
 * Reads options in any of their spellings. `undefined` counts as not passed, and so does `null`, except where it means
 * something: `topN: null`.
 *
 * @param fail makes the error for two spellings with different values; its text names the spellings
 */
export function readOptions(given: object, fail: (text: string) => Error): ReadonlyMap<OptionName, unknown> {
  const values = new Map<OptionName, unknown>();
  const spelledAs = new Map<OptionName, string>();
  for (const [spelling, value] of Object.entries(given)) {
    const name = nameOf.get(spelling);
    if (name === undefined || value === undefined || (value === null && name !== "topN")) continue;
    const earlier = spelledAs.get(name);
    if (earlier !== undefined && !Object.is(values.get(name), value)) {
      throw fail(
        `"${earlier}" and "${spelling}" are two spellings of one option and were given different values. Pass one of them.`,
      );
    }
    values.set(name, value);
    spelledAs.set(name, spelling);
  }
  return values;
}

const nameOf: ReadonlyMap<string, OptionName> = /* @__PURE__ */ indexNames();

function indexNames(): Map<string, OptionName> {
  const index = new Map<string, OptionName>();
  for (const [name, others] of Object.entries(aliases)) {
    if (!isOptionName(name)) continue;
    for (const spelling of [name, ...others]) index.set(spelling, name).set(toSnakeCase(spelling), name);
  }
  return index;
}

function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(aliases, name);
}

function toSnakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
