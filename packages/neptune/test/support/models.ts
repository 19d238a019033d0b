import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { LLM } from "@langchain/core/language_models/llms";
import { AIMessage, AIMessageChunk, type BaseMessage, type MessageContent } from "@langchain/core/messages";
import { ChatGenerationChunk, type ChatResult } from "@langchain/core/outputs";

/** A chat model that says what it is told to, in order, and remembers what it was asked. */
export class ScriptedChat extends BaseChatModel {
  /** The prompts, each as one text. */
  readonly prompts: string[] = [];
  readonly model: string;
  readonly #replies: MessageContent[];

  constructor(replies: readonly MessageContent[], model = "scripted") {
    super({});
    this.#replies = [...replies];
    this.model = model;
  }

  override _llmType(): string {
    return "scripted";
  }

  override async _generate(messages: BaseMessage[]): Promise<ChatResult> {
    const content = this.#next(messages);
    return { generations: [{ text: "", message: new AIMessage({ content }) }] };
  }

  /** One word a chunk, when the reply is a text. */
  override async *_streamResponseChunks(
    messages: BaseMessage[],
    _options: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const content = this.#next(messages);
    const pieces = typeof content === "string" ? content.split(/(?<= )/) : [content];
    for (const piece of pieces) {
      const text = typeof piece === "string" ? piece : "";
      yield new ChatGenerationChunk({ text, message: new AIMessageChunk({ content: piece }) });
      await runManager?.handleLLMNewToken(text);
    }
  }

  #next(messages: readonly BaseMessage[]): MessageContent {
    this.prompts.push(messages.map(({ text }) => text).join("\n---\n"));
    const reply = this.#replies.shift();
    if (reply === undefined) throw new Error("The script has run out.");
    return reply;
  }
}

/** The same for models that know no messages. */
export class ScriptedLlm extends LLM {
  readonly prompts: string[] = [];
  readonly #replies: string[];

  constructor(replies: readonly string[]) {
    super({});
    this.#replies = [...replies];
  }

  override _llmType(): string {
    return "scripted-llm";
  }

  override async _call(prompt: string): Promise<string> {
    this.prompts.push(prompt);
    const reply = this.#replies.shift();
    if (reply === undefined) throw new Error("The script has run out.");
    return reply;
  }
}
