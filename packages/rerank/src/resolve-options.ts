import { AwsConfigurationError, isPlainRecord } from "@langchain-aws/core";
import { decodedArn } from "./model-arn.ts";
import { type OptionName, readOptions } from "./option-names.ts";
import { toWireJson, type WireJsonObject } from "./request/wire-json.ts";

/** The constructor's own options, checked. */
export interface RerankSettings {
  /** An ARN, or the bare id of a model. */
  readonly model: string;
  /** `null` is all. */
  readonly topN: number | null;
  readonly modelFields: WireJsonObject;
  readonly maxConcurrency?: number;
}

/** Everything one call needs: the constructor's settings with the call's over them. */
export interface ResolvedCall {
  readonly topN: number | null;
  readonly modelFields: WireJsonObject;
  readonly returnDocuments: boolean;
  readonly signal?: AbortSignal;
}

type Given = ReadonlyMap<OptionName, unknown>;
type Fail = (text: string) => Error;

const defaultTopN = 3;

const misconfigured =
  (code: string): Fail =>
  (text) =>
    new AwsConfigurationError(text, { code });

/**
 * Reads the constructor's own options, in any spelling.
 *
 * @throws AwsConfigurationError naming the option
 */
export function resolveSettings(fields: object): RerankSettings {
  const given = readOptions(fields, misconfigured("CONFIG_CONFLICTING_OPTIONS"));
  const topN = topNOf(given, misconfigured("CONFIG_INVALID_NUMBER"));
  const maxConcurrency = given.get("maxConcurrency");
  if (maxConcurrency !== undefined && maxConcurrency !== Infinity && !isCount(maxConcurrency)) {
    throw misconfigured("CONFIG_INVALID_NUMBER")("maxConcurrency must be a whole number above 0.");
  }
  return {
    model: modelOf(given),
    topN: topN === undefined ? defaultTopN : topN,
    modelFields: modelFieldsOf(given, misconfigured("CONFIG_INVALID_OPTION")),
    ...(typeof maxConcurrency === "number" && { maxConcurrency }),
  };
}

/**
 * The only merge: a call's options over the constructor's.
 *
 * @throws RangeError for a `topN` that is no count, TypeError for other values that cannot be
 */
export function resolveCall(settings: RerankSettings, call: object): ResolvedCall {
  const typeError: Fail = (text) => new TypeError(text);
  const given = readOptions(call, typeError);
  const topN = topNOf(given, (text) => new RangeError(text));
  const signal = given.get("signal");
  if (signal !== undefined && !(signal instanceof AbortSignal)) throw typeError("signal must be an AbortSignal.");
  return {
    topN: topN === undefined ? settings.topN : topN,
    modelFields: { ...settings.modelFields, ...modelFieldsOf(given, typeError) },
    returnDocuments: given.get("returnDocuments") === true,
    ...(signal !== undefined && { signal }),
  };
}

function modelOf(given: Given): string {
  const model = given.get("modelArn");
  if (typeof model === "string" && model.trim() !== "") return decodedArn(model);
  throw misconfigured("CONFIG_MISSING_MODEL")(
    "No reranking model. Pass `modelArn` (or `model`): the ARN of a foundation model, or a bare id such as cohere.rerank-v3-5:0.",
  );
}

function topNOf(given: Given, fail: Fail): number | null | undefined {
  const topN = given.get("topN");
  if (topN === undefined || topN === null || isCount(topN)) return topN;
  throw fail("topN must be a whole number above 0, or null for all documents.");
}

function modelFieldsOf(given: Given, fail: Fail): WireJsonObject {
  const fields = given.get("additionalModelRequestFields");
  if (fields === undefined) return {};
  const json = isPlainRecord(fields) ? toWireJson(fields) : undefined;
  if (json !== undefined) return json;
  throw fail("additionalModelRequestFields must be a plain object of JSON values, without BigInts and cycles.");
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1;
}
