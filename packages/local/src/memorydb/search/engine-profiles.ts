import type { MemoryDbEngine } from "../memorydb-options.ts";

/** What an engine takes, refuses and answers. One row each in {@link engineProfiles}. */
export interface EngineProfile {
  readonly name: MemoryDbEngine;
  /** The line of `INFO modules`; MemoryDB has none. */
  readonly moduleVersion?: number;
  /** Whose error texts and reply shapes. */
  readonly family: "redisearch" | "valkey";
  readonly hasText: boolean;
  /** Whether an index must have a vector field. */
  readonly needsVector: boolean;
  readonly hasFloat64: boolean;
  /** Attributes of vector fields besides TYPE, DIM, DISTANCE_METRIC, INITIAL_CAP and HNSW's M and EF. */
  readonly vectorExtras: readonly string[];
  /** SORTABLE, NOINDEX and the like at a field. */
  readonly fieldExtras: "refused" | "taken";
  /** Clauses of FT.SEARCH. */
  readonly clauses: readonly string[];
  readonly sortsByDistance: boolean;
  readonly returnsUndeclared: boolean;
  /** A query without KNN. */
  readonly hasPlainQueries: boolean;
  readonly refusesUnusedParameters: boolean;
  readonly refusesParametersInFilters: boolean;
  readonly refusesExponents: boolean;
  /** An empty numeric range, and a field that the index does not have. */
  readonly refusesImpossibleFilters: boolean;
  /** What a backslash does in a tag: nothing, all but braces, all. */
  readonly tagEscapes: "none" | "without-braces" | "all";
  /** A trailing `*` makes a prefix even with a backslash. */
  readonly escapedStarIsPrefix: boolean;
  readonly dropsDocuments: boolean;
  readonly needsDialect: boolean;
  readonly maxIndexes: number;
  readonly maxTimeoutMs: number;
  readonly searchesDuringBackfill: boolean;
  /** A filtered cosine query is compared without being brought to unit length (valkey-search #1222). */
  readonly scalesFilteredCosine: boolean;
  readonly findsZeroVectors: boolean;
  /** RediSearch puts the distance before the other fields. */
  readonly distanceFirst: boolean;
}

const valkeyClauses = ["NOCONTENT", "RETURN", "TIMEOUT", "PARAMS", "LIMIT", "DIALECT"];

/** The strictest reading wherever the documentation is silent. */
const memorydb: EngineProfile = {
  name: "memorydb",
  family: "valkey",
  hasText: true,
  needsVector: false,
  hasFloat64: false,
  vectorExtras: [],
  fieldExtras: "refused",
  clauses: valkeyClauses,
  sortsByDistance: false,
  returnsUndeclared: false,
  hasPlainQueries: true,
  refusesUnusedParameters: true,
  refusesParametersInFilters: true,
  refusesExponents: true,
  refusesImpossibleFilters: true,
  tagEscapes: "all",
  escapedStarIsPrefix: false,
  dropsDocuments: false,
  needsDialect: true,
  maxIndexes: 10,
  maxTimeoutMs: 10_000,
  searchesDuringBackfill: false,
  scalesFilteredCosine: false,
  findsZeroVectors: true,
  distanceFirst: false,
};

const valkey10: EngineProfile = {
  ...memorydb,
  name: "valkey-1.0",
  moduleVersion: 10_003,
  hasText: false,
  needsVector: true,
  vectorExtras: ["BLOCK_SIZE"],
  returnsUndeclared: true,
  hasPlainQueries: false,
  tagEscapes: "without-braces",
  escapedStarIsPrefix: true,
  needsDialect: false,
  maxTimeoutMs: 60_000,
  searchesDuringBackfill: true,
  scalesFilteredCosine: true,
};

const valkey12: EngineProfile = {
  ...valkey10,
  name: "valkey-1.2",
  moduleVersion: 10_201,
  hasText: true,
  needsVector: false,
  fieldExtras: "taken",
  clauses: [...valkeyClauses, "SORTBY"],
  hasPlainQueries: true,
  refusesExponents: false,
  tagEscapes: "all",
  maxIndexes: 1000,
  scalesFilteredCosine: false,
};

const redisearch: EngineProfile = {
  ...memorydb,
  name: "redisearch",
  moduleVersion: 20_623,
  family: "redisearch",
  hasFloat64: true,
  vectorExtras: ["BLOCK_SIZE", "EPSILON"],
  fieldExtras: "taken",
  clauses: [...valkeyClauses, "SORTBY"],
  sortsByDistance: true,
  returnsUndeclared: true,
  refusesUnusedParameters: false,
  refusesParametersInFilters: false,
  refusesExponents: false,
  refusesImpossibleFilters: false,
  dropsDocuments: true,
  maxIndexes: 1000,
  maxTimeoutMs: 60_000,
  searchesDuringBackfill: true,
  findsZeroVectors: false,
  distanceFirst: true,
};

/**
 * The engines by name, as observed on RediSearch 2.6.23 and valkey-search 1.0.3 and as documented for MemoryDB ("Vector
 * search commands", Amazon MemoryDB Developer Guide).
 */
export const engineProfiles: Readonly<Record<MemoryDbEngine, EngineProfile>> = {
  memorydb,
  "valkey-1.0.0": { ...valkey10, name: "valkey-1.0.0", moduleVersion: 10_000, tagEscapes: "none" },
  "valkey-1.0": valkey10,
  "valkey-1.2": valkey12,
  redisearch,
};
