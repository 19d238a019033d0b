import type { Document } from "@langchain/core/documents";
import { fieldsToRead, readDocument } from "../documents/read-document.ts";
import { checkVector, decodeVector, encodeVector, toUnitVector, type VectorLike } from "../documents/vector-bytes.ts";
import { MemoryDBConfigError } from "../errors.ts";
import { filterNode, type InMemoryDBFilterExpression } from "../filter/filter-expression.ts";
import { nothing, renderForServer } from "../filter/render.ts";
import type { IndexKeeper } from "../index-keeper.ts";
import type { MarginalSearchOptions, SearchOptions } from "../options.ts";
import { wholeNumber } from "../resolve-store.ts";
import { metadataFields, type ResolvedSchema } from "../schema/index-schema.ts";
import { buildSearch, distanceAlias } from "./build-search.ts";
import { chooseDiverse } from "./marginal-relevance.ts";
import { parseReply, type SearchRow } from "./parse-reply.ts";
import { isWithin } from "./relevance.ts";

/** What searching needs of a store. */
export interface SearchSettings {
  readonly index: IndexKeeper;
  readonly schema: ResolvedSchema;
  readonly efRuntime: number | undefined;
  readonly timeoutMs: number | undefined;
  readonly indexReadyTimeoutMs: number;
  readonly keyInMetadata: boolean;
}

type Options = SearchOptions & { filter?: InMemoryDBFilterExpression | undefined };

/** "Vector search features and limits": no more rows than this make sense in one reply. */
const maxRows = 10_000;

/** The nearest documents with their distances, nearest first. */
export async function searchNearest(
  vector: VectorLike,
  k: number,
  options: Options,
  settings: SearchSettings,
): Promise<[Document, number][]> {
  const rows = await findRows(vector, k, options, settings, false);
  return rows.map((row) => [toDocument(row, options, settings), row.distance]);
}

/** Documents near the query and unlike each other. */
export async function searchDiverse(
  vector: VectorLike,
  options: MarginalSearchOptions,
  settings: SearchSettings,
): Promise<Document[]> {
  const { k = 4, fetchK = 20, lambda = 0.5, ...search } = options;
  if (!(lambda >= 0 && lambda <= 1)) throw new MemoryDBConfigError("`lambda` must be a number from 0 to 1.");
  checkCount("k", k);
  const rows = await findRows(vector, Math.max(checkCount("fetchK", fetchK), k), search, settings, true);
  const { datatype } = settings.schema.vector;
  const candidates = rows.map((row) => decodeVector(row.vector ?? new Uint8Array(), datatype));
  return chooseDiverse(vector, candidates, k, lambda).flatMap((index) => {
    const row = rows[index];
    return row === undefined ? [] : [toDocument(row, search, settings)];
  });
}

async function findRows(
  vector: VectorLike,
  k: number,
  options: Options,
  settings: SearchSettings,
  withVectors: boolean,
): Promise<SearchRow[]> {
  const { index, schema } = settings;
  checkCount("k", k);
  const query = encodeQuery(vector, schema);
  const filter = await toQueryText(options.filter, settings);
  if (filter === nothing) return [];
  const alias = distanceAlias([schema.contentKey, schema.vector.name, ...metadataFields(schema)]);
  const fields = [...fieldsToRead(schema, options), ...(withVectors ? [schema.vector.name] : [])];
  const words = buildSearch({
    indexName: index.name,
    filter,
    vector: query,
    field: schema.vector,
    k,
    fields,
    alias,
    efRuntime: wholeNumber("efRuntime", options.efRuntime, 4096) ?? settings.efRuntime,
    timeoutMs: settings.timeoutMs,
  });
  const { indexReadyTimeoutMs: readyTimeoutMs } = settings;
  const reply = await index.search(words, { readyTimeoutMs, buffers: withVectors, signal: options.signal });
  const rows = parseReply(reply, alias, schema.vector.name);
  const { distanceThreshold } = options;
  return distanceThreshold === undefined ? rows : rows.filter(({ distance }) => isWithin(distance, distanceThreshold));
}

/** Of length 1 for COSINE: valkey-search before 1.2 does not do it itself in a filtered search. */
function encodeQuery(vector: VectorLike, { vector: field }: ResolvedSchema): Uint8Array {
  const length = checkVector(vector, field.dims === 0 ? vector.length : field.dims, field);
  const sent = field.distanceMetric === "COSINE" ? toUnitVector(vector, length, field.datatype) : vector;
  return encodeVector(sent, field.datatype);
}

async function toQueryText(
  filter: InMemoryDBFilterExpression | undefined,
  { index, schema }: SearchSettings,
): Promise<string | typeof nothing> {
  return filter === undefined ? "*" : renderForServer(filterNode(filter), schema, async () => index.engine());
}

function toDocument(
  row: SearchRow,
  { returnMetadata = true }: SearchOptions,
  { schema, keyInMetadata }: SearchSettings,
): Document {
  return readDocument(row.key, row.fields, schema, { returnMetadata, keyInMetadata });
}

function checkCount(name: string, value: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= maxRows) return value;
  throw new MemoryDBConfigError(`\`${name}\` must be a whole number from 1 to ${maxRows}.`);
}
