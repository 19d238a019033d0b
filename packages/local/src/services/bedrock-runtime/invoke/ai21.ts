import type { Model } from "../../../catalogue/model-profile.ts";
import { anyObject, integer, list, number, parseBody, record, text } from "../../../validation/body-schema.ts";
import type { ConverseBody } from "../converse-body.ts";
import type { ChatFormat } from "./chat-format.ts";
import type { InvokeCall } from "./invoke-family.ts";
import { openAiChat } from "./openai/openai-chat.ts";
import { readPrompt, toConversation } from "./prompts/read-prompt.ts";
import { lengthOr, spokenText, TextStream } from "./prompts/spoken-text.ts";

const isJurassic = ({ id }: Model): boolean => /ai21\.j2/.test(id);

/** Jamba: chat completions, with documents. Source: "AI21 Labs Jamba models", Amazon Bedrock User Guide. */
export const jamba = openAiChat({
  serves: (model) => model.family === "ai21" && !isJurassic(model),
  mostStops: 64,
  more: ["documents"],
});

const schema = record(
  { prompt: text({ minLength: 1 }) },
  {
    maxTokens: integer({ min: 0, max: 8_191 }),
    temperature: number({ min: 0, max: 1 }),
    topP: number({ min: 0, max: 1 }),
    stopSequences: list(text()),
    minTokens: integer({ min: 0 }),
    numResults: integer({ min: 1, max: 1 }),
    topKReturn: integer({ min: 0 }),
    countPenalty: anyObject(),
    presencePenalty: anyObject(),
    frequencyPenalty: anyObject(),
  },
);

/** Jurassic-2: a prompt in, completions out, no stream. Source: "AI21 Labs Jurassic-2 models", same guide. */
export const jurassic: ChatFormat = {
  serves: (model) => model.family === "ai21" && isJurassic(model),
  recognises: (body) => typeof body.prompt === "string" && "maxTokens" in body,
  read: readJurassic,
  write: ({ blocks, end, sent }) => ({
    id: 1,
    prompt: { text: promptOf(sent), tokens: [] },
    completions: [
      {
        data: { text: spokenText(blocks), tokens: [] },
        finishReason: { reason: end.stopReason === "stop_sequence" ? "stop" : lengthOr("endoftext", end) },
      },
    ],
  }),
  // Only imported models come here: the service streams no Jurassic.
  stream: () =>
    new TextStream({
      piece: (piece) => ({ completions: [{ data: { text: piece } }] }),
      last: (end) => [{ completions: [{ data: { text: "" }, finishReason: { reason: lengthOr("endoftext", end) } }] }],
    }),
};

function readJurassic({ body, validation }: InvokeCall): ConverseBody {
  const { prompt, maxTokens = 200, temperature, topP, stopSequences } = parseBody(body, schema, validation);
  return {
    ...toConversation(readPrompt(prompt)),
    inferenceConfig: {
      maxTokens,
      ...(temperature !== undefined && { temperature }),
      ...(topP !== undefined && { topP }),
      ...(stopSequences && { stopSequences }),
    },
  };
}

function promptOf(sent: unknown): unknown {
  return typeof sent === "object" && sent !== null && "prompt" in sent ? sent.prompt : "";
}
