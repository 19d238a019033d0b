import { getEnvironmentVariable } from "@langchain/core/utils/env";

/** Environment variables, injectable so that a result need not depend on the machine. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads an environment variable; an empty or blank one counts as unset, as an empty `AWS_REGION` or
 * `AWS_BEARER_TOKEN_BEDROCK` means in practice.
 *
 * @param env where to look; without it the process's own environment, which off Node may not exist
 * @returns the trimmed value, or `undefined`
 */
export function readEnvironment(name: string, env?: Environment): string | undefined {
  const value = env === undefined ? getEnvironmentVariable(name) : env[name];
  return value?.trim() || undefined;
}
