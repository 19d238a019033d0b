import type { LocalAws } from "@langchain-aws/local";
import type { AIMessageChunk } from "@langchain/core/messages";
import { ChatBedrockConverse, type ChatBedrockConverseInput } from "../src/index.ts";
import { models } from "./build.ts";

/** The shipped class against the local endpoint, through the AWS client and a socket. */
export function connect(aws: LocalAws, fields: ChatBedrockConverseInput = {}): ChatBedrockConverse {
  return new ChatBedrockConverse({
    model: models.claude,
    region: aws.region,
    credentials: aws.credentials,
    endpointUrl: aws.url,
    controlPlaneEndpointUrl: aws.url,
    maxRetries: 0,
    ...fields,
  });
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
