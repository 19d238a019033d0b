import { AmazonKnowledgeBasesRetriever, type AmazonKnowledgeBasesRetrieverInput } from "../../src/index.ts";
import { type Answer, RecordingHandler } from "./recording-handler.ts";

export const knowledgeBaseId = "KB12345678";

/** Options as callers without types may write them. */
export type LooseFields = Partial<AmazonKnowledgeBasesRetrieverInput> | Record<string, unknown>;

/** A retriever over the real AWS client, and the handler in place of its network. */
export function createRetriever(
  fields: LooseFields = {},
  answer?: Answer,
): { retriever: AmazonKnowledgeBasesRetriever; handler: RecordingHandler } {
  const handler = new RecordingHandler(answer);
  // A new object each time, so that no test gets the client of another.
  const config: object = { ...(fields["config"] as object | undefined), requestHandler: handler };
  const retriever = new AmazonKnowledgeBasesRetriever({
    knowledgeBaseId,
    region: "us-west-2",
    awsAccessKeyId: "AKIDEXAMPLE",
    awsSecretAccessKey: "not-so-secret-key",
    maxRetries: 0,
    ...fields,
    config,
  });
  return { retriever, handler };
}

/** A client of the caller's own, which answers each command with the next of these outputs, the last one for ever. */
export function createClient(...outputs: readonly unknown[]): {
  inputs: unknown[];
  client: { send(command: object): Promise<unknown> };
} {
  const inputs: unknown[] = [];
  const send = async (command: object): Promise<unknown> => {
    inputs.push("input" in command ? command.input : undefined);
    return outputs[Math.min(inputs.length, outputs.length) - 1];
  };
  return { inputs, client: { send } };
}

/** What a call that must fail is rejected with. */
export async function thrownBy(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error("The call succeeded.");
}

/** What a function that must fail throws. */
export function thrownIn(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown.");
}
