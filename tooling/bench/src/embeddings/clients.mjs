import { BedrockRuntimeClient, InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { scenario } from "../scenario.mjs";

/**
 * @import { Target } from "../scenario.mjs"
 *
 * @typedef {(texts: string[]) => Promise<ArrayLike<ArrayLike<number>>>} Embed
 */

const { region, credentials } = scenario;
const titan = "amazon.titan-embed-text-v2:0";
const maxConcurrency = 10;

/** @param {string} endpoint */
const keepAlive = (endpoint) =>
  new BedrockRuntimeClient({ region, credentials, endpoint, requestHandler: new NodeHttpHandler() });

/** @param {Target} target @param {string} model */
async function ours({ http1 }, model) {
  const { BedrockEmbeddings } = await import("@langchain-aws/embeddings");
  return new BedrockEmbeddings({ model, region, credentials, endpointUrl: http1, maxConcurrency });
}

/** @param {Target} target @param {object} fields */
async function theirs({ http2 }, fields) {
  // Its own option takes a host only, and then speaks TLS to it.
  process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME = http2;
  const { BedrockEmbeddings } = await import("@langchain/aws");
  const embeddings = new BedrockEmbeddings({ model: titan, region, credentials, ...fields });
  return /** @type {Embed} */ ((texts) => embeddings.embedDocuments(texts));
}

/**
 * How texts become vectors, by name. Each runs in a process of its own.
 *
 * @type {Record<string, (target: Target) => Promise<Embed>>}
 */
export const clients = {
  ours: async (target) => {
    const embeddings = await ours(target, titan);
    return (texts) => embeddings.embedDocuments(texts);
  },
  oursFloat32: async (target) => {
    const embeddings = await ours(target, titan);
    return (texts) => embeddings.embedDocumentsFloat32(texts);
  },
  oursCohere: async (target) => {
    const embeddings = await ours(target, "cohere.embed-english-v3");
    return (texts) => embeddings.embedDocuments(texts);
  },
  langchainAws: (target) => theirs(target, { maxConcurrency }),
  langchainAwsHttp1: (target) => theirs(target, { maxConcurrency, client: keepAlive(target.http1) }),
  langchainAwsUnlimited: (target) => theirs(target, {}),
  /** As Python's class does: the next request when the last is answered. */
  oneByOne: async ({ http1 }) => {
    const client = keepAlive(http1);
    return async (texts) => {
      const vectors = [];
      for (const inputText of texts) {
        const { body } = await client.send(
          new InvokeModelCommand({
            modelId: titan,
            contentType: "application/json",
            accept: "application/json",
            body: JSON.stringify({ inputText }),
          }),
        );
        vectors.push(JSON.parse(new TextDecoder().decode(body)).embedding);
      }
      return vectors;
    };
  },
};
