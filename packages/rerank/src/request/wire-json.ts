import type { RerankDocument as WireDocument } from "@aws-sdk/client-bedrock-agent-runtime";
import { isPlainRecord, type PlainRecord } from "@langchain-aws/core";

/** A JSON value, by the AWS SDK's type for it. */
export type WireJson = NonNullable<WireDocument["jsonDocument"]>;

/** A JSON object. */
export type WireJsonObject = { [name: string]: WireJson };

/**
 * What JSON makes of an object: dates become texts, members that are `undefined` vanish. The AWS SDK would write a date
 * as a number of seconds.
 *
 * @returns `undefined` for what has no JSON: a BigInt or a cycle in it, or a `toJSON` that gives no object
 */
export function toWireJson(value: PlainRecord): WireJsonObject | undefined {
  const text = stringify(value);
  const json: WireJson = text === undefined ? null : JSON.parse(text);
  return isJsonObject(json) ? json : undefined;
}

function stringify(value: PlainRecord): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    // The reason names members of the document, so it is not handed on.
    return undefined;
  }
}

function isJsonObject(value: WireJson): value is WireJsonObject {
  return isPlainRecord(value) && !Array.isArray(value);
}
