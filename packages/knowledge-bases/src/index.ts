export {
  AmazonKnowledgeBasesRetriever,
  AmazonKnowledgeBasesRetriever as AmazonKnowledgeBaseRetriever,
} from "./amazon-knowledge-bases-retriever.ts";
export { f, type FilterBuilder, type NonEmpty } from "./filter/filter-builder.ts";
export type {
  FilterOperand,
  FilterOperands,
  FilterOperator,
  FilterValue,
  SearchFilter,
} from "./filter/search-filter.ts";
export type {
  AmazonKnowledgeBasesRetrieverInput,
  GuardrailConfig,
  ManagedSearchConfig,
  QueryImage,
  RerankShorthand,
  RetrievalConfig,
  RetrievalQuery,
  RetrievedPage,
  RetrievePageOptions,
  RetrieverOverrides,
  UserContext,
  VectorSearchConfig,
} from "./options.ts";
export { agenticRetrieve, agenticRetrieveStream } from "./agentic/agentic-retrieve.ts";
export type { AgenticRetrieveEvent, AgenticRetrieveInput, AgenticRetrieveOutput } from "./agentic/options.ts";
