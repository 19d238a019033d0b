export { AmazonKendraRetriever } from "./amazon-kendra-retriever.ts";
export {
  f,
  type AndFilter,
  type Condition,
  type FilterBuilder,
  type FilterValue,
  type Group,
  type GroupMember,
  type NonEmpty,
  type NotFilter,
  type OrFilter,
  type UpToTen,
} from "./filter/filter-builder.ts";
export type {
  AttributeFilter,
  AttributeOperand,
  AttributeOperands,
  AttributeOperator,
  AttributeValue,
  DateValue,
  LongValue,
  StringListValue,
  StringValue,
} from "./filter/attribute-filter.ts";
export type {
  AmazonKendraRetrieverInput,
  CommonRequestKey,
  QueryOptions,
  RetrieverOverrides,
  UserContext,
} from "./options.ts";
export { KENDRA_CONFIDENCE_MAPPING } from "./response/confidence.ts";
export type { DocumentAttributeValue, Highlight, KendraResultItem } from "./response/kendra-result-item.ts";
export { cleanExcerpt, combinedText } from "./response/page-content.ts";
