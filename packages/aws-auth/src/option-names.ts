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

/** Further names that a surface gives to AWS options, each with the option's first name. */
export interface SurfaceAliases {
  /** Count whatever their value. */
  readonly aliases?: Readonly<Record<string, OptionName>>;
  /** Count only when their value is a string. */
  readonly stringAliases?: Readonly<Record<string, string>>;
}

/**
 * Sorts a constructor argument into AWS options and the rest. `undefined` and `null` count as not passed.
 *
 * @throws AwsConfigurationError `CONFIG_CONFLICTING_OPTIONS` when two spellings of an option have different values
 */
export function sortFields(fields: Readonly<Record<string, unknown>>, surface: SurfaceAliases = {}): SortedFields {
  const values = new Map<OptionName, unknown>();
  const spelledAs = new Map<OptionName, string>();
  const rest: Record<string, unknown> = {};
  for (const [spelling, value] of Object.entries(fields)) {
    const name = optionName(spelling, value, surface);
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
  { aliases: plain = {}, stringAliases = {} }: SurfaceAliases,
): OptionName | undefined {
  if (Object.hasOwn(plain, spelling)) return plain[spelling];
  const alias = Object.hasOwn(stringAliases, spelling) ? stringAliases[spelling] : undefined;
  if (alias !== undefined) return typeof value === "string" ? nameOf.get(alias) : undefined;
  const foreign = stringsOnly.has(spelling) && value !== undefined && value !== null && typeof value !== "string";
  return foreign ? undefined : nameOf.get(spelling);
}

const nameOf: OptionSpellings<OptionName> = /* @__PURE__ */ optionSpellings(aliases);

const conflict = (first: string, second: string): AwsConfigurationError =>
  new AwsConfigurationError(
    `"${first}" and "${second}" are two spellings of one option and were given different values. Pass one of them.`,
    { code: "CONFIG_CONFLICTING_OPTIONS" },
  );
