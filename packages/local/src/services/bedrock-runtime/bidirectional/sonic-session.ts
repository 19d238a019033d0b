import { randomUUID } from "node:crypto";
import type { Model } from "../../../catalogue/model-profile.ts";
import type { ContentBlock, Message } from "../../../chat/content-blocks.ts";
import { blockText } from "../../../chat/conversation.ts";
import { promptParts } from "../../../chat/prompt-tokens.ts";
import type { ReplyBlock, StopReason } from "../../../chat/reply.ts";
import { isObject, listOf } from "../../../chat/rules/json-schema.ts";
import { argumentsText } from "../../../chat/stream-events.ts";
import { type LocalState, ServiceError, type WireRequest } from "../../../operation.ts";
import { answerChat } from "../answer-chat.ts";
import { type ConverseBody, type ToolItem, toPrompt } from "../converse-body.ts";

type Json = Record<string, unknown>;

/** A content that is open: what came of it so far. */
interface OpenContent {
  type: string;
  role: string;
  text: string;
  audioBytes: number;
  toolUseId: string;
}

const stopReasons: Partial<Record<StopReason, string>> = { max_tokens: "MAX_TOKENS", tool_use: "TOOL_USE" };

/**
 * One conversation in Nova Sonic's events: contents come in, and each of the user's is answered.
 *
 * Speech is neither heard nor spoken: a content of audio is answered as one without words, and answers are text. Source:
 * "Speech-to-Speech (Amazon Nova Sonic)": input and output events, Amazon Nova User Guide.
 */
export class SonicSession {
  readonly #model: Model;
  readonly #request: WireRequest;
  readonly #state: LocalState;
  readonly #sessionId: string = randomUUID();
  readonly #open = new Map<string, OpenContent>();
  readonly #system: { text: string }[] = [];
  readonly #messages: Message[] = [];
  #tools: ToolItem[] = [];
  #inference: ConverseBody["inferenceConfig"];
  #promptName: string | undefined;
  #isOver = false;

  constructor(model: Model, request: WireRequest, state: LocalState) {
    this.#model = model;
    this.#request = request;
    this.#state = state;
  }

  /** Whether the caller ended the session. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /**
   * Takes one event, and gives those that it is answered with.
   *
   * @throws ServiceError `ValidationException` for an event out of order
   */
  async *take(value: unknown): AsyncGenerator<Json> {
    const [name, body] = readEvent(value);
    switch (name) {
      case "sessionStart":
        this.#inference = toInference(body.inferenceConfiguration);
        return;
      case "promptStart":
        this.#promptName = textOf(body, "promptName");
        this.#tools = toTools(body.toolConfiguration);
        return;
      case "contentStart":
        this.#begin(body);
        return;
      case "textInput":
      case "toolResult":
        this.#content(body).text += textOf(body, "content");
        return;
      case "audioInput":
        this.#content(body).audioBytes += Math.floor((textOf(body, "content").length * 3) / 4);
        return;
      case "contentEnd":
        yield* this.#end(body);
        return;
      case "promptEnd":
        return;
      case "sessionEnd":
        this.#isOver = true;
        return;
      default:
        throw invalid(`There is no input event ${name}.`);
    }
  }

