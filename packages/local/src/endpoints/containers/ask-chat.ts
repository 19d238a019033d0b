import { Answer } from "../../chat/answer.ts";
import type { Message } from "../../chat/content-blocks.ts";
import { promptTokens } from "../../chat/prompt-tokens.ts";
import type { ReplyBlock, ReplyUsage, StopReason } from "../../chat/reply.ts";
import type { RequestTool, RequestToolChoice } from "../../chat/responder.ts";
import { textPieces } from "../../chat/stream-events.ts";
import type { LocalState } from "../../operation.ts";
import { sleep } from "../../sleep.ts";
import type { ContainerCall } from "../endpoint-options.ts";

/** What a container's body asks for, in the words of the chat engine. */
export interface AskedChat {
  /** The format of the container, which responders see as the model's family. */
  readonly family: string;
  readonly messages: readonly Message[];
  readonly system?: string;
  readonly tools?: readonly RequestTool[];
  readonly toolChoice?: RequestToolChoice;
  readonly maxTokens: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly stop: readonly string[];
  readonly outputSchema?: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** An answer of the chat engine on its way out. */
export interface ChatAnswer {
  blocks(): Iterable<ReplyBlock> | AsyncIterable<ReplyBlock>;
  /** Call it after the last block. */
  end(): { stopReason: StopReason; usage: ReplyUsage };
}

/** The pieces of what is said aloud: neither thoughts nor calls, which containers of plain text have no place for. */
export function spokenPieces(reply: ReplyBlock): readonly string[] {
  return "toolUse" in reply.block || "reasoningContent" in reply.block ? [] : textPieces(reply);
}

/** All that is said aloud. */
export async function spokenText(answer: ChatAnswer): Promise<string> {
  let text = "";
  for await (const block of answer.blocks()) text += spokenPieces(block).join("");
  return text;
}

/** What each container's tool calls are named by. */
const callIdAlphabet = "0123456789abcdef";

/** Has a request answered as chat models are: by the script, `on`, the responders or the rules. */
export async function askChat(asked: AskedChat, call: ContainerCall, state: LocalState): Promise<ChatAnswer> {
  const { family, messages, system = "", tools = [], toolChoice = { kind: "auto" }, temperature, topP, stop } = asked;
  const count = (text: string): number => state.countTokens(text);
  const result = await state.chat.respond({
    id: call.id,
    modelId: call.endpointName,
    baseModelId: call.endpointName,
    family,
    operation: call.streaming ? "InvokeEndpointWithResponseStream" : "InvokeEndpoint",
    messages,
    system,
    tools,
    systemTools: [],
    toolChoice,
    inferenceConfig: {
      maxTokens: asked.maxTokens,
      ...(temperature === undefined ? {} : { temperature }),
      ...(topP === undefined ? {} : { topP }),
      stopSequences: stop,
    },
    additionalFields: {},
    ...(asked.outputSchema === undefined ? {} : { outputSchema: asked.outputSchema }),
    body: asked.body,
    attempt: call.attempt,
    signal: call.signal,
  });
  const prompt = { tools, system: system === "" ? [] : [{ text: system }], messages };
  const answer = new Answer(result, {
    limits: { maxTokens: asked.maxTokens, stopSequences: stop },
    count,
    input: { inputTokens: promptTokens(prompt, count) },
    newToolUseId: () => newCallId(() => state.random()),
  });
  if (answer.reply.delayMs !== undefined) await sleep(answer.reply.delayMs, call.signal);
  return answer;
}

/** `chatcmpl-tool-` and 32 digits, as vLLM has them. */
function newCallId(random: () => number): string {
  let id = "chatcmpl-tool-";
  for (let digits = 0; digits < 32; digits += 1) id += callIdAlphabet.charAt(Math.floor(random() * 16));
  return id;
}
