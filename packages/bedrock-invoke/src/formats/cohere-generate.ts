import { omitUndefined, type PlainRecord, recordOf, stringOf } from "@langchain-aws/core";
import { buildPrompt } from "../messages/build-prompt.ts";
import { listOf } from "../record.ts";
import { type ReplySink, textReply } from "../reply/text-reply.ts";
import type { BodyFormat } from "./body-format.ts";

/** Cohere Command. Source: "Cohere Command models", Amazon Bedrock User Guide. */
export const cohereGenerate: BodyFormat = {
  name: "cohere-generate",
  takesTools: false,
  stops: "service",
  buildChat: (messages, options) => ({ prompt: buildPrompt(messages, options).prompt }),
  buildPrompt: (prompt) => ({ prompt }),
  buildSampling: ({ temperature, maxTokens, stop }) =>
    omitUndefined({ max_tokens: maxTokens, temperature, stop_sequences: stop }),
  // Without it the stream operation answers with one event.
  finish: (body, _options, isStream) => (isStream ? { ...body, stream: true } : body),
  createReader: (context) => textReply({ readWhole, readEvent }, context),
};

function readWhole(body: PlainRecord, out: ReplySink): void {
  const generation = recordOf(listOf(body["generations"])[0]);
  out.id(stringOf(body["id"]));
  out.text(withoutEnd(stringOf(generation["text"])));
  out.stop(stringOf(generation["finish_reason"]));
}

/** Events hold their text by themselves, or, from some models, in a list as a whole reply does. */
function readEvent(event: PlainRecord, out: ReplySink): void {
  if (Array.isArray(event["generations"])) return readWhole(event, out);
  out.text(withoutEnd(stringOf(event["text"])));
  out.stop(stringOf(event["finish_reason"]));
}

function withoutEnd(text: string | undefined): string | undefined {
  return text?.replaceAll("<EOS_TOKEN>", "");
}
