import type { StopReason } from "../../chat/reply.ts";
import { isComplete, joinBlocks } from "../../chat/joined-blocks.ts";
import { blockPieces, isBegun } from "../../chat/stream-events.ts";
import type { LocalState } from "../../operation.ts";
import type { ContainerCall } from "../endpoint-options.ts";
import { askChat, type ChatAnswer, spokenPieces } from "./ask-chat.ts";
import { type Body, isObject, jsonAnswer, numberOf, objectOf, streamAnswer, textsOf } from "./json-body.ts";
import { readOpenAiMessages, readOpenAiTools, readToolChoice } from "./openai-messages.ts";

/** How a container frames the records of a stream. */
export interface CompletionFraming {
  readonly streamType: string;
  readonly encode: (value: unknown) => string;
  /** What the stream ends with. */
  readonly endMark: string | undefined;
}

const defaultMaxTokens = 4096;

/**
 * A chat completion of OpenAI, as vLLM, SGLang, TGI and LMI have it.
 *
 * Source: "Create chat completion", OpenAI API Reference.
 */
export async function answerChatCompletion(
  body: Body,
  call: ContainerCall,
  state: LocalState,
  framing: CompletionFraming,
): Promise<Response> {
  const read = readOpenAiMessages(body["messages"]);
  if (typeof read === "string") return refuse(read);
  const outputSchema = schemaOf(body["response_format"]);
  const answer = await askChat(
    {
      family: "openai",
      ...read,
      tools: readOpenAiTools(body["tools"]),
      toolChoice: readToolChoice(body["tool_choice"]),
      maxTokens: numberOf(body["max_tokens"]) ?? numberOf(body["max_completion_tokens"]) ?? defaultMaxTokens,
      ...(numberOf(body["temperature"]) !== undefined && { temperature: Number(body["temperature"]) }),
      ...(numberOf(body["top_p"]) !== undefined && { topP: Number(body["top_p"]) }),
      stop: textsOf(body["stop"]),
      ...(outputSchema !== undefined && { outputSchema }),
      body,
    },
    call,
    state,
  );
  const head = {
    id: `chatcmpl-${call.id}`,
    created: Math.floor(state.clock() / 1000),
    model: call.endpointName,
  };
  if (body["stream"] !== true) return jsonAnswer(await wholeCompletion(answer, head));
  const hasUsage = objectOf(body["stream_options"])["include_usage"] === true;
  return streamAnswer(chunks(answer, head, framing, hasUsage), framing.streamType);
}

/** An error as vLLM answers it. */
export function refuse(message: string, status = 400, type = "BadRequestError"): Response {
  return jsonAnswer({ object: "error", message, type, param: null, code: status }, status);
}

async function wholeCompletion(answer: ChatAnswer, head: Body): Promise<Body> {
  let content = "";
  let reasoning = "";
  const calls: Body[] = [];
  for await (const reply of joinBlocks(answer.blocks())) {
    const { block } = reply;
    if ("toolUse" in block)
      calls.push(callOf(block.toolUse.toolUseId, block.toolUse.name, blockPieces(reply).join("")));
    else if ("reasoningContent" in block) reasoning += reasoningText(block.reasoningContent);
    else content += spokenPieces(reply).join("");
  }
  const { stopReason } = answer.end();
  const message = {
    role: "assistant",
    content: content === "" && calls.length > 0 ? null : content,
    ...(reasoning !== "" && { reasoning_content: reasoning }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
  const choice = { index: 0, message, logprobs: null, finish_reason: finishReasonOf(stopReason) };
  return { ...head, object: "chat.completion", choices: [choice], usage: usageOf(answer) };
}

async function* chunks(
  answer: ChatAnswer,
  head: Body,
  { encode, endMark }: CompletionFraming,
  hasUsage: boolean,
): AsyncGenerator<string> {
  const object = "chat.completion.chunk";
  const chunk = (delta: Body, finish_reason: string | null = null): string =>
    encode({ ...head, object, choices: [{ index: 0, delta, logprobs: null, finish_reason }] });
  yield chunk({ role: "assistant", content: "" });
  let index = 0;
  for await (const reply of answer.blocks()) {
    const { block } = reply;
    if ("toolUse" in block) {
      const { toolUseId, name } = block.toolUse;
      if (isBegun(reply)) yield chunk({ tool_calls: [{ index, ...callOf(toolUseId, name, "") }] });
      for (const piece of blockPieces(reply)) yield chunk({ tool_calls: [{ index, function: { arguments: piece } }] });
      if (isComplete(reply)) index += 1;
    } else if ("reasoningContent" in block) {
      for (const reasoning_content of blockPieces(reply)) yield chunk({ reasoning_content });
    } else {
      for (const content of spokenPieces(reply)) yield chunk({ content });
    }
  }
  yield chunk({}, finishReasonOf(answer.end().stopReason));
  if (hasUsage) yield encode({ ...head, object, choices: [], usage: usageOf(answer) });
  if (endMark !== undefined) yield endMark;
}

function callOf(id: string, name: string, args: string): Body {
  return { id, type: "function", function: { name, arguments: args } };
}

function reasoningText(reasoning: object): string {
  return "reasoningText" in reasoning && isObject(reasoning.reasoningText)
    ? String(reasoning.reasoningText["text"])
    : "";
}

const finishReasons: Partial<Readonly<Record<StopReason, string>>> = {
  max_tokens: "length",
  tool_use: "tool_calls",
  content_filtered: "content_filter",
};

/** Why an answer ended, in OpenAI's words. */
export function finishReasonOf(stopReason: StopReason): string {
  return finishReasons[stopReason] ?? "stop";
}

/** The tokens of an answer, in OpenAI's words. */
export function usageOf(answer: ChatAnswer): Body {
  const { inputTokens, outputTokens, totalTokens, cacheReadInputTokens } = answer.end().usage;
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: totalTokens,
    ...(cacheReadInputTokens !== undefined && { prompt_tokens_details: { cached_tokens: cacheReadInputTokens } }),
  };
}

function schemaOf(format: unknown): Body | undefined {
  const { type, json_schema } = objectOf(format);
  if (type === "json_object") return { type: "object" };
  return type === "json_schema" ? objectOf(objectOf(json_schema)["schema"]) : undefined;
}
