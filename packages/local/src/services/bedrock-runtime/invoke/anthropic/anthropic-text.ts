import type { AnswerEnd } from "../../../../chat/answer.ts";
import { integer, list, number, parseBody, record, text } from "../../../../validation/body-schema.ts";
import type { ConverseBody } from "../../converse-body.ts";
import type { ChatFormat } from "../chat-format.ts";
import type { InvokeCall } from "../invoke-family.ts";
import { readPrompt, toConversation } from "../prompts/read-prompt.ts";
import { spokenText, TextStream } from "../prompts/spoken-text.ts";
import { refuse } from "./refuse.ts";

/** Where a Claude of the second generation stops by itself. */
const HUMAN = "\n\nHuman:";

const schema = record(
  { prompt: text(), max_tokens_to_sample: integer({ min: 1 }) },
  {
    anthropic_version: text({ values: ["bedrock-2023-05-31"] }),
    temperature: number({ min: 0, max: 1 }),
    top_p: number({ min: 0, max: 1 }),
    top_k: integer({ min: 0, max: 500 }),
    stop_sequences: list(text()),
  },
);

/** Claude 2 and Instant: turns in one text. Source: "Anthropic Claude Text Completions API", Amazon Bedrock User Guide. */
export const anthropicText: ChatFormat = {
  serves: ({ id }) => /^anthropic\.claude-(v\d|instant)/.test(id),
  recognises: (body) => "max_tokens_to_sample" in body,
  read: readAnthropicText,
  write: ({ blocks, end }) => ({ type: "completion", completion: spokenText(blocks), ...toStop(end) }),
  stream: () =>
    new TextStream({
      piece: (completion) => ({ type: "completion", completion, stop_reason: null, stop: null }),
      last: (end) => [{ type: "completion", completion: "", ...toStop(end) }],
    }),
};

function toStop({ stopReason, stopSequence }: AnswerEnd): Record<string, unknown> {
  return stopReason === "max_tokens"
    ? { stop_reason: "max_tokens", stop: null }
    : { stop_reason: "stop_sequence", stop: stopSequence ?? HUMAN };
}

function readAnthropicText({ body, validation }: InvokeCall): ConverseBody {
  const native = parseBody(body, schema, validation);
  if (validation === "strict2024") checkPrompt(native.prompt);
  return {
    ...toConversation(readPrompt(native.prompt)),
    inferenceConfig: {
      maxTokens: native.max_tokens_to_sample,
      ...(native.temperature !== undefined && { temperature: native.temperature }),
      ...(native.top_p !== undefined && { topP: native.top_p }),
      ...(native.stop_sequences && { stopSequences: native.stop_sequences }),
    },
    ...(native.top_k !== undefined && { additionalModelRequestFields: { top_k: native.top_k } }),
  };
}

/** Refused in 2023; since June 2024 a prompt without turns was answered, as recorded. */
function checkPrompt(prompt: string): void {
  if (!prompt.includes(HUMAN)) {
    throw refuse('Invalid prompt: prompt must start with "\n\nHuman:" turn after an optional system prompt');
  }
  if (prompt.lastIndexOf("\n\nAssistant:") < prompt.lastIndexOf(HUMAN)) {
    throw refuse('Invalid prompt: prompt must end with "\n\nAssistant:" turn');
  }
}
