import type {
  CitationsDelta as WireCitationsDelta,
  ContentBlockDelta as WireDelta,
  ContentBlockDeltaEvent as WireDeltaEvent,
  ContentBlockStart as WireStart,
  ContentBlockStartEvent as WireStartEvent,
  ContentBlockStopEvent as WireStopEvent,
  ConverseStreamMetadataEvent as WireMetadataEvent,
  ConverseStreamMetrics as WireMetrics,
  ConverseStreamOutput as WireEvent,
  ImageBlockDelta as WireImageDelta,
  ImageSource as WireImageSource,
  MessageStartEvent as WireMessageStart,
  MessageStopEvent as WireMessageStop,
  PerformanceConfiguration as WirePerformanceConfiguration,
  ReasoningContentBlockDelta as WireReasoningDelta,
  ServiceTier as WireServiceTier,
  TokenUsage as WireTokenUsage,
  ToolResultBlockDelta as WireToolResultDelta,
} from "@aws-sdk/client-bedrock-runtime";
import { fromBase64, isRecord } from "@langchain-aws/core";
import { asWire } from "../as-wire.ts";

/** Makes what the AWS SDK hands out of what JSON says. */
type Reader = (value: unknown) => unknown;

/** The exceptions among the events, which are errors and no events. */
export type ExceptionName = Extract<keyof WireEvent, `${string}Exception`>;

/** One reader for each member; a new one in the SDK stops the build here. */
type Members<T> = { readonly [Name in Exclude<keyof T, "$unknown" | ExceptionName>]-?: Reader };

/** Any JSON, as it is. */
const json: Reader = (value) => value;

/** A part without bytes. The SDK knows no `null`; members that it does not know are kept. */
const plain: Reader = (value) => {
  if (Array.isArray(value)) return value.map(plain);
  if (!isRecord(value)) return value;
  const given = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(given.map(([name, member]) => [name, plain(member)]));
};

const bytes: Reader = (value) => (typeof value === "string" ? fromBase64(value) : value);

/** The members there are. What else came along, such as the service's filler, is left out. */
const struct =
  <T>(members: Members<T>): Reader =>
  (value) => {
    if (!isRecord(value)) return value;
    const read: Record<string, unknown> = {};
    for (const [name, reader] of Object.entries<Reader>(members)) {
      const member = value[name];
      if (member !== undefined && member !== null) read[name] = reader(member);
    }
    return read;
  };

/** The one member there is; one that has no reader is kept under `$unknown`, as by the SDK. */
const union = <T>(members: Members<T>): Reader => {
  const known = struct(members);
  return (value) => {
    const read = known(value);
    if (!isRecord(read) || !isRecord(value) || Object.keys(read).length > 0) return read;
    const entry = Object.entries(value).find(([name]) => name !== "__type" && !Object.hasOwn(members, name));
    return entry === undefined ? read : { $unknown: entry };
  };
};

const list =
  (item: Reader): Reader =>
  (value) =>
    Array.isArray(value) ? value.map(item) : value;

const delta = union<WireDelta>({
  text: plain,
  toolUse: plain,
  toolResult: list(union<WireToolResultDelta>({ text: plain, json })),
  reasoningContent: union<WireReasoningDelta>({ text: plain, signature: plain, redactedContent: bytes }),
  citation: struct<WireCitationsDelta>({ title: plain, source: plain, sourceContent: plain, location: plain }),
  image: struct<WireImageDelta>({
    source: union<WireImageSource>({ bytes, s3Location: plain }),
    error: plain,
  }),
});

/** As the SDK reads it in a whole reply: the service also sends counts that no one has documented. */
const usage = struct<WireTokenUsage>({
  inputTokens: plain,
  outputTokens: plain,
  totalTokens: plain,
  cacheReadInputTokens: plain,
  cacheWriteInputTokens: plain,
  cacheDetails: plain,
});

const events: Members<WireEvent> = {
  messageStart: struct<WireMessageStart>({ role: plain }),
  contentBlockStart: struct<WireStartEvent>({
    contentBlockIndex: plain,
    start: union<WireStart>({ toolUse: plain, toolResult: plain, image: plain }),
  }),
  contentBlockDelta: struct<WireDeltaEvent>({ contentBlockIndex: plain, delta }),
  contentBlockStop: struct<WireStopEvent>({ contentBlockIndex: plain }),
  messageStop: struct<WireMessageStop>({ stopReason: plain, additionalModelResponseFields: json }),
  metadata: struct<WireMetadataEvent>({
    usage,
    metrics: struct<WireMetrics>({ latencyMs: plain }),
    trace: plain,
    performanceConfig: struct<WirePerformanceConfiguration>({ latency: plain }),
    serviceTier: struct<WireServiceTier>({ type: plain }),
  }),
};

const readers: ReadonlyMap<string, Reader> = /* @__PURE__ */ new Map(Object.entries(events));

/**
 * An event as the AWS SDK would hand it out, from its type and the JSON of its payload. An event that the SDK does not
 * know, and passes over, is kept under `$unknown`.
 *
 * @throws Error when the payload is no object
 */
export function readWireEvent(type: string, payload: unknown): WireEvent {
  const reader = readers.get(type);
  if (reader === undefined) return { $unknown: [type, payload] };
  if (!isRecord(payload)) throw new Error(`Corrupt event message received: the payload of ${type} is no JSON object.`);
  if (type === "contentBlockDelta") {
    const { contentBlockIndex, delta } = payload;
    // Nearly every event of a stream is one of these; the table says the same.
    if (typeof contentBlockIndex === "number" && isPlainDelta(delta)) {
      return asWire({ contentBlockDelta: { contentBlockIndex, delta } });
    }
  }
  return asWire({ [type]: reader(payload) });
}

/** Whether a delta is text, reasoning or a tool's input and nothing else. */
function isPlainDelta(delta: unknown): boolean {
  if (!isRecord(delta)) return false;
  const [name, ...others] = Object.keys(delta);
  if (name === undefined || others.length > 0) return false;
  if (name === "text") return typeof delta[name] === "string";
  return (
    (name === "toolUse" && isOnly(delta[name], "input")) || (name === "reasoningContent" && isOnly(delta[name], "text"))
  );
}

function isOnly(value: unknown, name: string): boolean {
  return isRecord(value) && typeof value[name] === "string" && Object.keys(value).length === 1;
}
