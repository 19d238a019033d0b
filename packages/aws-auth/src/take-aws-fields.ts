import { optionSpellings, warnOnce, type Environment } from "@langchain-aws/core";
import { AwsOptions, type PrivateOptions, type PublicOptions } from "./aws-options.ts";
import {
  checkChoice,
  checkCredentials,
  checkEndpoint,
  checkFips,
  checkKeys,
  checkNumber,
  checkRegion,
  checkText,
  configurationError,
  isFipsRegion,
  isRecord,
  plainHttpError,
} from "./check-options.ts";
import { isPlainHttp } from "./endpoint.ts";
import { sortFields, type OptionName, type SortedFields } from "./option-names.ts";
import { awsSecretNames, type AwsClientFields, type AwsService } from "./options.ts";
import { requirePlatform } from "./require-platform.ts";
import { services } from "./services.ts";

/** How a class takes its AWS options. */
export interface TakeAwsFieldsSettings {
  /** The service whose client the class builds. */
  service: AwsService;
  /** Reads the `BEDROCK_AWS_*` variables of `@langchain/aws`, ranked just before the default chain. */
  legacyBedrockEnv?: boolean;
  /** Where environment variables are read; without it, the process's own. */
  env?: Environment;
  /** Further names of `client`, Python's of each included. */
  clientAliases?: readonly string[];
  /** Further names of options, counted only when their value is a string. */
  stringAliases?: Record<string, string>;
  /** Milliseconds, unless `timeout`, a client or a request handler is passed: their owner has decided how long to wait. */
  defaultTimeout?: number;
}

/** A constructor argument, taken apart. */
export interface TakenFields<F> {
  /** The AWS options, checked; secrets in private state. */
  options: AwsOptions;
  /** Everything else; no secret, client, provider function, agent or handler. Safe for `super()`. */
  rest: Omit<F, keyof AwsClientFields>;
  /**
   * What belongs into `super()` beside `rest` so that `toJSON()` tells how the object was made: a placeholder for each
   * secret that was passed, and the settings that may be shown, under their first names.
   */
  marks: Record<string, string | number>;
}

/**
 * Takes the AWS options out of a constructor argument, checks them and puts the secrets away.
 *
 * ```ts
 * const { options, rest, marks } = takeAwsFields(fields, { service: "bedrock-runtime" });
 * super({ ...rest, ...marks });
 * ```
 *
 * @throws AwsConfigurationError for options that cannot work; a missing region or missing credentials are no error
 *   here, since files and functions may still supply them
 */
export function takeAwsFields<F extends object>(
  fields: F | undefined,
  settings: TakeAwsFieldsSettings,
): TakenFields<F> {
  requirePlatform();
  const { clientAliases = [], stringAliases = {} } = settings;
  const clientNames = optionSpellings({ client: clientAliases });
  const sorted = sortFields({ ...fields }, { aliases: Object.fromEntries(clientNames), stringAliases });
  const shown = checkShown(sorted, settings);
  const hidden = checkHidden(sorted, settings);
  checkTogether(shown, hidden);
  warnAboutUnused(shown, hidden);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same object, less the keys sorted out above
  const rest = sorted.rest as Omit<F, keyof AwsClientFields>;
  return { options: new AwsOptions(shown, hidden), rest, marks: { ...defined(marksOf(shown, hidden)) } };
}

function checkShown({ values }: SortedFields, { defaultTimeout }: TakeAwsFieldsSettings): PublicOptions {
  const config = recordOf(values.get("config"));
  const text = (name: OptionName): string | undefined => checkText(name, values.get(name));
  const region = text("regionName") ?? (typeof config["region"] === "string" ? config["region"] : undefined);
  const isTheirs = values.has("client") || (config["requestHandler"] ?? undefined) !== undefined;
  const controlPlane = text("controlPlaneEndpointUrl");
  return {
    region: region === undefined ? undefined : checkRegion(region),
    profile: text("credentialsProfileName"),
    endpointUrl: endpointOf(text("endpointUrl"), text("endpointHost")),
    controlPlaneEndpointUrl:
      controlPlane === undefined ? undefined : checkEndpoint("controlPlaneEndpointUrl", controlPlane),
    transport: checkChoice("transport", values.get("transport"), ["http1", "http2"]),
    timeout: checkNumber("timeout", values.get("timeout") ?? (isTheirs ? undefined : defaultTimeout), "milliseconds"),
    maxRetries: checkNumber("maxRetries", values.get("maxRetries"), "integer"),
    retryMode: checkChoice("retryMode", values.get("retryMode"), ["standard", "adaptive"]),
  };
}

