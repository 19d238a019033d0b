import { isRecord, type PlainRecord } from "@langchain-aws/core";
import type { EmbeddingType } from "../options.ts";
import type { BuildRequest, ModelFamily, ParsedReply, TextInput } from "./model-family.ts";

/** One text a request. Source: "Amazon Titan Embeddings Text" in the Amazon Bedrock user guide. */
const buildText: BuildRequest<TextInput> = ([input], { dimensions, embeddingType }) => ({
  inputText: input?.text,
  ...(dimensions !== undefined && { dimensions }),
  ...(embeddingType !== "float" && { embeddingTypes: [embeddingType] }),
});

/** V2 gives the vector twice, as `embedding` and by type; V1 once. */
function parseTitanText(reply: PlainRecord, type: EmbeddingType): ParsedReply {
  const byType = isRecord(reply["embeddingsByType"]) ? reply["embeddingsByType"] : {};
  const vector = type === "float" ? (reply["embedding"] ?? byType["float"]) : byType[type];
  return { vectors: vector === undefined ? [] : [vector] };
}

const shared = {
  textLimits: {},
  mediaLimits: {},
  buildRequest: { text: buildText },
  parseResponse: parseTitanText,
} satisfies Partial<ModelFamily>;

/** Titan Text Embeddings V2; also what an `amazon` model is taken for of which no more is known. */
export const titanTextV2: ModelFamily = {
  ...shared,
  name: "titan-text-v2",
  matches: ({ vendor, id }) => id.includes("titan-embed-text-v2") || (id === "" && vendor === "amazon"),
  embeddingTypes: ["binary"],
};

/** Titan Embeddings G1: 1,536 dimensions, always. */
export const titanTextV1: ModelFamily = {
  ...shared,
  name: "titan-text-v1",
  matches: ({ id }) => /titan-embed-(text|g1)/.test(id),
  fixedDimensions: 1536,
  embeddingTypes: [],
};

/** Any other model: the body Titan has is the one most imitated. */
export const fallback: ModelFamily = {
  ...shared,
  name: "fallback",
  matches: () => true,
  embeddingTypes: ["int8", "uint8", "binary", "ubinary"],
};
