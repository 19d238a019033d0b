import type { ReasoningMarks } from "../model-families.ts";
import type { BodyFormatName } from "../options.ts";

/** What is known of the request that a reply answers. */
export interface ReplyContext {
  /** The model id, as it was given. */
  readonly modelId: string;
  readonly provider: string | undefined;
  readonly format: BodyFormatName;
  readonly outputVersion: "v0" | "v1";
  readonly streamUsage: boolean;
  /** Stop sequences the service does not know of. */
  readonly stops: readonly string[];
  /** The marks around thoughts in the text, when they are to be taken out. */
  readonly reasoning: ReasoningMarks | undefined;
  /** Text is streamed in indexed blocks from the start. */
  readonly usesBlocks: boolean;
  /** The answer may hold calls written as XML. */
  readonly toolsInPrompt: boolean;
}
