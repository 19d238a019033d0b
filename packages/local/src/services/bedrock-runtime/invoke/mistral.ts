import type { Model } from "../../../catalogue/model-profile.ts";
import { randomText } from "../../../chat/tool-use-id.ts";
import { integer, list, malformedInput, number, parseBody, record, text } from "../../../validation/body-schema.ts";
import type { ConverseBody } from "../converse-body.ts";
import type { ChatFormat } from "./chat-format.ts";
import type { InvokeCall } from "./invoke-family.ts";
import { invalid } from "./media.ts";
import { openAiChat } from "./openai/openai-chat.ts";
import { readPrompt, toConversation } from "./prompts/read-prompt.ts";
import { lengthOr, spokenText, TextStream } from "./prompts/spoken-text.ts";

/** Models that take a prompt; all later ones take messages. */
const TEXT_MODELS = /mistral-7b|mixtral-8x7b|-2402-/;
const isMistral = ({ family, kind }: Model): boolean => family === "mistral" && kind === "chat";

/** Mistral's and Mixtral's prompts. Source: "Mistral AI text completion", Amazon Bedrock User Guide. */
export const mistralText: ChatFormat = {
  serves: (model) => isMistral(model) && TEXT_MODELS.test(model.id),
  recognises: (body) => typeof body.prompt === "string" && body.prompt.includes("[INST]"),
  read: readPromptBody,
  write: ({ blocks, end }) => ({ outputs: [{ text: spokenText(blocks), stop_reason: lengthOr("stop", end) }] }),
  stream: () =>
    new TextStream({
      piece: (piece) => ({ outputs: [{ text: piece, stop_reason: null }] }),
      last: (end) => [{ outputs: [{ text: "", stop_reason: lengthOr("stop", end) }] }],
    }),
};

/** Ids of Mistral's tool calls: nine letters and digits. */
const TOOL_CALL_ID = /^[a-zA-Z0-9]{9}$/;

function checkToolCallId(id: string): void {
  if (TOOL_CALL_ID.test(id)) return;
  throw invalid(`Tool call id was ${id} but must be a-z, A-Z, 0-9, with a length of 9.`);
}

const shared = {
  checkToolCallId,
  newToolUseId: (random: () => number) => randomText(9, random),
  hottest: 1.5,
  emptyContent: "",
} as const;

/**
 * Mistral Large 24.07: messages, no `stop`, and streams of whole messages.
 *
 * Source: "Mistral AI chat completion", Amazon Bedrock User Guide.
 */
export const mistralLarge2: ChatFormat = openAiChat({
  ...shared,
  serves: (model) => isMistral(model) && /-2407-/.test(model.id),
  mostStops: undefined,
  stopKey: "stop_reason",
  pieceKey: "message",
  hasHead: false,
});

/** Pixtral and later: messages, images, streams of deltas. Source: the same. */
export const mistralChat: ChatFormat = openAiChat({
  ...shared,
  serves: (model) => isMistral(model) && !TEXT_MODELS.test(model.id) && !/-2407-/.test(model.id),
  more: ["random_seed", "safe_prompt"],
});

const promptSchema = record(
  { prompt: text({ minLength: 1 }) },
  {
    max_tokens: integer({ min: 1 }),
    stop: list(text(), { maxItems: 10 }),
    temperature: number({ min: 0, max: 1 }),
    top_p: number({ min: 0, max: 1 }),
    top_k: integer({ min: 0, max: 200 }),
  },
);

function readPromptBody({ body, model, validation }: InvokeCall): ConverseBody {
  const native = parseBody(body, promptSchema, validation);
  if (validation !== "off" && (native.max_tokens ?? 1) > model.maxOutputTokens) {
    throw malformedInput(`#/max_tokens: ${native.max_tokens} is not less or equal to ${model.maxOutputTokens}`);
  }
  return {
    ...toConversation(readPrompt(native.prompt)),
    inferenceConfig: {
      ...(native.max_tokens !== undefined && { maxTokens: native.max_tokens }),
      ...(native.temperature !== undefined && { temperature: native.temperature }),
      ...(native.top_p !== undefined && { topP: native.top_p }),
      ...(native.stop && { stopSequences: native.stop }),
    },
    ...(native.top_k !== undefined && { additionalModelRequestFields: { top_k: native.top_k } }),
  };
}
