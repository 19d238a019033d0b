import type { AnswerEnd } from "../../../../chat/answer.ts";
import { isObject } from "../../../../chat/rules/json-schema.ts";
import type { Model } from "../../../../catalogue/model-profile.ts";
import {
  integer,
  list,
  number,
  parseBody,
  record,
  text,
  textOr,
  anything,
} from "../../../../validation/body-schema.ts";
import type { ConverseBody } from "../../converse-body.ts";
import type { AnswerContext, ChatFormat, WholeAnswer } from "../chat-format.ts";
import type { InvokeCall } from "../invoke-family.ts";
import { readPrompt, toConversation } from "../prompts/read-prompt.ts";
import { lengthOr, type Speech, spokenText, TextStream } from "../prompts/spoken-text.ts";

/** What a family makes of OpenAI's text completions. */
export interface CompletionsFamily {
  serves(model: Model): boolean;
  /** Sequences that `stop` may have. */
  mostStops: number;
  /** How thoughts are said. */
  speech?: Speech;
  /** A text that ends the stream. */
  lastText?: string;
  /** A container of the caller's own: it takes any setting, and says of itself what it is. @defaultValue false */
  isContainer?: boolean;
}

const FREE = [
  "model",
  "top_k",
  "min_tokens",
  "best_of",
  "random_seed",
  "frequency_penalty",
  "presence_penalty",
  "seed",
];

/** A prompt in, its continuation out, in the form of OpenAI's text completions. Source: "Create completion", OpenAI API reference. */
export function openAiCompletions(family: CompletionsFamily): ChatFormat {
  const speech = family.speech ?? {};
  const choice = (text: string, stopReason: string | null): Record<string, unknown> => ({
    choices: [{ index: 0, text, stop_reason: stopReason, finish_reason: stopReason }],
  });
  const whole = ({ blocks, end, ...context }: WholeAnswer): Record<string, unknown> =>
    family.isContainer === true
      ? ofContainer(spokenText(blocks, speech), end, context)
      : choice(spokenText(blocks, speech), lengthOr("stop", end));
  return {
    serves: (model) => family.serves(model),
    recognises: (body) => typeof body.prompt === "string",
    read: (call) => readCompletion(call, family),
    write: whole,
    stream: () =>
      new TextStream(
        {
          piece: (piece) => choice(piece, null),
          last: (end) => [
            choice("", lengthOr("stop", end)),
            ...(family.lastText === undefined ? [] : [family.lastText]),
          ],
        },
        speech,
      ),
  };
}

/** As the container of a recorded answer wrote it. */
function ofContainer(text: string, end: AnswerEnd, { createdAt }: AnswerContext): Record<string, unknown> {
  const { inputTokens, outputTokens, totalTokens } = end.usage;
  return {
    object: "text_completion",
    id: "",
    created: createdAt,
    model: "/opt/ml/model",
    system_fingerprint: "local",
    choices: [{ index: 0, text, logprobs: null, finish_reason: lengthOr("stop", end) }],
    usage: { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: totalTokens },
  };
}

function readCompletion(
  { body, model, validation }: InvokeCall,
  { mostStops, isContainer = false }: CompletionsFamily,
): ConverseBody {
  const others = isContainer && isObject(body) ? Object.keys(body) : [];
  const schema = record(
    { prompt: text({ minLength: 1 }) },
    {
      ...Object.fromEntries([...FREE, ...others].map((name) => [name, anything()])),
      max_tokens: integer({ min: 1, max: model.maxOutputTokens }),
      temperature: number({ min: 0, max: 2 }),
      top_p: number({ min: 0, max: 1 }),
      stop: textOr(list(text(), { maxItems: mostStops })),
    },
  );
  const native = parseBody(body, schema, validation);
  const { stop } = native;
  return {
    ...toConversation(readPrompt(native.prompt)),
    inferenceConfig: {
      ...(native.max_tokens !== undefined && { maxTokens: native.max_tokens }),
      ...(native.temperature !== undefined && { temperature: native.temperature }),
      ...(native.top_p !== undefined && { topP: native.top_p }),
      ...(stop !== undefined && { stopSequences: typeof stop === "string" ? [stop] : stop }),
    },
  };
}
