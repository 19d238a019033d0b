import type { AnswerEnd } from "../../../chat/answer.ts";
import { integer, list, number, parseBody, record, text } from "../../../validation/body-schema.ts";
import type { ConverseBody } from "../converse-body.ts";
import type { AnswerContext, ChatFormat, WholeAnswer } from "./chat-format.ts";
import type { InvokeCall } from "./invoke-family.ts";
import { imageFormatOf } from "./media.ts";
import { readPrompt, toConversation } from "./prompts/read-prompt.ts";
import { lengthOr, spokenText, TextStream } from "./prompts/spoken-text.ts";
import { readToolPrompt } from "./prompts/tools-in-prompt.ts";

const DEFAULT_TOKENS = 512;

/**
 * Llama 2, 3 and 4: a prompt in, its continuation out. Tools are declared and called in the text.
 *
 * Source: "Meta Llama models", Amazon Bedrock User Guide; "Prompt templates and supported models", Meta. Imported models
 * take this form too.
 */
export const llama: ChatFormat = {
  serves: ({ family, kind }) => family === "llama" && kind === "chat",
  recognises: (body) => typeof body.prompt === "string" && "max_gen_len" in body,
  read: readLlama,
  write: ({ blocks, end }: WholeAnswer) => ({
    generation: spokenText(blocks),
    prompt_token_count: end.usage.inputTokens,
    generation_token_count: end.usage.outputTokens,
    stop_reason: lengthOr("stop", end),
  }),
  stream: ({ input }: AnswerContext) => {
    let count = 0;
    const chunk = (generation: string, isFirst: boolean, end?: AnswerEnd): Record<string, unknown> => ({
      generation,
      prompt_token_count: isFirst ? input.inputTokens : null,
      // A chunk of the service is a token.
      generation_token_count: end?.usage.outputTokens ?? (count += 1),
      stop_reason: end === undefined ? null : lengthOr("stop", end),
    });
    return new TextStream({
      piece: (generation, isFirst) => chunk(generation, isFirst),
      // What ends an answer by itself is a token that says nothing; a limit ends it with its last word.
      closing: (generation, end, isFirst) =>
        lengthOr("stop", end) === "length" ? chunk(generation, isFirst, end) : undefined,
      last: (end) => [chunk("", false, end)],
    });
  },
};

function readLlama({ body, model, validation }: InvokeCall): ConverseBody {
  const schema = record(
    { prompt: text({ minLength: 1 }) },
    {
      max_gen_len: integer({ min: 1, max: model.maxOutputTokens }),
      temperature: number({ min: 0, max: 1 }),
      top_p: number({ min: 0, max: 1 }),
      // Vision came with Llama 3.2.
      ...(model.media.includes("image") && { images: list(text({ minLength: 1 })) }),
    },
  );
  const native = parseBody(body, schema, validation);
  const turns = readPrompt(native.prompt);
  const { tools, ...conversation } = model.tools ? readToolPrompt(turns) : { ...toConversation(turns), tools: [] };
  return {
    ...conversation,
    messages: withImages(conversation.messages, native.images ?? []),
    ...(tools.length > 0 && { toolConfig: { tools } }),
    inferenceConfig: {
      maxTokens: native.max_gen_len ?? DEFAULT_TOKENS,
      ...(native.temperature !== undefined && { temperature: native.temperature }),
      ...(native.top_p !== undefined && { topP: native.top_p }),
    },
  };
}

/** The images of a request belong to the last turn of the user. */
function withImages(
  messages: NonNullable<ConverseBody["messages"]>,
  images: readonly string[],
): ConverseBody["messages"] {
  const last = messages.findLastIndex(({ role }) => role === "user");
  return messages.map((message, index) => {
    if (index !== last) return message;
    const blocks = images.map((bytes) => ({ image: { format: imageFormatOf(bytes), source: { bytes } } }));
    return { ...message, content: [...blocks, ...message.content] };
  });
}
