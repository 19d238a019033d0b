export { BedrockEmbeddings } from "./bedrock-embeddings.ts";
export type { MultimodalInput } from "./embed-media.ts";
export type { MediaDescription, MediaSourceInput } from "./media/media-input.ts";
export type {
  BedrockEmbeddingsInput,
  EmbeddingsModelOptions,
  EmbeddingType,
  EmbeddingUsage,
  EmbedImagesOptions,
  EmbedManyOptions,
  EmbedMediaOptions,
  EmbedOptions,
  EmbedProgress,
  Truncate,
} from "./options.ts";
export { readPartialEmbeddings, type PartialEmbeddings } from "./partial.ts";
export type { SerializedEmbeddings } from "./serialize.ts";
