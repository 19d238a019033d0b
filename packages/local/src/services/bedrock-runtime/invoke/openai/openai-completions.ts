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
import type { ChatFormat } from "../chat-format.ts";
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
  return {
    serves: (model) => family.serves(model),
    recognises: (body) => typeof body.prompt === "string",
    read: (call) => readCompletion(call, family),
    write: ({ blocks, end }) => choice(spokenText(blocks, speech), lengthOr("stop", end)),
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

function readCompletion({ body, model, validation }: InvokeCall, { mostStops }: CompletionsFamily): ConverseBody {
  const schema = record(
    { prompt: text({ minLength: 1 }) },
    {
      max_tokens: integer({ min: 1, max: model.maxOutputTokens }),
      temperature: number({ min: 0, max: 2 }),
      top_p: number({ min: 0, max: 1 }),
      stop: textOr(list(text(), { maxItems: mostStops })),
      ...Object.fromEntries(FREE.map((name) => [name, anything()])),
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
