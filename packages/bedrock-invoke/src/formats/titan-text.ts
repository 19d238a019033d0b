import { isRecord, numberOf, omitUndefined, type PlainRecord, recordOf, stringOf } from "@langchain-aws/core";
import { buildPrompt } from "../messages/build-prompt.ts";
import { listOf } from "../record.ts";
import { type ReplySink, textReply } from "../reply/text-reply.ts";
import type { Body, BodyFormat } from "./body-format.ts";

/** Amazon Titan Text. Source: "Amazon Titan Text models", Amazon Bedrock User Guide. */
export const titanText: BodyFormat = {
  name: "titan-text",
  takesTools: false,
  stops: "service",
  nested: ["textGenerationConfig"],
  buildChat: (messages, options) => ({ inputText: buildPrompt(messages, options).prompt }),
  buildPrompt: (prompt) => ({ inputText: prompt }),
  buildSampling: ({ temperature, maxTokens, stop }) =>
    inConfig(omitUndefined({ maxTokenCount: maxTokens, temperature, stopSequences: stop })),
  placeKwargs,
  createReader: (context) => textReply({ readWhole, readEvent }, context),
};

/** Every parameter is a member of `textGenerationConfig`, but for what the service itself reads. */
function placeKwargs(kwargs: PlainRecord): Body {
  const { textGenerationConfig, ...others } = kwargs;
  const own = Object.entries(others).filter(([name]) => !name.startsWith("amazon-bedrock-"));
  const services = Object.entries(others).filter(([name]) => name.startsWith("amazon-bedrock-"));
  const config = { ...(isRecord(textGenerationConfig) && textGenerationConfig), ...Object.fromEntries(own) };
  return { ...Object.fromEntries(services), ...inConfig(config) };
}

function inConfig(config: PlainRecord): Body {
  return Object.keys(config).length === 0 ? {} : { textGenerationConfig: config };
}

function readWhole(body: PlainRecord, out: ReplySink): void {
  const result = recordOf(listOf(body["results"])[0]);
  out.text(stringOf(result["outputText"]));
  out.stop(stringOf(result["completionReason"]));
  out.usage(omitUndefined({ input: numberOf(body["inputTextTokenCount"]), output: numberOf(result["tokenCount"]) }));
}

function readEvent(event: PlainRecord, out: ReplySink): void {
  out.text(stringOf(event["outputText"]));
  out.stop(stringOf(event["completionReason"]));
  out.usage(
    omitUndefined({
      input: numberOf(event["inputTextTokenCount"]),
      output: numberOf(event["totalOutputTextTokenCount"]),
    }),
  );
}
