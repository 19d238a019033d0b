import { agentShapes } from "./agent-shapes.ts";
import { kendraShapes } from "./kendra-shapes.ts";
import { knowledgeBaseShapes } from "./knowledge-base-shapes.ts";
import { rerankShapes } from "./rerank-shapes.ts";
import type { ValidationMode } from "./rule.ts";

/** One limit of a member, and the rule it is a part of. */
export interface Constraint {
  /** The row of the rule table. */
  rule: string;
  kind: "minLength" | "maxLength" | "pattern" | "enum" | "minValue" | "maxValue";
  limit?: number;
  pattern?: string;
  values?: readonly string[];
  /** Only in this mode; in every mode when absent. */
  mode?: ValidationMode;
}

interface Constrained {
  constraints?: readonly Constraint[];
}

/**
 * A shape of the service's model. Members and items name other shapes.
 *
 * `any` is a document: free JSON. `blob` is base64 text.
 */
export type Shape =
  | ({ type: "string" | "number" | "integer" | "boolean" | "blob" | "any" } & Constrained)
  | ({ type: "list" | "map"; of: string } & Constrained)
  | ({
      type: "structure" | "union";
      members: Readonly<Record<string, string>>;
      required?: readonly string[];
      /** A union that a rule looks at when none of its members is set; others must have one. */
      isOpen?: boolean;
    } & Constrained);

const length = (rule: string, min: number | undefined, max?: number): Constraint[] => [
  ...(min === undefined ? [] : [{ rule, kind: "minLength", limit: min } as const]),
  ...(max === undefined ? [] : [{ rule, kind: "maxLength", limit: max } as const]),
];
const pattern = (rule: string, text: string): Constraint => ({ rule, kind: "pattern", pattern: text });
const oneOf = (rule: string, values: readonly string[]): Shape => ({
  type: "string",
  constraints: [{ rule, kind: "enum", values }],
});
const range = (rule: string, min: number, max?: number): Constraint[] => [
  { rule, kind: "minValue", limit: min },
  ...(max === undefined ? [] : [{ rule, kind: "maxValue", limit: max } as const]),
];

const mediaShapes: Readonly<Record<string, Shape>> = {
  ImageBlock: {
    type: "structure",
    members: { format: "ImageFormat", source: "MediaSource", error: "Any" },
    required: ["format", "source"],
  },
  ImageFormat: oneOf("V7", ["png", "jpeg", "gif", "webp"]),
  VideoBlock: {
    type: "structure",
    members: { format: "VideoFormat", source: "MediaSource" },
    required: ["format", "source"],
  },
  VideoFormat: oneOf("V7", ["mkv", "mov", "mp4", "webm", "flv", "mpeg", "mpg", "wmv", "three_gp"]),
  AudioBlock: {
    type: "structure",
    members: { format: "AudioFormat", source: "MediaSource", error: "Any" },
    required: ["format", "source"],
  },
  AudioFormat: oneOf("V7", [
    "mp3",
    "opus",
    "wav",
    "aac",
    "flac",
    "mp4",
    "ogg",
    "mkv",
    "mka",
    "x-aac",
    "m4a",
    "mpeg",
    "mpga",
    "pcm",
    "webm",
  ]),
  MediaSource: { type: "union", members: { bytes: "Blob", s3Location: "S3Location" } },
  S3Location: { type: "structure", members: { uri: "String", bucketOwner: "String" }, required: ["uri"] },
  DocumentBlock: {
    type: "structure",
    members: {
      format: "DocumentFormat",
      name: "DocumentName",
      source: "DocumentSource",
      context: "String",
      citations: "CitationsConfig",
    },
    required: ["name", "source"],
  },
  DocumentFormat: oneOf("V7", ["pdf", "csv", "doc", "docx", "xls", "xlsx", "html", "txt", "md"]),
  DocumentName: { type: "string", constraints: length("V6", 1, 200) },
  DocumentSource: {
    type: "union",
    members: { bytes: "Blob", s3Location: "S3Location", text: "String", content: "TextParts" },
  },
  SearchResultBlock: {
    type: "structure",
    members: { source: "String", title: "String", content: "TextParts", citations: "CitationsConfig" },
    required: ["source", "title", "content"],
  },
  CitationsConfig: { type: "structure", members: { enabled: "Boolean" }, required: ["enabled"] },
  TextParts: { type: "list", of: "TextPart" },
  TextPart: { type: "union", members: { text: "String" } },
};

