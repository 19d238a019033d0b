import { ServiceError } from "../../../operation.ts";
import { isComplete } from "../../../chat/joined-blocks.ts";
import { blockEvents, blockPieces } from "../../../chat/stream-events.ts";
import { toWire } from "../../../chat/to-wire.ts";
import type { AnswerEnd } from "../../../chat/answer.ts";
import type { ReplyBlock } from "../../../chat/reply.ts";
import {
  anyObject,
  anything,
  integer,
  list,
  malformedInput,
  number,
  parseBody,
  record,
  text,
} from "../../../validation/body-schema.ts";
import { type ConverseBody, parseConverseBody } from "../converse-body.ts";
import type { ChatFormat, NativeChunk, StreamWriter } from "./chat-format.ts";
import type { InvokeCall } from "./invoke-family.ts";

/**
 * Amazon Nova: nearly Converse's own form, bytes as base64.
 *
 * Source: "Complete request schema", Amazon Nova User Guide; recorded answers.
 */
export const nova: ChatFormat = {
  serves: ({ family, kind }) => family === "nova" && kind === "chat",
  recognises: ({ schemaVersion, messages }) =>
    schemaVersion === "messages-v1" || (Array.isArray(messages) && messages.every(hasBlocks)),
  streamsAnyPart: true,
  read: readNova,
  write: ({ blocks, end }) => ({
    output: { message: { role: "assistant", content: blocks.map(({ block }) => toWire(block)) } },
    stopReason: end.stopReason,
    usage: { ...novaUsage(end), totalTokens: end.usage.totalTokens },
  }),
  stream: () => new NovaStream(),
};

const maxTokens = integer({ min: 1 });
const fraction = number({ min: 0, max: 1 });

const schema = record(
  { messages: list(anyObject(), { minItems: 1 }) },
  {
    schemaVersion: text({ values: ["messages-v1"] }),
    system: list(anyObject()),
    inferenceConfig: record(
      {},
      {
        maxTokens,
        max_new_tokens: maxTokens,
        temperature: fraction,
        topP: fraction,
        top_p: fraction,
        topK: integer({ min: 0, max: 128 }),
        top_k: integer({ min: 0, max: 128 }),
        stopSequences: list(text()),
        reasoningConfig: anyObject(),
      },
    ),
    toolConfig: anyObject(),
    reasoningConfig: anyObject(),
    outputConfig: anything(),
  },
);

function readNova({ body, model, validation }: InvokeCall): ConverseBody {
  const { inferenceConfig = {}, reasoningConfig, ...native } = parseBody(body, schema, validation);
  const { maxTokens: most = inferenceConfig.max_new_tokens, topP = inferenceConfig.top_p } = inferenceConfig;
  const topK = inferenceConfig.topK ?? inferenceConfig.top_k;
  if (validation !== "off" && (most ?? 1) > model.maxOutputTokens) {
    throw malformedInput(`#/inferenceConfig/maxTokens: ${most} is not less or equal to ${model.maxOutputTokens}`);
  }
  const { messages, system, toolConfig, outputConfig } = native;
  const { temperature, stopSequences } = inferenceConfig;
  const reasoning = reasoningConfig ?? inferenceConfig.reasoningConfig;
  return parseInner(
    {
      messages,
      system,
      toolConfig,
      outputConfig,
      inferenceConfig: { maxTokens: most, temperature, topP, stopSequences },
      additionalModelRequestFields: {
        ...(topK !== undefined && { inferenceConfig: { topK } }),
        ...(reasoning && { reasoningConfig: reasoning }),
      },
    },
    validation,
  );
}

/** Blocks and tools are Converse's; what has no form at all is refused in InvokeModel's words. */
function parseInner(body: unknown, validation: InvokeCall["validation"]): ConverseBody {
  try {
    return parseConverseBody(body, validation);
  } catch (error) {
    if (error instanceof ServiceError && error.type === "SerializationException") throw malformedInput(error.message);
    throw error;
  }
}

/** The counts that a stream has, too: those of the cache under one of Converse's two names. */
function novaUsage({ usage }: AnswerEnd): Record<string, number> {
  return {
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    cacheReadInputTokenCount: usage.cacheReadInputTokens ?? 0,
    cacheWriteInputTokenCount: usage.cacheWriteInputTokens ?? 0,
  };
}

/** Converse's events, each under its name; but each piece of a text is a block of its own, as recorded. */
class NovaStream implements StreamWriter {
  #index = 0;

  *start(): Generator<NativeChunk> {
    yield { messageStart: { role: "assistant" } };
  }

  *block(reply: ReplyBlock): Generator<NativeChunk> {
    const parts = "text" in reply.block ? blockPieces(reply).map((text) => ({ block: { text } })) : [reply];
    for (const part of parts) {
      for (const { type, body } of blockEvents(part, this.#index, { fill: (each) => each, statesCallType: false })) {
        yield { [type]: body };
      }
      if (isComplete(part)) this.#index += 1;
    }
  }

  *end(end: AnswerEnd): Generator<NativeChunk> {
    yield { messageStop: { stopReason: end.stopReason } };
    yield { metadata: { usage: novaUsage(end), metrics: {}, trace: {} } };
  }
}

function hasBlocks(message: unknown): boolean {
  if (typeof message !== "object" || message === null || !("content" in message)) return false;
  return Array.isArray(message.content) && message.content.every(isTypelessBlock);
}

function isTypelessBlock(block: unknown): boolean {
  return typeof block === "object" && block !== null && !("type" in block);
}
