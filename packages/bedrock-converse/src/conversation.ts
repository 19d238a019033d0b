import { BedrockValidationError, parseModelId } from "@langchain-aws/core";
import type { AIMessage, BaseMessage } from "@langchain/core/messages";
import type { ConverseClient, OpenStream } from "./client.ts";
import { countTokens } from "./count-tokens.ts";
import type { ChatBedrockConverseCallOptions } from "./options.ts";
import { buildRequest, type ConverseInput } from "./request/build-request.ts";
import { type ConverseSettings, type FoundModel, type ResolvedOptions, resolveOptions } from "./resolve-options.ts";
import { parseResponse } from "./response/parse-response.ts";
import { type ReplyContext, toReplyContext } from "./response/reply-context.ts";
import { toParts } from "./response/reply-parts.ts";
import { readStream, type StreamReply } from "./stream-reply.ts";

/** A call's own options, and the signal LangChain adds. */
export type CallOptions = Partial<ChatBedrockConverseCallOptions>;

/** A streamed reply with what its renderers need. */
export interface RenderedStream extends StreamReply {
  readonly context: ReplyContext;
  /** Whether text is sent in indexed blocks from the start. */
  readonly isIndexed: boolean;
}

/** The way of one request: options, request, sending, reply. */
export class Conversation {
  readonly #settings: ConverseSettings;
  readonly #client: ConverseClient;
  /** What look-ups have found, by model id. */
  readonly #found = new Map<string, FoundModel>();
  /** Models that have refused to stream tools. */
  readonly #toolsUnstreamed = new Set<string>();

  constructor(settings: ConverseSettings, client: ConverseClient) {
    this.#settings = settings;
    this.#client = client;
  }

  /** A call's options by what is known without asking anybody. */
  resolveNow(call: CallOptions): ResolvedOptions {
    const options = resolveOptions(this.#settings, call);
    const found = this.#found.get(options.modelId);
    return found === undefined ? options : resolveOptions(this.#settings, call, found);
  }

  /** One reply, at once. */
  async reply(messages: readonly BaseMessage[], call: CallOptions): Promise<AIMessage> {
    const options = await this.#resolve(call);
    const request = buildRequest(messages, options, { isStream: false });
    return parseResponse(await this.#client.converse(request, call), toReplyContext(options));
  }

  /** One reply in parts; whole, where the model does not stream what is asked. */
  async stream(messages: readonly BaseMessage[], call: CallOptions): Promise<RenderedStream> {
    const options = await this.#resolve(call);
    const context = toReplyContext(options);
    const request = buildRequest(messages, options, { isStream: true });
    const isIndexed = options.streamContent === "blocks" || mayHoldMoreThanText(request);
    const stream = this.#avoidsStream(options, request) ? undefined : await this.#open(request, options, call);
    const reply =
      stream === undefined ? await this.#whole(messages, options, context, call) : readStream(stream, context);
    return { ...reply, context, isIndexed };
  }

  /** The tokens of a conversation, counted or estimated. */
  async countTokens(messages: readonly BaseMessage[], call: CallOptions): Promise<number> {
    return countTokens(messages, await this.#resolve(call), this.#client, call);
  }

  async #resolve(call: CallOptions): Promise<ResolvedOptions> {
    const options = this.resolveNow(call);
    const { modelId, resolved } = options;
    const isNamed = resolved.baseModelId !== undefined || resolved.provider !== undefined;
    if (isNamed || this.#found.has(modelId) || parseModelId(modelId).partition === undefined) return options;
    const found = await this.#client.findModel(modelId, call.signal);
    // What could not be found now may be found later; how soon it is asked again is the look-up's business.
    if (Object.keys(found).length > 0) this.#found.set(modelId, found);
    return this.resolveNow(call);
  }

  #avoidsStream({ disableStreaming, resolved: { family } }: ResolvedOptions, request: ConverseInput): boolean {
    if (disableStreaming === true) return true;
    if (request.toolConfig === undefined) return false;
    if (this.#toolsUnstreamed.has(request.modelId ?? "")) return true;
    return disableStreaming === undefined ? !family.streamsTools : disableStreaming === "tool_calling";
  }

  /** Nothing, when the model says it does not stream tools; it is not asked again. */
  async #open(request: ConverseInput, options: ResolvedOptions, call: CallOptions): Promise<OpenStream | undefined> {
    try {
      return await this.#client.openStream(request, call, options.streamIdleTimeout);
    } catch (error) {
      const isRefused = BedrockValidationError.isInstance(error) && /tool use in streaming mode/i.test(error.message);
      if (!isRefused || request.toolConfig === undefined) throw error;
      this.#toolsUnstreamed.add(options.modelId);
      return undefined;
    }
  }

  async #whole(
    messages: readonly BaseMessage[],
    options: ResolvedOptions,
    context: ReplyContext,
    call: CallOptions,
  ): Promise<StreamReply> {
    const reply = await this.#client.converse(buildRequest(messages, options, { isStream: false }), call);
    const message = parseResponse(reply, context);
    return { exchange: reply.$metadata, parts: once(toParts(reply, context)), message: () => message };
  }
}

/** Citations, search results and the service's own tools put more than text into a reply. */
function mayHoldMoreThanText({ messages, toolConfig }: ConverseInput): boolean {
  if (toolConfig?.tools?.some((tool) => tool.systemTool !== undefined) === true) return true;
  const blocks = messages?.flatMap(({ content }) => content ?? []) ?? [];
  const nested = blocks.flatMap((block) => block.toolResult?.content ?? []);
  return [...blocks, ...nested].some(
    ({ document, searchResult }) => document?.citations?.enabled === true || searchResult !== undefined,
  );
}

async function* once<T>(item: T): AsyncGenerator<T> {
  yield item;
}