function endpointOf(url: string | undefined, host: string | undefined): string | undefined {
  if (host === undefined) return url === undefined ? undefined : checkEndpoint("endpointUrl", url);
  if (/[/@?#\s]/.test(host)) {
    throw configurationError(
      "CONFIG_INVALID_ENDPOINT",
      "endpointHost is a host with an optional port, such as gw.example.com:8443. Pass a URL as endpointUrl.",
    );
  }
  const assumed = checkEndpoint("endpointHost", `https://${host}`);
  if (url === undefined || new URL(checkEndpoint("endpointUrl", url)).href === new URL(assumed).href) return assumed;
  throw configurationError(
    "CONFIG_CONFLICTING_OPTIONS",
    '"endpointUrl" and "endpointHost" were given different values. Pass one of them.',
  );
}

function checkHidden(sorted: SortedFields, settings: TakeAwsFieldsSettings): PrivateOptions {
  const { values } = sorted;
  const { apiKey, accessKeyId } = sortBedrockApiKey(sorted);
  const keys = checkKeys({
    accessKeyId,
    secretAccessKey: checkText("awsSecretAccessKey", values.get("awsSecretAccessKey")),
    sessionToken: checkText("awsSessionToken", values.get("awsSessionToken")),
  });
  const credentials = values.get("credentials");
  if (credentials !== undefined) checkCredentials(credentials);
  const config = values.get("config");
  return {
    service: settings.service,
    apiKey,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked just above
    credentials: credentials as PrivateOptions["credentials"],
    keys,
    config: Object.freeze({ ...recordOf(config) }),
    configIdentity: isRecord(config) ? config : undefined,
    client: clientOf("client", values.get("client")),
    bedrockClient: clientOf("bedrockClient", values.get("bedrockClient")),
    proxy: proxyOf(values.get("proxy")),
    chain: Object.fromEntries(chainNames.flatMap((name) => (values.has(name) ? [[name, values.get(name)]] : []))),
    env: settings.env,
    legacyBedrockEnv: settings.legacyBedrockEnv ?? false,
  };
}

const chainNames: readonly OptionName[] = [
  "filepath",
  "configFilepath",
  "ignoreCache",
  "mfaCodeProvider",
  "roleAssumer",
  "roleArn",
  "webIdentityTokenFile",
  "roleAssumerWithWebIdentity",
];

/**
 * `bedrockApiKey` is an access key id in `@langchain/aws` and a bearer token in Python's `langchain-aws`; which one is
 * meant shows in its company.
 */
function sortBedrockApiKey({ values, spellings }: SortedFields): Pick<PrivateOptions, "apiKey"> & {
  accessKeyId?: string;
} {
  const accessKeyId = checkText("awsAccessKeyId", values.get("awsAccessKeyId"));
  const apiKey = apiKeyOf("apiKey", values.get("apiKey"));
  const bedrockApiKey = apiKeyOf("bedrockApiKey", values.get("bedrockApiKey"));
  if (bedrockApiKey === undefined) return { apiKey, accessKeyId };
  if (spellings.has("bedrockApiSecret") || spellings.has("bedrock_api_secret")) {
    if (typeof bedrockApiKey !== "string" || (accessKeyId !== undefined && accessKeyId !== bedrockApiKey)) {
      throw configurationError(
        "CONFIG_CONFLICTING_OPTIONS",
        "bedrockApiKey beside bedrockApiSecret is an access key id, and disagrees with awsAccessKeyId.",
      );
    }
    warnOnce(
      "aws-auth/bedrock-api-secret",
      "bedrockApiKey with bedrockApiSecret is deprecated: pass awsAccessKeyId and awsSecretAccessKey.",
    );
    return { apiKey, accessKeyId: bedrockApiKey };
  }
  if (typeof bedrockApiKey === "string" && /^A(?:KIA|SIA)[A-Z0-9]{16}$/.test(bedrockApiKey)) {
    throw configurationError(
      "CONFIG_AMBIGUOUS_API_KEY",
      "bedrockApiKey looks like an access key id. Alone it means a Bedrock API key (a bearer token): pass an access " +
        "key id as awsAccessKeyId with awsSecretAccessKey, or as bedrockApiKey with bedrockApiSecret.",
    );
  }
  if (apiKey !== undefined && apiKey !== bedrockApiKey) {
    throw configurationError(
      "CONFIG_CONFLICTING_OPTIONS",
      '"apiKey" and "bedrockApiKey" are two spellings of one option and were given different values. Pass one of them.',
    );
  }
  return { apiKey: bedrockApiKey, accessKeyId };
}

function apiKeyOf(name: string, value: unknown): PrivateOptions["apiKey"] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a function resolves is checked when it does
  if (typeof value === "function") return value as PrivateOptions["apiKey"];
  return checkText(name, value);
}

