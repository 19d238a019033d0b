import type { CallbackManagerForRetrieverRun } from "@langchain/core/callbacks/manager";
import type { DocumentInterface } from "@langchain/core/documents";
import type { BaseRetrieverInput } from "@langchain/core/retrievers";
import { VectorStoreRetriever } from "@langchain/core/vectorstores";
import type { AddableDocuments } from "./documents/add-items.ts";
import { MemoryDBConfigError } from "./errors.ts";
import type { InMemoryDBFilterExpression } from "./filter/filter-expression.ts";
import type { AddOptions } from "./options.ts";
import type { InMemoryVectorStore } from "./vector-store.ts";

const searchKwargNames: readonly string[] = ["k", "distanceThreshold", "scoreThreshold", "fetchK", "lambda", "filter"];
/** What is handed to LangChain's class. */
const otherNames: readonly string[] = ["callbacks", "tags", "metadata", "verbose", "name"];
const searchTypes = ["similarity", "similarity_distance_threshold", "similarity_score_threshold", "mmr"] as const;

/** How a retriever searches. */
export type InMemorySearchType = (typeof searchTypes)[number];

/** Settings of a retriever's searches. */
export interface InMemorySearchKwargs {
  /** @defaultValue 4 */
  k?: number;
  /** For `similarity_distance_threshold` alone. @defaultValue 0.9 */
  distanceThreshold?: number;
  /** For `similarity_score_threshold`, which needs it. */
  scoreThreshold?: number;
  /** For `mmr`. @defaultValue 20 */
  fetchK?: number;
  /** For `mmr`. @defaultValue 0.5 */
  lambda?: number;
  filter?: InMemoryDBFilterExpression | undefined;
}

/** Options of a retriever. */
export interface InMemoryRetrieverFields extends BaseRetrieverInput {
  k?: number;
  filter?: InMemoryDBFilterExpression | undefined;
  /** @defaultValue `"similarity"` */
  searchType?: InMemorySearchType;
  searchKwargs?: InMemorySearchKwargs;
}

/** A store as a retriever. */
export class InMemoryVectorStoreRetriever<
  Store extends InMemoryVectorStore = InMemoryVectorStore,
> extends VectorStoreRetriever<Store> {
  readonly #store: Store;
  readonly #type: InMemorySearchType;
  readonly #kwargs: InMemorySearchKwargs;

  static override lc_name(): string {
    return "InMemoryVectorStoreRetriever";
  }

  override get lc_namespace(): string[] {
    return ["langchain_aws", "memorydb"];
  }

  /** @throws MemoryDBConfigError for an unknown option or type, or a threshold that its type needs */
  constructor(fields: InMemoryRetrieverFields & { vectorStore: Store }) {
    const { searchType = "similarity", searchKwargs = {}, k, filter, vectorStore, ...rest } = fields;
    checkNames(rest, otherNames, `k, filter, searchType, searchKwargs, ${otherNames.join(", ")}`);
    checkNames(searchKwargs, searchKwargNames, searchKwargNames.join(", "), "searchKwargs.");
    checkType(searchType, searchKwargs);
    super({ ...rest, vectorStore, k: k ?? searchKwargs.k ?? 4, filter: filter ?? searchKwargs.filter });
    this.#store = vectorStore;
    this.#type = searchType;
    this.#kwargs = { ...searchKwargs };
    // What core calls by this name knows two types only.
    this.searchType = searchType === "mmr" ? "mmr" : "similarity";
  }

  override async _getRelevantDocuments(
    query: string,
    _runManager?: CallbackManagerForRetrieverRun,
  ): Promise<DocumentInterface[]> {
    const { k, filter } = this;
    const { fetchK, lambda, distanceThreshold = 0.9, scoreThreshold } = this.#kwargs;
    switch (this.#type) {
      case "similarity":
        return await this.#store.similaritySearch(query, k, filter);
      case "similarity_distance_threshold":
        return await this.#store.similaritySearch(query, k, filter, { distanceThreshold });
      case "similarity_score_threshold": {
        const limit = scoreThreshold === undefined ? {} : { scoreThreshold };
        const found = await this.#store.similaritySearchWithRelevanceScores(query, k, { filter, ...limit });
        return found.map(([document]) => document);
      }
      default:
        return await this.#store.maxMarginalRelevanceSearch(query, {
          k,
          filter,
          ...(fetchK === undefined ? {} : { fetchK }),
          ...(lambda === undefined ? {} : { lambda }),
        });
    }
  }

  /** Adds documents to the store and gives their keys. */
  override async addDocuments(documents: AddableDocuments, options?: AddOptions): Promise<string[]> {
    return await this.#store.addDocuments(documents, options);
  }
}

/** A misspelt filter would find more than was meant. */
function checkNames(given: object, names: readonly string[], known: string, prefix = ""): void {
  const unknown = Object.entries(given).find(([name, value]) => value !== undefined && !names.includes(name))?.[0];
  if (unknown === undefined) return;
  throw new MemoryDBConfigError(`A retriever takes no \`${prefix}${unknown}\`. It takes ${known}.`);
}

function checkType(searchType: string, { scoreThreshold }: InMemorySearchKwargs): void {
  if (!searchTypes.some((type) => type === searchType)) {
    throw new MemoryDBConfigError(`\`searchType\` must be one of ${searchTypes.join(", ")}.`);
  }
  if (searchType === "similarity_score_threshold" && typeof scoreThreshold !== "number") {
    throw new MemoryDBConfigError(
      `The search type similarity_score_threshold needs \`searchKwargs.scoreThreshold\`, a number from 0 to 1. Types: ${searchTypes.join(", ")}.`,
    );
  }
}