const messageShapes: Readonly<Record<string, Shape>> = {
  Messages: { type: "list", of: "Message" },
  Message: { type: "structure", members: { role: "Role", content: "ContentBlocks" }, required: ["role", "content"] },
  Role: oneOf("V7", ["user", "assistant", "system"]),
  ContentBlocks: { type: "list", of: "ContentBlock" },
  ContentBlock: {
    type: "union",
    isOpen: true,
    members: {
      text: "String",
      image: "ImageBlock",
      document: "DocumentBlock",
      video: "VideoBlock",
      audio: "AudioBlock",
      toolUse: "ToolUseBlock",
      toolResult: "ToolResultBlock",
      guardContent: "GuardContent",
      cachePoint: "CachePoint",
      reasoningContent: "ReasoningContent",
      citationsContent: "CitationsContent",
      searchResult: "SearchResultBlock",
      toolAddition: "ToolChange",
      toolRemoval: "ToolChange",
    },
  },
  ToolChange: { type: "structure", members: { tool: "ToolReference" }, required: ["tool"] },
  ToolReference: { type: "structure", members: { type: "String", name: "String", serverName: "String" } },
  ToolUseBlock: {
    type: "structure",
    members: { toolUseId: "ToolUseId", name: "ToolName", input: "Any", type: "ToolUseType" },
    required: ["toolUseId", "name", "input"],
  },
  // The API model knows `server_tool_use` alone; answers say `tool_use`, too, and come back as they are.
  ToolUseType: oneOf("V7", ["server_tool_use", "tool_use"]),
  ToolUseId: { type: "string", constraints: [...length("V3", 1, 64), pattern("V3", "[a-zA-Z0-9_.:-]+")] },
  ToolName: { type: "string", constraints: [...length("V1", 1, 64), pattern("V1", "[a-zA-Z0-9_-]+")] },
  ToolResultBlock: {
    type: "structure",
    members: { toolUseId: "ToolUseId", content: "ToolResultContents", status: "ToolResultStatus", type: "String" },
    required: ["toolUseId", "content"],
  },
  ToolResultStatus: oneOf("V7", ["success", "error"]),
  ToolResultContents: { type: "list", of: "ToolResultContent" },
  ToolResultContent: {
    type: "union",
    members: {
      json: "Any",
      text: "String",
      image: "ImageBlock",
      document: "DocumentBlock",
      video: "VideoBlock",
      searchResult: "SearchResultBlock",
    },
  },
  GuardContent: { type: "union", members: { text: "GuardText", image: "GuardImage" } },
  GuardText: { type: "structure", members: { text: "String", qualifiers: "GuardQualifiers" }, required: ["text"] },
  GuardQualifiers: { type: "list", of: "GuardQualifier" },
  GuardQualifier: oneOf("V7", ["grounding_source", "query", "guard_content"]),
  GuardImage: {
    type: "structure",
    members: { format: "GuardImageFormat", source: "MediaSource" },
    required: ["format", "source"],
  },
  GuardImageFormat: oneOf("V7", ["png", "jpeg"]),
  CachePoint: { type: "structure", members: { type: "CachePointType", ttl: "CacheTtl" }, required: ["type"] },
  CachePointType: oneOf("V7", ["default"]),
  CacheTtl: oneOf("V7", ["5m", "1h"]),
  ReasoningContent: { type: "union", members: { reasoningText: "ReasoningText", redactedContent: "Blob" } },
  ReasoningText: { type: "structure", members: { text: "String", signature: "String" }, required: ["text"] },
  CitationsContent: { type: "structure", members: { content: "TextParts", citations: "Citations" } },
  Citations: { type: "list", of: "Citation" },
  Citation: {
    type: "structure",
    members: { title: "String", source: "String", sourceContent: "TextParts", location: "Any" },
  },
};

