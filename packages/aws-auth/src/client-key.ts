import { readEnvironment, utf8Encode, type Environment } from "@langchain-aws/core";
import { privateOptions, type AwsOptions } from "./aws-options.ts";
import type { Identity } from "./identity.ts";
import { objectNumber } from "./object-number.ts";

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
 * A text that is equal for clients that may be shared. Secrets are in it as salted digests only; functions, agents and
 * `config` objects count by their identity.
 */
export async function clientKey(input: ClientKeyInput): Promise<string> {
  const { options, service } = input;
  const { configIdentity, proxy, env } = privateOptions(options);
  return JSON.stringify([
    service,
    input.region,
    input.userAgent,
    Object.entries(options),
    objectNumber(configIdentity),
    objectNumber(input.requestHandler),
    await numberOrDigest(proxy),
    await identityKey(input),
    await digest(JSON.stringify(ambient(service, env))),
  ]);
}

/** A text that is equal for equal identities and holds no secret. */
export async function identityKey(input: Pick<ClientKeyInput, "options" | "service" | "identity">): Promise<string> {
  const { chain, env } = privateOptions(input.options);
  if (input.identity.kind !== "chain") return describeIdentity(input.identity);
  const settings = Object.entries(chain).map(async ([name, value]) => `${name}=${await numberOrDigest(value)}`);
  const seen = await digest(JSON.stringify(ambient(input.service, env)));
  return `chain:${seen}:${(await Promise.all(settings)).join()}`;
}

async function describeIdentity(identity: Identity): Promise<string> {
  switch (identity.kind) {
    case "bearer":
      return `bearer:${await numberOrDigest(identity.source)}`;
    case "keys":
      return `keys:${await digest(JSON.stringify(identity.credentials))}`;
    case "provider":
      return `provider:${objectNumber(identity.credentials)}`;
    case "profile":
      return `profile:${identity.profile}`;
    case "inherited":
      return `inherited:${objectNumber(identity.client)}`;
    case "config":
      return `config:${objectNumber(identity.config)}`;
    default:
      return identity.kind;
  }
}

const numberOrDigest = async (value: unknown): Promise<string | number> =>
  typeof value === "function" || (typeof value === "object" && value !== null)
    ? objectNumber(value)
    : digest(JSON.stringify(value) ?? "");

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
function ambient(service: string, env: Environment | undefined): unknown {
  const endpoint = `AWS_ENDPOINT_URL_${service.toUpperCase().replaceAll("-", "_")}`;
  return [...ambientNames, endpoint].map((name) => [
    readEnvironment(name),
    env === undefined ? undefined : readEnvironment(name, env),
  ]);
}

let salt: Uint8Array | undefined;

async function digest(text: string): Promise<string> {
  salt ??= globalThis.crypto.getRandomValues(new Uint8Array(16));
  const bytes = utf8Encode(text);
  const salted = new Uint8Array(salt.length + bytes.length);
  salted.set(salt);
  salted.set(bytes, salt.length);
  const hash = new Uint8Array(await globalThis.crypto.subtle.digest("SHA-256", salted));
  return Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
