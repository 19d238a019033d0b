import { AmazonKendraRetriever, type AmazonKendraRetrieverInput } from "../../src/index.ts";
import { type Answer, RecordingHandler } from "./recording-handler.ts";

export const indexId = "c0806df7-e76b-4bce-9b5c-d5582f6b1a03";

/** Options as callers without types may write them. */
export type LooseFields = Partial<AmazonKendraRetrieverInput> | Record<string, unknown>;

/** A retriever over the real AWS client, and the handler in place of its network. */
export function createRetriever(
  fields: LooseFields = {},
  answer?: Answer,
): { retriever: AmazonKendraRetriever; handler: RecordingHandler } {
  const handler = new RecordingHandler(answer);
  // A new object each time, so that no test gets the client of another.
  const config: object = { ...(fields["config"] as object | undefined), requestHandler: handler };
  const retriever = new AmazonKendraRetriever({
    indexId,
    region: "us-west-2",
    awsAccessKeyId: "AKIDEXAMPLE",
    awsSecretAccessKey: "not-so-secret-key",
    maxRetries: 0,
    ...fields,
    config,
  });
  return { retriever, handler };
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
