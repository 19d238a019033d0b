import {
  checkIdleTimeout,
  firstText,
  isRecord,
  type OptionSpellings,
  optionSpellings,
  type PlainRecord,
  readOptions,
  recordOf,
  warnOnce,
} from "@langchain-aws/core";
import { checkEndpointKwargs } from "./endpoint-kwargs.ts";
import { SagemakerConfigError } from "./errors.ts";
import type { SagemakerCallFields } from "./options.ts";
import { defaultMaxLineBytes } from "./stream/stream-record.ts";

/** The constructor's own options, checked. */
export interface SagemakerSettings {
  readonly endpointName: string;
  readonly inferenceComponentName: string | undefined;
  readonly modelKwargs: PlainRecord;
  readonly endpointKwargs: PlainRecord;
  readonly requestTimeoutMs: number;
  readonly streamIdleTimeoutMs: number;
  readonly maxLineBytes: number;
  readonly maxConcurrency: number | undefined;
}

const spellings: OptionSpellings<string> = /* @__PURE__ */ optionSpellings({
  endpointName: [],
  inferenceComponentName: [],
  contentHandler: [],
  modelKwargs: [],
  endpointKwargs: [],
  streaming: [],
  requestTimeoutMs: [],
  streamIdleTimeoutMs: [],
  maxLineBytes: [],
  maxConcurrency: [],
  onFailedAttempt: [],
  chunkSize: [],
  stripNewLines: [],
  dimensions: [],
});

/** What LangChain's own classes take. */
const langChainNames: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "cache",
  "callbackManager",
  "callbacks",
  "concurrency",
  "disableStreaming",
  "maxRetries",
  "metadata",
  "name",
  "outputVersion",
  "tags",
  "verbose",
]);

/**
 * Says once, for each name, that an option is not known here: it may be misspelt.
 *
 * @param fields what is left of the constructor's argument once the AWS options were taken out
 */
export function reportUnknown(fields: PlainRecord, className: string): void {
  for (const name of Object.keys(fields)) {
    if (spellings.has(name) || langChainNames.has(name)) continue;
    warnOnce(`sagemaker/unknown-option/${name}`, `${className} has no option "${name}"; it is ignored.`);
  }
}

/**
 * A copy of the constructor's argument with our options under their first names. `undefined` counts as not passed, and
 * for our options so does `null`.
 *
 * @throws SagemakerConfigError when two spellings of an option have different values
 */
export function toCanonicalNames<F extends object>(fields: F): F;
export function toCanonicalNames(fields: object): object {
  const others: Record<string, unknown> = {};
  const ours = readOptions(fields, spellings, {
    fail: (text) => new SagemakerConfigError(text, { code: "CONFIG_CONFLICTING_OPTIONS" }),
    onUnknown: (name, value) => {
      if (value !== undefined) others[name] = value;
    },
  });
  return { ...others, ...Object.fromEntries(ours) };
}

const defaultRequestTimeoutMs = 70_000;
const defaultIdleTimeoutMs = 300_000;

/**
 * Reads the options that all classes share.
 *
 * @param timeout the `timeout` option, which is another name of `requestTimeoutMs`
 * @throws SagemakerConfigError naming the option; AwsConfigurationError for a bad `streamIdleTimeoutMs`
 */
export function resolveSettings(fields: PlainRecord, timeout: number | undefined): SagemakerSettings {
  const { endpointName, streamIdleTimeoutMs = defaultIdleTimeoutMs } = fields;
  if (typeof endpointName !== "string" || endpointName.trim() === "") {
    throw new SagemakerConfigError("No endpoint. Pass `endpointName`, the name of a SageMaker endpoint.", {
      code: "CONFIG_MISSING_ENDPOINT",
    });
  }
  return {
    endpointName,
    inferenceComponentName: firstText(fields["inferenceComponentName"]),
    modelKwargs: objectOf("modelKwargs", fields["modelKwargs"]),
    endpointKwargs: endpointKwargsOf(fields["endpointKwargs"]),
    requestTimeoutMs: requestTimeoutOf(fields["requestTimeoutMs"], timeout),
    streamIdleTimeoutMs: checkIdleTimeout(Number(streamIdleTimeoutMs), "streamIdleTimeoutMs"),
    maxLineBytes: positive("maxLineBytes", fields["maxLineBytes"] ?? defaultMaxLineBytes),
    maxConcurrency: typeof fields["maxConcurrency"] === "number" ? fields["maxConcurrency"] : undefined,
  };
}

function requestTimeoutOf(given: unknown, timeout: number | undefined): number {
  if (given !== undefined && timeout !== undefined && given !== timeout) {
    throw new SagemakerConfigError(
      "requestTimeoutMs and timeout are two names of one option and were given different values. Pass one of them.",
      { code: "CONFIG_CONFLICTING_OPTIONS" },
    );
  }
  return positive("requestTimeoutMs", given ?? timeout ?? defaultRequestTimeoutMs);
}

/** A call's options over the constructor's. Neither is changed. */
export interface ResolvedCall {
  readonly modelKwargs: Record<string, unknown>;
  readonly endpointKwargs: PlainRecord;
  readonly timeout: number | undefined;
  readonly maxRetries: number | undefined;
}

/** The only merge: a call's options over the constructor's. @throws SagemakerConfigError for `Body` */
export function resolveCall(settings: SagemakerSettings, call: SagemakerCallFields): ResolvedCall {
  return {
    modelKwargs: { ...settings.modelKwargs, ...objectOf("modelKwargs", call.modelKwargs) },
    endpointKwargs: { ...settings.endpointKwargs, ...endpointKwargsOf(call.endpointKwargs) },
    timeout: call.timeout,
    maxRetries: call.maxRetries,
  };
}

function endpointKwargsOf(value: unknown): PlainRecord {
  const kwargs = objectOf("endpointKwargs", value);
  checkEndpointKwargs(kwargs);
  return kwargs;
}

function objectOf(name: string, value: unknown): PlainRecord {
  if (value !== undefined && value !== null && !isRecord(value)) {
    throw new SagemakerConfigError(`${name} must be an object.`);
  }
  return { ...recordOf(value) };
}

function positive(name: string, value: unknown): number {
  if (typeof value === "number" && value > 0) return value;
  throw new SagemakerConfigError(`${name} must be a number above 0.`, { code: "CONFIG_INVALID_NUMBER" });
}
