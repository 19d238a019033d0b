import type { WireAnswer } from "../../operation.ts";

/** The `content-type` of awsJson 1.1. */
export const jsonType: string = "application/x-amz-json-1.1";

/** An answer of awsJson 1.1. */
export function jsonAnswer(body: Readonly<Record<string, unknown>>): WireAnswer {
  return { kind: "json", headers: { "content-type": jsonType }, body };
}
