import type { Constraint, Shape } from "./shapes.ts";

const length = (min: number | undefined, max?: number): Constraint[] => [
  ...(min === undefined ? [] : [{ rule: "V43", kind: "minLength", limit: min } as const]),
  ...(max === undefined ? [] : [{ rule: "V43", kind: "maxLength", limit: max } as const]),
];
const range = (min: number, max: number): Constraint[] => [
  { rule: "V43", kind: "minValue", limit: min },
  { rule: "V43", kind: "maxValue", limit: max },
];
const pattern = (text: string): Constraint => ({ rule: "V43", kind: "pattern", pattern: text });
const text = (...constraints: readonly Constraint[]): Shape => ({ type: "string", constraints });
const integer = (min: number, max: number): Shape => ({ type: "integer", constraints: range(min, max) });
const oneOf = (...values: string[]): Shape => text({ rule: "V43", kind: "enum", values });
const structure = (members: Readonly<Record<string, string>>, ...required: string[]): Shape => ({
  type: "structure",
  members,
  required,
});
const list = (of: string, min?: number, max?: number): Shape => ({
  type: "list",
  of,
  constraints: length(min, max),
});

const filterOperators = [
  "equals",
  "notEquals",
  "greaterThan",
  "greaterThanOrEquals",
  "lessThan",
  "lessThanOrEquals",
  "in",
  "notIn",
  "startsWith",
  "listContains",
  "stringContains",
];

const queryShapes: Readonly<Record<string, Shape>> = {
  // Older models have the id alone.
  KbId: text(
    pattern("([0-9a-zA-Z]{10})|(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:knowledge-base/[0-9a-zA-Z]{10})"),
  ),
  KbNextToken: text(...length(1, 2_048), pattern("\\S*")),
  KbUserContext: structure({ userId: "KbUserId" }, "userId"),
  KbUserId: text(...length(1, 2_048)),
  KbQuery: structure({ type: "KbQueryType", text: "KbQueryText", image: "KbInputImage" }),
  KbQueryType: oneOf("TEXT", "IMAGE"),
  KbQueryText: text(...length(undefined, 20_000)),
  KbInputImage: structure({ format: "KbImageFormat", inlineContent: "Blob" }, "format", "inlineContent"),
  KbImageFormat: oneOf("png", "jpeg", "gif", "webp"),
  KbGuardrail: structure(
    { guardrailId: "KbGuardrailId", guardrailVersion: "KbGuardrailVersion" },
    "guardrailId",
    "guardrailVersion",
  ),
  KbGuardrailId: text(...length(undefined, 64), pattern("[a-z0-9]+")),
  KbGuardrailVersion: text(...length(1, 5), pattern("(([1-9][0-9]{0,7})|(DRAFT))")),
  KbModelArn: text(
    ...length(1, 2_048),
    pattern(
      "(arn:aws(-[^:]+)?:(bedrock|sagemaker):[a-z0-9-]{1,20}:([0-9]{12})?:([a-z-]+/)?)?([a-z0-9.-]{1,63}){0,2}(([:][a-z0-9-]{1,63}){0,2})?(/[a-z0-9]{1,12})?",
    ),
  ),
  KbModelFields: { type: "map", of: "Any" },
};

