import { AwsCredentialsError } from "@langchain-aws/core";
import { privateOptions, type AwsOptions } from "./aws-options.ts";
import { realRegion } from "./check-options.ts";
import { findRegion } from "./find-region.ts";
import { resolveIdentity } from "./identity.ts";
import { once } from "./once.ts";
import type { AwsCredentials, AwsCredentialsProvider, AwsService } from "./options.ts";
import { platform } from "#platform";

/** What signing by hand needs. */
export interface IdentitySource {
  /** Resolves the identity that the options name, as a client of the service would. */
  readonly credentials: AwsCredentialsProvider;
  /** @throws AwsRegionError when there is none */
  region(): Promise<string>;
}

/** What an identity is found by. */
export interface IdentitySourceSettings {
  readonly options: AwsOptions;
  readonly service: AwsService;
  /** The region that the resource's own name or address tells: it beats the environment, and the options beat it. */
  readonly resourceRegion?: string;
}

/**
 * Region and credentials for requests that no AWS SDK client sends, from the same options and by the same rules.
 *
 * Nothing is read before the first call.
 */
export function createIdentitySource(settings: IdentitySourceSettings): IdentitySource {
  const { options, resourceRegion } = settings;
  // An explicit region is obeyed without a word: it may be right where the name is not.
  const named = options.region === undefined && resourceRegion !== undefined;
  const region = once(() => findRegion({ options, ...(named && { modelArnRegion: resourceRegion }) }));
  const provider = once(() => findProvider(settings, region));
  return {
    credentials: async (options) => (await provider())(options),
    region: async () => realRegion(await region()),
  };
}

async function findProvider(
  { options, service }: { options: AwsOptions; service: AwsService },
  region: () => Promise<string>,
): Promise<AwsCredentialsProvider> {
  const identity = resolveIdentity(options, service);
  const { chain, config, env } = privateOptions(options);
  if (identity.kind === "provider") return identity.credentials;
  if (identity.kind === "keys") return async () => identity.credentials;
  if (identity.kind === "bearer" || identity.kind === "inherited") {
    throw new AwsCredentialsError(`${service} needs AWS credentials: a bearer token cannot sign a request.`);
  }
  const { credentials, profile } = config;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a setting of the AWS SDK, as the caller passed it
  if (typeof credentials === "function") return credentials as AwsCredentialsProvider;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same
  if (typeof credentials === "object" && credentials !== null) return async () => credentials as AwsCredentials;
  return (
    platform.ambientCredentials(env) ??
    platform.defaultCredentials(
      { ...chain, profile: options.profile ?? (typeof profile === "string" ? profile : undefined) },
      region,
    )
  );
}
