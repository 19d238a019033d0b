import { isObject, listOf } from "../rules/json-schema.ts";
import { ServiceError } from "../../operation.ts";
import type { ReplyPart, StopReason } from "../reply.ts";

const stopReasons: Readonly<Record<string, StopReason>> = {
  stop: "end_turn",
  length: "max_tokens",
  tool_calls: "tool_use",
  function_call: "tool_use",
  content_filter: "content_filtered",
};

/** A call whose arguments are arriving. */
interface ArrivingCall {
  toolUseId: string;
  name: string;
  input: string;
}

/**
 * Makes parts of a reply from the chunks of a chat completion: each delta goes on at once.
 *
 * Calls come by index, and may come by turns. The first one goes on as it arrives; those beside it when they are
 * complete, since a block of a reply is sent after the other.
 */
export class ChunkReader {
  readonly #newToolUseId: () => string;
  readonly #calls = new Map<number, ArrivingCall>();
  #streamed: number | undefined;
  #stopReason: StopReason | undefined;

  constructor(newToolUseId: () => string) {
    this.#newToolUseId = newToolUseId;
  }

  /**
   * The parts in one chunk.
   *
   * @throws ServiceError `ModelStreamErrorException` when the server reports a failure
   */
  *read(chunk: unknown): Generator<ReplyPart> {
    if (!isObject(chunk)) throw streamError("a chunk is no JSON object");
    if (chunk.error !== undefined) throw streamError(messageOf(chunk.error));
    const [choice] = listOf(chunk.choices);
    if (isObject(choice)) {
      if (isObject(choice.delta)) yield* this.#delta(choice.delta);
      if (typeof choice.finish_reason === "string") this.#stopReason = stopReasons[choice.finish_reason] ?? "end_turn";
    }
    if (isObject(chunk.usage)) yield { usage: usageOf(chunk.usage) };
  }

  /** What is left at the end: calls that had to wait, and why the answer ended. */
  *end(): Generator<ReplyPart> {
    for (const [index, { input, ...call }] of this.#calls) {
      if (index !== this.#streamed) yield { toolUse: { ...call, input: parseInput(input) } };
    }
    if (this.#stopReason === undefined) throw streamError("the stream ended before its end");
    // Some servers say `stop` after a call.
    const isCall = this.#calls.size > 0 && this.#stopReason === "end_turn";
    yield { stopReason: isCall ? "tool_use" : this.#stopReason };
  }

  *#delta(delta: Record<string, unknown>): Generator<ReplyPart> {
    // `reasoning` is Ollama's word for it.
    const thought = delta.reasoning_content ?? delta.reasoning;
    if (typeof thought === "string" && thought !== "") {
      yield { delta: { reasoningContent: { reasoningText: { text: thought } } } };
    }
    if (typeof delta.content === "string" && delta.content !== "") yield { delta: { text: delta.content } };
    for (const [position, call] of listOf(delta.tool_calls).entries()) {
      if (isObject(call)) yield* this.#call(call, typeof call.index === "number" ? call.index : position);
    }
  }

  *#call({ id, function: called }: Record<string, unknown>, index: number): Generator<ReplyPart> {
    const { name, arguments: piece } = isObject(called) ? called : {};
    let call = this.#calls.get(index);
    if (call === undefined) {
      const toolUseId = typeof id === "string" && /^[a-zA-Z0-9_.:-]{1,64}$/.test(id) ? id : this.#newToolUseId();
      call = { toolUseId, name: typeof name === "string" ? name : "", input: "" };
      this.#calls.set(index, call);
      this.#streamed ??= index;
    }
    const input = typeof piece === "string" ? piece : "";
    call.input += input;
    if (index === this.#streamed) yield { delta: { toolUse: { ...call, input } } };
  }
}

function usageOf(usage: Record<string, unknown>): { inputTokens?: number; outputTokens?: number } {
  const { prompt_tokens: input, completion_tokens: output } = usage;
  return {
    ...(typeof input === "number" && { inputTokens: input }),
    ...(typeof output === "number" && { outputTokens: output }),
  };
}

/** The message of an error of an OpenAI-compatible server. */
export function messageOf(error: unknown): string {
  if (typeof error === "string") return error;
  return isObject(error) && typeof error.message === "string" ? error.message : "no reason given";
}

/** The service's error for a model that fails while it answers. */
export function streamError(reason: string): ServiceError {
  return new ServiceError("ModelStreamErrorException", 424, `The upstream server failed: ${reason}`);
}

function parseInput(text: string): unknown {
  try {
    return JSON.parse(text === "" ? "{}" : text);
  } catch {
    return text;
  }
}
