import {
  InvokeModelCommand,
  type InvokeModelCommandInput,
  InvokeModelWithResponseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime";

import type { LocalAws } from "../../src/index.ts";
import { createClient } from "./clients.ts";

/** What InvokeModel answered: the parsed body, and the headers as they came. */
export interface Invoked {
  body: unknown;
  headers: Record<string, string>;
}

/** Sends a model's own body with the SDK's client. */
export async function invoke(
  aws: LocalAws,
  modelId: string,
  body: unknown,
  settings: Partial<InvokeModelCommandInput> = {},
): Promise<Invoked> {
  const client = createClient(aws);
  let headers: Record<string, string> = {};
  client.middlewareStack.add(
    (next) => async (input) => {
      const result = await next(input);
      if (hasHeaders(result.response)) ({ headers } = result.response);
      return result;
    },
    { step: "deserialize", priority: "low" },
  );
  const answer = await client.send(new InvokeModelCommand({ modelId, body: JSON.stringify(body), ...settings }));
  return { body: JSON.parse(answer.body.transformToString()), headers };
}

/** The chunks of a stream, parsed. */
export async function invokeStream(
  aws: LocalAws,
  modelId: string,
  body: unknown,
  settings: Partial<InvokeModelCommandInput> = {},
): Promise<unknown[]> {
  const { body: events = [] } = await createClient(aws).send(
    new InvokeModelWithResponseStreamCommand({ modelId, body: JSON.stringify(body), ...settings }),
  );
  const chunks: unknown[] = [];
  for await (const { chunk } of events) chunks.push(JSON.parse(new TextDecoder().decode(chunk?.bytes)));
  return chunks;
}

/** The value at a path of a parsed body: `content.0.text`. */
export function valueAt(body: unknown, path: string): unknown {
  let value = body;
  for (const key of path.split(".")) {
    value = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  }
  return value;
}

/** The text at a path of a parsed body; `""` for anything else. */
export function textAt(body: unknown, path: string): string {
  const value = valueAt(body, path);
  return typeof value === "string" ? value : "";
}

/** The texts at a path of each chunk, joined. */
export function joinedText(chunks: readonly unknown[], path: string): string {
  return chunks.map((chunk) => textAt(chunk, path)).join("");
}

function hasHeaders(response: unknown): response is { headers: Record<string, string> } {
  return typeof response === "object" && response !== null && "headers" in response;
}

/** The list of numbers at a path of a body: `embeddings.float.0`. */
export function vectorAt(body: unknown, path: string): number[] {
  const value = valueAt(body, path);
  if (!Array.isArray(value) || !value.every((each) => typeof each === "number")) {
    throw new TypeError(`There is no list of numbers at ${path}.`);
  }
  return value;
}

/** The cosine of the angle between two vectors. */
export function cosine(left: readonly number[], right: readonly number[]): number {
  const dot = left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
  return dot / (Math.hypot(...left) * Math.hypot(...right));
}

/** Smallest images of their formats: what a model looks at is the head. */
export const images = {
  png: toBase64([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]),
  /** With its size, one pixel by one, for models that look at that. */
  pixel: toBase64([
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1,
  ]),
  otherPng: toBase64([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 14]),
  jpeg: toBase64([0xff, 0xd8, 0xff, 0xe0, 0, 16]),
  gif: toBase64([0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0]),
  webp: toBase64([0x52, 0x49, 0x46, 0x46, 1, 2, 3, 4, 0x57, 0x45, 0x42, 0x50]),
  bmp: toBase64([0x42, 0x4d, 0, 0]),
};

export function toBase64(bytes: readonly number[] | Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