function clientOf(name: string, value: unknown): object | undefined {
  if (value === undefined) return undefined;
  if (isRecord(value) && typeof value["send"] === "function") return value;
  throw configurationError("CONFIG_INVALID_OPTION", `${name} must be an AWS SDK client, an object with send().`);
}

function proxyOf(value: unknown): string | object | undefined {
  if (value === undefined || isRecord(value)) return value;
  const text = checkText("proxy", value);
  if (text === undefined || text === "env") return text;
  try {
    const { protocol, username, password } = new URL(text);
    // Whoever opens the tunnel decodes them.
    decodeURIComponent(username + password);
    if (/^https?:$/.test(protocol)) return text;
  } catch {
    // Falls through: the text may hold a password, so it is not quoted.
  }
  throw configurationError(
    "CONFIG_INVALID_OPTION",
    'proxy must be an http or https URL, "env" or an http.Agent. Percent-encode user and password: "%" is "%25".',
  );
}

/** What only shows when options are looked at together. */
function checkTogether(shown: PublicOptions, hidden: PrivateOptions): void {
  const wantsFips = hidden.config["useFipsEndpoint"] === true || isFipsRegion(shown.region ?? "");
  checkFips(wantsFips, shown.endpointUrl);
  if (shown.transport === "http2" && hidden.proxy !== undefined) {
    throw configurationError("CONFIG_INVALID_OPTION", 'proxy needs transport "http1": HTTP/2 takes no proxy.');
  }
  if (hidden.apiKey === undefined || hidden.client !== undefined) return;
  if (!services[hidden.service].takesBearerToken) {
    throw configurationError(
      "CONFIG_UNSUPPORTED_API_KEY",
      `${hidden.service} takes no Bedrock API key. Pass credentials, keys or a profile in place of apiKey.`,
    );
  }
  for (const url of [shown.endpointUrl, shown.controlPlaneEndpointUrl]) {
    if (url !== undefined && isPlainHttp(url)) throw plainHttpError();
  }
}

function warnAboutUnused(shown: PublicOptions, hidden: PrivateOptions): void {
  const hasCredentials = hidden.credentials !== undefined || hidden.keys !== undefined || shown.profile !== undefined;
  if (hidden.client !== undefined) {
    if (hasCredentials || hidden.apiKey !== undefined) {
      warnOnce("aws-auth/client-credentials", "A client was passed, so the credential options beside it are ignored.");
    }
    if (shown.maxRetries !== undefined) {
      warnOnce("aws-auth/client-retries", "A client was passed and keeps its own retries, so maxRetries is ignored.");
    }
  } else if (hidden.apiKey !== undefined && hasCredentials) {
    warnOnce("aws-auth/api-key-wins", "apiKey was passed, so the AWS credentials beside it are ignored.");
  } else if (shown.profile !== undefined && hidden.keys !== undefined) {
    warnOnce("aws-auth/profile-wins", "A profile was passed, so the access keys beside it are ignored.");
  }
}

const placeholder = "[secret]";

function marksOf(shown: PublicOptions, hidden: PrivateOptions): Record<string, string | number | undefined> {
  const { region, profile, ...settings } = shown;
  const secrets: Record<string, unknown> = {
    awsAccessKeyId: hidden.keys?.accessKeyId,
    awsSecretAccessKey: hidden.keys?.secretAccessKey,
    awsSessionToken: hidden.keys?.sessionToken,
    apiKey: typeof hidden.apiKey === "string" ? hidden.apiKey : undefined,
  };
  const passed = Object.keys(awsSecretNames).filter((name) => secrets[name] !== undefined);
  return {
    regionName: region,
    credentialsProfileName: profile,
    ...settings,
    ...Object.fromEntries(passed.map((name) => [name, placeholder])),
  };
}

const defined = <Value>(values: Record<string, Value | undefined>): Record<string, Value> => {
  const result: Record<string, Value> = {};
  for (const [name, value] of Object.entries(values)) if (value !== undefined) result[name] = value;
  return result;
};

const recordOf = (value: unknown): Readonly<Record<string, unknown>> => {
  if (value === undefined || isRecord(value)) return value ?? {};
  throw configurationError("CONFIG_INVALID_OPTION", "config must be an object of AWS client settings.");
};
