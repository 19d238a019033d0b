import { AwsConfigurationError } from "@langchain-aws/core";

/** Where a content block stands, for error texts. */
export interface BlockPlace {
  /** `human`, `tool`, `system`, `ai`: the kind of message, as LangChain calls it. */
  readonly role: string;
  /** The message's place in the list that was passed. */
  readonly message: number;
  /** The block's place in the message. */
  readonly block: number;
}

/** An error about content that cannot be sent. It names the place and never quotes what stands there. */
export function contentError(problem: string, place: BlockPlace): AwsConfigurationError {
  return new AwsConfigurationError(`${problem} (message ${place.message}, ${place.role}, block ${place.block})`, {
    code: "UNSUPPORTED_CONTENT",
    lc_error_code: "INVALID_PROMPT_INPUT",
  });
}
