import { AwsConfigurationError, type OptionSpellings, optionSpellings } from "@langchain-aws/core";

/** Each option under its first name, and the other names it has in JavaScript; Python's names follow from all of them. */
const aliases = {
  regionName: ["region"],
  credentialsProfileName: ["profile"],
  awsAccessKeyId: ["accessKeyId"],
  awsSecretAccessKey: ["secretAccessKey", "bedrockApiSecret"],
  awsSessionToken: ["sessionToken", "bedrockApiSessionToken"],
  credentials: ["credentialProvider"],
  apiKey: ["bedrockBearerToken"],
  bedrockApiKey: [],
  endpointUrl: ["endpoint", "baseUrl"],
  endpointHost: [],
  controlPlaneEndpointUrl: [],
  config: ["clientConfig", "clientOptions"],
  client: [],
  bedrockClient: [],
  transport: [],
  timeout: [],
  maxRetries: [],
  retryMode: [],
  proxy: [],
  filepath: [],
  configFilepath: [],
  ignoreCache: [],
  mfaCodeProvider: [],
  roleAssumer: [],
  roleArn: [],
  webIdentityTokenFile: [],
  roleAssumerWithWebIdentity: [],
} as const satisfies Record<string, readonly string[]>;

/** The first name of an AWS option. */
export type OptionName = keyof typeof aliases;

/** The options that `@langchain/core` or a surface knows by the same name with another type: only a string is ours. */
const stringsOnly: ReadonlySet<string> = new Set(["profile", "region", "endpoint"]);

/** What was passed, by first name, with the spelling it was passed under; and all that is not an AWS option. */
export interface SortedFields {
  readonly values: ReadonlyMap<OptionName, unknown>;
  readonly spellings: ReadonlySet<string>;
  readonly rest: Record<string, unknown>;
}

/**
 * Sorts a constructor argument into AWS options and the rest. `undefined` and `null` count as not passed.
 *
 * @param stringAliases further names of options, counted only when their value is a string
 * @throws AwsConfigurationError `CONFIG_CONFLICTING_OPTIONS` when two spellings of an option have different values
 */
export function sortFields(
  fields: Readonly<Record<string, unknown>>,
  stringAliases: Readonly<Record<string, string>> = {},
): SortedFields {
  const values = new Map<OptionName, unknown>();
  const spelledAs = new Map<OptionName, string>();
  const rest: Record<string, unknown> = {};
  for (const [spelling, value] of Object.entries(fields)) {
    const name = optionName(spelling, value, stringAliases);
    if (name === undefined) {
      rest[spelling] = value;
      continue;
    }
    if (value === undefined || value === null) continue;
    const earlier = spelledAs.get(name);
    if (earlier !== undefined && !Object.is(values.get(name), value)) throw conflict(earlier, spelling);
    values.set(name, value);
    spelledAs.set(name, spelling);
  }
  return { values, spellings: new Set(spelledAs.values()), rest };
}

function optionName(
  spelling: string,
  value: unknown,
  stringAliases: Readonly<Record<string, string>>,
): OptionName | undefined {
  const alias = Object.hasOwn(stringAliases, spelling) ? stringAliases[spelling] : undefined;
  if (alias !== undefined) return typeof value === "string" ? nameOf.get(alias) : undefined;
  const foreign = stringsOnly.has(spelling) && value !== undefined && value !== null && typeof value !== "string";
  return foreign ? undefined : nameOf.get(spelling);
}

const nameOf: OptionSpellings<OptionName> = /* @__PURE__ */ optionSpellings(aliases);

const conflict = (first: string, second: string): AwsConfigurationError =>
  new AwsConfigurationError(
    `"${first}" and "${second}" are two spellings of one option and were given different values`,
    {
      code: "CONFIG_CONFLICTING_OPTIONS",
      hint: "Pass one of them.",
    },
  );
