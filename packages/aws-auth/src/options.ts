/** The AWS services whose clients the `@langchain-aws` packages build. */
export type AwsService =
  | "bedrock-runtime"
  | "bedrock"
  | "bedrock-agent-runtime"
  | "kendra"
  | "s3vectors"
  | "sagemaker-runtime"
  | "neptune-graph"
  | "neptune-db"
  | "memorydb";

/** An AWS identity: the shape that the AWS SDK signs requests with. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Identities with an expiration are refreshed when less than five minutes remain; others are kept for good. */
  readonly expiration?: Date;
}

/** Resolves an identity, for example one built with `fromTemporaryCredentials` of `@aws-sdk/credential-providers`. */
export type AwsCredentialsProvider = (options?: Record<string, unknown>) => Promise<AwsCredentials>;

/** A bearer token and, when it is short-lived, the moment it stops working. */
export interface BearerToken {
  readonly token: string;
  readonly expiration?: Date;
}

/** Resolves a bearer token; one that says when it expires is asked again five minutes before. */
export type BearerTokenProvider = () => Promise<string | BearerToken>;

/**
 * What the AWS SDK's default credential chain in Node takes besides the profile. They are handed on as they are.
 *
 * @see `fromNodeProviderChain` of `@aws-sdk/credential-providers`
 */
export interface CredentialChainFields {
  /** Path of the shared credentials file. */
  filepath?: string;
  /** Path of the shared config file. */
  configFilepath?: string;
  /** Reads the shared files again instead of using the SDK's cached copy. */
  ignoreCache?: boolean;
  /** Asks the user for the code of an MFA device that a profile names. */
  mfaCodeProvider?: (mfaSerial: string) => Promise<string>;
  /** Assumes a role in place of the SDK's own STS call. */
  roleAssumer?: (...parameters: never[]) => Promise<AwsCredentials>;
  /** The role to assume with a web identity token. */
  roleArn?: string;
  /** The file with the web identity token. */
  webIdentityTokenFile?: string;
  /** Assumes a role with a web identity in place of the SDK's own STS call. */
  roleAssumerWithWebIdentity?: (...parameters: never[]) => Promise<AwsCredentials>;
}

/**
 * The options that every AWS-backed class of `@langchain-aws` takes.
 *
 * Each one is also understood under its snake_case Python name, so that settings written for Python load. Passing two
 * spellings of one option with different values is an error. The object is never changed and may be frozen.
 *
 * Identity, first match wins: `client`; `apiKey`; `credentials`; `credentialsProfileName`; `awsAccessKeyId` with
 * `awsSecretAccessKey`; a role passed for the default chain; what `config` holds; `AWS_BEARER_TOKEN_BEDROCK` (Bedrock only);
 * the AWS SDK's default chain.
 */
