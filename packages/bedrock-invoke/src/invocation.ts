import type { AwsOptions } from "@langchain-aws/aws-auth";
import { createCaller, ModelProviderError, omitUndefined } from "@langchain-aws/core";
import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import type { BaseMessage } from "@langchain/core/messages";
import type { AsyncCaller } from "@langchain/core/utils/async_caller";
import { type BuiltRequest, buildChatRequest, buildPromptRequest } from "./build-request.ts";
import { type CallSettings, InvokeClient, type InvokeRequest } from "./client.ts";
import { chatCallKeys } from "./identity.ts";
import { reportIntervention } from "./reply/guardrail-notice.ts";
import { readStream } from "./reply/read-stream.ts";
import type { ReplyContext } from "./reply/reply-context.ts";
import { ReplyParser } from "./reply/reply-parser.ts";
import type { ReplyPiece } from "./reply/reply-reader.ts";
import { type FoundModel, isOpaque, type ResolvedModel, resolveModel, type Usage } from "./resolve-model.ts";
import {
  type CanonicalFields,
  type GivenCall,
  type InvokeSettings,
  type ResolvedOptions,
  resolveOptions,
} from "./resolve-options.ts";

/** What a call says: its options, and what LangChain adds. */
export type InvokeCall = GivenCall & CallSettings;

/** A reply in pieces, whether the service streams it or not. */
export interface PiecedReply {
  readonly parser: ReplyParser;
  readonly context: ReplyContext;
  readonly pieces: AsyncIterable<readonly ReplyPiece[]>;
}

/** What a class needs to send: its caller, its client, and the way of its requests. */
export interface StartedInvocation {
  readonly caller: AsyncCaller;
  readonly client: InvokeClient;
  readonly invocation: Invocation;
}

/**
 * Makes them, without loading or connecting anything.
 *
 * @throws as `resolveModel` for models about which no look-up could tell
 */
export function startInvocation(
  fields: CanonicalFields,
  settings: InvokeSettings,
  aws: AwsOptions,
  usage: Usage,
): StartedInvocation {
  const { maxConcurrency, onFailedAttempt } = fields;
  const caller = createCaller(omitUndefined({ maxConcurrency }));
  const client = new InvokeClient(
    omitUndefined({
      aws,
      caller: maxConcurrency === undefined ? undefined : caller,
      modelId: settings.hints.model,
      rateLimiter: settings.rateLimiter,
      onFailedAttempt,
    }),
  );
  return { caller, client, invocation: new Invocation(settings, usage, client) };
}

/** The way of one request: model, options, body, sending, reply. It holds nothing of a call. */
export class Invocation {
  readonly #settings: InvokeSettings;
  readonly #usage: Usage;
  readonly #client: InvokeClient;
  /** Whether a look-up tells more than the id. */
  readonly #isOpaque: boolean;
  /** What it has found. */
  #found: FoundModel | undefined;
  /** The options of a call that says nothing, which most do: LangChain asks for them several times for each. */
  #plain: ResolvedOptions | undefined;

  /** @throws as `resolveModel` for models about which no look-up could tell */
  constructor(settings: InvokeSettings, usage: Usage, client: InvokeClient) {
    this.#settings = settings;
    this.#usage = usage;
    this.#client = client;
    this.#isOpaque = isOpaque(settings.hints);
    this.#plain = this.#resolvePlain();
  }

