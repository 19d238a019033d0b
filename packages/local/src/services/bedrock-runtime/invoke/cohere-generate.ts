import type { AnswerEnd } from "../../../chat/answer.ts";
import type { ReplyBlock } from "../../../chat/reply.ts";
import { isObject } from "../../../chat/rules/json-schema.ts";
import { anyObject, flag, integer, list, number, parseBody, record, text } from "../../../validation/body-schema.ts";
import type { ConverseBody } from "../converse-body.ts";
import type { AnswerContext, ChatFormat, NativeChunk, StreamWriter, WholeAnswer } from "./chat-format.ts";
import { cohereFinishReasons } from "./cohere-chat.ts";
import type { InvokeCall } from "./invoke-family.ts";
import { readPrompt, toConversation } from "./prompts/read-prompt.ts";
import { spokenText, TextStream } from "./prompts/spoken-text.ts";

const schema = record(
  { prompt: text({ minLength: 1 }) },
  {
    temperature: number({ min: 0, max: 5 }),
    p: number({ min: 0, max: 1 }),
    k: integer({ min: 0, max: 500 }),
    max_tokens: integer({ min: 1, max: 4_096 }),
    stop_sequences: list(text(), { maxItems: 4 }),
    return_likelihoods: text({ values: ["GENERATION", "ALL", "NONE"] }),
    stream: flag(),
    num_generations: integer({ min: 1, max: 5 }),
    logit_bias: anyObject(),
    truncate: text({ values: ["NONE", "START", "END"] }),
  },
);

const finish = ({ stopReason }: AnswerEnd): string => cohereFinishReasons[stopReason];

/** Cohere Command and Command Light: a prompt in, generations out. Source: "Cohere Command models", Amazon Bedrock User Guide. */
export const cohereGenerate: ChatFormat = {
  serves: ({ family, id }) => family === "cohere" && !/command-r/.test(id),
  recognises: ({ prompt, p, k }) => typeof prompt === "string" && (p !== undefined || k !== undefined),
  read: readGenerate,
  write: (answer) => writeGenerations(answer),
  stream: (context) =>
    isObject(context.sent) && context.sent.stream === true
      ? new TextStream({
          piece: (piece) => ({ text: piece, is_finished: false }),
          last: (end) => [{ text: "", is_finished: true, finish_reason: finish(end) }],
        })
      : new WholeStream(context),
};

function writeGenerations({ blocks, end, sent, newId }: WholeAnswer): Record<string, unknown> {
  return {
    id: newId(36),
    generations: Array.from({ length: generationsOf(sent) }, () => ({
      id: newId(36),
      text: spokenText(blocks),
      finish_reason: finish(end),
    })),
    prompt: isObject(sent) ? sent.prompt : "",
  };
}

/** A stream of a body without `stream: true`: the whole answer is its one chunk, as recorded. */
class WholeStream implements StreamWriter {
  readonly #context: AnswerContext;
  readonly #blocks: ReplyBlock[] = [];

  constructor(context: AnswerContext) {
    this.#context = context;
  }

  *block(reply: ReplyBlock): Generator<NativeChunk> {
    this.#blocks.push(reply);
  }

  *end(end: AnswerEnd): Generator<NativeChunk> {
    yield writeGenerations({ ...this.#context, blocks: this.#blocks, end });
  }
}

function readGenerate({ body, validation }: InvokeCall): ConverseBody {
  const native = parseBody(body, schema, validation);
  return {
    ...toConversation(readPrompt(native.prompt)),
    inferenceConfig: {
      ...(native.max_tokens !== undefined && { maxTokens: native.max_tokens }),
      ...(native.temperature !== undefined && { temperature: native.temperature }),
      ...(native.p !== undefined && { topP: native.p }),
      ...(native.stop_sequences && { stopSequences: native.stop_sequences }),
    },
    ...(native.k !== undefined && { additionalModelRequestFields: { k: native.k } }),
  };
}

/** One request has one answer here: several generations are that, several times. */
function generationsOf(sent: unknown): number {
  const count = isObject(sent) ? sent.num_generations : 1;
  return typeof count === "number" ? count : 1;
}