const searchShapes: Readonly<Record<string, Shape>> = {
  KbRetrievalConfiguration: structure({
    vectorSearchConfiguration: "KbVectorSearch",
    managedSearchConfiguration: "KbManagedSearch",
  }),
  KbVectorSearch: structure({
    numberOfResults: "KbCount",
    overrideSearchType: "KbSearchType",
    filter: "KbFilter",
    rerankingConfiguration: "KbReranking",
    implicitFilterConfiguration: "KbImplicitFilter",
  }),
  KbManagedSearch: structure({
    numberOfResults: "KbCount",
    filter: "KbFilter",
    rerankingModelType: "KbRerankingModelType",
    rerankingConfiguration: "KbReranking",
  }),
  KbCount: integer(1, 100),
  KbSearchType: oneOf("HYBRID", "SEMANTIC"),
  KbRerankingModelType: oneOf("CUSTOM", "MANAGED", "NONE"),
  KbFilter: {
    type: "union",
    members: {
      ...Object.fromEntries(filterOperators.map((operator) => [operator, "KbFilterAttribute"])),
      andAll: "KbFilters",
      orAll: "KbFilters",
    },
  },
  KbFilters: list("KbFilter", 2),
  KbFilterAttribute: structure({ key: "KbFilterKey", value: "Any" }, "key", "value"),
  KbFilterKey: text(...length(1, 100)),
  KbReranking: structure({ type: "KbRerankingType", bedrockRerankingConfiguration: "KbBedrockReranking" }, "type"),
  KbRerankingType: oneOf("BEDROCK_RERANKING_MODEL"),
  KbBedrockReranking: structure(
    {
      modelConfiguration: "KbRerankingModel",
      numberOfRerankedResults: "KbCount",
      metadataConfiguration: "KbRerankingMetadata",
    },
    "modelConfiguration",
  ),
  KbRerankingModel: structure(
    { modelArn: "KbRerankingModelArn", additionalModelRequestFields: "KbModelFields" },
    "modelArn",
  ),
  KbRerankingModelArn: text(
    ...length(1, 2_048),
    pattern("(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}::foundation-model/(.*))?"),
  ),
  KbRerankingMetadata: structure(
    { selectionMode: "KbSelectionMode", selectiveModeConfiguration: "KbSelectiveMode" },
    "selectionMode",
  ),
  KbSelectionMode: oneOf("SELECTIVE", "ALL"),
  KbSelectiveMode: { type: "union", members: { fieldsToInclude: "KbFields", fieldsToExclude: "KbFields" } },
  KbFields: list("KbField", 1, 100),
  KbField: structure({ fieldName: "KbFieldName" }, "fieldName"),
  KbFieldName: text(...length(1, 2_000)),
  KbImplicitFilter: structure(
    { modelArn: "KbModelArn", metadataAttributes: "KbAttributeSchemas" },
    "metadataAttributes",
    "modelArn",
  ),
  KbAttributeSchemas: list("KbAttributeSchema", 1, 25),
  KbAttributeSchema: structure(
    { key: "KbAttributeKey", type: "KbAttributeType", description: "KbAttributeDescription" },
    "key",
    "type",
    "description",
  ),
  KbAttributeKey: text(...length(1, 256)),
  KbAttributeType: oneOf("STRING", "NUMBER", "BOOLEAN", "STRING_LIST"),
  KbAttributeDescription: text(...length(1, 1_024)),
};

const generationShapes: Readonly<Record<string, Shape>> = {
  KbGenerateInput: structure({ text: "KbGenerateText" }, "text"),
  KbGenerateText: text(...length(undefined, 1_000)),
  KbSessionId: text(...length(2, 100), pattern("[0-9a-zA-Z._:-]+")),
  KbSession: structure({ kmsKeyArn: "String" }, "kmsKeyArn"),
  KbGenerate: structure(
    {
      type: "KbGenerateType",
      knowledgeBaseConfiguration: "KbGenerateFromBase",
      externalSourcesConfiguration: "KbGenerateFromSources",
    },
    "type",
  ),
  KbGenerateType: oneOf("KNOWLEDGE_BASE", "EXTERNAL_SOURCES"),
  KbGenerateFromBase: structure(
    {
      knowledgeBaseId: "KbId",
      modelArn: "KbModelArn",
      retrievalConfiguration: "KbRetrievalConfiguration",
      generationConfiguration: "KbGeneration",
      orchestrationConfiguration: "KbOrchestration",
    },
    "knowledgeBaseId",
    "modelArn",
  ),
  KbGenerateFromSources: structure(
    { modelArn: "KbModelArn", sources: "KbSources", generationConfiguration: "KbGeneration" },
    "modelArn",
    "sources",
  ),
  KbSources: list("KbSource", 1, 1),
  KbSource: structure({ sourceType: "KbSourceType", s3Location: "KbS3", byteContent: "KbBytes" }, "sourceType"),
  KbSourceType: oneOf("S3", "BYTE_CONTENT"),
  KbS3: structure({ uri: "KbS3Uri" }, "uri"),
  KbS3Uri: text(...length(1, 1_024), pattern("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/.{1,1024}")),
  KbBytes: structure(
    { identifier: "KbIdentifier", contentType: "KbContentType", data: "Blob" },
    "identifier",
    "contentType",
    "data",
  ),
  KbIdentifier: text(...length(1, 1_024)),
  KbContentType: text(pattern("[a-z]{1,20}/.{1,20}")),
  KbGeneration: structure({
    promptTemplate: "KbPromptTemplate",
    guardrailConfiguration: "KbGuardrail",
    inferenceConfig: "KbInference",
    additionalModelRequestFields: "KbModelFields",
    performanceConfig: "Any",
  }),
  KbOrchestration: structure({
    promptTemplate: "KbPromptTemplate",
    inferenceConfig: "KbInference",
    additionalModelRequestFields: "KbModelFields",
    queryTransformationConfiguration: "KbQueryTransformation",
    performanceConfig: "Any",
  }),
  KbQueryTransformation: structure({ type: "KbTransformationType" }, "type"),
  KbTransformationType: oneOf("QUERY_DECOMPOSITION"),
  KbPromptTemplate: structure({ textPromptTemplate: "KbPromptText" }),
  KbPromptText: text(...length(1, 4_000)),
  KbInference: structure({ textInferenceConfig: "KbTextInference" }),
  KbTextInference: structure({
    temperature: "KbShare",
    topP: "KbShare",
    maxTokens: "KbMaxTokens",
    stopSequences: "KbStopSequences",
  }),
  KbShare: { type: "number", constraints: range(0, 1) },
  KbMaxTokens: integer(0, 65_536),
  KbStopSequences: list("KbStopSequence", undefined, 4),
  KbStopSequence: text(...length(1, 1_000)),
};

