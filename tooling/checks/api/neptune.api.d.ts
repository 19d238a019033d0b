// @langchain-aws/neptune

import { AwsClientFields, AwsClientLike } from "@langchain-aws/aws-auth";
import { AwsConfigurationError, AwsErrorDefaults, AwsErrorFields, AwsLangChainError } from "@langchain-aws/core";
import { BaseLanguageModelInterface } from "@langchain/core/language_models/base";
import { BasePromptTemplate, PromptTemplate } from "@langchain/core/prompts";
import { Runnable } from "@langchain/core/runnables";
interface NeptuneLogger {
  warn(message: string): void;
}
interface NeptuneCallOptions {
  signal?: AbortSignal;
}
interface NeptuneTransportRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal: AbortSignal;
}
interface NeptuneTransportResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  readonly trailers?: Readonly<Record<string, string>>;
}
interface NeptuneTransport {
  request(request: NeptuneTransportRequest): Promise<NeptuneTransportResponse>;
}
interface ConnectionFields {
  maxConcurrency?: number;
  queryTimeoutMs?: number;
  requestTimeoutMs?: number;
  connectTimeoutMs?: number;
  readOnly?: boolean;
  logger?: NeptuneLogger;
  onFailedAttempt?: (error: Error) => unknown;
}
interface PropertyDescription {
  type: string;
  property: string;
  description: string;
}
type NeptuneSchemaSource = "auto" | "pg_schema" | "summary" | "scan" | "none";
interface SchemaFields {
  propertyDescriptions?: Readonly<Record<string, Readonly<Record<string, string>>>> | readonly PropertyDescription[];
  schemaSource?: NeptuneSchemaSource;
  allowSchemaScan?: boolean;
  includeTypes?: readonly string[];
  excludeTypes?: readonly string[];
  sampleSize?: number;
  tripleSampleSize?: number;
  tripleLimit?: number;
  schemaBatchSize?: number;
  schemaConcurrency?: number;
  schemaTtlMs?: number;
  schemaStyle?: "compact" | "legacy";
  maxSchemaChars?: number;
}
interface DatabaseFields extends ConnectionFields {
  host?: string;
  port?: number;
  useHttps?: boolean;
  sign?: boolean;
  client?: NeptuneTransport;
}
type AwsFields = Omit<AwsClientFields<never>, "client">;
interface NeptuneGraphFields extends AwsFields, DatabaseFields, SchemaFields {}
interface NeptuneAnalyticsGraphFields extends AwsClientFields<AwsClientLike, object>, ConnectionFields, SchemaFields {
  graphIdentifier?: string;
  planCache?: "AUTO" | "ENABLED" | "DISABLED";
  disableHostPrefix?: boolean;
}
type RdfSchemaSource = "auto" | "summary" | "scan" | "none";
interface NeptuneRdfGraphFields extends AwsFields, DatabaseFields {
  sparqlPath?: string;
  useIamAuth?: boolean;
  readOnly?: boolean;
  schemaSource?: RdfSchemaSource;
  allowSchemaScan?: boolean;
  excludeMetaClasses?: boolean;
  includeAnnotations?: boolean;
  maxSchemaElements?: number;
  defaultPrefixes?: Readonly<Record<string, string>>;
  schemaTtlMs?: number;
}
type QueryParameters = Readonly<Record<string, unknown>>;
interface NeptuneErrorFields extends AwsErrorFields {
  details?: unknown;
  query?: string;
}
declare const Configuration: typeof AwsConfigurationError;
declare class NeptuneConfigError extends Configuration {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Base: typeof AwsLangChainError;
declare class NeptuneError extends Base {
  static override readonly defaults: AwsErrorDefaults;
  readonly details?: unknown;
  readonly query?: string;
  constructor(message: string, fields?: NeptuneErrorFields);
}
declare const Connection: typeof NeptuneError;
declare class NeptuneConnectionError extends Connection {
  static override readonly defaults: AwsErrorDefaults;
}
declare const AccessDenied: typeof NeptuneError;
declare class NeptuneAccessDeniedError extends AccessDenied {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Statistics: typeof NeptuneError;
declare class NeptuneStatisticsUnavailableError extends Statistics {
  static override readonly defaults: AwsErrorDefaults;
}
declare const NotFound: typeof NeptuneError;
declare class NeptuneGraphNotFoundError extends NotFound {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Malformed: typeof NeptuneError;
declare class NeptuneMalformedQueryError extends Malformed {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Unsupported: typeof NeptuneError;
declare class NeptuneUnsupportedOperationError extends Unsupported {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Timeout: typeof NeptuneError;
declare class NeptuneQueryTimeoutError extends Timeout {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Memory: typeof NeptuneError;
declare class NeptuneMemoryLimitError extends Memory {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Throttled: typeof NeptuneError;
declare class NeptuneThrottledError extends Throttled {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Conflict: typeof NeptuneError;
declare class NeptuneConflictError extends Conflict {
  static override readonly defaults: AwsErrorDefaults;
}
declare const ReadOnly: typeof NeptuneError;
declare class NeptuneReadOnlyViolationError extends ReadOnly {
  static override readonly defaults: AwsErrorDefaults;
  readonly clause?: string;
  constructor(message: string, fields?: NeptuneErrorFields & {
    clause?: string;
  });
}
declare const Cancelled: typeof NeptuneError;
declare class NeptuneCancelledError extends Cancelled {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Server: typeof NeptuneError;
declare class NeptuneServerError extends Server {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Response: typeof NeptuneError;
declare class NeptuneResponseError extends Response {
  static override readonly defaults: AwsErrorDefaults;
  readonly partial: boolean;
  constructor(message: string, fields?: NeptuneErrorFields & {
    partial?: boolean;
  });
}
declare const NotLoaded: typeof NeptuneError;
declare class NeptuneSchemaNotLoadedError extends NotLoaded {
  static override readonly defaults: AwsErrorDefaults;
}
declare const Generation: typeof NeptuneError;
declare class NeptuneQueryGenerationError extends Generation {
  static override readonly defaults: AwsErrorDefaults;
}
interface SchemaProperty {
  property: string;
  type: string;
  types?: string[];
  description?: string;
}
interface SchemaRelationship {
  start: string;
  type: string;
  end: string;
}
interface SchemaCounts {
  nodes?: number;
  relationships?: number;
  nodeProperties?: Record<string, number>;
  relationshipProperties?: Record<string, number>;
}
interface NeptuneStructuredSchema {
  source: "pg_schema" | "summary" | "scan" | "none";
  computedAt: string;
  statisticsAt?: string;
  nodeProps: Record<string, SchemaProperty[]>;
  relProps: Record<string, SchemaProperty[]>;
  relationships: SchemaRelationship[];
  counts?: SchemaCounts;
  truncated?: boolean;
}
interface GraphSummary {
  readonly statisticsAt?: string;
  readonly numNodes?: number;
  readonly numEdges?: number;
  readonly nodeLabels?: readonly string[];
  readonly edgeLabels?: readonly string[];
  readonly nodeProperties?: readonly Readonly<Record<string, number>>[];
  readonly edgeProperties?: readonly Readonly<Record<string, number>>[];
  readonly classes?: readonly string[];
  readonly predicates?: readonly Readonly<Record<string, number>>[];
  readonly [member: string]: unknown;
}
type NeptuneRow = Record<string, unknown>;
type ExplainMode = "static" | "dynamic" | "details";
interface StatisticsStatus {
  readonly autoCompute?: boolean;
  readonly active?: boolean;
  readonly statisticsId?: unknown;
  readonly [member: string]: unknown;
}
interface EngineStatus {
  readonly status: string;
  readonly engineVersion?: string;
  readonly role?: string;
}
interface ConnectionSettings {
  readonly maxConcurrency: number;
  readonly queryTimeoutMs?: number;
  readonly requestTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly readOnly: boolean;
  readonly logger: NeptuneLogger;
  readonly onFailedAttempt?: (error: Error) => unknown;
}
interface SchemaSettings {
  readonly descriptions: readonly PropertyDescription[];
  readonly source: NeptuneSchemaSource;
  readonly allowScan: boolean;
  readonly types: TypeFilter;
  readonly sampleSize: number;
  readonly tripleSampleSize: number;
  readonly tripleLimit: number;
  readonly batchSize: number;
  readonly concurrency: number;
  readonly ttlMs: number;
  readonly style: "compact" | "legacy";
  readonly maxChars: number;
}
interface TypeFilter {
  readonly include?: ReadonlySet<string>;
  readonly exclude?: ReadonlySet<string>;
}
interface PropertyGraphClient {
  query(query: string, parameters: QueryParameters, options: NeptuneCallOptions): Promise<NeptuneRow[]>;
  explain(query: string, mode: ExplainMode, parameters: QueryParameters, options: NeptuneCallOptions): Promise<string>;
  summary(mode: "basic" | "detailed", options: NeptuneCallOptions): Promise<GraphSummary>;
}
interface PropertyGraphSettings {
  readonly client: PropertyGraphClient;
  readonly connection: ConnectionSettings;
  readonly schema: SchemaSettings;
  readonly isSchemaCurrent: boolean;
  readonly shown: Readonly<Record<string, unknown>>;
}
declare abstract class BaseNeptuneGraph {
  #private;
  protected constructor(settings: PropertyGraphSettings);
  get isReadOnly(): boolean;
  get schema(): string;
  query(query: string, parameters?: QueryParameters, options?: NeptuneCallOptions): Promise<NeptuneRow[]>;
  explain(query: string, mode?: ExplainMode, parameters?: QueryParameters, options?: NeptuneCallOptions): Promise<string>;
  getSummary({
    mode,
    ...options
  }?: SummaryOptions): Promise<GraphSummary>;
  getSchema(): string;
  getStructuredSchema(): NeptuneStructuredSchema;
  ensureSchema(options?: NeptuneCallOptions): Promise<void>;
  refreshSchema(options?: NeptuneCallOptions): Promise<void>;
  setSchema(schema: NeptuneStructuredSchema): void;
  formatSchema({
    includeTypes,
    excludeTypes
  }: Pick<SchemaFields, "includeTypes" | "excludeTypes">): string;
  abstract ready(): Promise<void>;
  abstract dispose(): Promise<void>;
  toJSON(): object;
}
interface SummaryOptions extends NeptuneCallOptions {
  mode?: "basic" | "detailed";
}
interface ComputeSchemaOptions extends NeptuneCallOptions {
  timeoutMs?: number;
  intervalMs?: number;
}
declare class NeptuneGraph extends BaseNeptuneGraph {
  #private;
  constructor(fields: NeptuneGraphFields);
  static initialize(fields: NeptuneGraphFields): Promise<NeptuneGraph>;
  getStatisticsStatus(options?: NeptuneCallOptions): Promise<StatisticsStatus>;
  verifyConnectivity(options?: NeptuneCallOptions): Promise<EngineStatus>;
  computeSchema(options?: ComputeSchemaOptions): Promise<void>;
  override ready(): Promise<void>;
  override dispose(): Promise<void>;
}
declare class NeptuneAnalyticsGraph extends BaseNeptuneGraph {
  #private;
  readonly graphIdentifier: string;
  constructor(fields: NeptuneAnalyticsGraphFields);
  static initialize(fields: NeptuneAnalyticsGraphFields): Promise<NeptuneAnalyticsGraph>;
  override ready(): Promise<void>;
  override dispose(): Promise<void>;
}
interface SparqlTerm {
  readonly type: "uri" | "literal" | "bnode" | "typed-literal" | "triple";
  readonly value: string;
  readonly datatype?: string;
  readonly "xml:lang"?: string;
}
type SparqlBinding = Readonly<Record<string, SparqlTerm>>;
interface SparqlSelectResult {
  readonly head: {
    readonly vars: readonly string[];
  };
  readonly results: {
    readonly bindings: readonly SparqlBinding[];
  };
}
interface SparqlAskResult {
  readonly boolean: boolean;
}
interface SparqlGraphResult {
  readonly triples: string;
}
type SparqlResult = SparqlSelectResult | SparqlAskResult | SparqlGraphResult;
interface RdfSchemaElement {
  uri: string;
  local: string;
  description?: string;
}
interface RdfSchemaElements {
  classes: RdfSchemaElement[];
  rels: RdfSchemaElement[];
  dtprops: RdfSchemaElement[];
  oprops: RdfSchemaElement[];
  distinctPrefixes: Record<string, string>;
}
declare function formatRdfSchema({
  classes,
  rels,
  dtprops,
  oprops,
  distinctPrefixes
}: RdfSchemaElements): string;
declare class NeptuneRdfGraph {
  #private;
  readonly defaultPrefixes: Readonly<Record<string, string>>;
  constructor(fields: NeptuneRdfGraphFields);
  static initialize(fields: NeptuneRdfGraphFields): Promise<NeptuneRdfGraph>;
  get schema(): string;
  query(query: string, options?: NeptuneCallOptions): Promise<SparqlResult>;
  update(update: string, options?: NeptuneCallOptions): Promise<void>;
  getSummary({
    mode,
    ...options
  }?: SummaryOptions): Promise<GraphSummary>;
  verifyConnectivity(options?: NeptuneCallOptions): Promise<EngineStatus>;
  getSchema(): string;
  getSchemaElements(): RdfSchemaElements;
  loadSchema(elements: RdfSchemaElements): void;
  ensureSchema(options?: NeptuneCallOptions): Promise<void>;
  refreshSchema(options?: NeptuneCallOptions): Promise<void>;
  ready(): Promise<void>;
  dispose(): Promise<void>;
  toJSON(): object;
}
interface QueryExample {
  question: string;
  query: string;
}
type QueryExamples = string | readonly QueryExample[] | ((question: string) => string | readonly QueryExample[] | Promise<string | readonly QueryExample[]>);
interface QueryCheckContext {
  question: string;
  schema: string;
}
type QaModel = BaseLanguageModelInterface;
type QaPrompt = BasePromptTemplate;
interface NeptuneQaChainOptions {
  llm?: QaModel;
  qaLlm?: QaModel;
  qaLLM?: QaModel;
  allowDangerousRequests: boolean;
  qaPrompt?: QaPrompt;
  extraInstructions?: string;
  examples?: QueryExamples;
  topK?: number;
  returnIntermediateSteps?: boolean;
  returnDirect?: boolean;
  maxQueryRetries?: number;
  readOnly?: boolean;
  validateQuery?: (query: string, context: QueryCheckContext) => void | string | undefined | Promise<void | string | undefined>;
  maxContextChars?: number;
  inputKey?: string;
  outputKey?: string;
  logger?: NeptuneLogger;
}
interface NeptuneOpencypherQaChainOptions extends NeptuneQaChainOptions {
  graph: BaseNeptuneGraph;
  cypherLlm?: QaModel;
  cypherLLM?: QaModel;
  cypherPrompt?: QaPrompt;
  promptStyle?: "auto" | "full" | "simple";
  includeTypes?: readonly string[];
  excludeTypes?: readonly string[];
}
interface NeptuneSparqlQaChainOptions extends NeptuneQaChainOptions {
  graph: NeptuneRdfGraph;
  sparqlLlm?: QaModel;
  sparqlLLM?: QaModel;
  sparqlPrompt?: QaPrompt;
  allowServices?: readonly string[];
}
type NeptuneQaInput = string | {
  query?: string;
  params?: QueryParameters;
  [key: string]: unknown;
};
declare const INTERMEDIATE_STEPS_KEY = "intermediateSteps";
interface NeptuneQaOutput {
  result?: unknown;
  intermediateSteps?: readonly Readonly<Record<string, unknown>>[];
  [key: string]: unknown;
}
declare function createNeptuneOpencypherQaChain(options: NeptuneOpencypherQaChainOptions): Runnable<NeptuneQaInput, NeptuneQaOutput>;
declare function createNeptuneSparqlQaChain(options: NeptuneSparqlQaChainOptions): Runnable<NeptuneQaInput, NeptuneQaOutput>;
declare const neptuneOpencypherGenerationPrompt: PromptTemplate;
declare const neptuneOpencypherGenerationSimplePrompt: PromptTemplate;
declare const neptuneOpencypherQaPrompt: PromptTemplate;
declare const neptuneSparqlGenerationPrompt: PromptTemplate;
declare const neptuneSparqlQaPrompt: PromptTemplate;
declare const extractCypher: (text: string) => string;
declare const extractSparql: (text: string) => string;
interface SparqlGuardOptions {
  readonly allowServices?: readonly string[];
}
declare function assertReadOnlyCypher(query: string): string;
declare function assertReadOnlySparql(query: string, options?: SparqlGuardOptions): string;
declare function quoteCypherIdentifier(name: string): string;
interface FormatSchemaOptions {
  style?: "compact" | "legacy";
  maxChars?: number;
}
declare function formatNeptuneSchema(schema: NeptuneStructuredSchema, options?: FormatSchemaOptions): string;
type RowValue = string | number | boolean;
declare function rows(result: SparqlResult): Record<string, RowValue>[];
export { BaseNeptuneGraph, type ComputeSchemaOptions, type EngineStatus, type ExplainMode, type FormatSchemaOptions, type GraphSummary, INTERMEDIATE_STEPS_KEY, NeptuneAccessDeniedError, NeptuneAnalyticsGraph, type NeptuneAnalyticsGraphFields, type NeptuneCallOptions, NeptuneCancelledError, NeptuneConfigError, NeptuneConflictError, NeptuneConnectionError, NeptuneError, type NeptuneErrorFields, NeptuneGraph, type NeptuneGraphFields, NeptuneGraphNotFoundError, type NeptuneLogger, NeptuneMalformedQueryError, NeptuneMemoryLimitError, type NeptuneOpencypherQaChainOptions, type NeptuneQaChainOptions, type NeptuneQaInput, type NeptuneQaOutput, NeptuneQueryGenerationError, NeptuneQueryTimeoutError, NeptuneRdfGraph, type NeptuneRdfGraphFields, NeptuneReadOnlyViolationError, NeptuneResponseError, type NeptuneRow, NeptuneSchemaNotLoadedError, type NeptuneSchemaSource, NeptuneServerError, type NeptuneSparqlQaChainOptions, NeptuneStatisticsUnavailableError, type NeptuneStructuredSchema, NeptuneThrottledError, type NeptuneTransport, type NeptuneTransportRequest, type NeptuneTransportResponse, NeptuneUnsupportedOperationError, type PropertyDescription, type QaModel, type QaPrompt, type QueryCheckContext, type QueryExample, type QueryExamples, type QueryParameters, type RdfSchemaElement, type RdfSchemaElements, type RdfSchemaSource, type RowValue, type SchemaCounts, type SchemaFields, type SchemaProperty, type SchemaRelationship, type SparqlAskResult, type SparqlBinding, type SparqlGraphResult, type SparqlGuardOptions, type SparqlResult, type SparqlSelectResult, type SparqlTerm, type StatisticsStatus, type SummaryOptions, assertReadOnlyCypher, assertReadOnlySparql, createNeptuneOpencypherQaChain as createNeptuneOpenCypherQAChain, createNeptuneOpencypherQaChain, createNeptuneSparqlQaChain as createNeptuneSparqlQAChain, createNeptuneSparqlQaChain, extractCypher, extractSparql, formatNeptuneSchema, formatRdfSchema, neptuneOpencypherGenerationPrompt, neptuneOpencypherGenerationSimplePrompt, neptuneOpencypherQaPrompt, neptuneSparqlGenerationPrompt, neptuneSparqlQaPrompt, quoteCypherIdentifier, rows };
