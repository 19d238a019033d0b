import { isRecord, type PlainRecord, stringOf } from "@langchain-aws/core";
import { type HandlerContext, LLMContentHandler, type StreamPiece, type TextReply } from "../content-handler.ts";
import { jsonOf, type StreamRecord } from "../stream/stream-record.ts";
import { answerOf, checkForError, jsonBody, parseBody } from "./json-body.ts";
import type { OpenAIChatHandlerOptions } from "./openai-chat.ts";
import { openAiUsage } from "./usage.ts";

/**
 * The text completions of OpenAI, as vLLM and others have them.
 *
 * @see https://platform.openai.com/docs/api-reference/completions
 */
export class OpenAICompletionsHandler extends LLMContentHandler {
  readonly #options: Pick<OpenAIChatHandlerOptions, "model" | "includeUsage">;

  constructor(options: Pick<OpenAIChatHandlerOptions, "model" | "includeUsage"> = {}) {
    super();
    this.#options = { ...options };
  }

  override transformInput(
    prompt: string,
    modelKwargs: Record<string, unknown>,
    { streaming }: HandlerContext,
  ): Uint8Array {
    const { model, includeUsage = true } = this.#options;
    const stream_options = streaming && includeUsage ? { include_usage: true } : undefined;
    return jsonBody({ prompt, model, ...modelKwargs, stream: streaming, stream_options });
  }

  override transformOutput(output: Uint8Array): TextReply {
    const reply = readChoice(answerOf(parseBody(output)));
    if (reply.text === undefined) throw new Error("The answer has no choices[0].text.");
    return { ...reply, text: reply.text };
  }

  transformStreamRecord(record: StreamRecord): StreamPiece | null {
    const answer = jsonOf(record);
    if (!isRecord(answer)) throw new Error("The record is no JSON object.");
    checkForError(answer);
    return readChoice(answer);
  }

  applyStop(modelKwargs: Record<string, unknown>, stop: string[]): Record<string, unknown> {
    return { ...modelKwargs, stop };
  }
}

function readChoice({ choices, usage }: PlainRecord): Partial<TextReply> {
  const choice: unknown = Array.isArray(choices) ? choices[0] : undefined;
  const { text, finish_reason } = isRecord(choice) ? choice : {};
  const tokens = openAiUsage(usage);
  return {
    ...(typeof text === "string" && { text }),
    ...(tokens !== undefined && { usage: tokens }),
    ...(stringOf(finish_reason) !== undefined && { finishReason: String(finish_reason) }),
  };
}
