import { disposeAllClients } from "@langchain-aws/aws-auth";
import type { Container, ContainerName, EndpointOptions, LocalAws, LocalAwsOptions } from "@langchain-aws/local";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { Retry } from "@smithy/core/retry";
import { afterEach, beforeEach, vi } from "vitest";

/** The endpoint that the tests serve. */
export const endpointName = "my-endpoint";

/** What every class of a test is built with. */
export interface ConnectionFields {
  endpointName: string;
  endpointUrl: string;
  region: string;
  awsAccessKeyId: string;
  awsSecretAccessKey: string;
  maxRetries: number;
}

/** An AWS endpoint for the tests of a file, with one SageMaker endpoint whose container each test says. */
export interface Connection {
  readonly aws: LocalAws;
  readonly fields: ConnectionFields;
  /** Says what answers. */
  readonly serve: (container: ContainerName | Container, options?: Omit<EndpointOptions, "name" | "container">) => void;
  /** The bodies that have arrived. */
  readonly bodies: Record<string, unknown>[];
}

/** Starts `local` for the tests of a file. */
export function useEndpoint(options: LocalAwsOptions = {}): Connection {
  const aws = useLocalAws({ auth: { keys: { AKIDEXAMPLE: { secretAccessKey: secretKey } } }, ...options });
  beforeEach(() => {
    // The AWS SDK waits up to a second before it sends again. This is its own setting for that, not a double.
    vi.spyOn(Retry, "delay").mockReturnValue(1);
    vi.spyOn(Retry, "throttlingDelay").mockReturnValue(1);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await disposeAllClients();
  });
  return {
    aws,
    get fields() {
      const { accessKeyId: awsAccessKeyId, secretAccessKey: awsSecretAccessKey } = aws.credentials;
      const { url: endpointUrl, region } = aws;
      return { endpointName, endpointUrl, region, awsAccessKeyId, awsSecretAccessKey, maxRetries: 0 };
    },
    serve: (container, served) => aws.endpoint(endpointName).serve(container, served),
    get bodies() {
      return aws.requests().map(({ body }) => body as Record<string, unknown>);
    },
  };
}

/** Not of the form of a real one, so that `local` takes it. */
export const secretKey = "wJalrXUtnFEMIaK7MDENGabPxRfiCYEXAMPLE";

/** A container with one answer in JSON. */
export const json =
  (value: unknown): Container =>
  () =>
    Response.json(value);

/** A container that streams these pieces, each in a part of its own. */
export const pieces =
  (texts: readonly (string | Uint8Array)[], contentType = "application/json"): Container =>
  () =>
    new Response(streamOf(texts), {
      headers: { "content-type": contentType },
    });

function streamOf(texts: readonly (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  const left = texts.map((text) => Buffer.from(text));
  return new ReadableStream({
    pull(controller) {
      const next = left.shift();
      if (next === undefined) controller.close();
      else controller.enqueue(next);
    },
  });
}

/** A container that streams these pieces and then falls silent, until the client has gone. */
export const silentAfter = (...texts: readonly string[]): Container =>
  async function* (_body, _headers, { signal }) {
    yield* texts;
    await gone(signal);
  };

/** Settles when the client has gone. */
export async function gone(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
}

/** A record of TGI's stream. */
export const token = (text: string, more: object = {}): string =>
  `data:${JSON.stringify({ token: { id: 1, text, special: false }, ...more })}\n\n`;

/** Server-sent events of OpenAI-style servers. */
export const sse = (...values: readonly unknown[]): string[] =>
  values.map((value) => `data: ${JSON.stringify(value)}\n\n`);
