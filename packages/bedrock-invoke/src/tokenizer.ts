import { AwsConfigurationError } from "@langchain-aws/core";

/**
 * The caller's tokenizer.
 *
 * @throws AwsConfigurationError when there is none: LangChain's own would be downloaded, and is another vendor's
 */
export function requireTokenizer({
  customGetTokenIds,
}: {
  readonly customGetTokenIds?: (text: string) => number[];
}): (text: string) => number[] {
  if (customGetTokenIds !== undefined) return customGetTokenIds;
  throw new AwsConfigurationError("There is no tokenizer here. Pass `customGetTokenIds` for token ids.", {
    code: "CONFIG_NO_TOKENIZER",
  });
}
