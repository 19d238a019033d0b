import { omitUndefined, type PlainRecord, recordOf, stringOf } from "@langchain-aws/core";
import { buildPrompt } from "../messages/build-prompt.ts";
import { listOf } from "../record.ts";
import { type ReplySink, textReply } from "../reply/text-reply.ts";
import { usageOfOpenAi } from "../reply/usage.ts";
import type { BodyFormat } from "./body-format.ts";

/**
 * OpenAI's text completions, which DeepSeek R1 and Writer Palmyra have.
 *
 * Sources: "DeepSeek models" and "Writer AI Palmyra models", Amazon Bedrock User Guide.
 */
export const openAiCompletions: BodyFormat = {
  name: "openai-completions",
  takesTools: false,
  stops: "service",
  buildChat: (messages, options) => ({ prompt: buildPrompt(messages, options).prompt }),
  buildPrompt: (prompt) => ({ prompt }),
  buildSampling: ({ temperature, maxTokens, stop }) => omitUndefined({ max_tokens: maxTokens, temperature, stop }),
  createReader: (context) => textReply({ readWhole: read, readEvent: read }, context),
};

function read(body: PlainRecord, out: ReplySink): void {
  const choice = recordOf(listOf(body["choices"])[0]);
  out.id(stringOf(body["id"]));
  out.text(stringOf(choice["text"]));
  out.stop(stringOf(choice["stop_reason"]) ?? stringOf(choice["finish_reason"]));
  out.usage(usageOfOpenAi(recordOf(body["usage"])));
}
