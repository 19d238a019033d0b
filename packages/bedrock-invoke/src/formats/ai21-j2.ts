import { omitUndefined, type PlainRecord, recordOf, stringOf } from "@langchain-aws/core";
import { buildPrompt } from "../messages/build-prompt.ts";
import { listOf } from "../record.ts";
import { type ReplySink, textReply } from "../reply/text-reply.ts";
import type { BodyFormat } from "./body-format.ts";

/** AI21 Jurassic 2, which does not stream. Source: "AI21 Labs Jurassic-2 models", Amazon Bedrock User Guide. */
export const ai21J2: BodyFormat = {
  name: "ai21-j2",
  takesTools: false,
  stops: "service",
  streams: false,
  buildChat: (messages, options) => ({ prompt: buildPrompt(messages, options).prompt }),
  buildPrompt: (prompt) => ({ prompt }),
  buildSampling: ({ temperature, maxTokens, stop }) => omitUndefined({ maxTokens, temperature, stopSequences: stop }),
  createReader: (context) => textReply({ readWhole: read, readEvent: read }, context),
};

function read(body: PlainRecord, out: ReplySink): void {
  const completion = recordOf(listOf(body["completions"])[0]);
  const { id } = body;
  out.id(typeof id === "number" ? String(id) : stringOf(id));
  out.text(stringOf(recordOf(completion["data"])["text"]));
  out.stop(stringOf(recordOf(completion["finishReason"])["reason"]));
}
