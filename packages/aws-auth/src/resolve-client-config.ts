import { readEnvironment, type Environment } from "@langchain-aws/core";
import { privateOptions, type AwsOptions } from "./aws-options.ts";
import { configurationError } from "./check-options.ts";
import type { AuthScheme, Identity } from "./identity.ts";
import type { AwsCredentials, AwsCredentialsProvider, AwsService, BearerToken } from "./options.ts";

/**
 * Settings for an AWS client: what the caller put into `config`, with everything that was resolved over it. It suits
 * the constructor of every AWS SDK client.
 */
export interface ResolvedClientConfig {
  region: string;
  profile?: string;
  credentials?: AwsCredentials | AwsCredentialsProvider;
  token?: () => Promise<BearerToken>;
  /** Always set: otherwise a token in the environment would win over explicit credentials. */
  authSchemePreference: string[];
  endpoint?: string;
  /** Left to `config` when that has a `retryStrategy` or `maxAttempts` of its own. */
  maxAttempts?: number;
  /** Left to the AWS SDK (environment, shared files) when nothing says otherwise. */
  retryMode?: string;
  customUserAgent: [string, string][];
  requestHandler?: Record<string, unknown>;
  useFipsEndpoint?: boolean;
  useDualstackEndpoint?: boolean;
}

/** What a client's settings are made of. */
export interface ClientConfigInput {
  readonly options: AwsOptions;
  readonly service: AwsService;
  readonly region: string;
  readonly identity: Identity;
  readonly userAgent: readonly [name: string, version: string];
  readonly requestHandler?: object;
  /** The endpoint of the passed profile, for when no option has one. */
  readonly profileEndpoint?: string;
  /** Credentials where the AWS SDK has no default chain. */
  readonly ambientCredentials?: AwsCredentialsProvider;
}

/** Retries after the first attempt when nothing says otherwise. */
export const defaultMaxRetries = 4;

/**
 * Puts a client's settings together. Explicit options win over `config`; what is not set leaves `config` alone.
 *
 * Pure, but for reading the environment that the options name.
 *
 * @throws AwsConfigurationError `CONFIG_INVALID_NUMBER` when `AWS_MAX_ATTEMPTS` is not a whole number
 */
export function resolveClientConfig(input: ClientConfigInput): ResolvedClientConfig {
  const { options, service, region, identity, requestHandler } = input;
  const { config, chain, env } = privateOptions(options);
  const isControlPlane = service === "bedrock";
  const { credentials, token, profile, endpoint: callersEndpoint, ...others } = config;
  // An endpoint in `config` is the runtime's. The control plane elsewhere answers 404 for ever.
  const endpoint = isControlPlane ? options.controlPlaneEndpointUrl : (options.endpointUrl ?? callersEndpoint);
  return {
    ...others,
    ...chain,
    ...defined({ profile: options.profile ?? profile }),
    ...identityConfig(identity, defined({ credentials: copied(credentials), token }), input.ambientCredentials),
    ...schemePreference(identity, config),
    region,
    ...defined({ endpoint: endpoint ?? input.profileEndpoint, requestHandler }),
    ...retryConfig(options, config, env),
    customUserAgent: customUserAgent(config["customUserAgent"], input.userAgent),
  };
}

function identityConfig(
  identity: Identity,
  callers: object,
  ambientCredentials: AwsCredentialsProvider | undefined,
): Partial<ResolvedClientConfig> {
  switch (identity.kind) {
    case "bearer":
      return { token: identity.token };
    case "keys":
      return { credentials: copied(identity.credentials) };
    case "provider":
      return { credentials: identity.credentials };
    case "inherited":
      return defined(identity.config);
    case "config":
      return callers;
    case "chain":
      return defined({ credentials: ambientCredentials });
    default:
      return {};
  }
}

function schemePreference(
  identity: Identity,
  config: Readonly<Record<string, unknown>>,
): Pick<ResolvedClientConfig, "authSchemePreference"> {
  const own = identity.kind === "inherited" ? identity.config["authSchemePreference"] : config["authSchemePreference"];
  const isOwn = identity.kind === "inherited" || identity.kind === "config";
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a caller's setting goes to the AWS SDK as it is
  if (isOwn && own !== undefined) return { authSchemePreference: own as string[] };
  const isBearer = identity.kind === "bearer" || (identity.kind === "config" && identity.scheme === "httpBearerAuth");
  const scheme: AuthScheme = isBearer ? "httpBearerAuth" : "sigv4";
  return { authSchemePreference: [scheme] };
}

function retryConfig(
  options: AwsOptions,
  config: Readonly<Record<string, unknown>>,
  env: Environment | undefined,
): Partial<ResolvedClientConfig> {
  const mode = options.retryMode ?? config["retryMode"] ?? readEnvironment("AWS_RETRY_MODE", env)?.toLowerCase();
  const ownPolicy = config["maxAttempts"] !== undefined || config["retryStrategy"] !== undefined;
  return {
    ...(typeof mode === "string" ? { retryMode: mode } : {}),
    ...(ownPolicy ? {} : { maxAttempts: (options.maxRetries ?? environmentMaxRetries(env)) + 1 }),
  };
}

function environmentMaxRetries(env: Environment | undefined): number {
  const text = readEnvironment("AWS_MAX_ATTEMPTS", env);
  if (text === undefined) return defaultMaxRetries;
  if (/^[1-9]\d*$/.test(text)) return Number(text) - 1;
  throw configurationError("CONFIG_INVALID_NUMBER", "AWS_MAX_ATTEMPTS must be a whole number of 1 or more.");
}

function customUserAgent(callers: unknown, [name, version]: readonly [string, string]): [string, string][] {
  const own = typeof callers === "string" ? [[callers]] : Array.isArray(callers) ? callers : [];
  return [...own, ["langchain-aws-js", version], ["md", name]];
}

// The AWS SDK writes a note about its source into an identity that it is given as an object.
const copied = <Value>(value: Value): Value => (typeof value === "object" && value !== null ? { ...value } : value);

const defined = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
