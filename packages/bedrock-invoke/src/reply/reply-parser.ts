import {
  BedrockModelError,
  isRecord,
  numberOf,
  omitUndefined,
  type PlainRecord,
  recordOf,
  stringOf,
  utf8Decode,
} from "@langchain-aws/core";
import { AIMessage, type UsageMetadata } from "@langchain/core/messages";
import type { InvalidToolCall, ToolCall } from "@langchain/core/messages/tool";
import { parsedJson } from "../record.ts";
import type { ReplyContext } from "./reply-context.ts";
import type { Reply, ReplyCall, ReplyPiece, ReplyReader } from "./reply-reader.ts";
import { bestUsage, toUsageMetadata, type Usage, usageOfHeaders, usageOfMetrics } from "./usage.ts";

/** The facts of an exchange that no body holds. */
export interface ExchangeFacts {
  readonly requestId?: string;
  readonly serviceTier?: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What a guardrail did to a reply. */
export interface GuardrailReport {
  readonly action: string;
  /** Only when it intervened. */
  readonly reason?: "GUARDRAIL_INTERVENED";
  readonly trace?: unknown;
}

/** What a reply says besides its content. */
export interface ReplyEnd {
  /** `response_metadata`, but for `model_provider`. */
  readonly metadata: Record<string, unknown>;
  readonly usage: UsageMetadata | undefined;
}

/**
 * Reads one reply, whole or as a stream: what the service adds to any format, and the format's own through its reader.
 * It holds all state of the reply, and none outlives it.
 */
export class ReplyParser {
  readonly #reader: ReplyReader;
  readonly #context: ReplyContext;
  readonly #exchange: ExchangeFacts;
  #metrics: PlainRecord = {};
  #action: string | undefined;
  #trace: unknown;
  /** What a whole reply says, and its end. */
  #whole: Reply | undefined;
  #wholeEnd: ReplyEnd | undefined;

  constructor(reader: ReplyReader, context: ReplyContext, exchange: ExchangeFacts) {
    this.#reader = reader;
    this.#context = context;
    this.#exchange = exchange;
  }

  /** Whether the rest of the stream says nothing. */
  get isCut(): boolean {
    return this.#reader.isCut;
  }

  /** Whether the model has said that it is done. */
  get isComplete(): boolean {
    return this.#reader.isComplete;
  }

  /** @throws BedrockModelError when the body is no reply in this format. The text shows member names, never values. */
  readWhole(bytes: Uint8Array): void {
    const body = parsedJson(utf8Decode(bytes));
    if (!isRecord(body)) {
      throw this.#unexpected(bytes.length === 0 ? "Its body is empty." : "Its body is no JSON object.");
    }
    this.#readService(body);
    this.#reader.readWhole(body);
    this.#whole = this.#reader.reply();
    const { content, calls, thought, stopReason } = this.#whole;
    const isNothing = content.length === 0 && calls.length === 0 && thought === undefined && stopReason === undefined;
    if (isNothing && this.#action === undefined) {
      const members = Object.keys(body).slice(0, 20).join(", ") || "none";
      throw this.#unexpected(`It holds nothing of that format; its members: ${members}. Set \`bodyFormat\`.`);
    }
  }

  /** @param pieces - where the event's pieces are added */
  readEvent(event: PlainRecord, pieces: ReplyPiece[]): void {
    this.#readService(event);
    this.#reader.readEvent(event, pieces);
  }

  /** The stream has ended. */
  finish(pieces: ReplyPiece[]): void {
    this.#reader.finish(pieces);
  }

