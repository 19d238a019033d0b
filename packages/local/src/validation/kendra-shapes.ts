import type { Constraint, Shape } from "./shapes.ts";

const length = (min: number | undefined, max?: number): Constraint[] => [
  ...(min === undefined ? [] : [{ rule: "V45", kind: "minLength", limit: min } as const]),
  ...(max === undefined ? [] : [{ rule: "V45", kind: "maxLength", limit: max } as const]),
];
const pattern = (text: string): Constraint => ({ rule: "V45", kind: "pattern", pattern: text });
const text = (...constraints: readonly Constraint[]): Shape => ({ type: "string", constraints });
const integer = (min: number, max?: number): Shape => ({
  type: "integer",
  constraints: [
    { rule: "V45", kind: "minValue", limit: min },
    ...(max === undefined ? [] : [{ rule: "V45", kind: "maxValue", limit: max } as const]),
  ],
});
const oneOf = (...values: string[]): Shape => text({ rule: "V45", kind: "enum", values });
const structure = (members: Readonly<Record<string, string>>, ...required: string[]): Shape => ({
  type: "structure",
  members,
  required,
});
const list = (of: string, min?: number, max?: number): Shape => ({ type: "list", of, constraints: length(min, max) });

const attributeShapes: Readonly<Record<string, Shape>> = {
  KendraIndexId: text(...length(36, 36), pattern("[a-zA-Z0-9][a-zA-Z0-9-]*")),
  KendraInteger: { type: "integer" },
  KendraTimestamp: { type: "number" },
  KendraAttributeKey: text(...length(1, 200), pattern("[a-zA-Z0-9_][a-zA-Z0-9_-]*")),
  KendraAttributeKeys: list("KendraAttributeKey", 1, 100),
  KendraText: text(...length(1, 2_048)),
  KendraTexts: list("KendraText"),
  KendraAttribute: structure({ Key: "KendraAttributeKey", Value: "KendraAttributeValue" }, "Key", "Value"),
  KendraAttributes: list("KendraAttribute"),
  KendraAttributeValue: structure({
    StringValue: "KendraText",
    StringListValue: "KendraTexts",
    LongValue: "KendraInteger",
    DateValue: "KendraTimestamp",
  }),
  KendraFilter: structure({
    AndAllFilters: "KendraFilters",
    OrAllFilters: "KendraFilters",
    NotFilter: "KendraFilter",
    EqualsTo: "KendraAttribute",
    ContainsAll: "KendraAttribute",
    ContainsAny: "KendraAttribute",
    GreaterThan: "KendraAttribute",
    GreaterThanOrEquals: "KendraAttribute",
    LessThan: "KendraAttribute",
    LessThanOrEquals: "KendraAttribute",
  }),
  KendraFilters: list("KendraFilter"),
};

const searchShapes: Readonly<Record<string, Shape>> = {
  KendraPageNumber: integer(1),
  KendraPageSize: integer(1, 100),
  KendraUserContext: structure({
    Token: "KendraToken",
    UserId: "KendraPrincipal",
    Groups: "KendraPrincipals",
    DataSourceGroups: "KendraDataSourceGroups",
  }),
  KendraToken: text(...length(1, 100_000)),
  KendraPrincipal: text(...length(1, 200)),
  KendraPrincipals: list("KendraPrincipal", 1, 2_048),
  KendraDataSourceGroups: list("KendraDataSourceGroup", 1, 2_048),
  KendraDataSourceGroup: structure(
    { GroupId: "KendraPrincipal", DataSourceId: "KendraDataSourceId" },
    "GroupId",
    "DataSourceId",
  ),
  KendraDataSourceId: text(...length(1, 100), pattern("[a-zA-Z0-9][a-zA-Z0-9_-]*")),
  KendraRelevanceOverrides: list("KendraRelevanceOverride", undefined, 500),
  KendraRelevanceOverride: structure({ Name: "KendraFieldName", Relevance: "KendraRelevance" }, "Name", "Relevance"),
  KendraFieldName: text(...length(1, 30)),
  KendraRelevance: structure({
    Freshness: "Boolean",
    Importance: "KendraImportance",
    Duration: "KendraDuration",
    RankOrder: "KendraRankOrder",
    ValueImportanceMap: "KendraImportances",
  }),
  KendraImportance: integer(1, 10),
  KendraImportances: { type: "map", of: "KendraImportance" },
  KendraDuration: text(...length(1, 10), pattern("[0-9]+[s]")),
  KendraRankOrder: oneOf("ASCENDING", "DESCENDING"),
  KendraResultType: oneOf("DOCUMENT", "QUESTION_ANSWER", "ANSWER"),
  KendraFacets: list("KendraFacet"),
  KendraFacet: structure({
    DocumentAttributeKey: "KendraAttributeKey",
    Facets: "KendraFacets",
    MaxResults: "KendraFacetSize",
  }),
  KendraFacetSize: integer(0, 5_000),
  KendraSorting: structure(
    { DocumentAttributeKey: "KendraAttributeKey", SortOrder: "KendraSortOrder" },
    "DocumentAttributeKey",
    "SortOrder",
  ),
  KendraSortings: list("KendraSorting", 1),
  KendraSortOrder: oneOf("DESC", "ASC"),
  KendraVisitorId: text(...length(1, 256), pattern("[a-zA-Z0-9][a-zA-Z0-9_-]*")),
  KendraSpellCorrection: structure(
    { IncludeQuerySpellCheckSuggestions: "Boolean" },
    "IncludeQuerySpellCheckSuggestions",
  ),
};

