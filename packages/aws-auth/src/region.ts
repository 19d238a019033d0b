import { AwsRegionError, readEnvironment, warnOnce } from "@langchain-aws/core";
import { privateOptions, type AwsOptions } from "./aws-options.ts";
import { checkRegion, realRegion } from "./check-options.ts";

/** Where a region may come from. */
export interface RegionSources {
  readonly options: AwsOptions;
  /** The region of an injected client. */
  readonly clientRegion?: () => Promise<string | undefined>;
  /** The region inside the model's ARN. */
  readonly modelArnRegion?: string;
  /** The region of the selected profile in the shared AWS files. */
  readonly profileRegion?: () => Promise<string | undefined>;
}

/**
 * The region, from the first source that has one: the option, an injected client, the model's ARN, `AWS_REGION`,
 * `AWS_DEFAULT_REGION` (which the AWS SDK does not read), the profile. There is no default: a guess would send requests
 * to a region where the model may not exist.
 *
 * @throws AwsRegionError when there is none
 */
export async function resolveRegion(sources: RegionSources): Promise<string> {
  const { options, modelArnRegion } = sources;
  const { env, legacyBedrockEnv } = privateOptions(options);
  if (options.region !== undefined) {
    warnAboutArn(options.region, modelArnRegion);
    return options.region;
  }
  const region =
    (await regionInConfig(options)) ??
    (await sources.clientRegion?.()) ??
    (modelArnRegion || undefined) ??
    readEnvironment("AWS_REGION", env) ??
    readEnvironment("AWS_DEFAULT_REGION", env) ??
    (await sources.profileRegion?.()) ??
    (legacyBedrockEnv ? readEnvironment("BEDROCK_AWS_REGION", env) : undefined);
  if (region === undefined) throw missingRegion();
  return checkRegion(region);
}

async function regionInConfig(options: AwsOptions): Promise<string | undefined> {
  const { region } = privateOptions(options).config;
  if (typeof region !== "function") return undefined;
  const resolved: unknown = await region();
  return typeof resolved === "string" ? resolved : undefined;
}

// An explicit region is obeyed, but a request about an ARN in another region can only fail.
function warnAboutArn(region: string, modelArnRegion: string | undefined): void {
  if (modelArnRegion === undefined || modelArnRegion === "" || modelArnRegion === realRegion(region)) return;
  warnOnce(
    `aws-auth/arn-region/${region}/${modelArnRegion}`,
    `The region ${region} was passed, but the model's ARN is in ${modelArnRegion}. Requests go to ${region}.`,
  );
}

const missingRegion = (): AwsRegionError =>
  new AwsRegionError(
    "No AWS region. Pass `regionName`, name a profile that has a region with `credentialsProfileName`, set AWS_REGION " +
      "or AWS_DEFAULT_REGION, or give the model as an ARN.",
  );