  /** A call's options by what is known without asking anybody; nothing when the model is not known. */
  resolveNow(call: InvokeCall = {}): ResolvedOptions | undefined {
    this.#plain ??= this.#resolvePlain();
    if (this.#plain === undefined || !saysSomething(call)) return this.#plain;
    return resolveOptions(this.#settings, this.#plain.model, call);
  }

  /**
   * A call's options, after a look-up where the model's id does not say which it is.
   *
   * @throws ModelProviderError when the look-up does not tell either
   */
  async resolve(call: InvokeCall): Promise<ResolvedOptions> {
    if (this.#isOpaque) await this.findModel(call.signal);
    const options = this.resolveNow(call);
    if (options === undefined) throw new ModelProviderError("The model is not known. Set `baseModelId`.");
    return options;
  }

  #resolvePlain(): ResolvedOptions | undefined {
    const model = this.#resolveModel();
    return model === undefined ? undefined : resolveOptions(this.#settings, model);
  }

  #resolveModel(): ResolvedModel | undefined {
    const { hints, isConverse } = this.#settings;
    try {
      return resolveModel(hints, this.#usage, this.#found);
    } catch (error) {
      // Without a format there is no body to show, and Converse needs none.
      if (isConverse) return undefined;
      throw error;
    }
  }

  /** What a look-up tells about an identifier that names no model; nothing for any other. */
  async findModel(signal: AbortSignal | undefined): Promise<FoundModel | undefined> {
    const { hints } = this.#settings;
    if (this.#found === undefined && this.#isOpaque) {
      this.#found = await this.#client.findModel(hints.model, hints.provider !== undefined, signal);
    }
    return this.#found;
  }

  /** One whole reply. */
  async whole(
    input: readonly BaseMessage[] | string,
    call: InvokeCall,
    runManager?: CallbackManagerForLLMRun,
  ): Promise<ReplyParser> {
    const options = await this.resolve(call);
    const request = buildRequest(input, options, false);
    const parser = await this.#send(request, options, call);
    await reportIntervention(parser.guardrail(), options.guardrail, runManager);
    return parser;
  }

  /** One reply in pieces; whole, where the model does not stream. */
  async stream(
    input: readonly BaseMessage[] | string,
    call: InvokeCall,
    runManager?: CallbackManagerForLLMRun,
  ): Promise<PiecedReply> {
    const options = await this.resolve(call);
    if (avoidsStream(options)) {
      const request = buildRequest(input, options, false);
      const parser = await this.#send(request, options, call);
      return {
        parser,
        context: request.context,
        pieces: this.#reported(once(wholePieces(parser, request)), parser, options, runManager),
      };
    }
    const request = buildRequest(input, options, true);
    const { context, body } = request;
    const stream = await this.#client.openStream(toInvoke(body, options), call, options.streamIdleTimeout);
    const parser = new ReplyParser(options.model.format.createReader(context), context, stream.exchange);
    return { parser, context, pieces: this.#reported(readStream(stream, parser), parser, options, runManager) };
  }

  async #send({ body, context }: BuiltRequest, options: ResolvedOptions, call: InvokeCall): Promise<ReplyParser> {
    const reply = await this.#client.invoke(toInvoke(body, options), call);
    const parser = new ReplyParser(options.model.format.createReader(context), context, reply.exchange);
    parser.readWhole(reply.body);
    return parser;
  }

  async *#reported(
    pieces: AsyncIterable<readonly ReplyPiece[]>,
    parser: ReplyParser,
    { guardrail }: ResolvedOptions,
    runManager: CallbackManagerForLLMRun | undefined,
  ): AsyncGenerator<readonly ReplyPiece[]> {
    yield* pieces;
    await reportIntervention(parser.guardrail(), guardrail, runManager);
  }
}

/** Call options that are ours, and not LangChain's alone. */
const ownKeys: ReadonlySet<string> = /* @__PURE__ */ new Set([...chatCallKeys, "stop", "outputVersion"]);

function saysSomething(call: InvokeCall): boolean {
  return Object.keys(call).some((key) => ownKeys.has(key));
}

function buildRequest(
  input: readonly BaseMessage[] | string,
  options: ResolvedOptions,
  isStream: boolean,
): BuiltRequest {
  return typeof input === "string"
    ? buildPromptRequest(input, options, isStream)
    : buildChatRequest(input, options, isStream);
}

function toInvoke(body: BuiltRequest["body"], options: ResolvedOptions): InvokeRequest {
  const { guardrail, serviceTier, latency, requestMetadata, model } = options;
  return {
    modelId: model.modelId,
    format: model.format.name,
    body,
    ...(guardrail !== undefined && { guardrail }),
    ...(serviceTier !== undefined && { serviceTier }),
    ...(latency !== undefined && { latency }),
    ...(requestMetadata !== undefined && { requestMetadata }),
  };
}

function avoidsStream({ model, disableStreaming, tools, promptTools }: ResolvedOptions): boolean {
  if (model.format.streams === false || disableStreaming === true) return true;
  return disableStreaming === "tool_calling" && tools.length + promptTools.length > 0;
}

/** A whole reply as one piece for its content and one for each call. */
function wholePieces(parser: ReplyParser, { context }: BuiltRequest): readonly ReplyPiece[] {
  const message = parser.message();
  const { id, content, additional_kwargs } = message;
  const blocks = typeof content === "string" ? content : content.map((block, index) => ({ ...block, index }));
  const thought: unknown = additional_kwargs["reasoning_content"];
  const isTextOnly = typeof blocks === "string" && context.usesBlocks && context.format === "anthropic-messages";
  return [
    {
      ...(id !== undefined && { id }),
      content: isTextOnly ? [{ type: "text", text: blocks, index: 0 }] : blocks,
      text: message.text,
      ...(typeof thought === "string" && { thought }),
    },
    ...parser.calls().map(({ id: callId, name, args }, index) => ({
      text: "",
      call: {
        type: "tool_call_chunk" as const,
        id: callId,
        name,
        args: typeof args === "string" ? args : JSON.stringify(args),
        index,
      },
    })),
  ];
}

async function* once<T>(item: T): AsyncGenerator<T> {
  yield item;
}
