import type { Model } from "../../../catalogue/model-profile.ts";
import { anyObject, integer, list, number, parseBody, record, text } from "../../../validation/body-schema.ts";
import type { ConverseBody } from "../converse-body.ts";
import type { ChatFormat } from "./chat-format.ts";
import type { InvokeCall } from "./invoke-family.ts";
import { JambaStream } from "./jamba-stream.ts";
import { openAiChat } from "./openai/openai-chat.ts";
import { readPrompt, toConversation } from "./prompts/read-prompt.ts";
import { lengthOr, spokenText, TextStream } from "./prompts/spoken-text.ts";

const isJurassic = ({ id }: Model): boolean => /ai21\.j2/.test(id);

const withoutStream = openAiChat({
  serves: (model) => model.family === "ai21" && !isJurassic(model),
  mostStops: 64,
  more: ["documents"],
  head: ({ model, newId, durationMs }) => ({
    id: `chatcmpl-${newId(36)}`,
    model: /ai21\.(jamba-.*?)-v\d/.exec(model.id)?.[1]?.replace(/(\d)-(\d)/, "$1.$2") ?? model.id,
    meta: { requestDurationMillis: durationMs },
  }),
  moreOfMessage: { tool_calls: null },
  opening: { content: "" },
});

/** Jamba: chat completions, with documents. Source: "AI21 Labs Jamba models", Amazon Bedrock User Guide; recorded answers. */
export const jamba: ChatFormat = {
  ...withoutStream,
  stream: (context) => new JambaStream(context, withoutStream.stream(context)),
};

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
  write: ({ blocks, end, sent }) => {
    const reason = end.stopReason === "stop_sequence" ? "stop" : lengthOr("endoftext", end);
    return {
      id: 1234,
      prompt: withTokens(promptOf(sent)),
      completions: [
        {
          data: withTokens(spokenText(blocks)),
          finishReason: { reason, ...(reason === "length" && { length: end.usage.outputTokens }) },
        },
      ],
    };
  },
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

function promptOf(sent: unknown): string {
  return typeof sent === "object" && sent !== null && "prompt" in sent ? String(sent.prompt) : "";
}

/** A text and its tokens: words, a line break by itself, a blank before a word as the model's own sign for it. */
function withTokens(text: string): { text: string; tokens: Record<string, unknown>[] } {
  const tokens = [...text.matchAll(/\n| ?[^ \n]+| /g)].map(({ 0: piece, index: start }) => {
    const word = start === 0 && !piece.startsWith(" ") ? `▁${piece}` : piece.replace(" ", "▁");
    const token = piece === "\n" ? "<|newline|>" : word;
    // How likely a token was is not known here: each is taken for certain.
    return {
      generatedToken: { token, logprob: 0, raw_logprob: 0 },
      topTokens: null,
      textRange: { start, end: start + piece.length },
    };
  });
  return { text, tokens };
}
