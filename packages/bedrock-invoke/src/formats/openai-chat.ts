import { omitUndefined, type PlainRecord } from "@langchain-aws/core";
import { readConversation } from "../messages/system-prompt.ts";
import { textReply } from "../reply/text-reply.ts";
import type { ResolvedOptions } from "../resolve-options.ts";
import { functionsOnly } from "../tools/bound-tools.ts";
import type { ToolChoice } from "../tools/tool-choice.ts";
import type { Body, BodyFormat } from "./body-format.ts";
import { toResponseFormat } from "./openai-answer-format.ts";
import { toOpenAiMessages, toOpenAiTool } from "./openai-messages.ts";
import { readCompletion } from "./openai-replies.ts";

/**
 * OpenAI's chat completions, which gpt-oss, Qwen, DeepSeek, Kimi, Jamba and most imported models have. `model` and
 * `stream` are left out: the service fills them in and refuses others.
 *
 * Source: "OpenAI models", Amazon Bedrock User Guide.
 */
export const openAiChat: BodyFormat = {
  name: "openai-chat",
  takesTools: true,
  takesStrict: true,
  stops: "service",
  buildChat: (messages, options) => ({
    messages: toOpenAiMessages(readConversation(messages, options), {
      images: options.model.family.images,
      developerRole: options.model.family.developerRole ?? false,
      toCallId: (id) => id,
      typedCalls: true,
    }),
    ...toolFields(options),
  }),
  buildSampling: ({ temperature, maxTokens, stop }, { maxTokensKey = "max_tokens" }) =>
    omitUndefined({ [maxTokensKey]: maxTokens, temperature, stop }),
  buildEffort: (effort, family) => (family.effort === true ? { reasoning_effort: effort } : undefined),
  buildAnswerFormat: toResponseFormat,
  createReader: (context) => textReply({ readWhole: readCompletion, readEvent: readCompletion }, context),
};

function toolFields({ tools, toolChoice, strict }: ResolvedOptions): Body {
  if (tools.length === 0) return {};
  const definitions = functionsOnly(tools, "openai-chat").map((tool) => toOpenAiTool(tool, strict));
  return omitUndefined({ tools: definitions, tool_choice: toolChoice && toChoice(toolChoice) });
}

function toChoice(choice: ToolChoice): string | PlainRecord {
  switch (choice.kind) {
    case "any":
      return "required";
    case "tool":
      return { type: "function", function: { name: choice.name } };
    case "other":
      return choice.value;
    default:
      return choice.kind;
  }
}
