import { type Reply } from "../resp/reply.ts";
import type { EngineProfile } from "./engine-profiles.ts";
import type { IndexField, VectorField } from "./index-definition.ts";
import type { SearchIndex } from "./search-index.ts";

/** Answers FT.INFO, in the shape of the engine. */
export function describeIndex(index: SearchIndex, profile: EngineProfile): Reply {
  if (profile.name === "memorydb") return describeMemoryDb(index);
  return profile.family === "valkey" ? describeValkey(index) : describeRediSearch(index);
}

/** Source: "FT.INFO", Amazon MemoryDB Developer Guide: neither dimensions nor separators are shown. */
function describeMemoryDb(index: SearchIndex): Reply {
  const { name, prefixes, fields } = index.definition;
  return [
    "index_name",
    name,
    "creation_timestamp",
    Math.floor(index.createdAt / 1000),
    "key_type",
    "HASH",
    "key_prefixes",
    prefixes,
    "fields",
    fields.map((field) => [
      "identifier",
      field.name,
      "field_name",
      field.name,
      "type",
      `${field.kind.charAt(0).toUpperCase()}${field.kind.slice(1)}`,
      "option",
      "",
      ...(field.kind === "vector" ? memoryDbVector(field) : []),
    ]),
    "space_usage",
    0,
    "fulltext_space_usage",
    0,
    "vector_space_usage",
    0,
    "num_docs",
    index.size,
    "num_indexed_vectors",
    index.size,
    "current_lag",
    0,
    "backfill_status",
    // Spelled so in the guide.
    index.isBackfilling ? "InProgres" : "Completed",
  ];
}

function memoryDbVector({ algorithm, metric, attributes }: VectorField): Reply[] {
  const common = [
    "algorithm",
    algorithm,
    "data_type",
    "FLOAT32",
    "distance_metric",
    metric === "COSINE" ? "Cosine" : metric,
  ];
  const capacity: Reply[] = ["initial_capacity", attributes.get("INITIAL_CAP") ?? 1024, "current_capacity", 1024];
  if (algorithm === "FLAT") return [...common, ...capacity];
  return [...common, ...capacity, "maximum_edges", attributes.get("M") ?? 16, ...searchWidths(attributes)];
}

function searchWidths(attributes: ReadonlyMap<string, number>): Reply[] {
  return [
    "ef_construction",
    attributes.get("EF_CONSTRUCTION") ?? 200,
    "ef_runtime",
    attributes.get("EF_RUNTIME") ?? 10,
  ];
}

function head({ definition: { name, prefixes } }: SearchIndex): Reply[] {
  return [
    "index_name",
    name,
    "index_options",
    [],
    "index_definition",
    ["key_type", "HASH", "prefixes", prefixes, "default_score", "1"],
  ];
}

function describeValkey(index: SearchIndex): Reply {
  return [
    ...head(index),
    "attributes",
    index.definition.fields.map((field) => [
      ...attribute(field),
      ...(field.kind === "vector" ? valkeyVector(field, index) : []),
    ]),
    "num_docs",
    String(index.size),
    "num_records",
    String(index.size),
    "hash_indexing_failures",
    String(index.failures),
    "backfill_in_progress",
    index.isBackfilling ? "1" : "0",
    "backfill_complete_percent",
    index.isBackfilling ? "0.500000" : "1.000000",
    "mutation_queue_size",
    "0",
    "recent_mutations_queue_delay",
    "0 sec",
    "state",
    index.isBackfilling ? "backfill_in_progress" : "ready",
  ];
}

function valkeyVector({ algorithm, dimensions, metric, attributes }: VectorField, index: SearchIndex): Reply[] {
  const graph = ["name", "HNSW", "m", attributes.get("M") ?? 16, ...searchWidths(attributes)];
  return [
    "index",
    [
      "capacity",
      attributes.get("INITIAL_CAP") ?? 10_240,
      "dimensions",
      dimensions,
      "distance_metric",
      metric,
      "size",
      String(index.size),
      "data_type",
      "FLOAT32",
      "algorithm",
      algorithm === "FLAT" ? ["name", "FLAT", "block_size", 1024] : graph,
    ],
  ];
}

function attribute(field: IndexField): Reply[] {
  const type = field.kind === "vector" ? "VECTOR" : field.kind.toUpperCase();
  const common = ["identifier", field.name, "attribute", field.name, "type", type];
  return field.kind === "tag"
    ? [...common, "SEPARATOR", field.separator, ...(field.caseSensitive ? ["CASESENSITIVE"] : [])]
    : common;
}

function describeRediSearch(index: SearchIndex): Reply {
  return [
    ...head(index),
    "attributes",
    index.definition.fields.map((field) => [...attribute(field), ...(field.kind === "text" ? ["WEIGHT", "1"] : [])]),
    "num_docs",
    String(index.size),
    "max_doc_id",
    String(index.size),
    "num_records",
    String(index.size),
    "hash_indexing_failures",
    String(index.failures),
    "indexing",
    index.isBackfilling ? "1" : "0",
    "percent_indexed",
    index.isBackfilling ? "0.5" : "1",
  ];
}