  #begin(body: Json): void {
    if (this.#promptName === undefined) throw invalid("A content must not begin before promptStart.");
    const name = textOf(body, "contentName");
    if (this.#open.has(name)) throw invalid(`The content ${name} has begun already.`);
    const { toolResultInputConfiguration: tool } = body;
    this.#open.set(name, {
      type: textOf(body, "type"),
      role: typeof body.role === "string" ? body.role : "USER",
      text: "",
      audioBytes: 0,
      toolUseId: isObject(tool) && typeof tool.toolUseId === "string" ? tool.toolUseId : "",
    });
  }

  #content(body: Json): OpenContent {
    const name = textOf(body, "contentName");
    const content = this.#open.get(name);
    if (content === undefined) throw invalid(`The content ${name} has not begun.`);
    return content;
  }

  async *#end(body: Json): AsyncGenerator<Json> {
    const content = this.#content(body);
    this.#open.delete(textOf(body, "contentName"));
    if (content.role === "SYSTEM") {
      this.#system.push({ text: content.text });
    } else if (content.role === "ASSISTANT") {
      this.#messages.push({ role: "assistant", content: [{ text: content.text }] });
    } else {
      this.#messages.push({ role: "user", content: [toBlock(content)] });
      yield* this.#answer();
    }
  }

  async *#answer(): AsyncGenerator<Json> {
    const body: ConverseBody = {
      messages: this.#messages,
      system: this.#system,
      ...(this.#tools.length > 0 && { toolConfig: { tools: this.#tools } }),
      ...(this.#inference && { inferenceConfig: this.#inference }),
    };
    const parts = [...promptParts(toPrompt(body), (text) => this.#state.countTokens(text))];
    const asked = { request: this.#request, body, model: this.#model, parts };
    const { answer } = await answerChat(asked, this.#state);
    const shared = { sessionId: this.#sessionId, promptName: this.#promptName, completionId: randomUUID() };
    yield { completionStart: shared };
    const said: ContentBlock[] = [];
    for await (const reply of answer.blocks()) {
      said.push(reply.block);
      yield* contentEvents(reply, shared);
    }
    this.#messages.push({ role: "assistant", content: said });
    const { usage, stopReason } = answer.end();
    const { inputTokens, outputTokens, totalTokens } = usage;
    yield {
      usageEvent: { ...shared, totalInputTokens: inputTokens, totalOutputTokens: outputTokens, totalTokens },
    };
    yield { completionEnd: { ...shared, stopReason: stopReasons[stopReason] ?? "END_TURN" } };
  }
}

/** A content of an answer: its start, what it holds, its end. */
function* contentEvents({ block }: ReplyBlock, shared: Json): Generator<Json> {
  const content = { ...shared, contentId: randomUUID() };
  if ("toolUse" in block) {
    const { toolUseId, name, input } = block.toolUse;
    const toolUseOutputConfiguration = { mediaType: "application/json" };
    yield { contentStart: { ...content, type: "TOOL", role: "TOOL", toolUseOutputConfiguration } };
    yield { toolUse: { ...content, toolUseId, toolName: name, content: argumentsText(input) } };
    yield { contentEnd: { ...content, type: "TOOL", stopReason: "TOOL_USE" } };
    return;
  }
  const text = blockText(block);
  if (text === undefined) return;
  const additionalModelFields = JSON.stringify({ generationStage: "FINAL" });
  const textOutputConfiguration = { mediaType: "text/plain" };
  yield {
    contentStart: { ...content, type: "TEXT", role: "ASSISTANT", textOutputConfiguration, additionalModelFields },
  };
  yield { textOutput: { ...content, role: "ASSISTANT", content: text } };
  yield { contentEnd: { ...content, type: "TEXT", stopReason: "END_TURN" } };
}

function toBlock({ type, text, audioBytes, toolUseId }: OpenContent): ContentBlock {
  if (type === "TOOL") return { toolResult: { toolUseId, content: [{ text }] } };
  if (type === "AUDIO") return { audio: { format: "pcm", source: { bytes: new Uint8Array(audioBytes) } } };
  return { text };
}

function readEvent(value: unknown): [name: string, body: Json] {
  const event = isObject(value) ? value.event : undefined;
  const [entry] = isObject(event) ? Object.entries(event) : [];
  if (entry === undefined || !isObject(entry[1])) throw invalid("A chunk holds no JSON object with an event.");
  return [entry[0], entry[1]];
}

function toInference(value: unknown): ConverseBody["inferenceConfig"] {
  if (!isObject(value)) return undefined;
  const { maxTokens, topP, temperature } = value;
  return {
    ...(typeof maxTokens === "number" && { maxTokens }),
    ...(typeof topP === "number" && { topP }),
    ...(typeof temperature === "number" && { temperature }),
  };
}

function toTools(configuration: unknown): ToolItem[] {
  const tools = isObject(configuration) ? listOf(configuration.tools) : [];
  return tools.flatMap((tool): ToolItem[] => {
    if (!isObject(tool) || !isObject(tool.toolSpec) || typeof tool.toolSpec.name !== "string") return [];
    const { name, description, inputSchema } = tool.toolSpec;
    const json: unknown = isObject(inputSchema) ? inputSchema.json : undefined;
    const schema: unknown = typeof json === "string" ? parseSchema(json) : json;
    return [
      { toolSpec: { name, ...(typeof description === "string" && { description }), inputSchema: { json: schema } } },
    ];
  });
}

/** Sonic takes the schema as a text. */
function parseSchema(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid("The inputSchema of a tool is not JSON.");
  }
}

function textOf(body: Json, name: string): string {
  const { [name]: value } = body;
  if (typeof value === "string") return value;
  throw invalid(`An input event lacks ${name}.`);
}

function invalid(message: string): ServiceError {
  return new ServiceError("ValidationException", 400, message);
}
