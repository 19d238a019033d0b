import type { AIMessageChunk } from "@langchain/core/messages";
import { resetWarnings } from "@langchain-aws/core";
import type { LocalAws } from "@langchain-aws/local";
import { beforeEach, type MockInstance, vi } from "vitest";
import { BedrockLLM, type BedrockLLMInput, ChatBedrock, type ChatBedrockInput } from "../../src/index.ts";
import { models } from "./models.ts";

/** Where requests go: the local endpoint, or a bare server. */
export type Endpoint = Pick<LocalAws, "url"> & Partial<Pick<LocalAws, "region" | "credentials">>;

type ChatFields = ChatBedrockInput & Record<string, unknown>;

function connection({ url, region, credentials }: Endpoint): object {
  return {
    region: region ?? "us-east-1",
    credentials: credentials ?? { accessKeyId: "AKIALOCAL", secretAccessKey: "local" },
    endpointUrl: url,
    controlPlaneEndpointUrl: url,
    maxRetries: 0,
  };
}

/** The shipped class, through the AWS client and a socket. */
export function connect(endpoint: Endpoint, fields: ChatFields = {}): ChatBedrock {
  return new ChatBedrock({ model: models.claude, ...connection(endpoint), ...fields });
}

/** The same for completions. */
export function connectLlm(endpoint: Endpoint, fields: BedrockLLMInput = {}): BedrockLLM {
  return new BedrockLLM({ model: models.llama3, ...connection(endpoint), ...fields });
}

/** All of an async iterable. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** The message of all chunks, as applications add them up. */
export function sumOf(chunks: readonly AIMessageChunk[]): AIMessageChunk {
  const [first, ...others] = chunks;
  if (first === undefined) throw new Error("The stream gave nothing.");
  return others.reduce((total, chunk) => total.concat(chunk), first);
}

/** What a promise is rejected with. */
export async function rejectionOf(promise: Promise<unknown>): Promise<Error> {
  const value: unknown = await promise.then(
    () => new TypeError("It was not rejected."),
    (error: unknown) => error,
  );
  if (value instanceof Error) return value;
  throw new TypeError("It was rejected with something that is no error.");
}

/** Listens to warnings; each test begins with none given. */
export function useWarnings(): { readonly texts: string[] } {
  let warn: MockInstance<typeof console.warn> | undefined;
  beforeEach(() => {
    resetWarnings();
    warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    return () => warn?.mockRestore();
  });
  return {
    get texts(): string[] {
      return warn?.mock.calls.map(([text]) => String(text)) ?? [];
    },
  };
}
