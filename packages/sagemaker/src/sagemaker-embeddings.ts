import { createCaller } from "@langchain-aws/core";
import { Embeddings, type EmbeddingsParams } from "@langchain/core/embeddings";
import type { SagemakerClient } from "./client.ts";
import { inParallel } from "./embeddings/in-parallel.ts";
import { shapeOf } from "./embeddings/vectors.ts";
import { Endpoint } from "./endpoint.ts";
import { SagemakerConfigError } from "./errors.ts";
import { type EmbeddingsHandler, type EmbeddingsHandlerName, toEmbeddingsHandler } from "./handler-names.ts";
import type { SagemakerCallFields, SagemakerFields } from "./options.ts";
import { resolveCall, type SagemakerSettings } from "./resolve-options.ts";
import { wrongShape } from "./run-handler.ts";
import { connect, takeFields } from "./take-fields.ts";

const defaultConcurrency = 4;

/** Constructor fields of `SagemakerEmbeddings`. */
export interface SagemakerEmbeddingsInput extends SagemakerFields, Omit<EmbeddingsParams, keyof SagemakerFields> {
  /**
   * Makes the requests and reads the answers: the name of a ready-made handler, or your own.
   *
   * @defaultValue "auto"
   */
  contentHandler?: EmbeddingsHandlerName | EmbeddingsHandler;
  /** Texts in one request. @defaultValue 64 */
  chunkSize?: number;
  /** Replaces line feeds in texts by spaces. @defaultValue false */
  stripNewLines?: boolean;
  /** How long each vector must be. Not checked unless given. */
  dimensions?: number;
}

/** Options of one call of `SagemakerEmbeddings`. */
export interface SagemakerEmbeddingsCallOptions extends SagemakerCallFields {
  /** Ends the requests of this call. */
  signal?: AbortSignal;
}

/**
 * An embedding model behind an Amazon SageMaker real-time endpoint.
 *
 * ```ts
 * const embeddings = new SagemakerEmbeddings({ endpointName: "my-tei", region: "us-east-1" });
 * const [vector] = await embeddings.embedDocuments(["Wet streets make brakes slow."]);
 * ```
 *
 * Nothing is loaded or connected before the first call.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
 */
export class SagemakerEmbeddings extends Embeddings {
  /** The endpoint, as it was given. */
  readonly endpointName: string;
  readonly #settings: SagemakerSettings;
  readonly #handler: EmbeddingsHandler;
  readonly #client: SagemakerClient;
  readonly #endpoint: Endpoint<string[], number[][]>;
  readonly #chunkSize: number;
  readonly #stripNewLines: boolean;
  readonly #dimensions: number | undefined;

  /** @throws SagemakerConfigError or AwsConfigurationError for options that cannot work */
  constructor(fields: SagemakerEmbeddingsInput) {
    const taken = takeFields(fields, "SagemakerEmbeddings");
    super({});
    const { contentHandler, chunkSize = 64, stripNewLines = false, dimensions } = taken.own;
    if (!Number.isInteger(chunkSize) || chunkSize < 1) {
      throw new SagemakerConfigError("chunkSize must be a whole number above 0.", { code: "CONFIG_INVALID_NUMBER" });
    }
    const parts = connect<string[], number[][]>(toEmbeddingsHandler(contentHandler), taken, defaultConcurrency);
    this.caller = createCaller();
    this.endpointName = taken.settings.endpointName;
    this.#settings = taken.settings;
    this.#handler = parts.handler;
    this.#client = parts.client;
    this.#endpoint = new Endpoint(parts);
    this.#chunkSize = chunkSize;
    this.#stripNewLines = stripNewLines;
    this.#dimensions = dimensions;
  }

  /**
   * One vector for each text, in their order.
   *
   * @throws SagemakerHandlerError when the answer has another number of vectors, or unequal or unexpected lengths
   */
  override async embedDocuments(documents: string[], call: SagemakerEmbeddingsCallOptions = {}): Promise<number[][]> {
    const size = this.#chunkSize;
    const parts = await inParallel(
      Math.ceil(documents.length / size),
      this.#settings.maxConcurrency ?? defaultConcurrency,
      (index, signal) => this.#embed(documents.slice(index * size, (index + 1) * size), { ...call, signal }),
      call.signal,
    );
    return this.#checkLengths(parts.flat());
  }

  /** The vector of one text. @throws as {@link SagemakerEmbeddings.embedDocuments} */
  override async embedQuery(document: string, call: SagemakerEmbeddingsCallOptions = {}): Promise<number[]> {
    const [vector = []] = await this.embedDocuments([document], call);
    return vector;
  }

  /** Builds the client and asks for credentials, so that what is missing shows before the first call. */
  async ready(): Promise<void> {
    await this.#client.ready();
  }

  /** Gives up the connection pool this object shares with its equals. */
  async dispose(): Promise<void> {
    await this.#client.dispose();
  }

  async #embed(chunk: string[], call: SagemakerEmbeddingsCallOptions): Promise<number[][]> {
    const texts = this.#stripNewLines ? chunk.map((text) => text.replaceAll("\n", " ")) : chunk;
    const embedded = { ...resolveCall(this.#settings, call), signal: call.signal };
    const { reply } = await this.#endpoint.invoke(texts, embedded, (vectors) => checkVectors(vectors, chunk.length));
    return reply;
  }

  #checkLengths(vectors: number[][]): number[][] {
    const expected = this.#dimensions ?? vectors[0]?.length;
    const index = vectors.findIndex((vector) => vector.length !== expected);
    if (index < 0) return vectors;
    throw this.#wrong(`gave a vector of ${vectors[index]?.length} numbers at index ${index}, not of ${expected}.`);
  }

  #wrong(problem: string): Error {
    return wrongShape(this.#handler, "transformOutput", problem, { endpointName: this.endpointName, secrets: [] });
  }
}

/** What a handler gave, when it is one vector for each text. Throws an Error for another shape. */
function checkVectors(vectors: number[][], count: number): number[][] {
  const isMatrix = Array.isArray(vectors) && vectors.every(isVector);
  if (isMatrix && vectors.length === count) return vectors;
  throw new Error(`It gave ${shapeOf(vectors)} for ${count} texts, not one vector of finite numbers for each.`);
}

function isVector(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((number) => Number.isFinite(number));
}
