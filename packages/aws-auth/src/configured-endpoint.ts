import { readEnvironment } from "@langchain-aws/core";
import { privateOptions, type AwsOptions } from "./aws-options.ts";
import type { AwsService } from "./options.ts";
import { platform } from "#platform";

/**
 * The endpoint that the passed profile gives a service. Those of the environment, which beat it, and that of
 * `AWS_PROFILE` are left to the AWS SDK.
 */
export async function configuredEndpoint(options: AwsOptions, service: AwsService): Promise<string | undefined> {
  const { chain, config, env } = privateOptions(options);
  const profile = options.profile ?? config["profile"];
  if (typeof profile !== "string") return undefined;
  const variables = ["AWS_ENDPOINT_URL", `AWS_ENDPOINT_URL_${service.toUpperCase().replaceAll("-", "_")}`];
  if (variables.some((name) => readEnvironment(name, env) !== undefined)) return undefined;
  if (readEnvironment("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", env)?.toLowerCase() === "true") return undefined;
  return platform.profileEndpoint({ ...chain, profile }, service);
}
