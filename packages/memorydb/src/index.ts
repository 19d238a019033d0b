export { InMemoryVectorStore, InMemoryVectorStore as MemoryDBVectorStore } from "./vector-store.ts";
export type { ExistingIndexFields, StoreWithKeys } from "./vector-store.ts";
export { InMemoryVectorStoreRetriever } from "./retriever.ts";
export type { InMemoryRetrieverFields, InMemorySearchKwargs, InMemorySearchType } from "./retriever.ts";
export { InMemorySemanticCache, InMemorySemanticCache as MemoryDBSemanticCache } from "./cache/semantic-cache.ts";
export type { InMemorySemanticCacheFields, SemanticCacheStats, TransformedPrompt } from "./cache/cache-options.ts";
export {
  InMemoryDBFilter,
  InMemoryDBNum,
  InMemoryDBTag,
  InMemoryDBText,
  type WhenEmpty,
} from "./filter/filter-builders.ts";
export { InMemoryDBFilterExpression } from "./filter/filter-expression.ts";
export { createMemoryDBClient } from "./create-client.ts";
export { memoryDBIamCredentials, type MemoryDBIamCredentials } from "./iam.ts";
export type { CommandArgument, MemoryDBClient, MemoryDBCommand, SendOptions } from "./clients/memorydb-client.ts";
export type { IamFields, MemoryDBConnectionFields, TlsFields } from "./connection/connection-fields.ts";
export { readSchema } from "./schema/schema-files.ts";
export {
  type DistanceMetric,
  type IndexSchema,
  type NumericFieldSchema,
  TAG_SEPARATOR,
  type TagFieldSchema,
  type TextFieldSchema,
  type VectorFieldSchema,
} from "./schema/index-schema.ts";
export type {
  AddableDocument,
  AddOptions,
  AddProgress,
  DeleteParams,
  DeleteProgress,
  InMemoryVectorStoreFields,
  MarginalSearchOptions,
  RelevanceSearchOptions,
  SearchOptions,
} from "./options.ts";
export type { AddableDocuments } from "./documents/add-items.ts";
export type { VectorLike } from "./documents/vector-bytes.ts";
export { readPartialAdd, type PartialAdd } from "./documents/partial-add.ts";
export type { DropResult } from "./index-keeper.ts";
export type { RelevanceScoreFn } from "./search/relevance.ts";
export {
  MemoryDBAuthError,
  MemoryDBCacheError,
  MemoryDBConfigError,
  MemoryDBConnectionError,
  MemoryDBError,
  type MemoryDBErrorFields,
  MemoryDBFilterError,
  MemoryDBIndexLimitError,
  MemoryDBIndexMismatchError,
  MemoryDBIndexNotFoundError,
  MemoryDBQueryError,
  MemoryDBSchemaError,
  MemoryDBUnsupportedError,
  MemoryDBVectorError,
  MemoryDBWriteError,
  type MemoryDBWriteErrorFields,
} from "./errors.ts";