  /** What the guardrail did; nothing when it said nothing. */
  guardrail(): GuardrailReport | undefined {
    if (this.#action === undefined && this.#trace === undefined) return undefined;
    const action = this.#action ?? "NONE";
    const intervened = action === "INTERVENED" || action === "GUARDRAIL_INTERVENED";
    return omitUndefined({
      action,
      reason: intervened ? ("GUARDRAIL_INTERVENED" as const) : undefined,
      trace: this.#trace,
    });
  }

  end(): ReplyEnd {
    if (this.#whole === undefined) return this.#end(this.#reader.reply());
    this.#wholeEnd ??= this.#end(this.#whole);
    return this.#wholeEnd;
  }

  /** The calls in their order, those with arguments that cannot be read among them. */
  calls(): readonly ReplyCall[] {
    return (this.#whole ?? this.#reader.reply()).calls;
  }

  /** The message of all that has been read. */
  message(): AIMessage {
    const reply = this.#whole ?? this.#reader.reply();
    const { metadata, usage } = this.#whole === undefined ? this.#end(reply) : this.end();
    const isV1 = this.#context.outputVersion === "v1" && this.#context.format !== "anthropic-messages";
    return new AIMessage({
      id: reply.id,
      content: reply.content,
      tool_calls: reply.calls.flatMap(toToolCall),
      invalid_tool_calls: reply.calls.flatMap(toInvalidCall),
      additional_kwargs: reply.thought === undefined ? {} : { reasoning_content: reply.thought },
      usage_metadata: usage,
      response_metadata: {
        model_provider: providerName(this.#context, reply.thought !== undefined),
        ...(isV1 && { output_version: "v1" }),
        ...metadata,
      },
    });
  }

  #end({ stopReason, stopSequence, usage, metadata, calls }: Reply): ReplyEnd {
    const { modelId, provider } = this.#context;
    const counted: Usage | undefined = bestUsage(
      usage,
      usageOfMetrics(this.#metrics),
      usageOfHeaders(this.#exchange.headers),
    );
    return {
      metadata: omitUndefined({
        model_name: modelId,
        bedrock_provider: provider,
        stop_reason: stopReason,
        stop_sequence: stopSequence,
        request_id: this.#exchange.requestId,
        latency_ms: this.#latency(),
        guardrail: this.guardrail(),
        service_tier: this.#exchange.serviceTier,
        truncated_tool_call: calls.some(({ args }) => typeof args === "string") ? true : undefined,
        ...metadata,
      }),
      usage: counted === undefined ? undefined : toUsageMetadata(counted),
    };
  }

  #latency(): number | undefined {
    const header = this.#exchange.headers["x-amzn-bedrock-invocation-latency"];
    return (
      numberOf(this.#metrics["invocationLatency"]) ?? (header === undefined ? undefined : numberOf(Number(header)))
    );
  }

  #readService(body: PlainRecord): void {
    const metrics = body["amazon-bedrock-invocationMetrics"];
    if (isRecord(metrics)) this.#metrics = metrics;
    const action = stringOf(body["amazon-bedrock-guardrailAction"]);
    // A later event of the stream may say that nothing was found in it; what was found stays found.
    if (action !== undefined && (this.#action === undefined || action !== "NONE")) this.#action = action;
    this.#trace = body["amazon-bedrock-trace"] ?? this.#trace;
  }

  #unexpected(problem: string): BedrockModelError {
    const { modelId, format } = this.#context;
    return new BedrockModelError(`The reply of ${modelId} cannot be read as ${format}. ${problem}`, {
      code: "UNEXPECTED_REPLY",
      service: "bedrock-runtime",
      operation: "InvokeModel",
    });
  }
}

/** The name by which LangChain finds how to read our content. */
export function providerName({ format }: ReplyContext, hasThought: boolean): string {
  if (format === "anthropic-messages") return "anthropic";
  return hasThought ? "deepseek" : "bedrock";
}

function toToolCall({ id, name, args }: ReplyCall): ToolCall[] {
  return typeof args === "string" ? [] : [{ type: "tool_call", id, name, args: recordOf(args) }];
}

function toInvalidCall({ id, name, args }: ReplyCall): InvalidToolCall[] {
  if (typeof args !== "string") return [];
  return [{ type: "invalid_tool_call", id, name, args, error: "The arguments are not a JSON object." }];
}
