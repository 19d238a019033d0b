import type { Environment, FoundVersions } from "@langchain-aws/core";
import type { AwsCredentials, AwsCredentialsProvider } from "./options.ts";

/** What a request handler is built from. */
export interface TransportSettings {
  readonly transport: "http1" | "http2";
  /** Milliseconds; see `AwsClientFields.timeout`. */
  readonly timeout?: number;
  readonly proxy?: string | object;
  /** Handler options that the caller put into `config.requestHandler`. */
  readonly handlerOptions?: Readonly<Record<string, unknown>>;
  readonly env?: Environment;
}

/** Where the shared AWS files are looked for. */
export interface ProfileSettings {
  readonly profile?: string;
  readonly filepath?: string;
  readonly configFilepath?: string;
  readonly ignoreCache?: boolean;
}

/**
 * What differs between Node and the runtimes without it. `#platform` in `package.json` resolves to `node.ts`, or to
 * `edge.ts` where the conditions `edge`, `edge-light`, `workerd` or `browser` hold.
 */
export interface Platform {
  readonly name: "node" | "edge";
  /** A digest of a text that may hold secrets, with a salt of this process: equal for equal texts. */
  digest(text: string): string | Promise<string>;
  /** What this code runs on and with, as far as it can be known. */
  versions(): FoundVersions;
  /** @returns a handler for the AWS client, or `undefined` to leave the AWS SDK's own */
  createRequestHandler(settings: TransportSettings): Promise<object | undefined>;
  /** The region of a profile in the shared AWS files, if there are such files. */
  profileRegion(settings: ProfileSettings): Promise<string | undefined>;
  /**
   * The endpoint that a profile in the shared AWS files gives a service. Clients of the AWS SDK read the one of
   * `AWS_PROFILE` only, not that of a profile they were given.
   */
  profileEndpoint(settings: ProfileSettings, service: string): Promise<string | undefined>;
  /** The AWS SDK's default chain, for signing without a client. */
  defaultCredentials(settings: ProfileSettings, region: () => Promise<string>): AwsCredentialsProvider;
  /** Credentials where the AWS SDK has no default chain; `undefined` where it has one. */
  ambientCredentials(env: Environment | undefined): (() => Promise<AwsCredentials>) | undefined;
}
