// @langchain-aws/core

import { AsyncCaller } from "@langchain/core/utils/async_caller";
import { LangChainError, ns } from "@langchain/core/errors";
import { UsageMetadata } from "@langchain/core/messages";
declare function toBase64(bytes: Uint8Array): string;
declare function fromBase64(text: string): Uint8Array;
declare function utf8Encode(text: string): Uint8Array;
declare function utf8Decode(bytes: Uint8Array): string;
interface DataUrl {
  mimeType: string;
  bytes: Uint8Array;
}
declare function parseDataUrl(url: string): DataUrl | undefined;
declare function sniffMimeType(bytes: Uint8Array): string | undefined;
declare function createCaller(params?: {
  maxConcurrency?: number;
}): AsyncCaller;
declare function runLimited<T>(caller: AsyncCaller | undefined, signal: AbortSignal | undefined, task: () => Promise<T>): Promise<T>;
type Environment = Readonly<Record<string, string | undefined>>;
declare function readEnvironment(name: string, env?: Environment): string | undefined;
declare function debugLog(scope: string, message: () => string, env?: Environment): void;
type Brands = typeof ns;
declare const errorBrands: Brands;
declare const BrandedError: typeof LangChainError;
declare function stampRetryable<T>(error: T, isRetryable: boolean): T;
declare function getRetryable(error: unknown): boolean | undefined;
declare const maxErrorTextLength = 2e3;
interface AwsErrorFields {
  code?: string;
  awsCode?: string;
  service?: string;
  operation?: string;
  httpStatusCode?: number;
  requestId?: string;
  retryable?: boolean;
  lc_error_code?: string;
  hint?: string;
  cause?: unknown;
}
interface AwsErrorDefaults {
  name: string;
  code: string;
  retryable: boolean;
  lc_error_code?: string;
}
declare const Aws: typeof BrandedError;
declare class AwsLangChainError extends Aws {
  static readonly defaults: AwsErrorDefaults;
  override readonly name: string;
  readonly code: string;
  readonly awsCode?: string;
  readonly service?: string;
  readonly operation?: string;
  readonly httpStatusCode?: number;
  readonly requestId?: string;
  readonly retryable: boolean;
  readonly lc_error_code?: string;
  readonly hint?: string;
  constructor(message: string, fields?: AwsErrorFields);
}
declare const Configuration: typeof AwsLangChainError;
declare class AwsConfigurationError extends Configuration {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Provider: typeof AwsConfigurationError;
declare class ModelProviderError extends Provider {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Region: typeof AwsLangChainError;
declare class AwsRegionError extends Region {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Credentials: typeof AwsLangChainError;
declare class AwsCredentialsError extends Credentials {
  static override readonly defaults: AwsErrorDefaults;
}
declare const AccessDenied: typeof AwsLangChainError;
declare class BedrockAccessDeniedError extends AccessDenied {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Throttling: typeof AwsLangChainError;
declare class BedrockThrottlingError extends Throttling {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Validation: typeof AwsLangChainError;
declare class BedrockValidationError extends Validation {
  static override readonly defaults: AwsErrorDefaults;
}
declare const NotFound: typeof AwsLangChainError;
declare class BedrockModelNotFoundError extends NotFound {
  static override readonly defaults: AwsErrorDefaults;
}
declare const NotReady: typeof AwsLangChainError;
declare class BedrockModelNotReadyError extends NotReady {
  static override readonly defaults: AwsErrorDefaults;
}
declare const ModelTimeout: typeof AwsLangChainError;
declare class BedrockModelTimeoutError extends ModelTimeout {
  static override readonly defaults: AwsErrorDefaults;
}
interface BedrockModelErrorFields extends AwsErrorFields {
  originalStatusCode?: number;
  resourceName?: string;
}
declare const Model: typeof AwsLangChainError;
declare class BedrockModelError extends Model {
  static override readonly defaults: AwsErrorDefaults;
  readonly originalStatusCode?: number;
  readonly resourceName?: string;
  constructor(message: string, fields?: BedrockModelErrorFields);
}
declare const Service: typeof AwsLangChainError;
declare class BedrockServiceError extends Service {
  static override readonly defaults: AwsErrorDefaults;
}
interface BedrockStreamErrorFields extends AwsErrorFields {
  originalStatusCode?: number;
  originalMessage?: string;
  partial?: boolean;
}
declare const Stream: typeof AwsLangChainError;
declare class BedrockStreamError extends Stream {
  static override readonly defaults: AwsErrorDefaults;
  readonly originalStatusCode?: number;
  readonly originalMessage?: string;
  readonly partial: boolean;
  constructor(message: string, fields?: BedrockStreamErrorFields);
}
declare const Guardrail: typeof AwsLangChainError;
declare class GuardrailInterventionError extends Guardrail {
  static override readonly defaults: AwsErrorDefaults;
  readonly trace: unknown;
  constructor(message: string, fields?: AwsErrorFields & {
    trace?: unknown;
  });
}
type AwsErrorKind = "overflow" | "region" | "credentials" | "access" | "throttling" | "quota" | "validation" | "conflict" | "not-found" | "not-ready" | "timeout" | "model" | "service" | "network" | "stream" | "unknown";
interface ParallelSettings {
  readonly limit: number;
  readonly signal?: AbortSignal;
}
declare function inParallel<T, R>(items: readonly T[], {
  limit,
  signal
}: ParallelSettings, work: (item: T, signal: AbortSignal) => Promise<R>): Promise<R[]>;
interface MapAwsErrorContext {
  service: string;
  operation: string;
  model?: string;
  region?: string;
  profile?: string;
  what?: string;
  secrets?: readonly string[];
  stream?: "opening" | "open";
  hints?: readonly ValidationHint[];
}
interface ValidationHint {
  when: RegExp;
  kinds?: readonly AwsErrorKind[];
  hint: string | ((context: MapAwsErrorContext, message: string) => string);
  errorCode?: string;
}
declare function mapAwsError(error: unknown, context: MapAwsErrorContext): Error;
declare const isAbortError: (error: unknown) => boolean;
type ModelIdKind = "foundation" | "inference-profile" | "application-inference-profile" | "provisioned" | "custom" | "custom-deployment" | "imported" | "prompt" | "prompt-router" | "endpoint" | "unknown";
interface ParsedModelId {
  raw: string;
  kind: ModelIdKind;
  partition?: string;
  region?: string;
  accountId?: string;
  resourceId?: string;
  geoPrefix?: string;
  provider?: string;
  baseModelId?: string;
  contextVariant?: string;
}
declare function parseModelId(input: string): ParsedModelId;
declare function decodeArn(text: string): string;
interface OptionalPeer {
  readonly name: string;
  readonly feature: string;
  readonly instead?: string;
  readonly uses?: readonly string[];
}
type ErrorClass = new (message: string, fields: AwsErrorFields) => Error;
declare function missingPeer(peer: OptionalPeer, Thrown?: ErrorClass): (cause: unknown) => never;
declare function requireUses<T extends object>(loaded: T, peer: OptionalPeer, Thrown?: ErrorClass): T;
interface OptionNames<Name extends string> {
  get(spelling: string): Name | undefined;
}
type OptionSpellings<Name extends string> = ReadonlyMap<string, Name>;
interface ReadOptionsSettings<Name extends string> {
  readonly fail: (text: string) => Error;
  readonly nullable?: readonly Name[] | "all";
  readonly isSame?: (a: unknown, b: unknown) => boolean;
  readonly onNull?: (spelling: string) => void;
  readonly onUnknown?: (spelling: string, value: unknown) => void;
}
declare function optionSpellings<const Names extends Readonly<Record<string, readonly string[]>>>(aliases: Names): OptionSpellings<keyof Names & string>;
declare function camelCaseNames(otherNames: Readonly<Record<string, string>>): OptionNames<string>;
declare function camelCase(spelling: string): string;
declare function readOptions<Name extends string>(given: object, names: OptionNames<Name>, {
  fail,
  nullable,
  isSame,
  onNull,
  onUnknown
}: ReadOptionsSettings<Name>): ReadonlyMap<Name, unknown>;
type PlainRecord = Readonly<Record<string, unknown>>;
declare function isRecord(value: unknown): value is PlainRecord;
declare function isPlainRecord(value: unknown): value is PlainRecord;
declare function recordOf(value: unknown): PlainRecord;
declare function stringOf(value: unknown): string | undefined;
declare function numberOf(value: unknown): number | undefined;
declare function firstText(...values: readonly unknown[]): string | undefined;
declare function omitUndefined<T extends object>(fields: T): T;
declare function addDefined(target: Record<string, unknown>, fields: object): void;
declare function redact(text: string, secrets?: readonly string[]): string;
declare function isSameData(a: unknown, b: unknown): boolean;
interface FoundVersions {
  readonly node?: string | undefined;
  readonly langchainCore?: string | undefined;
}
declare function requireVersions(versions: FoundVersions): void;
declare function requireLangchainCore(model: object): void;
type IdlePhase = "response" | "first event" | "next event";
interface IdleClock {
  now(): number;
  schedule(run: () => void, delayMs: number): () => void;
}
interface IdleTimeoutOptions {
  idleTimeoutMs: number;
  signal?: AbortSignal;
  onTimeout?: (phase: IdlePhase) => void;
  describe?: string;
  option?: string;
  clock?: IdleClock;
}
declare class StreamIdleTimeoutError extends BedrockStreamError {
  static override readonly defaults: AwsErrorDefaults;
  readonly phase: IdlePhase;
  readonly idleTimeoutMs: number;
  constructor(phase: IdlePhase, idleTimeoutMs: number, describe?: string, option?: string);
}
declare function checkIdleTimeout(milliseconds: number, name?: string): number;
declare class IdleWatchdog {
  #private;
  constructor(options: IdleTimeoutOptions);
  response<T>(reply: PromiseLike<T>): Promise<T>;
  read<T>(next: () => PromiseLike<T | undefined>): Promise<T | undefined>;
  watch<T>(source: AsyncIterable<T>): AsyncIterableIterator<T>;
  stop(): void;
}
declare function withIdleTimeout<T>(source: AsyncIterable<T>, options: IdleTimeoutOptions): AsyncIterableIterator<T>;
interface TagPiece {
  kind: "text" | "tagged";
  text: string;
  end?: true;
}
declare class TagSplitter {
  #private;
  constructor(tag: string);
  get inside(): boolean;
  push(text: string): TagPiece[];
  end(): TagPiece[];
}
declare function untilAborted<Value>(wait: Promise<Value>, signal: AbortSignal | undefined): Promise<Value>;
declare function addUsage(a: UsageMetadata | undefined, b: UsageMetadata | undefined): UsageMetadata | undefined;
type KeyOf<Union> = Union extends unknown ? Exclude<keyof Union, "$unknown"> : never;
type ValueOf<Union, Key extends PropertyKey> = Union extends { [K in Key]?: infer Value } ? NonNullable<Value> : never;
type MemberReaders<Union extends object, Result> = { [Key in KeyOf<Union>]?: (value: ValueOf<Union, Key>) => Result } & {
  _: (name: string, value: unknown, path?: string) => Result;
};
declare function visitMember<Union extends object, Result>(member: Union, readers: MemberReaders<Union, Result>, path?: string): Result;
declare function warnOnce(key: string, message: string): void;
declare function resetWarnings(): void;
export { AwsConfigurationError, AwsCredentialsError, type AwsErrorDefaults, type AwsErrorFields, type AwsErrorKind, AwsLangChainError, AwsRegionError, BedrockAccessDeniedError, BedrockModelError, type BedrockModelErrorFields, BedrockModelNotFoundError, BedrockModelNotReadyError, BedrockModelTimeoutError, BedrockServiceError, BedrockStreamError, type BedrockStreamErrorFields, BedrockThrottlingError, BedrockValidationError, type DataUrl, type Environment, type FoundVersions, GuardrailInterventionError, type IdleClock, type IdlePhase, type IdleTimeoutOptions, IdleWatchdog, type MapAwsErrorContext, type MemberReaders, type ModelIdKind, ModelProviderError, type OptionNames, type OptionSpellings, type OptionalPeer, type ParallelSettings, type ParsedModelId, type PlainRecord, type ReadOptionsSettings, StreamIdleTimeoutError, type TagPiece, TagSplitter, type ValidationHint, addDefined, addUsage, camelCase, camelCaseNames, checkIdleTimeout, createCaller, debugLog, decodeArn, errorBrands, firstText, fromBase64, getRetryable, inParallel, isAbortError, isPlainRecord, isRecord, isSameData, mapAwsError, maxErrorTextLength, missingPeer, numberOf, omitUndefined, optionSpellings, parseDataUrl, parseModelId, readEnvironment, readOptions, recordOf, redact, requireLangchainCore, requireUses, requireVersions, resetWarnings, runLimited, sniffMimeType, stampRetryable, stringOf, toBase64, untilAborted, utf8Decode, utf8Encode, visitMember, warnOnce, withIdleTimeout };

// @langchain-aws/core/event-stream

interface EventStreamHeaders {
  readonly messageType?: string;
  readonly eventType?: string;
  readonly exceptionType?: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly contentType?: string;
}
interface EventStreamMessage {
  readonly headers: EventStreamHeaders;
  readonly payload: Uint8Array;
}
declare class EventStreamDecoder {
  #private;
  decode(chunk: Uint8Array, take: (message: EventStreamMessage) => void): void;
  end(): void;
}
interface EventBatches<Event> {
  read(): Promise<readonly Event[] | undefined>;
  close(): void;
}
interface EventReaders<Event> {
  readonly rawPayloads?: boolean;
  event(type: string, payload: unknown): Event;
  exception(type: string, payload: unknown): Error | undefined;
}
declare function readEventStream<Event>(body: unknown, readers: EventReaders<Event>): EventBatches<Event> | undefined;
type ExceptionClass = new (fields: {
  message: string;
  $metadata: object;
}) => Error;
declare function exceptionReader(classes: ReadonlyMap<string, ExceptionClass>): (type: string, payload: unknown) => Error | undefined;
declare function batchesOf<Wire, Event>(source: AsyncIterable<Wire>, toEvent: (event: Wire) => Event): EventBatches<Event>;
export { type EventBatches, type EventReaders, EventStreamDecoder, type EventStreamHeaders, type EventStreamMessage, type ExceptionClass, batchesOf, exceptionReader, readEventStream };

// @langchain-aws/core/model-profiles

import { ModelProfile } from "@langchain/core/language_models/profile";
interface BedrockModelProfile {
  temperature?: boolean;
  reasoningEffortLevels?: readonly string[];
}
type Profile = Readonly<ModelProfile & BedrockModelProfile>;
declare function profileOf(...names: readonly (string | undefined)[]): Profile;
export { BedrockModelProfile, profileOf };

// @langchain-aws/core/structured-output

import { BaseMessage } from "@langchain/core/messages";
import { BaseTransformOutputParser } from "@langchain/core/output_parsers";
import { ChatGeneration, Generation } from "@langchain/core/outputs";
import { Runnable } from "@langchain/core/runnables";
type PlainRecord = Readonly<Record<string, unknown>>;
interface ReplyReader {
  whole(message: BaseMessage): unknown;
  partial(message: BaseMessage): unknown;
  explain(message: BaseMessage): string;
}
declare function callReader(name: string, note?: string): ReplyReader;
declare const textReader: ReplyReader;
declare class StructuredReplyParser extends BaseTransformOutputParser<Record<string, unknown>> {
  #private;
  static override lc_name(): string;
  override lc_namespace: string[];
  constructor(reader: ReplyReader, schema: PlainRecord);
  override parseResult([generation]: (Generation | ChatGeneration)[]): Promise<Record<string, unknown>>;
  override parse(text: string): Promise<Record<string, unknown>>;
  override getFormatInstructions(): string;
  override _transform(messages: AsyncGenerator<string | BaseMessage>): AsyncGenerator<Record<string, unknown>>;
}
interface NamedSchema {
  readonly name: string;
  readonly description: string | undefined;
  readonly schema: PlainRecord;
}
declare function readSchema(given: PlainRecord, name: string | undefined): NamedSchema;
declare function toolOf({
  name,
  description,
  schema
}: NamedSchema): PlainRecord;
interface RawAndParsed<T> {
  raw: BaseMessage;
  parsed: T | null;
  parsing_error?: unknown;
}
declare function assemble<Input, T>(model: Runnable<Input, BaseMessage>, parser: Runnable<BaseMessage, T>, includeRaw: boolean): Runnable<Input, T | RawAndParsed<T>>;
export { NamedSchema, RawAndParsed, type ReplyReader, StructuredReplyParser, assemble, callReader, readSchema, textReader, toolOf };

// @langchain-aws/core/tools

declare function isZodLike(schema: unknown): boolean;
declare function isStandardSchema(schema: unknown): boolean;
declare function toJsonSchema(schema: unknown): Record<string, unknown>;
type PlainRecord = Readonly<Record<string, unknown>>;
type JsonSchema = Record<string, unknown>;
declare function mapSubschemas(schema: PlainRecord, inside: (schema: PlainRecord) => JsonSchema): JsonSchema;
declare function mapSchema(schema: PlainRecord, change: (schema: JsonSchema) => JsonSchema): JsonSchema;
declare function closeObjects(schema: PlainRecord): JsonSchema;
declare function describeConstraints(schema: PlainRecord): JsonSchema;
type ToolSource = "langchain" | "openai" | "anthropic" | "converse" | "runnable";
interface ToolDefinition {
  name: string;
  description?: string;
  inputSchema: Record<string, unknown>;
  strict?: boolean;
  source: ToolSource;
}
declare function toToolDefinition(tool: unknown, index?: number): ToolDefinition;
declare function isToolLike(tool: unknown): boolean;
export { type JsonSchema, ToolDefinition, ToolSource, closeObjects, describeConstraints, isStandardSchema, isToolLike, isZodLike, mapSchema, mapSubschemas, toJsonSchema, toToolDefinition };
