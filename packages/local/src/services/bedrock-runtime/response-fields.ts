import type { ChatReply } from "../../chat/reply.ts";
import { toWire } from "../../chat/to-wire.ts";
import type { ConverseBody } from "./converse-body.ts";

/**
 * `additionalModelResponseFields`: what the reply states, else the stop sequence when the request asks for it by path.
 *
 * `/stop_sequence` is the one field of a model's own answer that this endpoint can tell.
 */
export function withResponseFields(
  { additionalModelResponseFields }: Pick<ChatReply, "additionalModelResponseFields">,
  { additionalModelResponseFieldPaths = [] }: ConverseBody,
  stopSequence: string | undefined,
): { additionalModelResponseFields?: unknown } {
  if (additionalModelResponseFields !== undefined) {
    return { additionalModelResponseFields: toWire(additionalModelResponseFields) };
  }
  if (stopSequence === undefined || !additionalModelResponseFieldPaths.includes("/stop_sequence")) return {};
  return { additionalModelResponseFields: { stop_sequence: stopSequence } };
}
