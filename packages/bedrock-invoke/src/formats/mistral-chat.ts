import { AwsConfigurationError, omitUndefined } from "@langchain-aws/core";
import { readConversation } from "../messages/system-prompt.ts";
import { textReply } from "../reply/text-reply.ts";
import type { ResolvedOptions } from "../resolve-options.ts";
import { functionsOnly } from "../tools/bound-tools.ts";
import type { Body, BodyFormat } from "./body-format.ts";
import { shortCallId } from "./mistral-call-ids.ts";
import { toResponseFormat } from "./openai-answer-format.ts";
import { toOpenAiMessages, toOpenAiTool } from "./openai-messages.ts";
import { readCompletion } from "./openai-replies.ts";

/**
 * Mistral's chat completions, since Mistral Large 2. Mistral Large 2 streams whole messages where its successors stream
 * deltas. Source: "Mistral AI chat completion", Amazon Bedrock User Guide.
 */
export const mistralChat: BodyFormat = {
  name: "mistral-chat",
  takesTools: true,
  takesStrict: true,
  stops: "service",
  buildChat: (messages, options) => ({
    messages: toOpenAiMessages(readConversation(messages, options), {
      images: options.model.family.images,
      developerRole: false,
      toCallId: shortCallId,
      typedCalls: false,
    }),
    ...toolFields(options),
  }),
  buildSampling: ({ temperature, maxTokens, stop }) => omitUndefined({ max_tokens: maxTokens, temperature, stop }),
  buildAnswerFormat: toResponseFormat,
  createReader: (context) => textReply({ readWhole: readCompletion, readEvent: readCompletion }, context),
};

/** There is no way to name a tool: to force one, it alone is sent. */
function toolFields({ tools, toolChoice, strict }: ResolvedOptions): Body {
  if (tools.length === 0) return {};
  if (toolChoice?.kind === "other") {
    throw new AwsConfigurationError(
      'Mistral takes the tool choices "auto", "any", "none" and the name of a tool. Pass one of them.',
      { code: "CONFIG_INVALID_TOOL_CHOICE" },
    );
  }
  const definitions = functionsOnly(tools, "mistral-chat");
  const sent = toolChoice?.kind === "tool" ? definitions.filter(({ name }) => name === toolChoice.name) : definitions;
  return omitUndefined({
    tools: sent.map((tool) => toOpenAiTool(tool, strict)),
    tool_choice: toolChoice?.kind === "tool" ? "any" : toolChoice?.kind,
  });
}
