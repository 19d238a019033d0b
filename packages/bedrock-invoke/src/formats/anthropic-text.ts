import { omitUndefined, type PlainRecord, stringOf } from "@langchain-aws/core";
import { buildPrompt } from "../messages/build-prompt.ts";
import { humanAssistant, withMarkers } from "../prompts/human-assistant.ts";
import { type ReplySink, textReply } from "../reply/text-reply.ts";
import type { BodyFormat } from "./body-format.ts";

/** Text completions of Claude before version 3. Source: "Anthropic Claude Text Completions API", Amazon Bedrock User Guide. */
export const anthropicText: BodyFormat = {
  name: "anthropic-text",
  takesTools: false,
  stops: "service",
  buildChat: (messages, options) => {
    const family = { ...options.model.family, template: humanAssistant };
    const { prompt } = buildPrompt(messages, { ...options, model: { ...options.model, family } });
    return { prompt };
  },
  buildPrompt: (prompt) => ({ prompt: withMarkers(prompt) }),
  buildSampling: ({ temperature, maxTokens, stop }) =>
    omitUndefined({ max_tokens_to_sample: maxTokens, temperature, stop_sequences: stop }),
  finish: (body) => ({ ...body, max_tokens_to_sample: body["max_tokens_to_sample"] ?? 1024 }),
  createReader: (context) => textReply({ readWhole: read, readEvent: read }, context),
};

function read(body: PlainRecord, out: ReplySink): void {
  out.text(stringOf(body["completion"]));
  out.stop(stringOf(body["stop_reason"]), stringOf(body["stop"]));
}
