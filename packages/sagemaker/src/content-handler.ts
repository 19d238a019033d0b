import type { ToolDefinition } from "@langchain-aws/core/tools";
import type { AIMessage, AIMessageChunk, BaseMessage, UsageMetadata } from "@langchain/core/messages";
import type { Framing, StreamRecord } from "./stream/stream-record.ts";

/** What a handler is told about the call. */
export interface HandlerContext {
  /** Whether the answer will be streamed: the body says so, as in `"stream": true`. */
  readonly streaming: boolean;
  /** The call's stop sequences. */
  readonly stop?: readonly string[];
  readonly tools?: readonly ToolDefinition[];
  /** As it was given: `"auto"`, `"none"`, `"any"`, `"required"`, a tool's name, or the container's own object. */
  readonly toolChoice?: unknown;
  /** OpenAI's `response_format`, for structured output. */
  readonly responseFormat?: unknown;
  /** The parameters of the call, stop sequences included. */
  readonly modelKwargs?: Readonly<Record<string, unknown>>;
  /** The content type of the response; missing while the request is made. */
  readonly responseContentType?: string;
  /** The response's custom attributes. */
  readonly attributes?: string;
}

/** What one record of a stream says. */
export interface StreamPiece {
  /** Text that is added. */
  readonly text?: string;
  /** The message's id, the same for all pieces. */
  readonly id?: string;
  /** For chat, in place of `text`: all that is added, text and pieces of tool calls. */
  readonly message?: AIMessageChunk;
  /** The tokens of the whole answer; the last one counts. */
  readonly usage?: UsageMetadata;
  /** In the container's own words; the last one counts. */
  readonly finishReason?: string;
  /** Further members of the answer's metadata. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Ends the stream. */
  readonly done?: boolean;
}

/** A text with what is known about it. */
export interface TextReply {
  readonly text: string;
  readonly usage?: UsageMetadata;
  /** In the container's own words. */
  readonly finishReason?: string;
  /** Further members of `generationInfo`. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** A message with what is known about it. */
export interface ChatReply {
  readonly message: AIMessage;
  readonly usage?: UsageMetadata;
  /** In the container's own words. */
  readonly finishReason?: string;
}

/**
 * Makes a container's requests and reads its answers. The first four members are enough; each may be asynchronous.
 *
 * @typeParam In - what the class sends: a prompt, messages, texts
 * @typeParam Out - what the class makes of it
 */
export interface ContentHandler<In, Out> {
  /** @defaultValue "application/json" */
  readonly contentType?: string;
  /** @defaultValue "application/json" */
  readonly accepts?: string;
  /** The body of a request. Called once for a call, however often it is sent. */
  transformInput(
    input: In,
    modelKwargs: Record<string, unknown>,
    context: HandlerContext,
  ): Uint8Array | Promise<Uint8Array>;
  /** The answer in a body. In a stream, and without `transformStreamRecord`, it gets each record. */
  transformOutput(output: Uint8Array, context: HandlerContext): Out | Promise<Out>;
  /**
   * How a streamed body is cut into records.
   *
   * @defaultValue "auto"
   */
  readonly framing?: Framing;
  /** What a record of a stream says; `null` for nothing. */
  transformStreamRecord?(
    record: StreamRecord,
    context: HandlerContext,
  ): StreamPiece | null | Promise<StreamPiece | null>;
  /** Puts stop sequences where the container looks for them. They are also kept to without it. */
  applyStop?(modelKwargs: Record<string, unknown>, stop: string[]): Record<string, unknown>;
  /** An error of one's own for a container's status and words. */
  mapError?(status: number, body: string): Error | undefined;
}

/** A handler to extend, of any input and output. The name that LangChain.js's community package has. */
export abstract class BaseSageMakerContentHandler<In, Out> implements ContentHandler<In, Out> {
  readonly contentType: string = "application/json";
  readonly accepts: string = "application/json";
  readonly framing?: Framing;

  abstract transformInput(
    input: In,
    modelKwargs: Record<string, unknown>,
    context: HandlerContext,
  ): Uint8Array | Promise<Uint8Array>;

  abstract transformOutput(output: Uint8Array, context: HandlerContext): Out | Promise<Out>;
}

/** A handler for `SagemakerEndpoint`: a prompt goes in, a text comes out. */
export abstract class LLMContentHandler extends BaseSageMakerContentHandler<string, string | TextReply> {}

/** A handler for `ChatSagemaker`: messages go in, a message comes out. */
export abstract class ChatModelContentHandler extends BaseSageMakerContentHandler<
  BaseMessage[],
  string | AIMessage | ChatReply
> {}

/** A handler for `SagemakerEmbeddings`: texts go in, one vector for each comes out. */
export abstract class EmbeddingsContentHandler extends BaseSageMakerContentHandler<string[], number[][]> {}
