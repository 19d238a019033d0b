// @langchain-aws/embeddings

import { AwsClientFields, AwsClientLike } from "@langchain-aws/aws-auth";
import { BedrockRuntimeClientConfig } from "@aws-sdk/client-bedrock-runtime";
import { Embeddings, EmbeddingsParams } from "@langchain/core/embeddings";
type EmbeddingType = "float" | "int8" | "uint8" | "binary" | "ubinary";
type Truncate = "NONE" | "START" | "END";
interface EmbeddingsModelOptions {
  model?: string;
  modelId?: string;
  baseModelId?: string;
  baseModel?: string;
  provider?: string;
  modelKwargs?: Record<string, unknown>;
  modelParameters?: Record<string, unknown>;
  dimensions?: number;
  normalize?: boolean;
  embeddingType?: EmbeddingType;
  documentInputType?: string;
  queryInputType?: string;
  documentPurpose?: string;
  queryPurpose?: string;
  truncate?: Truncate;
  stripNewLines?: boolean;
  batchSize?: number;
  maxConcurrency?: number;
  allowFilePaths?: boolean;
  onUsage?: (usage: EmbeddingUsage) => void;
}
interface BedrockEmbeddingsInput extends EmbeddingsModelOptions, EmbeddingsParams, AwsClientFields<AwsClientLike, BedrockRuntimeClientConfig> {}
interface EmbeddingUsage {
  readonly model: string;
  readonly inputTokens: number;
}
interface EmbedOptions {
  signal?: AbortSignal;
}
interface EmbedProgress<V> {
  readonly done: number;
  readonly total: number;
  readonly indexes: readonly number[];
  readonly vectors: readonly (V | undefined)[];
}
interface EmbedManyOptions<V = number[]> extends EmbedOptions {
  onProgress?: (progress: EmbedProgress<V>) => void;
  resume?: readonly (V | undefined)[];
  finishInFlight?: boolean;
}
interface EmbedMediaOptions extends EmbedOptions {
  purpose?: string;
  inputType?: string;
  detailLevel?: "STANDARD_IMAGE" | "DOCUMENT_IMAGE";
}
interface EmbedImagesOptions extends EmbedMediaOptions, EmbedManyOptions {}
type MediaSourceInput = string | Uint8Array | ArrayBuffer | Blob | MediaDescription;
interface MediaDescription {
  readonly bytes?: Uint8Array | ArrayBuffer;
  readonly base64?: string;
  readonly path?: string;
  readonly s3Uri?: string;
  readonly format?: string;
  readonly bucketOwner?: string;
}
interface MultimodalInput {
  readonly text?: string;
  readonly image?: MediaSourceInput;
}
interface SerializedEmbeddings {
  readonly lc: 1;
  readonly type: "constructor";
  readonly id: readonly string[];
  readonly kwargs: Record<string, unknown>;
}
declare class BedrockEmbeddings extends Embeddings {
  #private;
  readonly model: string;
  constructor(fields?: BedrockEmbeddingsInput);
  override embedQuery(text: string, options?: EmbedOptions): Promise<number[]>;
  override embedDocuments(texts: string[], options?: EmbedManyOptions): Promise<number[][]>;
  embedQueryFloat32(text: string, options?: EmbedOptions): Promise<Float32Array>;
  embedDocumentsFloat32(texts: string[], options?: EmbedManyOptions<Float32Array>): Promise<Float32Array[]>;
  embedImage(image: MediaSourceInput, options?: EmbedMediaOptions): Promise<number[]>;
  embedImages(images: MediaSourceInput[], options?: EmbedImagesOptions): Promise<number[][]>;
  embedAudio(audio: MediaSourceInput, options?: EmbedMediaOptions): Promise<number[]>;
  embedVideo(video: MediaSourceInput, options?: EmbedMediaOptions): Promise<number[]>;
  embedMultimodal(input: MultimodalInput, options?: EmbedMediaOptions): Promise<number[]>;
  ready(): Promise<void>;
  dispose(): Promise<void>;
  toJSON(): SerializedEmbeddings;
}
type Vector = number[] | Float32Array;
interface PartialEmbeddings<V = number[]> {
  readonly vectors: readonly (V | undefined)[];
  readonly done: number;
  readonly total: number;
  readonly failedIndex: number;
  readonly failedIndexes: readonly number[];
}
declare function readPartialEmbeddings<V extends Vector = number[]>(error: unknown): PartialEmbeddings<V> | undefined;
export { BedrockEmbeddings, type BedrockEmbeddingsInput, type EmbedImagesOptions, type EmbedManyOptions, type EmbedMediaOptions, type EmbedOptions, type EmbedProgress, type EmbeddingType, type EmbeddingUsage, type EmbeddingsModelOptions, type MediaDescription, type MediaSourceInput, type MultimodalInput, type PartialEmbeddings, type SerializedEmbeddings, type Truncate, readPartialEmbeddings };
