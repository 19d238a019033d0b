import type { CallbackManagerForRetrieverRun } from "@langchain/core/callbacks/manager";
import type { DocumentInterface } from "@langchain/core/documents";
import type { BaseRetrieverInput } from "@langchain/core/retrievers";
import { VectorStoreRetriever } from "@langchain/core/vectorstores";
import type { AmazonS3Vectors, S3VectorsDocuments } from "./amazon-s3-vectors.ts";
import { S3VectorsConfigError } from "./errors.ts";
import { checkFilter } from "./filter/check-filter.ts";
import { combineFilters } from "./filter/combine-filters.ts";
import type { S3VectorsFilter, S3VectorsFilterInput } from "./filter/search-filter.ts";
import type { S3VectorsAddOptions, S3VectorsSearchType } from "./options.ts";
import { checkCount } from "./resolve-options.ts";

/** What a search of a retriever can be told, by its type. */
export interface S3VectorsSearchKwargs {
  /** For `mmr`: how many of the nearest to choose from. @defaultValue 20 */
  fetchK?: number;
  /** For `mmr`: 1 looks at relevance alone, 0 at variety alone. @defaultValue 0.5 */
  lambda?: number;
  /** For `similarity_score_threshold`: leaves out what is less relevant. */
  scoreThreshold?: number;
}

/** Fields of the constructor of `AmazonS3VectorsRetriever`. */
export interface AmazonS3VectorsRetrieverFields<
  V extends AmazonS3Vectors = AmazonS3Vectors,
> extends BaseRetrieverInput {
  vectorStore: V;
  /** How many documents. @defaultValue 4 */
  k?: number | undefined;
  filter?: S3VectorsFilterInput | undefined;
  /** Holds besides `filter`, and besides the store's own: `$and`, this one before `filter`. */
  baseFilter?: S3VectorsFilterInput | undefined;
  /** @defaultValue `"similarity"` */
  searchType?: S3VectorsSearchType | undefined;
  searchKwargs?: S3VectorsSearchKwargs | undefined;
}

const searchTypes: readonly string[] = ["similarity", "mmr", "similarity_score_threshold"];
const searchKwargNames: readonly string[] = ["fetchK", "lambda", "scoreThreshold"];
/** What is handed to LangChain's class. */
const otherNames: readonly string[] = ["vectorStore", "filter", "callbacks", "tags", "metadata", "verbose", "name"];

/**
 * Finds documents in Amazon S3 Vectors; `store.asRetriever()` makes one.
 *
 * ```ts
 * const retriever = store.asRetriever({ k: 6, searchType: "mmr", searchKwargs: { fetchK: 30 } });
 * ```
 */
export class AmazonS3VectorsRetriever<V extends AmazonS3Vectors = AmazonS3Vectors> extends VectorStoreRetriever<V> {
  declare searchKwargs?: S3VectorsSearchKwargs;
  readonly #baseFilter: S3VectorsFilter | undefined;

  /** @throws S3VectorsConfigError for an unknown search type and for settings that it cannot work with */
  constructor({
    baseFilter,
    searchType = "similarity",
    searchKwargs = {},
    k = 4,
    ...fields
  }: AmazonS3VectorsRetrieverFields<V>) {
    super({ ...fields, k });
    checkNames(fields, otherNames, `k, baseFilter, searchType, searchKwargs, ${otherNames.join(", ")}`);
    checkNames(searchKwargs, searchKwargNames, searchKwargNames.join(", "), "searchKwargs.");
    if (!searchTypes.includes(searchType)) {
      throw invalid(`searchType must be one of ${searchTypes.join(", ")}.`);
    }
    if (searchType === "similarity_score_threshold" && searchKwargs.scoreThreshold === undefined) {
      throw invalid("similarity_score_threshold needs searchKwargs.scoreThreshold.");
    }
    checkCount("k", k, Number.MAX_SAFE_INTEGER);
    this.searchType = searchType;
    this.searchKwargs = searchKwargs;
    this.#baseFilter = checkFilter(baseFilter);
    checkFilter(fields.filter);
  }

  static override lc_name(): string {
    return "AmazonS3VectorsRetriever";
  }

  override async _getRelevantDocuments(
    query: string,
    _runManager?: CallbackManagerForRetrieverRun,
  ): Promise<DocumentInterface[]> {
    const { vectorStore, k } = this;
    const filter = combineFilters(this.#baseFilter, checkFilter(this.filter));
    const { fetchK, lambda, scoreThreshold } = this.searchKwargs ?? {};
    if (this.searchType === "mmr") {
      return await vectorStore.maxMarginalRelevanceSearch(query, {
        k,
        ...(fetchK !== undefined && { fetchK }),
        ...(lambda !== undefined && { lambda }),
        ...(filter !== undefined && { filter }),
      });
    }
    if (this.searchType === "similarity_score_threshold") {
      const found = await vectorStore.similaritySearchWithRelevanceScores(query, k, filter, {
        ...(scoreThreshold !== undefined && { scoreThreshold }),
      });
      return found.map(([document]) => document);
    }
    return await vectorStore.similaritySearch(query, k, filter);
  }

  /** Adds to the store. */
  override async addDocuments(documents: S3VectorsDocuments, options?: S3VectorsAddOptions): Promise<string[]> {
    return await this.vectorStore.addDocuments(documents, options);
  }
}

/** A misspelt filter, or one in `searchKwargs`, would find more than was meant. */
function checkNames(given: object, names: readonly string[], known: string, prefix = ""): void {
  const unknown = Object.entries(given).find(([name, value]) => value !== undefined && !names.includes(name))?.[0];
  if (unknown !== undefined) throw invalid(`A retriever takes no "${prefix}${unknown}". It takes ${known}.`);
}

function invalid(message: string): S3VectorsConfigError {
  return new S3VectorsConfigError(message, { code: "CONFIG_INVALID_OPTION" });
}
