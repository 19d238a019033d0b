/** Finish reasons of the containers, in OpenAI's words. */
const reasons: Readonly<Record<string, string>> = {
  eos_token: "stop",
  stop_sequence: "stop",
  stop: "stop",
  length: "length",
  tool_calls: "tool_calls",
};

/** `finish_reason` in OpenAI's words, with the container's own as `raw_finish_reason`. */
export function finishReasonOf(raw: string | undefined): { finish_reason?: string; raw_finish_reason?: string } {
  return raw === undefined ? {} : { finish_reason: reasons[raw] ?? raw, raw_finish_reason: raw };
}
