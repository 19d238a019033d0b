export { BaseNeptuneGraph, type SummaryOptions } from "./graphs/base-neptune-graph.ts";
export { type ComputeSchemaOptions, NeptuneGraph } from "./graphs/neptune-graph.ts";
export { NeptuneAnalyticsGraph } from "./graphs/neptune-analytics-graph.ts";
export { NeptuneRdfGraph } from "./graphs/neptune-rdf-graph.ts";
export {
  createNeptuneOpencypherQaChain,
  createNeptuneOpencypherQaChain as createNeptuneOpenCypherQAChain,
} from "./chains/opencypher-qa-chain.ts";
export {
  createNeptuneSparqlQaChain,
  createNeptuneSparqlQaChain as createNeptuneSparqlQAChain,
} from "./chains/sparql-qa-chain.ts";
export {
  neptuneOpencypherGenerationPrompt,
  neptuneOpencypherGenerationSimplePrompt,
  neptuneOpencypherQaPrompt,
} from "./prompts/opencypher.ts";
export { neptuneSparqlGenerationPrompt, neptuneSparqlQaPrompt } from "./prompts/sparql.ts";
export { extractCypher, extractSparql } from "./chains/extract-query.ts";
export { assertReadOnlyCypher, assertReadOnlySparql } from "./guard/assert-read-only.ts";
export type { SparqlGuardOptions } from "./guard/find-sparql-write.ts";
export { quoteCypherIdentifier } from "./request/quote-cypher-identifier.ts";
export { type FormatSchemaOptions, formatNeptuneSchema } from "./schema/format-schema.ts";
export { formatRdfSchema, type RdfSchemaElement, type RdfSchemaElements } from "./schema/rdf-schema.ts";
export { type RowValue, rows } from "./response/rows.ts";
export {
  INTERMEDIATE_STEPS_KEY,
  type NeptuneOpencypherQaChainOptions,
  type NeptuneQaChainOptions,
  type NeptuneQaInput,
  type NeptuneQaOutput,
  type NeptuneSparqlQaChainOptions,
  type QaModel,
  type QaPrompt,
  type QueryCheckContext,
  type QueryExample,
  type QueryExamples,
} from "./chains/chain-options.ts";
export type {
  NeptuneAnalyticsGraphFields,
  NeptuneCallOptions,
  NeptuneGraphFields,
  NeptuneLogger,
  NeptuneRdfGraphFields,
  NeptuneSchemaSource,
  NeptuneTransport,
  NeptuneTransportRequest,
  NeptuneTransportResponse,
  PropertyDescription,
  RdfSchemaSource,
  SchemaFields,
} from "./options.ts";
export type { EngineStatus, ExplainMode, NeptuneRow, StatisticsStatus } from "./clients/opencypher-client.ts";
export type {
  SparqlAskResult,
  SparqlBinding,
  SparqlGraphResult,
  SparqlResult,
  SparqlSelectResult,
  SparqlTerm,
} from "./clients/sparql-client.ts";
export type { QueryParameters } from "./request/parameters.ts";
export type {
  NeptuneStructuredSchema,
  SchemaCounts,
  SchemaProperty,
  SchemaRelationship,
} from "./schema/structured-schema.ts";
export type { GraphSummary } from "./schema/summary.ts";
export {
  NeptuneAccessDeniedError,
  NeptuneCancelledError,
  NeptuneConfigError,
  NeptuneConflictError,
  NeptuneConnectionError,
  NeptuneError,
  type NeptuneErrorFields,
  NeptuneGraphNotFoundError,
  NeptuneMalformedQueryError,
  NeptuneMemoryLimitError,
  NeptuneQueryGenerationError,
  NeptuneQueryTimeoutError,
  NeptuneReadOnlyViolationError,
  NeptuneResponseError,
  NeptuneSchemaNotLoadedError,
  NeptuneServerError,
  NeptuneStatisticsUnavailableError,
  NeptuneThrottledError,
  NeptuneUnsupportedOperationError,
} from "./errors.ts";
