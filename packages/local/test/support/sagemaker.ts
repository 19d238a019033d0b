import {
  InvokeEndpointCommand,
  type InvokeEndpointCommandInput,
  type InvokeEndpointCommandOutput,
  InvokeEndpointWithResponseStreamCommand,
  type InvokeEndpointWithResponseStreamCommandOutput,
  SageMakerRuntimeClient,
} from "@aws-sdk/client-sagemaker-runtime";
import { onTestFinished } from "vitest";

import type { LocalAws } from "../../src/index.ts";

/** The endpoint that the tests serve. */
export const EndpointName = "my-endpoint";

/** What a request may say besides its body. */
export type InvocationFields = Partial<Omit<InvokeEndpointCommandInput, "Body">>;

/** A client for this test alone. */
export function createClient(aws: LocalAws): SageMakerRuntimeClient {
  const client = new SageMakerRuntimeClient({ ...aws.clientConfig("sagemaker-runtime"), maxAttempts: 1 });
  onTestFinished(() => client.destroy());
  return client;
}

const encode = (body: unknown): Uint8Array =>
  body instanceof Uint8Array ? body : new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body));

/** One invocation, and its body as text. */
export async function invoke(
  aws: LocalAws,
  body: unknown,
  fields: InvocationFields = {},
): Promise<InvokeEndpointCommandOutput & { text: string }> {
  const command = new InvokeEndpointCommand({
    EndpointName,
    ContentType: "application/json",
    ...fields,
    Body: encode(body),
  });
  const output = await createClient(aws).send(command);
  return { ...output, text: Buffer.from(output.Body ?? []).toString() };
}

/** One streamed invocation, its parts, and what ended it. */
export async function stream(
  aws: LocalAws,
  body: unknown,
  fields: InvocationFields = {},
): Promise<{
  output: InvokeEndpointWithResponseStreamCommandOutput;
  parts: Uint8Array[];
  text: string;
  error?: unknown;
}> {
  const { TargetModel: _model, EnableExplanations: _explanations, ...shared } = fields;
  const command = new InvokeEndpointWithResponseStreamCommand({
    EndpointName,
    ContentType: "application/json",
    ...shared,
    Body: encode(body),
  });
  const output = await createClient(aws).send(command);
  const parts: Uint8Array[] = [];
  let error: unknown;
  try {
    for await (const event of output.Body ?? []) if (event.PayloadPart?.Bytes) parts.push(event.PayloadPart.Bytes);
  } catch (thrown) {
    error = thrown;
  }
  const text = new TextDecoder().decode(Buffer.concat(parts));
  return { output, parts, text, ...(error === undefined ? {} : { error }) };
}

/** The records of a streamed body: the data of server-sent events, or lines of JSON. */
export function recordsOf(text: string): Record<string, unknown>[] {
  const lines = text.split("\n").map((line) => line.replace(/^data: ?/, ""));
  return lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as Record<string, unknown>);
}
