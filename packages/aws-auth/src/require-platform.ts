import { requireVersions } from "@langchain-aws/core";
import { platform } from "#platform";

let isChecked = false;

/**
 * Looks once in a process whether Node and `@langchain/core` are new enough. Every object that takes AWS options has it
 * done; one that takes none does it itself.
 *
 * @throws AwsConfigurationError `CONFIG_OLD_VERSION`, each time until it is mended
 */
export function requirePlatform(): void {
  if (isChecked) return;
  requireVersions(platform.versions());
  isChecked = true;
}
