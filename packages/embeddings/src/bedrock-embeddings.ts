import { takeAwsFields } from "@langchain-aws/aws-auth";
import { createCaller } from "@langchain-aws/core";
import { Embeddings } from "@langchain/core/embeddings";
import { EmbeddingsClient } from "./client.ts";
import { embedFused, embedMedia, type MultimodalInput } from "./embed-media.ts";
import { embedTexts } from "./embed-texts.ts";
import { Embedder } from "./embedder.ts";
import type { MediaSourceInput } from "./media/media-input.ts";
import type {
  BedrockEmbeddingsInput,
  EmbedImagesOptions,
  EmbedManyOptions,
  EmbedMediaOptions,
  EmbedOptions,
} from "./options.ts";
import { resolveSettings } from "./resolve-options.ts";
import { serializeEmbeddings, type SerializedEmbeddings } from "./serialize.ts";
import { toCanonicalNames } from "./spellings.ts";
import { float32Vectors, numberVectors } from "./vector.ts";

/**
 * Texts, images, audio and video as vectors, by the embedding models of Amazon Bedrock.
 *
 * ```ts
 * const embeddings = new BedrockEmbeddings({ model: "amazon.titan-embed-text-v2:0", region: "us-east-1" });
 * const vectors = await embeddings.embedDocuments(["blue socks", "red gloves"]);
 * ```
 *
 * Nothing is loaded or connected before the first call. Vectors come back in the order of the inputs. When a call of
 * many inputs fails, its error keeps what had been embedded: see `readPartialEmbeddings` and the option `resume`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html
 */
export class BedrockEmbeddings extends Embeddings {
  /** The model id, as it was given. */
  readonly model: string;
  readonly #client: EmbeddingsClient;
  readonly #embedder: Embedder;
  readonly #serialized: SerializedEmbeddings;

  /** @throws AwsConfigurationError for options that cannot work */
  constructor(fields: BedrockEmbeddingsInput = {}) {
    const taken = takeAwsFields(fields, { service: "bedrock-runtime" });
    const own = toCanonicalNames(taken.rest);
    const settings = resolveSettings(own);
    // No retries here: the AWS SDK is the one layer that has them.
    super({ maxConcurrency: settings.maxConcurrency, maxRetries: 0 });
    this.caller = createCaller({ maxConcurrency: settings.maxConcurrency });
    this.model = settings.model;
    this.#client = new EmbeddingsClient({
      aws: taken.options,
      modelId: settings.model,
      onFailedAttempt: settings.onFailedAttempt,
    });
    this.#embedder = new Embedder(settings, this.#client, this.caller);
    this.#serialized = serializeEmbeddings(own, taken.marks);
  }

  /**
   * The vector of a text that others are searched with.
   *
   * @throws TypeError or RangeError for a text that cannot be sent
   */
  override async embedQuery(text: string, options?: EmbedOptions): Promise<number[]> {
    const [vector = []] = await embedTexts(this.#embedder, [text], "query", numberVectors, options);
    return vector;
  }

  /**
   * A vector for each text, in order.
   *
   * @throws TypeError or RangeError naming the index of a text that cannot be sent, before any is
   */
  override async embedDocuments(texts: string[], options?: EmbedManyOptions): Promise<number[][]> {
    return embedTexts(this.#embedder, texts, "document", numberVectors, options);
  }

  /** Like {@link BedrockEmbeddings.embedQuery}, with four bytes a number: no array of numbers is made in between. */
  async embedQueryFloat32(text: string, options?: EmbedOptions): Promise<Float32Array> {
    const [vector = new Float32Array()] = await embedTexts(this.#embedder, [text], "query", float32Vectors, options);
    return vector;
  }

  /** Like {@link BedrockEmbeddings.embedDocuments}, with four bytes a number: no array of numbers is made in between. */
  async embedDocumentsFloat32(texts: string[], options?: EmbedManyOptions<Float32Array>): Promise<Float32Array[]> {
    return embedTexts(this.#embedder, texts, "document", float32Vectors, options);
  }

  /**
   * The vector of an image: Titan Multimodal, Nova, Cohere, Marengo.
   *
   * @throws AwsConfigurationError when the model takes no images; TypeError or RangeError for one that cannot be sent
   */
  async embedImage(image: MediaSourceInput, options?: EmbedMediaOptions): Promise<number[]> {
    const [vector = []] = await embedMedia(this.#embedder, "image", [image], options);
    return vector;
  }

  /** A vector for each image, in order. Cohere 4 takes up to 96 of them in a request. */
  async embedImages(images: MediaSourceInput[], options?: EmbedImagesOptions): Promise<number[][]> {
    return embedMedia(this.#embedder, "image", images, options);
  }

  /** The vector of a sound of at most 30 seconds: Nova. */
  async embedAudio(audio: MediaSourceInput, options?: EmbedMediaOptions): Promise<number[]> {
    const [vector = []] = await embedMedia(this.#embedder, "audio", [audio], options);
    return vector;
  }

  /** The vector of a film of at most 30 seconds, sound and picture together: Nova. */
  async embedVideo(video: MediaSourceInput, options?: EmbedMediaOptions): Promise<number[]> {
    const [vector = []] = await embedMedia(this.#embedder, "video", [video], options);
    return vector;
  }

  /** One vector for a text and an image together: Titan Multimodal, Cohere 4, Marengo 3. */
  async embedMultimodal(input: MultimodalInput, options?: EmbedMediaOptions): Promise<number[]> {
    return embedFused(this.#embedder, input, options);
  }

  /** Builds the client and asks for credentials, so that what is missing shows before the first call. */
  async ready(): Promise<void> {
    await this.#client.ready();
  }

  /** Gives up the connection pool this object shares with its equals. */
  async dispose(): Promise<void> {
    await this.#client.dispose();
  }

  /** The options, in the form LangChain serialises objects in; secrets as references. */
  toJSON(): SerializedEmbeddings {
    return this.#serialized;
  }
}
