import { boundToolNames } from "../request/tools.ts";
import type { ResolvedOptions } from "../resolve-options.ts";

/** What reading a reply needs to know about its request. */
export interface ReplyContext {
  readonly modelName: string;
  readonly inferenceProfileId?: string;
  readonly outputVersion: "v0" | "v1";
  /** Whether `<thinking>` in the text is reasoning. */
  readonly splitsInlineReasoning: boolean;
  readonly streamUsage: boolean;
  /** Bound names of tools the wire knows by another name. */
  readonly toolNames: ReadonlyMap<string, string>;
}

/** Reads off a request's options what its reply is read with. */
export function toReplyContext(options: ResolvedOptions): ReplyContext {
  return {
    modelName: options.modelName,
    ...(options.inferenceProfileId !== undefined && { inferenceProfileId: options.inferenceProfileId }),
    outputVersion: options.outputVersion,
    splitsInlineReasoning: options.stripInlineReasoning && options.resolved.family.inlineReasoning,
    streamUsage: options.streamUsage,
    toolNames: boundToolNames(options),
  };
}
