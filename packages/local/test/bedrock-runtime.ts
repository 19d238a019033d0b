import { BedrockRuntimeClient, type ConverseCommandInput, ConverseCommand } from "@aws-sdk/client-bedrock-runtime";
import type { LocalAws } from "../src/local-aws.ts";

/** A Claude model through a profile: it takes tools, images and documents. */
export const claude = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";

/** The official client, with its own defaults, pointed at the endpoint. */
export function createClient(aws: LocalAws): BedrockRuntimeClient {
  return new BedrockRuntimeClient(aws.clientConfig("bedrock-runtime"));
}

/** One turn of the user. */
export function ask(text: string): ConverseCommandInput["messages"] {
  return [{ role: "user", content: [{ text }] }];
}

/** What the client throws for a request that is refused; a request that passes fails the test. */
export async function refusalOf(answer: Promise<unknown>): Promise<{ name: string; message: string; status: unknown }> {
  try {
    await answer;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const metadata: unknown = "$metadata" in error ? error.$metadata : undefined;
    const status =
      typeof metadata === "object" && metadata !== null && "httpStatusCode" in metadata
        ? metadata.httpStatusCode
        : undefined;
    return { name: error.name, message: error.message, status };
  }
  throw new Error("The request was accepted.");
}

/** Sends a Converse request with the parts that a test is about. */
export async function converse(aws: LocalAws, input: Partial<ConverseCommandInput>): Promise<string | undefined> {
  const answer = await createClient(aws).send(
    new ConverseCommand({ modelId: claude, messages: ask("Hello"), ...input }),
  );
  return answer.stopReason;
}
