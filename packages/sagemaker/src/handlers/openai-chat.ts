import { isRecord, numberOf, omitUndefined, type PlainRecord, recordOf, stringOf } from "@langchain-aws/core";
import {
  AIMessage,
  AIMessageChunk,
  type BaseMessage,
  type ContentBlock,
  HumanMessage,
  type UsageMetadata,
} from "@langchain/core/messages";
import type { InvalidToolCall, ToolCall, ToolCallChunk } from "@langchain/core/messages/tool";
import { toOpenAiMessages } from "../chat/messages.ts";
import { toOpenAiTool, toOpenAiToolChoice } from "../chat/tools.ts";
import {
  BaseSageMakerContentHandler,
  type ChatReply,
  type HandlerContext,
  type StreamPiece,
} from "../content-handler.ts";
import { jsonOf, type StreamRecord } from "../stream/stream-record.ts";
import { answerOf, checkForError, jsonBody, parseBody } from "./json-body.ts";
import { openAiUsage } from "./usage.ts";

/** Options of {@link OpenAIChatHandler}. */
export interface OpenAIChatHandlerOptions {
  /** The `model` member; left out unless given: vLLM refuses a wrong one, and TGI takes it for a LoRA adapter. */
  model?: string;
  /**
   * Asks for the tokens of a streamed answer. Set it to false for LMI, whose schema does not have it.
   *
   * @defaultValue true
   */
  includeUsage?: boolean;
  /**
   * Joins neighbouring user messages.
   *
   * @defaultValue true
   */
  mergeConsecutive?: boolean;
}

/**
 * The chat completions of OpenAI, which vLLM, SGLang, TGI and LMI speak on a SageMaker endpoint ("Messages API"): tools,
 * images, structured output, usage. A prompt becomes one user message.
 *
 * @see https://platform.openai.com/docs/api-reference/chat
 */
export class OpenAIChatHandler extends BaseSageMakerContentHandler<BaseMessage[] | string, ChatReply> {
  readonly #options: OpenAIChatHandlerOptions;

  constructor(options: OpenAIChatHandlerOptions = {}) {
    super();
    this.#options = { ...options };
  }

  override transformInput(
    input: BaseMessage[] | string,
    modelKwargs: Record<string, unknown>,
    { streaming, tools = [], toolChoice, responseFormat }: HandlerContext,
  ): Uint8Array {
    const { model, includeUsage = true, mergeConsecutive } = this.#options;
    const messages = typeof input === "string" ? [new HumanMessage(input)] : input;
    return jsonBody({
      messages: toOpenAiMessages(messages, { mergeConsecutive: mergeConsecutive ?? true }),
      model,
      tools: tools.length === 0 ? undefined : tools.map(toOpenAiTool),
      tool_choice: tools.length === 0 ? undefined : toOpenAiToolChoice(toolChoice),
      response_format: responseFormat,
      ...modelKwargs,
      stream: streaming,
      stream_options: streaming && includeUsage ? { include_usage: true } : undefined,
    });
  }

  override transformOutput(output: Uint8Array): ChatReply {
    const answer = answerOf(parseBody(output));
    const choice = firstChoice(answer);
    if (!isRecord(choice?.["message"])) throw new Error("The answer has no choices[0].message.");
    const { content, tool_calls } = choice["message"];
    const usage = openAiUsage(answer["usage"]);
    const message = new AIMessage({
      content: contentOf(content),
      ...(typeof answer["id"] === "string" && { id: answer["id"] }),
      ...toolCalls(tool_calls),
      additional_kwargs: reasoningOf(choice["message"]),
      response_metadata: modelName(answer),
    });
    return { message, ...factsOf(choice, usage) };
  }

  transformStreamRecord(record: StreamRecord): StreamPiece | null {
    const answer = jsonOf(record);
    if (!isRecord(answer)) throw new Error("The record is no JSON object.");
    checkForError(answer);
    const choice = firstChoice(answer);
    const facts = factsOf(choice, openAiUsage(answer["usage"]));
    if (choice === undefined) return facts;
    const piece = toPiece(answer, recordOf(choice["delta"]));
    return facts.finishReason === undefined && facts.usage === undefined
      ? piece
      : { ...piece, ...facts, metadata: modelName(answer) };
  }

