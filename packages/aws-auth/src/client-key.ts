import { readEnvironment } from "@langchain-aws/core";
import { privateOptions, type AwsOptions } from "./aws-options.ts";
import type { Identity } from "./identity.ts";
import { objectNumber } from "./object-number.ts";
import { platform } from "#platform";

/** What makes two clients the same, besides their options. */
export interface ClientKeyInput {
  readonly options: AwsOptions;
  readonly service: string;
  readonly region: string;
  readonly identity: Identity;
  readonly userAgent: readonly [name: string, version: string];
  /** A request handler that is shared with an injected client. */
  readonly requestHandler?: object;
}

/**
 * A text that is equal for clients that may be shared: a salted digest. Functions, agents and `config` objects count by
 * their identity.
 */
export async function clientKey(input: ClientKeyInput): Promise<string> {
  const { options, service } = input;
  const { configIdentity, proxy } = privateOptions(options);
  return digest([
    service,
    input.region,
    input.userAgent,
    Object.entries(options),
    objectNumber(configIdentity),
    objectNumber(input.requestHandler),
    valueOrNumber(proxy),
    identityOf(input),
    ambient(input),
  ]);
}

/** A text that is equal for equal identities and holds no secret: a salted digest. */
export const identityKey = (input: IdentityKeyInput): Promise<string> => digest(identityOf(input));

type IdentityKeyInput = Pick<ClientKeyInput, "options" | "service" | "identity">;

function identityOf(input: IdentityKeyInput): unknown {
  const { identity } = input;
  switch (identity.kind) {
    case "bearer":
      return [identity.kind, valueOrNumber(identity.source)];
    case "keys":
      return [identity.kind, identity.credentials];
    case "provider":
      return [identity.kind, objectNumber(identity.credentials)];
    case "profile":
      return [identity.kind, identity.profile, chainOf(input)];
    case "inherited":
      return [identity.kind, objectNumber(identity.client)];
    case "config":
      return [identity.kind, objectNumber(identity.config), chainOf(input)];
    default:
      return [identity.kind, ambient(input), chainOf(input)];
  }
}

/** The files and functions that a profile, or the default chain, is resolved with. */
const chainOf = ({ options }: IdentityKeyInput): unknown =>
  Object.entries(privateOptions(options).chain).map(([name, value]) => [name, valueOrNumber(value)]);

const valueOrNumber = (value: unknown): unknown =>
  typeof value === "function" || (typeof value === "object" && value !== null) ? [objectNumber(value)] : value;

// Everything that the AWS SDK may read by itself when it builds a client or looks for credentials.
const ambientNames = [
  "AWS_PROFILE",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_CONFIG_FILE",
  "AWS_SHARED_CREDENTIALS_FILE",
  "AWS_ROLE_ARN",
  "AWS_ROLE_SESSION_NAME",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
  "AWS_EC2_METADATA_DISABLED",
  "AWS_ENDPOINT_URL",
  "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
  "AWS_USE_FIPS_ENDPOINT",
  "AWS_USE_DUALSTACK_ENDPOINT",
  "AWS_MAX_ATTEMPTS",
  "AWS_RETRY_MODE",
  "AWS_SDK_UA_APP_ID",
  "HTTPS_PROXY",
  "HTTP_PROXY",
  "NO_PROXY",
  "https_proxy",
  "http_proxy",
  "no_proxy",
];

// The AWS SDK reads the process's environment even when the resolver was given another.
function ambient({ options, service }: Pick<ClientKeyInput, "options" | "service">): unknown {
  const { env } = privateOptions(options);
  const endpoint = `AWS_ENDPOINT_URL_${service.toUpperCase().replaceAll("-", "_")}`;
  return [...ambientNames, endpoint].map((name) => [
    readEnvironment(name),
    env === undefined ? undefined : readEnvironment(name, env),
  ]);
}

/** One digest for all: each may cost a trip to another thread. */
const digest = async (facts: unknown): Promise<string> => platform.digest(JSON.stringify(facts));
