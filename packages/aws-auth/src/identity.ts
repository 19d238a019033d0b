import { AwsCredentialsError, readEnvironment, type Environment } from "@langchain-aws/core";
import { privateOptions, type AwsOptions } from "./aws-options.ts";
import { isRecord } from "./check-options.ts";
import { memoizeIdentity, type ExpiringIdentity, type IdentityProvider } from "./memoize-identity.ts";
import type {
  AwsCredentials,
  AwsCredentialsProvider,
  AwsService,
  BearerToken,
  BearerTokenProvider,
} from "./options.ts";
import { services } from "./services.ts";

/** Who a request is sent as. */
export type Identity =
  | { readonly kind: "bearer"; readonly token: IdentityProvider<BearerToken>; readonly source: string | object }
  | { readonly kind: "keys"; readonly credentials: AwsCredentials }
  | { readonly kind: "provider"; readonly credentials: AwsCredentialsProvider }
  | { readonly kind: "profile"; readonly profile: string }
  /** Whatever the caller put into `config`. */
  | { readonly kind: "config"; readonly scheme: AuthScheme; readonly config: object | undefined }
  | InheritedIdentity
  /** The AWS SDK's default chain. */
  | { readonly kind: "chain" };

/** The identity of an injected client, for a second client beside it. */
export interface InheritedIdentity {
  readonly kind: "inherited";
  readonly client: object;
  /** `credentials`, `token` and `authSchemePreference` as the client's configuration has them. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** As `authSchemePreference` of the AWS SDK spells them: the scheme's id without its namespace. */
export type AuthScheme = "sigv4" | "httpBearerAuth";

/**
 * Who requests to a service are sent as: the first of the sources below that applies. Explicit always beats ambient,
 * which the AWS SDK by itself does not guarantee.
 *
 * @param inherited the identity of an injected client that this one stands beside
 */
export function resolveIdentity(options: AwsOptions, service: AwsService, inherited?: InheritedIdentity): Identity {
  const first = (sources: readonly Source[]): Identity | undefined => {
    for (const source of sources) {
      const identity = source(options, service);
      if (identity !== undefined) return identity;
    }
    return undefined;
  };
  return first(explicit) ?? inherited ?? first(ambient) ?? { kind: "chain" };
}

type Source = (options: AwsOptions, service: AwsService) => Identity | undefined;

const apiKey: Source = (options, service) => {
  const { apiKey } = privateOptions(options);
  return apiKey === undefined || !services[service].takesBearerToken ? undefined : bearer(apiKey);
};

const credentials: Source = (options) => {
  const { credentials } = privateOptions(options);
  if (credentials === undefined) return undefined;
  if (typeof credentials === "object") return { kind: "keys", credentials };
  return { kind: "provider", credentials: memoizeCredentials(credentials) };
};

const profile: Source = ({ profile }) => (profile === undefined ? undefined : { kind: "profile", profile });

const keys: Source = (options) => {
  const { keys } = privateOptions(options);
  return keys === undefined ? undefined : { kind: "keys", credentials: keys };
};

/** A role or a token file that was passed for the default chain is as explicit as a profile. */
const chainInput: Source = (options) =>
  ["roleArn", "webIdentityTokenFile", "roleAssumer", "roleAssumerWithWebIdentity"].some(
    (name) => privateOptions(options).chain[name] !== undefined,
  )
    ? { kind: "chain" }
    : undefined;

const callersConfig: Source = (options, service) => {
  const { config, configIdentity } = privateOptions(options);
  if (config["token"] !== undefined && services[service].takesBearerToken) {
    return { kind: "config", scheme: "httpBearerAuth", config: configIdentity };
  }
  const named = ["credentials", "profile", "authSchemePreference"].some((name) => config[name] !== undefined);
  return named ? { kind: "config", scheme: "sigv4", config: configIdentity } : undefined;
};

const ambientToken: Source = (options, service) => {
  if (!services[service].takesBearerToken) return undefined;
  const token = readEnvironment("AWS_BEARER_TOKEN_BEDROCK", privateOptions(options).env);
  return token === undefined ? undefined : bearer(token);
};

const legacyKeys: Source = (options) => {
  const { legacyBedrockEnv, env } = privateOptions(options);
  const credentials = legacyBedrockEnv ? environmentKeys("BEDROCK_AWS_", env) : undefined;
  return credentials === undefined ? undefined : { kind: "keys", credentials };
};

const explicit: readonly Source[] = [apiKey, credentials, profile, keys, chainInput, callersConfig];
const ambient: readonly Source[] = [ambientToken, legacyKeys];

/** A complete pair of keys in the environment, with its session token if there is one. */
export function environmentKeys(
  prefix: "AWS_" | "BEDROCK_AWS_",
  env: Environment | undefined,
): AwsCredentials | undefined {
  const accessKeyId = readEnvironment(`${prefix}ACCESS_KEY_ID`, env);
  const secretAccessKey = readEnvironment(`${prefix}SECRET_ACCESS_KEY`, env);
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  const sessionToken = readEnvironment(`${prefix}SESSION_TOKEN`, env);
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

const bearer = (source: string | BearerTokenProvider): Identity => ({
  kind: "bearer",
  source,
  token:
    typeof source === "string"
      ? async () => ({ token: source })
      : memoized(source, async (provider) => toBearerToken(await provider())),
});

function toBearerToken(value: unknown): BearerToken {
  const { token, expiration }: Readonly<Record<string, unknown>> = isRecord(value) ? value : { token: value };
  if (typeof token !== "string" || token.trim() === "") {
    throw new AwsCredentialsError(
      "The apiKey function resolved no token. It must resolve a string or { token, expiration? }.",
      { code: "CREDENTIALS_NO_TOKEN" },
    );
  }
  return { token: token.trim(), ...(expiration instanceof Date ? { expiration } : {}) };
}

/** A provider that keeps its identity until it is about to expire; the same one for the same function. */
export const memoizeCredentials = (source: AwsCredentialsProvider): IdentityProvider<AwsCredentials> =>
  // The mark tells the AWS SDK not to put a memory of its own in front.
  Object.assign(
    memoized(source, async (provider) => provider()),
    { memoized: true },
  );

// One memory for each function, so that objects that share a provider share its refreshes.
const memories = new WeakMap<object, IdentityProvider<never>>();

function memoized<Source extends object, Value extends ExpiringIdentity>(
  source: Source,
  resolve: (source: Source) => Promise<Value>,
): IdentityProvider<Value> {
  const known = memories.get(source);
  if (known !== undefined) return known;
  const provider = memoizeIdentity(() => resolve(source));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a source resolves to does not change
  memories.set(source, provider as IdentityProvider<never>);
  return provider;
}
