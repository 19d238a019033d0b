import type { Serialized } from "@langchain/core/load/serializable";
import { AIMessageChunk, type AIMessageChunkFields } from "@langchain/core/messages";
import type { InvalidToolCall, ToolCallChunk } from "@langchain/core/messages/tool";
import { asWire } from "../as-wire.ts";
import { isCut, toToolCall } from "./tool-calls.ts";

/**
 * The first chunk of a reply. What is added to it is one too, for LangChain adds chunks by the class of the first, and
 * so the sum knows a call whose arguments broke off when the reply was cut: LangChain completes such arguments and takes
 * the call for a whole one. Here it is in `invalid_tool_calls`, as it is in a reply that comes at once.
 */
export class FirstChunk extends AIMessageChunk {
  readonly #isCut: boolean = false;

  constructor(fields: AIMessageChunkFields | string) {
    super(fields);
    const stopReason = typeof fields === "string" ? undefined : fields.response_metadata?.["stopReason"];
    const cut = isCut(stopReason) ? brokenOff(this.tool_call_chunks ?? [], stopReason) : undefined;
    if (cut === undefined) return;
    this.tool_calls = (this.tool_calls ?? []).filter(({ id }) => id !== cut.id);
    this.invalid_tool_calls = [...(this.invalid_tool_calls ?? []).filter(({ id }) => id !== cut.id), cut];
    this.#isCut = true;
  }

  /** In JSON this is LangChain's own class. */
  override get lc_id(): string[] {
    return [...this.lc_namespace, "AIMessageChunk"];
  }

  override toJSON(): Serialized {
    const json = super.toJSON();
    // What is read back would be completed all over again.
    if (this.#isCut && json.type === "constructor") json.kwargs = { ...json.kwargs, tool_call_chunks: [] };
    return json;
  }
}

/** The last call, when its arguments are no whole JSON object. */
function brokenOff(chunks: readonly ToolCallChunk[], stopReason: string): InvalidToolCall | undefined {
  const last = chunks.at(-1);
  if (last?.args === undefined) return undefined;
  const call = toToolCall({ toolUseId: last.id, name: last.name, input: asWire(parsed(last.args)) }, stopReason);
  return call.type === "invalid_tool_call" ? call : undefined;
}

/** What a text says as JSON; the text itself when it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