const agenticShapes: Readonly<Record<string, Shape>> = {
  KbMessages: list("KbMessage", 1),
  KbMessage: structure({ role: "KbRole", content: "KbMessageContent" }, "role"),
  KbRole: oneOf("user", "assistant"),
  KbMessageContent: structure({ text: "String" }),
  KbRetrievers: list("KbRetriever", 1),
  KbRetriever: structure({ description: "String", configuration: "KbRetrieverConfiguration" }, "configuration"),
  KbRetrieverConfiguration: { type: "union", members: { knowledgeBase: "KbBaseRetriever" } },
  KbBaseRetriever: structure(
    { knowledgeBaseId: "KbId", retrievalOverrides: "KbRetrievalOverrides" },
    "knowledgeBaseId",
  ),
  KbRetrievalOverrides: structure({ filter: "KbFilter", maxNumberOfResults: "KbCount" }),
  KbAgentic: structure({
    foundationModelType: "KbFoundationModelType",
    foundationModelConfiguration: "KbFoundationModel",
    rerankingModelType: "KbRerankingModelType",
    rerankingConfiguration: "KbReranking",
    maxAgentIteration: "KbIterations",
  }),
  KbFoundationModelType: oneOf("CUSTOM", "MANAGED"),
  KbFoundationModel: structure(
    {
      type: "KbFoundationModelKind",
      bedrockFoundationModelConfiguration: "KbBedrockModel",
      mantleFoundationModelConfiguration: "KbBedrockModel",
    },
    "type",
  ),
  KbFoundationModelKind: oneOf("BEDROCK_FOUNDATION_MODEL", "MANTLE_FOUNDATION_MODEL"),
  KbBedrockModel: structure({ modelConfiguration: "KbModelReference" }, "modelConfiguration"),
  KbModelReference: structure({ modelArn: "KbModelArn" }, "modelArn"),
  KbIterations: { type: "integer" },
  KbPolicy: structure({ bedrockGuardrailConfiguration: "KbGuardrail" }),
};

/**
 * The shapes of Retrieve, RetrieveAndGenerate and AgenticRetrieveStream, by name (V43).
 *
 * Source: the service's published API model (Agents for Amazon Bedrock Runtime, Amazon Bedrock API Reference); read
 * November 2026.
 */
export const knowledgeBaseShapes: Readonly<Record<string, Shape>> = {
  ...queryShapes,
  ...searchShapes,
  ...generationShapes,
  ...agenticShapes,
  KbRetrieveRequest: structure(
    {
      knowledgeBaseId: "KbId",
      retrievalQuery: "KbQuery",
      retrievalConfiguration: "KbRetrievalConfiguration",
      guardrailConfiguration: "KbGuardrail",
      nextToken: "KbNextToken",
      userContext: "KbUserContext",
    },
    "retrievalQuery",
  ),
  KbGenerateRequest: structure(
    {
      sessionId: "KbSessionId",
      input: "KbGenerateInput",
      retrieveAndGenerateConfiguration: "KbGenerate",
      sessionConfiguration: "KbSession",
      userContext: "KbUserContext",
    },
    "input",
  ),
  KbAgenticRequest: structure(
    {
      messages: "KbMessages",
      retrievers: "KbRetrievers",
      agenticRetrieveConfiguration: "KbAgentic",
      policyConfiguration: "KbPolicy",
      nextToken: "KbNextToken",
      userContext: "KbUserContext",
      memoryConfiguration: "Any",
      retrievalInstructionConfiguration: "Any",
      generateResponse: "Boolean",
    },
    "messages",
    "retrievers",
    "agenticRetrieveConfiguration",
  ),
};
