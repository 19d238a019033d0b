// @langchain-aws/knowledge-bases

import { AgenticRetrieveGeneratedResponse, AgenticRetrieveResultItem, AgenticRetrieveStreamResponseOutput, BedrockAgentRuntimeClientConfig, ImplicitFilterConfiguration, ManagedSearchRerankingConfiguration, VectorSearchRerankingConfiguration } from "@aws-sdk/client-bedrock-agent-runtime";
import { AwsClientFields, AwsClientLike } from "@langchain-aws/aws-auth";
import { BaseRetriever, BaseRetrieverInput } from "@langchain/core/retrievers";
import { Document, DocumentInterface } from "@langchain/core/documents";
import { RunnableConfig } from "@langchain/core/runnables";
type FilterValue = string | number | boolean;
interface FilterOperand<Value> {
  readonly key: string;
  readonly value: Value;
}
interface FilterOperands {
  readonly equals: FilterOperand<FilterValue | readonly FilterValue[]>;
  readonly notEquals: FilterOperand<FilterValue | readonly FilterValue[]>;
  readonly greaterThan: FilterOperand<number>;
  readonly greaterThanOrEquals: FilterOperand<number>;
  readonly lessThan: FilterOperand<number>;
  readonly lessThanOrEquals: FilterOperand<number>;
  readonly in: FilterOperand<readonly FilterValue[]>;
  readonly notIn: FilterOperand<readonly FilterValue[]>;
  readonly startsWith: FilterOperand<string>;
  readonly listContains: FilterOperand<FilterValue>;
  readonly stringContains: FilterOperand<string>;
  readonly andAll: readonly SearchFilter[];
  readonly orAll: readonly SearchFilter[];
}
type FilterOperator = keyof FilterOperands;
type SearchFilter = { [Operator in FilterOperator]: { readonly [Name in Operator]: FilterOperands[Name] } & { readonly [Other in Exclude<FilterOperator, Operator>]?: never } }[FilterOperator];
interface RerankShorthand {
  modelArn: string;
  topN?: number;
  additionalModelRequestFields?: Record<string, unknown>;
}
interface VectorSearchConfig {
  numberOfResults?: number;
  filter?: SearchFilter;
  overrideSearchType?: "HYBRID" | "SEMANTIC";
  rerankingConfiguration?: VectorSearchRerankingConfiguration;
  rerank?: RerankShorthand;
  implicitFilterConfiguration?: ImplicitFilterConfiguration;
}
interface ManagedSearchConfig {
  numberOfResults?: number;
  filter?: SearchFilter;
  rerankingModelType?: "CUSTOM" | "MANAGED" | "NONE";
  rerankingConfiguration?: ManagedSearchRerankingConfiguration;
  rerank?: RerankShorthand;
}
interface RetrievalConfig {
  vectorSearchConfiguration?: VectorSearchConfig;
  managedSearchConfiguration?: ManagedSearchConfig;
  nextToken?: string;
}
interface GuardrailConfig {
  guardrailId?: string;
  guardrailIdentifier?: string;
  guardrailVersion: string;
}
interface UserContext {
  userId: string;
}
interface RetrieverOverrides {
  topK?: number;
  filter?: SearchFilter;
  overrideSearchType?: "HYBRID" | "SEMANTIC";
  userContext?: UserContext;
  minScoreConfidence?: number;
  maxScore?: number;
}
interface AmazonKnowledgeBasesRetrieverInput extends Omit<AwsClientFields<AwsClientLike, BedrockAgentRuntimeClientConfig>, "timeout">, BaseRetrieverInput, RetrieverOverrides {
  knowledgeBaseId: string;
  retrievalConfig?: RetrievalConfig;
  retrievalConfiguration?: RetrievalConfig;
  guardrailConfig?: GuardrailConfig;
  guardrails?: GuardrailConfig;
  flattenMetadata?: boolean;
  maxPages?: number;
  extraRequest?: Record<string, unknown>;
  bedrockAgentRuntimeClient?: AwsClientLike;
  timeout?: number;
  maxConcurrency?: number;
  onFailedAttempt?: (error: Error) => unknown;
}
interface QueryImage {
  format: "png" | "jpeg" | "gif" | "webp";
  data: Uint8Array | string;
}
interface RetrievalQuery {
  text?: string;
  image?: QueryImage;
}
interface RetrievePageOptions {
  nextToken?: string;
  signal?: AbortSignal;
}
interface RetrievedPage {
  documents: DocumentInterface[];
  nextToken?: string;
  guardrailAction?: string;
}
declare class AmazonKnowledgeBasesRetriever extends BaseRetriever {
  #private;
  static override lc_name(): string;
  override lc_namespace: string[];
  readonly knowledgeBaseId: string;
  constructor(fields: AmazonKnowledgeBasesRetrieverInput);
  override invoke(query: string, config?: Partial<RunnableConfig>): Promise<DocumentInterface[]>;
  retrieve(query: RetrievalQuery, config?: Partial<RunnableConfig>): Promise<DocumentInterface[]>;
  retrievePage(query: string, options?: RetrievePageOptions): Promise<RetrievedPage>;
  with(overrides: RetrieverOverrides): AmazonKnowledgeBasesRetriever;
  ready(): Promise<void>;
  dispose(): Promise<void>;
  override _getRelevantDocuments(query: string): Promise<DocumentInterface[]>;
}
type NonEmpty<T> = readonly [first: T, ...others: T[]];
interface FilterBuilder {
  eq(key: string, value: FilterValue | NonEmpty<FilterValue>): SearchFilter;
  ne(key: string, value: FilterValue | NonEmpty<FilterValue>): SearchFilter;
  gt(key: string, value: number): SearchFilter;
  gte(key: string, value: number): SearchFilter;
  lt(key: string, value: number): SearchFilter;
  lte(key: string, value: number): SearchFilter;
  in(key: string, values: NonEmpty<FilterValue>): SearchFilter;
  notIn(key: string, values: NonEmpty<FilterValue>): SearchFilter;
  startsWith(key: string, beginning: string): SearchFilter;
  listContains(key: string, value: FilterValue): SearchFilter;
  stringContains(key: string, part: string): SearchFilter;
  and(...filters: NonEmpty<SearchFilter>): SearchFilter;
  or(...filters: NonEmpty<SearchFilter>): SearchFilter;
}
declare const f: FilterBuilder;
interface AgenticRetrieveInput extends Omit<AwsClientFields<AwsClientLike, BedrockAgentRuntimeClientConfig>, "timeout"> {
  knowledgeBaseId: string;
  query: string;
  generateResponse?: boolean;
  numberOfResults?: number;
  filter?: SearchFilter;
  userContext?: UserContext;
  guardrailConfig?: GuardrailConfig;
  guardrails?: GuardrailConfig;
  foundationModelArn?: string;
  rerankingModelType?: "CUSTOM" | "MANAGED" | "NONE";
  maxAgentIteration?: number;
  bedrockAgentRuntimeClient?: AwsClientLike;
  timeout?: number;
  onFailedAttempt?: (error: Error) => unknown;
  signal?: AbortSignal;
}
type AgenticRetrieveEvent = AgenticRetrieveStreamResponseOutput;
interface AgenticRetrieveOutput {
  results: AgenticRetrieveResultItem[];
  documents: Document[];
  generatedResponse?: {
    answer: string;
    citations: NonNullable<AgenticRetrieveGeneratedResponse["citations"]>;
  };
  nextToken?: string;
}
declare function agenticRetrieve(input: AgenticRetrieveInput): Promise<AgenticRetrieveOutput>;
declare function agenticRetrieveStream(input: AgenticRetrieveInput): AsyncGenerator<AgenticRetrieveEvent>;
export { type AgenticRetrieveEvent, type AgenticRetrieveInput, type AgenticRetrieveOutput, AmazonKnowledgeBasesRetriever as AmazonKnowledgeBaseRetriever, AmazonKnowledgeBasesRetriever, type AmazonKnowledgeBasesRetrieverInput, type FilterBuilder, type FilterOperand, type FilterOperands, type FilterOperator, type FilterValue, type GuardrailConfig, type ManagedSearchConfig, type NonEmpty, type QueryImage, type RerankShorthand, type RetrievalConfig, type RetrievalQuery, type RetrievePageOptions, type RetrievedPage, type RetrieverOverrides, type SearchFilter, type UserContext, type VectorSearchConfig, agenticRetrieve, agenticRetrieveStream, f };
