import type { Environment } from "@langchain-aws/core";
import type { AwsCredentials, AwsCredentialsProvider, AwsService, BearerTokenProvider } from "./options.ts";

/** What was passed, checked and normalised; secrets and everything that may hold one. Never leaves this package. */
export interface PrivateOptions {
  readonly service: AwsService;
  readonly apiKey?: string | BearerTokenProvider;
  readonly credentials?: AwsCredentials | AwsCredentialsProvider;
  readonly keys?: AwsCredentials;
  readonly config: Readonly<Record<string, unknown>>;
  /** The object that `config` came as; its identity is part of what makes two clients the same. */
  readonly configIdentity?: object;
  readonly client?: object;
  readonly bedrockClient?: object;
  readonly proxy?: string | object;
  /** What is handed to the AWS SDK's default credential chain as it is. */
  readonly chain: Readonly<Record<string, unknown>>;
  /** Where the resolver reads environment variables; without it, the process's. */
  readonly env?: Environment;
  /** Whether the `BEDROCK_AWS_*` variables of `@langchain/aws` count. */
  readonly legacyBedrockEnv: boolean;
}

/** What may be shown. */
export interface PublicOptions {
  readonly region?: string;
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly controlPlaneEndpointUrl?: string;
  readonly transport?: "http1" | "http2";
  readonly timeout?: number;
  readonly maxRetries?: number;
  readonly retryMode?: "standard" | "adaptive";
}

let reveal: (options: AwsOptions) => PrivateOptions;

/**
 * The AWS options of one object, checked and normalised. It cannot be changed, and printing, cloning or serialising it
 * shows no secret: those live in private state.
 *
 * Made by `takeAwsFields`.
 */
export class AwsOptions implements PublicOptions {
  /** The region that was passed, as an option or in `config`; `undefined` when it is still to be found. */
  declare readonly region?: string;
  /** The profile that was passed. */
  declare readonly profile?: string;
  /** The runtime endpoint that was passed. */
  declare readonly endpointUrl?: string;
  /** The control plane's endpoint that was passed. */
  declare readonly controlPlaneEndpointUrl?: string;
  /** The transport that was passed. */
  declare readonly transport?: "http1" | "http2";
  /** Milliseconds, as passed. */
  declare readonly timeout?: number;
  /** As passed. */
  declare readonly maxRetries?: number;
  /** As passed. */
  declare readonly retryMode?: "standard" | "adaptive";
  /** Whether a ready client was passed. */
  readonly hasInjectedClient: boolean;
  readonly #hidden: PrivateOptions;

  static {
    reveal = (options) => options.#hidden;
  }

  constructor(shown: PublicOptions, hidden: PrivateOptions) {
    Object.assign(this, Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined)));
    this.hasInjectedClient = hidden.client !== undefined;
    this.#hidden = hidden;
    Object.freeze(this);
  }

  /** The secret texts that were passed, so that error messages can mask them. */
  get secrets(): readonly string[] {
    const { apiKey, keys, credentials, proxy, config } = this.#hidden;
    const identities = [keys, credentials, config["credentials"], config["token"]];
    const texts = [
      apiKey,
      ...identities.flatMap((identity) => secretNames.map((name) => textAt(identity, name))),
      ...(typeof proxy === "string" ? proxyPassword(proxy) : []),
    ];
    return texts.filter((text) => typeof text === "string").filter(Boolean);
  }
}

/** The members of an identity that no text may show. */
const secretNames = ["accessKeyId", "secretAccessKey", "sessionToken", "token"] as const;

const textAt = (identity: unknown, name: string): unknown =>
  typeof identity === "object" && identity !== null ? Reflect.get(identity, name) : undefined;

/** The private half of the options, for this package's own files. */
export const privateOptions = (options: AwsOptions): PrivateOptions => reveal(options);

function proxyPassword(url: string): readonly string[] {
  const encoded = passwordOf(url);
  return encoded === "" ? [] : [encoded, decodeURIComponent(encoded)];
}

function passwordOf(url: string): string {
  try {
    return new URL(url).password;
  } catch {
    return "";
  }
}