const configShapes: Readonly<Record<string, Shape>> = {
  SystemBlocks: { type: "list", of: "SystemBlock" },
  SystemBlock: {
    type: "union",
    members: { text: "SystemText", guardContent: "GuardContent", cachePoint: "CachePoint" },
  },
  SystemText: { type: "string", constraints: length("V15", 1) },
  InferenceConfig: {
    type: "structure",
    members: { maxTokens: "MaxTokens", temperature: "Fraction", topP: "Fraction", stopSequences: "StopSequences" },
  },
  MaxTokens: { type: "integer", constraints: range("V4", 1) },
  Fraction: { type: "number", constraints: range("V4", 0, 1) },
  StopSequences: {
    type: "list",
    of: "StopSequence",
    constraints: [
      { rule: "V5", kind: "maxLength", limit: 2500, mode: "current" },
      { rule: "V5", kind: "maxLength", limit: 4, mode: "strict2024" },
    ],
  },
  StopSequence: { type: "string", constraints: length("V5", 1) },
  ToolConfig: { type: "structure", members: { tools: "Tools", toolChoice: "ToolChoice" }, required: ["tools"] },
  Tools: { type: "list", of: "Tool", constraints: length("V2", 1) },
  Tool: { type: "union", members: { toolSpec: "ToolSpec", systemTool: "NamedTool", cachePoint: "CachePoint" } },
  ToolSpec: {
    type: "structure",
    members: { name: "ToolName", description: "NonEmpty", inputSchema: "ToolInputSchema", strict: "Boolean" },
    required: ["name", "inputSchema"],
  },
  NonEmpty: { type: "string", constraints: length("V2", 1) },
  ToolInputSchema: { type: "union", members: { json: "Any" } },
  NamedTool: { type: "structure", members: { name: "ToolName" }, required: ["name"] },
  ToolChoice: { type: "union", members: { auto: "Any", any: "Any", tool: "NamedTool" } },
  GuardrailConfig: {
    type: "structure",
    members: {
      guardrailIdentifier: "String",
      guardrailVersion: "String",
      trace: "GuardrailTrace",
      streamProcessingMode: "StreamProcessingMode",
    },
  },
  GuardrailTrace: oneOf("V7", ["enabled", "disabled", "enabled_full"]),
  StreamProcessingMode: oneOf("V7", ["sync", "async"]),
  ApplyGuardrailRequest: {
    type: "structure",
    members: { source: "GuardrailSource", content: "GuardrailContents", outputScope: "GuardrailOutputScope" },
    required: ["source", "content"],
  },
  GuardrailSource: oneOf("V7", ["INPUT", "OUTPUT"]),
  GuardrailOutputScope: oneOf("V7", ["INTERVENTIONS", "FULL"]),
  GuardrailContents: { type: "list", of: "GuardContent" },
  PromptVariables: { type: "map", of: "TextPart" },
  FieldPaths: { type: "list", of: "FieldPath", constraints: length("V6", 0, 10) },
  FieldPath: { type: "string", constraints: length("V6", 1, 256) },
  RequestMetadata: { type: "map", of: "MetadataValue", constraints: length("V6", 1, 16) },
  MetadataValue: { type: "string", constraints: length("V6", 0, 256) },
  PerformanceConfig: { type: "structure", members: { latency: "Latency" } },
  Latency: oneOf("V7", ["standard", "optimized"]),
  ServiceTier: { type: "structure", members: { type: "ServiceTierType" }, required: ["type"] },
  ServiceTierType: oneOf("V7", ["priority", "default", "flex", "reserved"]),
  OutputConfig: { type: "structure", members: { textFormat: "OutputFormat", effort: "Effort" } },
  Effort: oneOf("V7", ["low", "medium", "high", "xhigh", "max"]),
  OutputFormat: {
    type: "structure",
    members: { type: "OutputFormatType", structure: "OutputStructure" },
    required: ["type", "structure"],
  },
  OutputFormatType: oneOf("V7", ["json_schema"]),
  OutputStructure: { type: "union", members: { jsonSchema: "JsonSchemaDefinition" } },
  JsonSchemaDefinition: {
    type: "structure",
    members: { schema: "String", name: "String", description: "String" },
    required: ["schema"],
  },
};

const converseMembers = {
  messages: "Messages",
  system: "SystemBlocks",
  inferenceConfig: "InferenceConfig",
  toolConfig: "ToolConfig",
  guardrailConfig: "GuardrailConfig",
  additionalModelRequestFields: "Any",
  promptVariables: "PromptVariables",
  additionalModelResponseFieldPaths: "FieldPaths",
  requestMetadata: "RequestMetadata",
  performanceConfig: "PerformanceConfig",
  serviceTier: "ServiceTier",
  outputConfig: "OutputConfig",
} as const;

/**
 * The shapes of the requests, by name.
 *
 * Source: the service's published API model ("Converse", "ContentBlock" and the types they link to, Amazon Bedrock API
 * Reference); read November 2026.
 */
export const shapes: Readonly<Record<string, Shape>> = {
  ...mediaShapes,
  ...messageShapes,
  ...configShapes,
  ...rerankShapes,
  ...knowledgeBaseShapes,
  ...kendraShapes,
  ...agentShapes,
  String: { type: "string" },
  Boolean: { type: "boolean" },
  Blob: { type: "blob" },
  Any: { type: "any" },
  ConverseRequest: { type: "structure", members: converseMembers },
  CountTokensRequest: { type: "structure", members: { input: "CountTokensInput" }, required: ["input"] },
  CountTokensInput: { type: "union", members: { converse: "ConverseTokens", invokeModel: "InvokeModelTokens" } },
  ConverseTokens: {
    type: "structure",
    members: {
      messages: "Messages",
      system: "SystemBlocks",
      toolConfig: "ToolConfig",
      additionalModelRequestFields: "Any",
    },
  },
  InvokeModelTokens: { type: "structure", members: { body: "Blob" }, required: ["body"] },
};