const documentShapes: Readonly<Record<string, Shape>> = {
  KendraDocuments: list("KendraDocument", 1, 10),
  KendraDocument: structure(
    {
      Id: "KendraText",
      Title: "String",
      Blob: "Blob",
      S3Path: "KendraS3Path",
      Attributes: "KendraAttributes",
      ContentType: "KendraContentType",
      AccessControlList: "Any",
      HierarchicalAccessControlList: "Any",
      AccessControlConfigurationId: "String",
    },
    "Id",
  ),
  KendraS3Path: structure({ Bucket: "KendraBucket", Key: "KendraObjectKey" }, "Bucket", "Key"),
  KendraBucket: text(...length(3, 63), pattern("[a-z0-9][\\.\\-a-z0-9]{1,61}[a-z0-9]")),
  KendraObjectKey: text(...length(1, 1_024)),
  KendraContentType: oneOf(
    "PDF",
    "HTML",
    "MS_WORD",
    "PLAIN_TEXT",
    "PPT",
    "RTF",
    "XML",
    "XSLT",
    "MS_EXCEL",
    "CSV",
    "JSON",
    "MD",
  ),
};

const searched = {
  IndexId: "KendraIndexId",
  QueryText: "String",
  AttributeFilter: "KendraFilter",
  RequestedDocumentAttributes: "KendraAttributeKeys",
  DocumentRelevanceOverrideConfigurations: "KendraRelevanceOverrides",
  PageNumber: "KendraPageNumber",
  PageSize: "KendraPageSize",
  UserContext: "KendraUserContext",
};

/**
 * The shapes of Kendra's requests, by name (V45). Page numbers and sizes are limited by the reference's text.
 *
 * Source: the service's published API model (Amazon Kendra API Reference); read November 2026.
 */
export const kendraShapes: Readonly<Record<string, Shape>> = {
  ...attributeShapes,
  ...searchShapes,
  ...documentShapes,
  KendraRetrieveRequest: structure(searched, "IndexId", "QueryText"),
  KendraQueryRequest: structure(
    {
      ...searched,
      Facets: "KendraFacets",
      QueryResultTypeFilter: "KendraResultType",
      SortingConfiguration: "KendraSorting",
      SortingConfigurations: "KendraSortings",
      VisitorId: "KendraVisitorId",
      SpellCorrectionConfiguration: "KendraSpellCorrection",
      CollapseConfiguration: "Any",
    },
    "IndexId",
  ),
  KendraBatchPutDocumentRequest: structure(
    {
      IndexId: "KendraIndexId",
      RoleArn: "String",
      Documents: "KendraDocuments",
      CustomDocumentEnrichmentConfiguration: "Any",
    },
    "IndexId",
    "Documents",
  ),
  KendraDescribeIndexRequest: structure({ Id: "KendraIndexId" }, "Id"),
};
