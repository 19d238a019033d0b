import {
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  ConverseCommand,
  type ConverseCommandOutput,
  ConverseStreamCommand,
  type ConverseStreamOutput,
} from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { onTestFinished } from "vitest";

import type { LocalAws } from "../../src/index.ts";

/** Any model of the catalogue that is called by its bare id. */
export const modelId = "amazon.nova-lite-v1:0";

/** The handlers that the SDK may use: its default, which is HTTP/2, and HTTP/1.1. */
export const handlers = [
  ["h2", {}],
  ["h1", { requestHandler: () => new NodeHttpHandler() }],
] as const;

/** A client for this test alone. */
export function createClient(aws: LocalAws, config: BedrockRuntimeClientConfig = {}): BedrockRuntimeClient {
  const client = new BedrockRuntimeClient({ ...aws.clientConfig("bedrock-runtime"), ...config });
  onTestFinished(() => client.destroy());
  return client;
}

/** A client over HTTP/1.1 or HTTP/2 for this test alone. */
export function createClientOver(
  http: "h1" | "h2",
  aws: LocalAws,
  config: BedrockRuntimeClientConfig = {},
): BedrockRuntimeClient {
  return createClient(aws, http === "h1" ? { ...config, requestHandler: new NodeHttpHandler() } : config);
}

export async function converse(client: BedrockRuntimeClient, text = "Hello"): Promise<ConverseCommandOutput> {
  return await client.send(new ConverseCommand({ modelId, messages: [{ role: "user", content: [{ text }] }] }));
}

/** The text of a reply's first block. */
export function textOf(output: ConverseCommandOutput): string | undefined {
  return output.output?.message?.content?.[0]?.text;
}

/** Opens a stream; the SDK gives it once the first event has arrived. */
export async function openStream(
  client: BedrockRuntimeClient,
  options: { text?: string; signal?: AbortSignal } = {},
): Promise<AsyncIterable<ConverseStreamOutput>> {
  const command = new ConverseStreamCommand({
    modelId,
    messages: [{ role: "user", content: [{ text: options.text ?? "Hello" }] }],
  });
  const { stream } = await client.send(command, options.signal === undefined ? {} : { abortSignal: options.signal });
  if (stream === undefined) throw new Error("The answer has no stream.");
  return stream;
}

/** The events that arrive, and the error that ended them. */
export async function collect(
  stream: AsyncIterable<ConverseStreamOutput>,
  onEvent: (count: number) => unknown = () => {},
): Promise<{ events: ConverseStreamOutput[]; error?: Error }> {
  const events: ConverseStreamOutput[] = [];
  try {
    for await (const event of stream) onEvent(events.push(event));
    return { events };
  } catch (error) {
    return { events, error: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** What a promise rejects with. */
export async function errorOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("It did not reject with an error.");
}
