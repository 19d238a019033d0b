import { AwsConfigurationError } from "@langchain-aws/core";

/** Other names of options, once snake_case has become camelCase. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ["modelId", "model"],
  ["baseModel", "baseModelId"],
  ["modelParameters", "modelKwargs"],
]);

/**
 * Gives every option its one name. Python's snake_case names are taken; `undefined` and `null` count as not given.
 *
 * @throws AwsConfigurationError when two spellings of one option have different values; the text names the spellings
 */
export function toCanonicalNames(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const canonical: Record<string, unknown> = {};
  const spelledAs = new Map<string, string>();
  for (const [spelling, value] of Object.entries(fields)) {
    if (value === undefined || value === null) continue;
    const name = canonicalName(spelling);
    const earlier = spelledAs.get(name);
    if (earlier !== undefined && !Object.is(canonical[name], value)) {
      throw new AwsConfigurationError(
        `"${earlier}" and "${spelling}" are two names of one option and have different values. Pass one of them.`,
        { code: "CONFIG_CONFLICTING_OPTIONS" },
      );
    }
    spelledAs.set(name, spelling);
    canonical[name] = value;
  }
  return canonical;
}

function canonicalName(spelling: string): string {
  const camel = spelling.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return otherNames.get(camel) ?? camel;
}
