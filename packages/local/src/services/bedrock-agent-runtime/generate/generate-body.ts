import { ServiceError } from "../../../operation.ts";
import type { ValidationMode } from "../../../validation/rule.ts";
import { parseBody } from "../parse-body.ts";
import type { GuardrailReference, RetrievalConfiguration } from "../retrieve-body.ts";

/** How a model is asked. */
export interface GenerationConfiguration {
  promptTemplate?: { textPromptTemplate?: string };
  guardrailConfiguration?: GuardrailReference;
  inferenceConfig?: {
    textInferenceConfig?: { temperature?: number; topP?: number; maxTokens?: number; stopSequences?: string[] };
  };
  additionalModelRequestFields?: Record<string, unknown>;
}

/** A document that comes with the request. */
export interface ExternalSource {
  sourceType: "S3" | "BYTE_CONTENT";
  /** `data` is base64. */
  byteContent?: { identifier: string; contentType: string; data: string };
}

/** An answer from a knowledge base. */
export interface FromKnowledgeBase {
  knowledgeBaseId: string;
  modelArn: string;
  retrievalConfiguration?: RetrievalConfiguration;
  generationConfiguration?: GenerationConfiguration;
  orchestrationConfiguration?: { queryTransformationConfiguration?: { type: "QUERY_DECOMPOSITION" } };
}

/** An answer from documents that come with the request. */
export interface FromSources {
  modelArn: string;
  sources: readonly ExternalSource[];
  generationConfiguration?: GenerationConfiguration;
}

/** The body of RetrieveAndGenerate and of its stream, after its shape was checked: exactly one of the two origins. */
export interface GenerateBody {
  sessionId?: string;
  question: string;
  origin: { base: FromKnowledgeBase } | { sources: FromSources };
}

interface WireBody {
  sessionId?: string;
  input: { text: string };
  retrieveAndGenerateConfiguration?: {
    type: "KNOWLEDGE_BASE" | "EXTERNAL_SOURCES";
    knowledgeBaseConfiguration?: FromKnowledgeBase;
    externalSourcesConfiguration?: FromSources;
  };
}

/**
 * The body of a RetrieveAndGenerate request (V43). Texts of what no single member's shape can say are not confirmed by
 * recordings.
 *
 * @throws ServiceError `SerializationException` or `ValidationException`, as the service does
 */
export function parseGenerateBody(body: unknown, mode: ValidationMode | "off"): GenerateBody {
  const wire: WireBody = parseBody(body, "KbGenerateRequest", mode);
  const { sessionId, input } = wire;
  if (input.text.trim() === "") throw invalid("The input must have a text that is not blank.");
  const origin = originOf(wire);
  checkPrompt("base" in origin ? origin.base : origin.sources);
  return { ...(sessionId !== undefined && { sessionId }), question: input.text, origin };
}

function originOf({ retrieveAndGenerateConfiguration: configuration }: WireBody): GenerateBody["origin"] {
  if (configuration === undefined) throw invalid("The retrieveAndGenerateConfiguration is missing.");
  const { type, knowledgeBaseConfiguration: base, externalSourcesConfiguration: sources } = configuration;
  const isBase = type === "KNOWLEDGE_BASE";
  const other = isBase ? sources : base;
  if (other !== undefined) throw invalid(`The type ${type} takes ${memberOf(isBase)} and not ${memberOf(!isBase)}.`);
  if (isBase && base !== undefined) return { base };
  if (!isBase && sources !== undefined) return { sources };
  throw invalid(`The type ${type} needs ${memberOf(isBase)}.`);
}

const memberOf = (isBase: boolean): string => (isBase ? "knowledgeBaseConfiguration" : "externalSourcesConfiguration");

/** Source: "Knowledge base prompt templates: orchestration and generation", Amazon Bedrock User Guide. */
function checkPrompt({ generationConfiguration }: FromKnowledgeBase | FromSources): void {
  const template = generationConfiguration?.promptTemplate?.textPromptTemplate;
  if (template === undefined || template.includes("$search_results$")) return;
  throw invalid("The prompt template must contain the placeholder $search_results$.");
}

const invalid = (message: string): ServiceError => new ServiceError("ValidationException", 400, message);
