import { privateOptions, type AwsOptions } from "./aws-options.ts";
import { injectedRegion } from "./injected-client.ts";
import { resolveRegion } from "./region.ts";
import { platform } from "#platform";

/** What a region is looked for with. */
export interface RegionInput {
  readonly options: AwsOptions;
  /** The region inside the model's ARN. */
  readonly modelArnRegion?: string;
}

/**
 * The region for these options, with the shared AWS files read if need be.
 *
 * @param beside an injected client whose region counts after the options
 * @throws AwsRegionError when there is none
 */
export const findRegion = ({ options, modelArnRegion }: RegionInput, beside?: object): Promise<string> =>
  resolveRegion({
    options,
    modelArnRegion,
    clientRegion: () => injectedRegion(beside),
    profileRegion: () => {
      const { chain, config } = privateOptions(options);
      const inConfig = typeof config["profile"] === "string" ? config["profile"] : undefined;
      return platform.profileRegion({ ...chain, profile: options.profile ?? inConfig });
    },
  });
