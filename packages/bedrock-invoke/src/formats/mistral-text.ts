import { omitUndefined, type PlainRecord, recordOf, stringOf } from "@langchain-aws/core";
import { buildPrompt } from "../messages/build-prompt.ts";
import { listOf } from "../record.ts";
import { type ReplySink, textReply } from "../reply/text-reply.ts";
import type { BodyFormat } from "./body-format.ts";

/** Mistral's text completion. Source: "Mistral AI text completion", Amazon Bedrock User Guide. */
export const mistralText: BodyFormat = {
  name: "mistral-text",
  takesTools: false,
  stops: "service",
  buildChat: (messages, options) => ({ prompt: buildPrompt(messages, options).prompt }),
  buildPrompt: (prompt) => ({ prompt }),
  buildSampling: ({ temperature, maxTokens, stop }) => omitUndefined({ temperature, max_tokens: maxTokens, stop }),
  createReader: (context) => textReply({ readWhole: read, readEvent: read }, context),
};

function read(body: PlainRecord, out: ReplySink): void {
  const output = recordOf(listOf(body["outputs"])[0]);
  out.text(stringOf(output["text"]));
  out.stop(stringOf(output["stop_reason"]));
}
