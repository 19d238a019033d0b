import { BedrockRerank, type BedrockRerankInput } from "../../src/index.ts";
import { type Answer, RecordingHandler } from "./recording-handler.ts";

export const modelArn = "arn:aws:bedrock:us-west-2::foundation-model/cohere.rerank-v3-5:0";

/** A reranker over the real AWS client, and the handler in place of its network. */
export function createReranker(
  fields: BedrockRerankInput & Record<string, unknown> = {},
  answer?: Answer,
): { reranker: BedrockRerank; handler: RecordingHandler } {
  const handler = new RecordingHandler(answer);
  const { config, ...others } = fields;
  // A new object each time, so that no test gets the client of another.
  const clientConfig: object = { ...config, requestHandler: handler };
  const reranker = new BedrockRerank({
    ...(fields.model === undefined && { modelArn }),
    region: "us-west-2",
    awsAccessKeyId: "AKIDEXAMPLE",
    awsSecretAccessKey: "not-so-secret-key",
    maxRetries: 0,
    ...others,
    config: clientConfig,
  });
  return { reranker, handler };
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
