import { AwsConfigurationError } from "@langchain-aws/core";

/** Other names of our own options; snake_case is turned into camelCase before this table is asked. */
const otherNames: Readonly<Record<string, string>> = {
  modelId: "model",
  baseModel: "baseModelId",
  stop: "stopSequences",
  guardrailConfig: "guardrails",
  useConverseApi: "betaUseConverseApi",
  modelParameters: "modelKwargs",
};

/** Members that are not ours to rename: LangChain reads them under exactly these names. */
const leftAlone: ReadonlySet<string> = new Set(["callback_manager"]);

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
  const known: Record<string, unknown> = {};
  const unknown: Record<string, unknown> = {};
  const spelledAs: Record<string, string> = {};
  for (const [spelling, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const name = canonicalName(spelling);
    if (!names.has(name)) unknown[spelling] = value;
    else if (value !== null || name === "guardrails") {
      const earlier = spelledAs[name];
      if (earlier !== undefined && !isSame(known[name], value)) throw conflict(earlier, spelling);
      spelledAs[name] = spelling;
      known[name] = value;
    }
  }
  return { known, unknown };
}

/** `snake_case` as `camelCase`. */
export function camelCase(spelling: string): string {
  return spelling.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function canonicalName(spelling: string): string {
  if (leftAlone.has(spelling)) return spelling;
  const camel = camelCase(spelling);
  return Object.hasOwn(otherNames, camel) ? (otherNames[camel] ?? camel) : camel;
}

function conflict(earlier: string, spelling: string): AwsConfigurationError {
  return new AwsConfigurationError(
    `"${earlier}" and "${spelling}" are two names of one option and have different values. Pass one of them.`,
    { code: "CONFIG_CONFLICT" },
  );
}

function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  return typeof a === "object" && typeof b === "object" && JSON.stringify(a) === JSON.stringify(b);
}
