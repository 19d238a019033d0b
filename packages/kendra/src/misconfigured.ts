import { AwsConfigurationError } from "@langchain-aws/core";

/** The error for an option that cannot be; its text names the option and its path. */
export const misconfigured = (text: string, code = "CONFIG_INVALID_OPTION"): AwsConfigurationError =>
  new AwsConfigurationError(text, { code });
