// @langchain-aws/rerank

import { AwsClientFields, AwsClientLike } from "@langchain-aws/aws-auth";
import { BaseDocumentCompressor } from "@langchain/core/retrievers/document_compressors";
import { BedrockAgentRuntimeClientConfig } from "@aws-sdk/client-bedrock-agent-runtime";
import { Callbacks } from "@langchain/core/callbacks/manager";
import { Document, DocumentInterface } from "@langchain/core/documents";
type JsonObject = Record<string, unknown>;
type RerankDocument = string | DocumentInterface | JsonObject;
interface RerankRequestOptions {
  topN?: number | null;
  additionalModelRequestFields?: JsonObject;
}
interface RerankOptions extends RerankRequestOptions {
  returnDocuments?: boolean;
  signal?: AbortSignal;
}
interface RerankResult<T = RerankDocument> {
  index: number;
  relevanceScore: number;
  document?: T;
}
interface BedrockRerankInput extends AwsClientFields<AwsClientLike, BedrockAgentRuntimeClientConfig>, RerankRequestOptions {
  modelArn?: string;
  model?: string;
  modelId?: string;
  maxConcurrency?: number;
  onFailedAttempt?: (error: Error) => unknown;
}
declare class BedrockRerank extends BaseDocumentCompressor {
  #private;
  readonly modelArn: string;
  readonly topN: number | null;
  constructor(fields?: BedrockRerankInput);
  rerank<T extends RerankDocument>(documents: readonly T[], query: string, options?: RerankOptions): Promise<RerankResult<T>[]>;
  override compressDocuments(documents: DocumentInterface[], query: string, _callbacks?: Callbacks): Promise<Document[]>;
  ready(): Promise<void>;
  dispose(): Promise<void>;
}
export { BedrockRerank, type BedrockRerankInput, type JsonObject, type RerankDocument, type RerankOptions, type RerankRequestOptions, type RerankResult };
