import { AwsConfigurationError } from "@langchain-aws/core";

/** Where content stands, for error texts. */
export interface BlockPlace {
  /** `human`, `tool`, `system`, `ai`: the kind of message, as LangChain calls it. */
  readonly role: string;
  /** The message's place in the list that was passed. */
  readonly message: number;
  /** The block's place in the message; absent for what concerns the message as a whole. */
  readonly block?: number;
}

/** An error about content that cannot be sent. It names the place and never quotes what stands there. */
export function contentError(problem: string, { message, role, block }: BlockPlace): AwsConfigurationError {
  const where = `message ${message}, ${role}${block === undefined ? "" : `, block ${block}`}`;
  return new AwsConfigurationError(`${problem} (${where})`, {
    code: "UNSUPPORTED_CONTENT",
    lc_error_code: "INVALID_PROMPT_INPUT",
  });
}
