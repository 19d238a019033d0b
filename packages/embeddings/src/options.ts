import type { BedrockRuntimeClientConfig } from "@aws-sdk/client-bedrock-runtime";
import type { AwsClientFields, AwsClientLike } from "@langchain-aws/aws-auth";
import type { EmbeddingsParams } from "@langchain/core/embeddings";

/** What the numbers of a vector are. All but `float` are integers; `binary` and `ubinary` hold eight dimensions each. */
export type EmbeddingType = "float" | "int8" | "uint8" | "binary" | "ubinary";

/** Which end of a text that is too long is cut off; `NONE` makes it an error. */
export type Truncate = "NONE" | "START" | "END";

/** Options of {@link BedrockEmbeddings} that are not about AWS. */
export interface EmbeddingsModelOptions {
  /**
   * A model id, an inference profile id or an ARN. It is sent as it is.
   *
   * @defaultValue "amazon.titan-embed-text-v1"
   */
  model?: string;
  /** Same as {@link EmbeddingsModelOptions.model}. */
  modelId?: string;
  /** The foundation model behind `model`, when that is an ARN that does not name it. Never sent. */
  baseModelId?: string;
  /** Same as {@link EmbeddingsModelOptions.baseModelId}. */
  baseModel?: string;
  /** The vendor (`amazon`, `cohere`, `twelvelabs`) in place of the one `model` names. Never sent. */
  provider?: string;
  /** More members for the request's body, merged deeply; they win over every option. */
  modelKwargs?: Record<string, unknown>;
  /** Same as {@link EmbeddingsModelOptions.modelKwargs}. */
  modelParameters?: Record<string, unknown>;
  /**
   * Length of the vectors, where the model lets you choose.
   *
   * @defaultValue the model's own; nothing is sent
   */
  dimensions?: number;
  /**
   * Scales every vector to unit length, here and not in the service. A vector of zeros stays one.
   *
   * @defaultValue false
   */
  normalize?: boolean;
  /**
   * What the numbers are. Titan Text V2 knows `float` and `binary`, Cohere all of them.
   *
   * @defaultValue "float"
   */
  embeddingType?: EmbeddingType;
  /** Cohere's `input_type` for documents. @defaultValue "search_document" */
  documentInputType?: string;
  /** Cohere's `input_type` for queries. @defaultValue "search_query" */
  queryInputType?: string;
  /** Nova's `embeddingPurpose` for documents and media. @defaultValue "GENERIC_INDEX" */
  documentPurpose?: string;
  /** Nova's `embeddingPurpose` for queries. @defaultValue "GENERIC_RETRIEVAL" */
  queryPurpose?: string;
  /** What happens to texts that are too long. Titan has no such setting. @defaultValue `END` for Nova, else the service's */
  truncate?: Truncate;
  /** Sends each line break as a space, as Python's class does, so that indexes stay compatible. @defaultValue true */
  stripNewLines?: boolean;
  /** Most inputs of a request, 1 to 96, for models that take several (Cohere). @defaultValue 96 */
  batchSize?: number;
  /** Most requests of this object at the same time, over all its methods. @defaultValue 10 */
  maxConcurrency?: number;
  /** Whether a plain string may name a local file to embed. @defaultValue true in Node; elsewhere there are no files */
  allowFilePaths?: boolean;
  /** Called with the input tokens of each answered request, where the service says how many they were. */
  onUsage?: (usage: EmbeddingUsage) => void;
}

/** Fields of the constructor of {@link BedrockEmbeddings}; all optional, each also under its snake_case Python name. */
export interface BedrockEmbeddingsInput
  extends EmbeddingsModelOptions, EmbeddingsParams, AwsClientFields<AwsClientLike, BedrockRuntimeClientConfig> {}

/** What one request cost. */
export interface EmbeddingUsage {
  /** The model id, as it was given. */
  readonly model: string;
  readonly inputTokens: number;
}

/** Options of a single call. */
export interface EmbedOptions {
  /** Ends the call; requests in flight are aborted. */
  signal?: AbortSignal;
}

/** How far a call has come; see {@link EmbedManyOptions.onProgress}. */
export interface EmbedProgress<V> {
  /** Inputs that have their vector, those of `resume` included. */
  readonly done: number;
  readonly total: number;
  /** The inputs that the latest request was about. */
  readonly indexes: readonly number[];
  /** All vectors so far, by input. It is filled while the call runs, and stays readable when the call is aborted. */
  readonly vectors: readonly (V | undefined)[];
}

/** Options of a call with many inputs. */
export interface EmbedManyOptions<V = number[]> extends EmbedOptions {
  /** Called after each answered request. What it throws ends the call. */
  onProgress?: (progress: EmbedProgress<V>) => void;
  /**
   * Vectors that are there already, by input; only the others are asked for. What a failed call came to stands in
   * its error, see {@link readPartialEmbeddings}.
   */
  resume?: readonly (V | undefined)[];
  /**
   * After a failure, waits for the requests in flight instead of aborting them, so that no answer the service charges
   * for is lost.
   *
   * @defaultValue false
   */
  finishInFlight?: boolean;
}

/** Options of calls that embed media. */
export interface EmbedMediaOptions extends EmbedOptions {
  /** Nova's `embeddingPurpose` for this call. */
  purpose?: string;
  /** Cohere's `input_type` for this call. */
  inputType?: string;
  /** How closely Nova looks at an image. */
  detailLevel?: "STANDARD_IMAGE" | "DOCUMENT_IMAGE";
}

/** Options of calls that embed many images. */
export interface EmbedImagesOptions extends EmbedMediaOptions, EmbedManyOptions {}