  applyStop(modelKwargs: Record<string, unknown>, stop: string[]): Record<string, unknown> {
    return { ...modelKwargs, stop };
  }
}

function firstChoice(answer: PlainRecord): PlainRecord | undefined {
  const { choices } = answer;
  const choice: unknown = Array.isArray(choices) ? choices[0] : undefined;
  return isRecord(choice) ? choice : undefined;
}

function factsOf(choice: PlainRecord | undefined, usage: UsageMetadata | undefined): Omit<ChatReply, "message"> {
  const finishReason = stringOf(choice?.["finish_reason"]);
  return { ...(usage !== undefined && { usage }), ...(finishReason !== undefined && { finishReason }) };
}

/** Text alone, as nearly all pieces are, is left to the class: a text model needs no message of it. */
function toPiece(answer: PlainRecord, delta: PlainRecord): StreamPiece {
  const id = stringOf(answer["id"]);
  const { content, tool_calls: calls, reasoning_content, reasoning } = delta;
  const isText = content === undefined || content === null || typeof content === "string";
  if (isText && !Array.isArray(calls) && typeof (reasoning_content ?? reasoning) !== "string") {
    return { text: content ?? "", ...(id !== undefined && { id }) };
  }
  const message = new AIMessageChunk({
    content: contentOf(content),
    ...(id !== undefined && { id }),
    tool_call_chunks: Array.isArray(calls) ? calls.flatMap(toCallChunk) : [],
    additional_kwargs: reasoningOf(delta),
  });
  return { message };
}

/** What the container calls its model. */
function modelName({ model }: PlainRecord): Record<string, unknown> {
  return typeof model === "string" ? { model_name: model } : {};
}

/** A text, or the list of parts that newer servers give. */
function contentOf(content: unknown): string | ContentBlock[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- blocks of whatever type the server has are kept
  return Array.isArray(content) ? (content.filter(isRecord) as unknown as ContentBlock[]) : (stringOf(content) ?? "");
}

/** What a model thought, which servers call `reasoning_content`, newer ones `reasoning`. */
function reasoningOf({ reasoning_content, reasoning }: PlainRecord): Record<string, unknown> {
  const thought = stringOf(reasoning_content) ?? stringOf(reasoning);
  return thought === undefined ? {} : { reasoning_content: thought };
}

function toCallChunk(call: unknown, place: number): ToolCallChunk[] {
  if (!isRecord(call)) return [];
  const called = recordOf(call["function"]);
  return [
    omitUndefined({
      type: "tool_call_chunk" as const,
      index: numberOf(call["index"]) ?? place,
      id: stringOf(call["id"]),
      name: stringOf(called["name"]),
      args: stringOf(called["arguments"]),
    }),
  ];
}

function toolCalls(value: unknown): { tool_calls: ToolCall[]; invalid_tool_calls: InvalidToolCall[] } {
  const tool_calls: ToolCall[] = [];
  const invalid_tool_calls: InvalidToolCall[] = [];
  for (const call of Array.isArray(value) ? value.filter(isRecord) : []) {
    const called = recordOf(call["function"]);
    const id = stringOf(call["id"]);
    const name = stringOf(called["name"]) ?? "";
    const given = called["arguments"];
    const args = isRecord(given) ? given : parsedObject(stringOf(given) || "{}");
    if (args !== undefined)
      tool_calls.push({ type: "tool_call", name, args: { ...args }, ...(id !== undefined && { id }) });
    else {
      const error = "The arguments are not a JSON object.";
      invalid_tool_calls.push({
        type: "invalid_tool_call",
        name,
        args: String(given),
        error,
        ...(id !== undefined && { id }),
      });
    }
  }
  return { tool_calls, invalid_tool_calls };
}

function parsedObject(text: string): PlainRecord | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
