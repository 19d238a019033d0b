import type {
  AttributeFilter as WireFilter,
  DocumentRelevanceConfiguration as WireRelevanceConfiguration,
  KendraClientConfig,
  QueryRequest as WireQueryRequest,
  UserContext as WireUserContext,
} from "@aws-sdk/client-kendra";
import type { AwsClientFields, AwsClientLike } from "@langchain-aws/aws-auth";
import type { BaseRetrieverInput } from "@langchain/core/retrievers";
import type { AttributeFilter } from "./filter/attribute-filter.ts";
import type { KendraResultItem } from "./response/kendra-result-item.ts";

/**
 * On whose behalf is searched: a token alone, or a user with their groups. Indexes of the GenAI Enterprise edition take no
 * token.
 *
 * @see https://docs.aws.amazon.com/kendra/latest/APIReference/API_UserContext.html
 */
export type UserContext = WireUserContext;

/** What every request says of its own accord, and `queryOptions` therefore cannot. */
export type CommonRequestKey =
  | "IndexId"
  | "QueryText"
  | "AttributeFilter"
  | "RequestedDocumentAttributes"
  | "DocumentRelevanceOverrideConfigurations"
  | "PageNumber"
  | "PageSize"
  | "UserContext";

/** Members of the Query operation alone, under their names there. */
export type QueryOptions = Omit<WireQueryRequest, CommonRequestKey>;

/** What `with` can change. */
export interface RetrieverOverrides {
  /**
   * How many results to ask for at most. 0 asks nothing and gives nothing; the service gives 100 at most.
   *
   * @defaultValue 3, as in Python. `@langchain/aws` has 10.
   */
  topK?: number;
  /** Which documents are searched. {@link f} builds one. */
  attributeFilter?: AttributeFilter | WireFilter;
  /** On whose behalf is searched. A token in it is kept secret. */
  userContext?: UserContext;
  /**
   * Keeps only results that the service is at least so sure of, 0 to 1: `LOW` counts 0.25, `MEDIUM` 0.5, `HIGH` 0.75,
   * `VERY_HIGH` 1. The service is sure of nothing in other languages than English: with a floor they give no results.
   *
   * @defaultValue all results are kept
   */
  minScoreConfidence?: number;
  /**
   * Whether Query is asked when Retrieve finds nothing.
   *
   * @defaultValue true
   */
  fallbackToQuery?: boolean;
  /**
   * Which page of `topK` results to ask for, from 1. There is nothing behind the hundredth result.
   *
   * @defaultValue the first
   */
  pageNumber?: number;
}

/** Constructor fields of `AmazonKendraRetriever`. Every name is also taken in the snake_case of Python's. */
export interface AmazonKendraRetrieverInput
  extends AwsClientFields<AwsClientLike, KendraClientConfig>, BaseRetrieverInput, RetrieverOverrides {
  /** Id of the index: 36 characters. */
  indexId: string;
  /**
   * Makes the text of a document out of a result. Its return value is used as it is.
   *
   * @defaultValue {@link combinedText}: title and cleaned excerpt
   */
  pageContentFormatter?: (item: KendraResultItem) => string;
  /** Names of the document attributes to answer with; all that are displayable without it. */
  requestedDocumentAttributes?: readonly string[];
  /** How much attributes count in the ranking of this request, in place of what the index says. */
  documentRelevanceOverrideConfigurations?: readonly WireRelevanceConfiguration[];
  /** More for the Query operation: which kind of results, sorting, spelling, collapsing. Retrieve has none of it. */
  queryOptions?: QueryOptions;
  /** Same as `client`. */
  kendraClient?: AwsClientLike;
  /**
   * How many requests of this object are under way at a time.
   *
   * @defaultValue no limit
   */
  maxConcurrency?: number;
  /** Called once for every attempt that failed, with the mapped error; throwing from it stops the retries. */
  onFailedAttempt?: (error: Error) => unknown;
}