export interface AwsClientFields<Client = unknown, Config = Record<string, unknown>> extends CredentialChainFields {
  /**
   * The AWS region.
   *
   * @defaultValue the injected client's, the one in the model's ARN, `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's
   */
  regionName?: string;
  /** Same as {@link AwsClientFields.regionName}. */
  region?: string;
  /** A profile of the shared AWS files; its region, endpoint, SSO and role settings come with it. Node only. */
  credentialsProfileName?: string;
  /** Same as {@link AwsClientFields.credentialsProfileName}. */
  profile?: string;
  /** Access key id; needs `awsSecretAccessKey`. Never taken over from the environment: the AWS SDK reads that itself. */
  awsAccessKeyId?: string;
  /** Same as {@link AwsClientFields.awsAccessKeyId}. */
  accessKeyId?: string;
  /** Secret access key; needs `awsAccessKeyId`. */
  awsSecretAccessKey?: string;
  /** Same as {@link AwsClientFields.awsSecretAccessKey}. */
  secretAccessKey?: string;
  /** Session token of temporary keys. A session token of the environment is never mixed with explicit keys. */
  awsSessionToken?: string;
  /** Same as {@link AwsClientFields.awsSessionToken}. */
  sessionToken?: string;
  /** An identity, or a function that resolves one and is asked again before the identity expires. */
  credentials?: AwsCredentials | AwsCredentialsProvider;
  /** Same as {@link AwsClientFields.credentials}. */
  credentialProvider?: AwsCredentials | AwsCredentialsProvider;
  /** A Bedrock API key (bearer token), or a function that resolves one. Bedrock and Bedrock Runtime only. */
  apiKey?: string | BearerTokenProvider;
  /** Same as {@link AwsClientFields.apiKey}; together with `bedrockApiSecret` it is the access key id instead. */
  bedrockApiKey?: string | BearerTokenProvider;
  /** Same as {@link AwsClientFields.apiKey}. */
  bedrockBearerToken?: string | BearerTokenProvider;
  /** @deprecated The name that `@langchain/aws` has for `awsSecretAccessKey`. */
  bedrockApiSecret?: string;
  /** @deprecated The name that `@langchain/aws` has for `awsSessionToken`. */
  bedrockApiSessionToken?: string;
  /**
   * Where to send requests when the public endpoint is wrong: a VPC endpoint, a gateway, the local endpoint. A path is
   * kept as a prefix. The region still matters: it is part of the signature.
   *
   * @defaultValue the public endpoint of the resolved region, or `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`
   */
  endpointUrl?: string;
  /** Same as {@link AwsClientFields.endpointUrl}. */
  endpoint?: string;
  /** Same as {@link AwsClientFields.endpointUrl}. */
  baseUrl?: string;
  /** Host, and port if any, of {@link AwsClientFields.endpointUrl}; `https` is assumed. */
  endpointHost?: string;
  /** Endpoint of the control plane (`bedrock`). It is never copied from `endpointUrl`. */
  controlPlaneEndpointUrl?: string;
  /** Settings for the AWS client; the explicit options win over it, and it is not changed. */
  config?: Config;
  /** Same as {@link AwsClientFields.config}. */
  clientConfig?: Config;
  /** Same as {@link AwsClientFields.config}. */
  clientOptions?: Config;
  /** A ready client. It is used as it is: never changed, never destroyed, and no credential is looked for. */
  client?: Client;
  /** A ready control-plane client (`@aws-sdk/client-bedrock`). */
  bedrockClient?: unknown;
  /**
   * `"http1"` keeps connections alive and shares them; `"http2"` leaves the AWS SDK's own handler in place.
   *
   * @defaultValue "http1"
   */
  transport?: "http1" | "http2";
  /** Milliseconds to wait for an answer, for each attempt; for a stream, for it to open. Python counts in seconds. */
  timeout?: number;
  /**
   * How often a failed request is sent again by the AWS SDK; 0 sends it once.
   *
   * @defaultValue 4, or `AWS_MAX_ATTEMPTS` - 1
   */
  maxRetries?: number;
  /**
   * `"adaptive"` also slows down the sending while the service throttles.
   *
   * @defaultValue `AWS_RETRY_MODE`, else "standard"
   */
  retryMode?: "standard" | "adaptive";
  /**
   * An HTTP proxy: its URL (needs the package `https-proxy-agent`), `"env"` for `HTTPS_PROXY`, `HTTP_PROXY` and
   * `NO_PROXY`, or an `http.Agent`. It also serves the calls to STS and SSO that resolve credentials. Node only.
   */
  proxy?: string | object;
}

/** For `lc_secrets`: the option that holds each secret, and the name it is loaded back by. */
export const awsSecretNames: Readonly<Record<string, string>> = {
  awsAccessKeyId: "AWS_ACCESS_KEY_ID",
  awsSecretAccessKey: "AWS_SECRET_ACCESS_KEY",
  awsSessionToken: "AWS_SESSION_TOKEN",
  apiKey: "AWS_BEARER_TOKEN_BEDROCK",
};

/** For `lc_serializable_keys`: the AWS options that may appear in `toJSON()`, the secrets as placeholders. */
export const awsSerializableKeys: readonly string[] = [
  "regionName",
  "credentialsProfileName",
  "endpointUrl",
  "controlPlaneEndpointUrl",
  "transport",
  "timeout",
  "maxRetries",
  "retryMode",
  "awsAccessKeyId",
  "awsSecretAccessKey",
  "awsSessionToken",
  "apiKey",
];
