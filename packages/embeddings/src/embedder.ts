import { isRecord } from "@langchain-aws/core";
import type { AsyncCaller } from "@langchain/core/utils/async_caller";
import { missingIndexes, planBatches, type BatchLimits } from "./batching.ts";
import type { EmbeddingsClient } from "./client.ts";
import { failedIndexOf } from "./failed-index.ts";
import type { BuildRequest, ModelFamily, RequestSettings } from "./families/model-family.ts";
import { Notices } from "./notices.ts";
import type { EmbedManyOptions } from "./options.ts";
import { notePartialEmbeddings } from "./partial.ts";
import { runPool } from "./pool.ts";
import { readReply } from "./reply.ts";
import { buildBody } from "./request.ts";
import { chooseFamily, describeModel } from "./resolve-model.ts";
import type { EmbeddingsSettings } from "./resolve-options.ts";
import { startResults } from "./results.ts";
import { normalizeVector, type Vector, type VectorForm } from "./vector.ts";

/** Inputs of one call. */
export interface Work<Input, V extends Vector> {
  readonly total: number;
  readonly family: ModelFamily;
  readonly build: BuildRequest<Input>;
  readonly request: RequestSettings;
  readonly limits: BatchLimits;
  /** Bytes of an input in the body. */
  readonly sizeOf: (index: number) => number;
  /** An input, when its turn comes. */
  readonly load: (index: number) => Input | Promise<Input>;
  readonly form: VectorForm<V>;
  readonly options: EmbedManyOptions<V>;
}

/** Sends the inputs of a call and gathers their vectors: the one way from inputs to vectors. */
export class Embedder {
  readonly settings: EmbeddingsSettings;
  readonly notices: Notices = new Notices();
  readonly #client: EmbeddingsClient;
  readonly #caller: AsyncCaller;
  #family: ModelFamily | undefined;

  /** @throws AwsConfigurationError when the model is known and the options do not suit it */
  constructor(settings: EmbeddingsSettings, client: EmbeddingsClient, caller: AsyncCaller) {
    this.settings = settings;
    this.#client = client;
    this.#caller = caller;
    const facts = describeModel(settings);
    if (facts !== undefined) this.#family = chooseFamily(facts, settings);
  }

  /**
   * The family of the model; looked up once, where only the control plane knows it.
   *
   * @throws ModelProviderError when it cannot be found out
   */
  async family(signal: AbortSignal | undefined): Promise<ModelFamily> {
    signal?.throwIfAborted();
    if (this.#family !== undefined) return this.#family;
    const { model, baseModelId } = this.settings;
    const found = await this.#client.findModel(baseModelId ?? model, signal);
    signal?.throwIfAborted();
    const facts = { vendor: found.provider?.toLowerCase(), id: found.baseModelId?.toLowerCase() ?? "" };
    this.#family = chooseFamily(facts, this.settings);
    return this.#family;
  }

  /** The size to ask for; nothing where the model has one size only, which is said once if it is another. */
  dimensionsFor({ fixedDimensions }: ModelFamily): number | undefined {
    const { dimensions, model } = this.settings;
    if (fixedDimensions === undefined || dimensions === undefined) return dimensions;
    if (dimensions !== fixedDimensions) {
      this.notices.warn("dimensions", `${model} has ${fixedDimensions} dimensions, always; \`dimensions\` is ignored.`);
    }
    return undefined;
  }

  /** One vector for each input, in order. */
  async embed<Input, V extends Vector>(work: Work<Input, V>): Promise<V[]> {
    const { total, limits, sizeOf, form, options } = work;
    const results = startResults(total, options.resume, form);
    const failure = await runPool({
      jobs: planBatches(missingIndexes(results.vectors), limits, sizeOf),
      caller: this.#caller,
      width: Math.min(this.settings.maxConcurrency, total),
      signal: options.signal,
      finishInFlight: options.finishInFlight,
      work: async (indexes, signal) => {
        results.put(indexes, await this.#send(work, indexes, signal));
        options.onProgress?.(results.progress(indexes));
      },
    });
    if (failure === undefined) return results.complete();
    const { error, job } = failure;
    throw notePartialEmbeddings(error, {
      vectors: results.vectors,
      done: results.done,
      total,
      failedIndex: failedIndexOf(error, job),
      failedIndexes: job,
    });
  }

  async #send<Input, V extends Vector>(
    { family, build, request, load, form, total }: Work<Input, V>,
    indexes: readonly number[],
    signal: AbortSignal,
  ): Promise<readonly V[]> {
    const { model, modelKwargs, normalize } = this.settings;
    const inputs: Input[] = [];
    for (const index of indexes) inputs.push(await load(index));
    const body = buildBody(build, inputs, request, modelKwargs, indexes);
    const texts = (): readonly string[] => textsOf(inputs);
    const reply = await this.#client.invoke(body, { signal, what: describeFailure(indexes, total), texts });
    const { embeddingType } = request;
    const { vectors, ...facts } = readReply(reply.body, form, { model, family, embeddingType, indexes, texts });
    if (normalize) for (const vector of vectors) normalizeVector(vector);
    this.#report(reply.inputTokens ?? facts.inputTokens, facts.truncatedCharLength);
    return vectors;
  }

  #report(inputTokens: number | undefined, truncatedCharLength: number | undefined): void {
    const { model, onUsage } = this.settings;
    if (inputTokens !== undefined) onUsage?.({ model, inputTokens });
    if (truncatedCharLength === undefined) return;
    this.notices.warn(
      "truncated",
      `${model} cut a text after ${truncatedCharLength} characters. Split long texts, or pass truncate "NONE" to have them refused.`,
    );
  }
}

/** The texts among the inputs of a request, as they were sent. */
function textsOf(inputs: readonly unknown[]): readonly string[] {
  return inputs.flatMap((input) => (isRecord(input) && typeof input["text"] === "string" ? [input["text"]] : []));
}

function describeFailure(indexes: readonly number[], total: number): string {
  const [first = 0, last = first] = [indexes[0], indexes.at(-1)];
  if (total === 1) return "InvokeModel failed";
  return `InvokeModel failed for input${first === last ? ` ${first}` : `s ${first} to ${last}`}`;
}
