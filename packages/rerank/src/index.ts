export { BedrockRerank } from "./bedrock-rerank.ts";
export type {
  BedrockRerankInput,
  JsonObject,
  RerankDocument,
  RerankOptions,
  RerankRequestOptions,
  RerankResult,
} from "./options.ts";
