import type { AnswerEnd } from "../../../chat/answer.ts";
import type { StopReason } from "../../../chat/reply.ts";
import { integer, list, number, parseBody, record, text } from "../../../validation/body-schema.ts";
import type { ConverseBody } from "../converse-body.ts";
import type { ChatFormat } from "./chat-format.ts";
import type { InvokeCall } from "./invoke-family.ts";
import { readPrompt, toConversation } from "./prompts/read-prompt.ts";
import { spokenText, TextStream } from "./prompts/spoken-text.ts";

const DEFAULT_TOKENS = 512;

const completionReasons: Readonly<Record<StopReason, string>> = {
  end_turn: "FINISH",
  tool_use: "FINISH",
  max_tokens: "LENGTH",
  stop_sequence: "STOP_CRITERIA_MET",
  content_filtered: "CONTENT_FILTERED",
  guardrail_intervened: "CONTENT_FILTERED",
  malformed_model_output: "FINISH",
  malformed_tool_use: "FINISH",
  model_context_window_exceeded: "LENGTH",
};

/** Amazon Titan Text. Source: "Amazon Titan Text models", Amazon Bedrock User Guide; recorded answers. */
export const titanText: ChatFormat = {
  serves: ({ family, kind }) => family === "titan" && kind === "chat",
  recognises: (body) => "inputText" in body && "textGenerationConfig" in body,
  read: readTitan,
  write: ({ blocks, end, input }) => ({
    inputTextTokenCount: input.inputTokens,
    results: [
      {
        tokenCount: end.usage.outputTokens,
        outputText: spokenText(blocks),
        completionReason: completionReasons[end.stopReason],
      },
    ],
  }),
  stream: ({ input, isBlocked }) => {
    const reasonOf = ({ stopReason }: AnswerEnd): string | null => (isBlocked ? null : completionReasons[stopReason]);
    const chunk = (outputText: string, isFirst: boolean, end?: AnswerEnd): Record<string, unknown> => ({
      outputText,
      index: 0,
      totalOutputTextTokenCount: end?.usage.outputTokens ?? null,
      completionReason: end === undefined ? null : reasonOf(end),
      // As recorded.
      inputTextTokenCount: isFirst ? input.inputTokens : null,
    });
    return new TextStream({
      piece: (piece, isFirst) => chunk(piece, isFirst),
      closing: (piece, end, isFirst) => chunk(piece, isFirst, end),
      last: (end) => [chunk("", true, end)],
    });
  },
};

function readTitan({ body, model, validation }: InvokeCall): ConverseBody {
  const config = record(
    {},
    {
      maxTokenCount: integer({ min: 0, max: model.maxOutputTokens }),
      temperature: number({ min: 0, max: 1 }),
      topP: number({ min: 0, max: 1 }),
      stopSequences: list(text()),
    },
  );
  const { inputText, textGenerationConfig = {} } = parseBody(
    body,
    record({ inputText: text({ minLength: 1 }) }, { textGenerationConfig: config }),
    validation,
  );
  const { maxTokenCount = DEFAULT_TOKENS, temperature, topP, stopSequences } = textGenerationConfig;
  return {
    ...toConversation(readPrompt(inputText)),
    inferenceConfig: {
      maxTokens: maxTokenCount,
      ...(temperature !== undefined && { temperature }),
      ...(topP !== undefined && { topP }),
      ...(stopSequences && { stopSequences }),
    },
  };
}
