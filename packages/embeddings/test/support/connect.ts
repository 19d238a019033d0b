import { BedrockEmbeddings, type BedrockEmbeddingsInput } from "../../src/index.ts";
import { type Answer, RecordingHandler } from "./recording-handler.ts";

/** An object under test and what it sends. */
export interface Connection {
  readonly embeddings: BedrockEmbeddings;
  readonly wire: RecordingHandler;
}

/** One model for each family. */
export const models = {
  titanV1: "amazon.titan-embed-text-v1",
  titanV2: "amazon.titan-embed-text-v2:0",
  titanImage: "amazon.titan-embed-image-v1",
  nova: "amazon.nova-2-multimodal-embeddings-v1:0",
  cohereV3: "cohere.embed-english-v3",
  cohereV4: "cohere.embed-v4:0",
  marengo2: "twelvelabs.marengo-embed-2-7-v1:0",
  marengo3: "twelvelabs.marengo-embed-3-0-v1:0",
} as const;

/**
 * Embeddings with the real AWS client, whose requests end in a recording handler.
 *
 * @param answer - a reply that fits the request's own form unless said otherwise
 */
export function connect(fields: BedrockEmbeddingsInput = {}, answer: Answer = fittingReply): Connection {
  const wire = new RecordingHandler(answer);
  const { config, ...others } = fields;
  const embeddings = new BedrockEmbeddings({
    region: "us-east-1",
    awsAccessKeyId: "AKIALOCAL",
    awsSecretAccessKey: "local-secret",
    ...others,
    config: { ...config, requestHandler: wire },
  });
  return { embeddings, wire };
}

/** The vector `[1]`, as often as the request has inputs, in the form of the family that speaks so. */
export const fittingReply: Answer = ({ body }) => {
  const members = Object(body);
  const inputs: unknown[] | undefined = members.texts ?? members.images ?? members.inputs;
  if (inputs !== undefined) return { body: { embeddings: inputs.map(() => [1]) } };
  if ("inputType" in members) return { body: { data: [{ embedding: [1] }] } };
  if ("taskType" in members) return { body: { embeddings: [{ embeddingType: "TEXT", embedding: [1] }] } };
  return { body: { embedding: [1], inputTextTokenCount: 1 } };
};

/** What a promise is rejected with. */
export async function rejectionOf(call: Promise<unknown>): Promise<Error> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error("It was rejected with something that is not an error.", { cause: error });
  }
  throw new Error("The call succeeded.");
}
