import type { PlainRecord } from "@langchain-aws/core";
import type { BaseMessage } from "@langchain/core/messages";
import type { ModelFamily } from "../model-families.ts";
import type { BodyFormatName, JsonObject, ReasoningEffort } from "../options.ts";
import type { ReplyContext } from "../reply/reply-context.ts";
import type { ReplyReader } from "../reply/reply-reader.ts";
import type { ResolvedModel } from "../resolve-model.ts";
import type { ResolvedOptions } from "../resolve-options.ts";

/** A request body, or a part of one. */
export type Body = JsonObject;

/** What every format has a field for. */
export interface SamplingValues {
  readonly temperature?: number;
  readonly maxTokens?: number;
  readonly stop?: readonly string[];
}

/** How one format of InvokeModel is written and read. A new format is one such object and one row in the index. */
export interface BodyFormat {
  readonly name: BodyFormatName;
  /** Whether the body has a field for tools. */
  readonly takesTools: boolean;
  /** Tools may say `strict`. */
  readonly takesStrict?: true;
  /** `cache_control` of a call means something. */
  readonly takesCacheControl?: true;
  /** Who ends an answer at a stop sequence. A family's row may say `client` where the format says `service`. */
  readonly stops: "service" | "client";
  /** Whether there is a stream operation for it. @defaultValue true */
  readonly streams?: false;
  /** Members whose own members are merged one by one. */
  readonly nested?: readonly string[];
  /** The body of a conversation, without parameters. */
  buildChat(messages: readonly BaseMessage[], options: ResolvedOptions): Body;
  /** The body of a bare prompt, without parameters; absent where a prompt is sent as one user message. */
  buildPrompt?(prompt: string, options: ResolvedOptions): Body;
  /** Where the common parameters go. */
  buildSampling(values: SamplingValues, family: ModelFamily): Body;
  /** Where the caller's own parameters go; as they are unless said otherwise. */
  placeKwargs?(kwargs: PlainRecord): Body;
  /** How `reasoningEffort` is said; absent where it means nothing. */
  buildEffort?(effort: ReasoningEffort, family: ModelFamily): Body | undefined;
  /**
   * How an answer in a schema is asked for; absent where the format has no field for it.
   *
   * @param format - OpenAI's `response_format`
   * @throws AwsConfigurationError for what the model cannot be held to
   */
  buildAnswerFormat?(format: PlainRecord, model: ResolvedModel): Body;
  /** The last word on a whole body: defaults that depend on the rest. */
  finish?(body: Body, options: ResolvedOptions, isStream: boolean): Body;
  /** Begins to read one reply, whole or streamed. */
  createReader(context: ReplyContext): ReplyReader;
}
