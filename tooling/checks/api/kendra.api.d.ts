// @langchain-aws/kendra

import { AttributeFilter as AttributeFilter$1, DocumentRelevanceConfiguration, KendraClientConfig, QueryRequest, QueryResultItem, RetrieveResultItem, UserContext } from "@aws-sdk/client-kendra";
import { AwsClientFields, AwsClientLike } from "@langchain-aws/aws-auth";
import { BaseRetriever, BaseRetrieverInput } from "@langchain/core/retrievers";
import { Document, DocumentInterface } from "@langchain/core/documents";
import { RunnableConfig } from "@langchain/core/runnables";
type AttributeValue = StringValue | StringListValue | LongValue | DateValue;
interface StringValue {
  readonly StringValue: string;
  readonly StringListValue?: never;
  readonly LongValue?: never;
  readonly DateValue?: never;
}
interface StringListValue {
  readonly StringListValue: readonly string[];
  readonly StringValue?: never;
  readonly LongValue?: never;
  readonly DateValue?: never;
}
interface LongValue {
  readonly LongValue: number;
  readonly StringValue?: never;
  readonly StringListValue?: never;
  readonly DateValue?: never;
}
interface DateValue {
  readonly DateValue: Date | string;
  readonly StringValue?: never;
  readonly StringListValue?: never;
  readonly LongValue?: never;
}
interface AttributeOperand<Value extends AttributeValue = AttributeValue> {
  readonly Key: string;
  readonly Value: Value;
}
interface AttributeOperands {
  readonly EqualsTo: AttributeOperand;
  readonly ContainsAll: AttributeOperand<StringListValue>;
  readonly ContainsAny: AttributeOperand<StringListValue>;
  readonly GreaterThan: AttributeOperand<LongValue | DateValue>;
  readonly GreaterThanOrEquals: AttributeOperand<LongValue | DateValue>;
  readonly LessThan: AttributeOperand<LongValue | DateValue>;
  readonly LessThanOrEquals: AttributeOperand<LongValue | DateValue>;
}
type AttributeOperator = keyof AttributeOperands;
interface AttributeFilter extends Partial<AttributeOperands> {
  readonly AndAllFilters?: readonly AttributeFilter[];
  readonly OrAllFilters?: readonly AttributeFilter[];
  readonly NotFilter?: AttributeFilter;
}
type DocumentAttributeValue = string | string[] | number | null;
interface Highlight {
  text: string;
  beginOffset: number;
  endOffset: number;
  topAnswer: boolean;
  type: string;
}
interface KendraResultItem {
  readonly kind: "retrieve" | "query";
  readonly id?: string;
  readonly documentId?: string;
  readonly documentUri?: string;
  readonly title: string;
  readonly excerpt: string;
  readonly type?: string;
  readonly format?: string;
  readonly documentAttributes: Record<string, DocumentAttributeValue>;
  readonly scoreConfidence: string;
  readonly queryId?: string;
  readonly raw: RetrieveResultItem | QueryResultItem;
  getTitle(): string;
  getExcerpt(): string;
  getAdditionalMetadata(): Record<string, unknown>;
  getDocumentAttributesDict(): Record<string, DocumentAttributeValue>;
  getScoreAttribute(): string;
}
type UserContext$1 = UserContext;
type CommonRequestKey = "IndexId" | "QueryText" | "AttributeFilter" | "RequestedDocumentAttributes" | "DocumentRelevanceOverrideConfigurations" | "PageNumber" | "PageSize" | "UserContext";
type QueryOptions = Omit<QueryRequest, CommonRequestKey>;
interface RetrieverOverrides {
  topK?: number;
  attributeFilter?: AttributeFilter | AttributeFilter$1;
  userContext?: UserContext$1;
  minScoreConfidence?: number;
  fallbackToQuery?: boolean;
  pageNumber?: number;
}
interface AmazonKendraRetrieverInput extends AwsClientFields<AwsClientLike, KendraClientConfig>, BaseRetrieverInput, RetrieverOverrides {
  indexId: string;
  pageContentFormatter?: (item: KendraResultItem) => string;
  requestedDocumentAttributes?: readonly string[];
  documentRelevanceOverrideConfigurations?: readonly DocumentRelevanceConfiguration[];
  queryOptions?: QueryOptions;
  kendraClient?: AwsClientLike;
  maxConcurrency?: number;
  onFailedAttempt?: (error: Error) => unknown;
}
declare class AmazonKendraRetriever extends BaseRetriever {
  #private;
  static override lc_name(): string;
  override lc_namespace: string[];
  readonly indexId: string;
  constructor(fields: AmazonKendraRetrieverInput);
  get topK(): number;
  override invoke(query: string, config?: Partial<RunnableConfig>): Promise<DocumentInterface[]>;
  with(overrides: RetrieverOverrides): AmazonKendraRetriever;
  queryKendra(query: string, topK: number, attributeFilter?: RetrieverOverrides["attributeFilter"]): Promise<Document[]>;
  ready(): Promise<void>;
  dispose(): Promise<void>;
  override _getRelevantDocuments(query: string): Promise<DocumentInterface[]>;
}
type FilterValue = string | number | Date | NonEmpty<string>;
type NonEmpty<T> = readonly [first: T, ...others: T[]];
type UpToTen<T, List extends readonly T[] = readonly [T]> = List["length"] extends 10 ? List : List | UpToTen<T, readonly [...List, T]>;
type Condition = { [Operator in AttributeOperator]: { readonly [Name in Operator]: AttributeOperands[Name] } }[AttributeOperator];
interface AndFilter<Member> {
  readonly AndAllFilters: readonly Member[];
}
interface OrFilter<Member> {
  readonly OrAllFilters: readonly Member[];
}
interface NotFilter<Member> {
  readonly NotFilter: Member;
}
type Group<Member> = AndFilter<Member> | OrFilter<Member> | NotFilter<Member>;
type GroupMember = Condition | Group<Condition>;
interface FilterBuilder {
  eq(key: string, value: FilterValue): Condition;
  gt(key: string, value: number | Date): Condition;
  gte(key: string, value: number | Date): Condition;
  lt(key: string, value: number | Date): Condition;
  lte(key: string, value: number | Date): Condition;
  containsAll(key: string, texts: NonEmpty<string>): Condition;
  containsAny(key: string, texts: NonEmpty<string>): Condition;
  in(key: string, values: UpToTen<string | number | Date>): OrFilter<Condition>;
  not<Member extends GroupMember>(filter: Member): NotFilter<Member>;
  and<Filters extends UpToTen<GroupMember>>(...filters: Filters): AndFilter<Filters[number]>;
  or<Filters extends UpToTen<GroupMember>>(...filters: Filters): OrFilter<Filters[number]>;
}
declare const f: FilterBuilder;
declare const KENDRA_CONFIDENCE_MAPPING: Readonly<Record<"NOT_AVAILABLE" | "LOW" | "MEDIUM" | "HIGH" | "VERY_HIGH", number>>;
declare const cleanExcerpt: (text: string) => string;
declare function combinedText(item: KendraResultItem): string;
export { AmazonKendraRetriever, type AmazonKendraRetrieverInput, type AndFilter, type AttributeFilter, type AttributeOperand, type AttributeOperands, type AttributeOperator, type AttributeValue, type CommonRequestKey, type Condition, type DateValue, type DocumentAttributeValue, type FilterBuilder, type FilterValue, type Group, type GroupMember, type Highlight, KENDRA_CONFIDENCE_MAPPING, type KendraResultItem, type LongValue, type NonEmpty, type NotFilter, type OrFilter, type QueryOptions, type RetrieverOverrides, type StringListValue, type StringValue, type UpToTen, type UserContext$1 as UserContext, cleanExcerpt, combinedText, f };
