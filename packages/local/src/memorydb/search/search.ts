import type { Keyspace } from "../keyspace.ts";
import { type Reply, RespError } from "../resp/reply.ts";
import { formatDistance, readVector } from "./distance.ts";
import type { EngineProfile } from "./engine-profiles.ts";
import type { IndexDefinition, VectorField } from "./index-definition.ts";
import type { Indexes } from "./indexes.ts";
import { compileFilter } from "./match-document.ts";
import { type Nearest, parseQuery, type Query } from "./parse-query.ts";
import type { SearchIndex } from "./search-index.ts";
import { parseSearch, type SearchRequest } from "./search-request.ts";

/** A row before its fields are loaded. */
interface Row {
  key: string;
  distance?: string;
}

/**
 * Answers FT.SEARCH: the number of matches, then for each row its key and a flat list of fields.
 *
 * @throws RespError in the engine's own words
 */
export function search(args: readonly Buffer[], indexes: Indexes, keyspace: Keyspace): Reply {
  const { profile } = indexes;
  const request = parseSearch(args, profile);
  const index = indexes.get(request.index, "search");
  if (index.isBackfilling && !profile.searchesDuringBackfill) {
    throw new RespError(`Index ${request.index} backfill is in progress; searches are rejected until it has completed`);
  }
  const query = parseQuery(request.query, profile, request.parameters);
  checkRequest(request, query, index.definition, profile);
  const rows = findRows(request, query, index, profile, keyspace);
  const page = rows.slice(request.offset, request.offset + request.limit);
  const answer: Reply[] = [rows.length];
  for (const row of page) {
    answer.push(Buffer.from(row.key, "latin1"));
    if (request.fields?.length !== 0) answer.push(loadFields(row, request, query.nearest, profile, keyspace));
  }
  return answer;
}

function checkRequest(request: SearchRequest, query: Query, definition: IndexDefinition, profile: EngineProfile): void {
  const { nearest } = query;
  if (nearest === undefined && !profile.hasPlainQueries)
    throw new RespError("Invalid query: a vector search is needed: `=>[KNN`");
  if (profile.refusesUnusedParameters) {
    const unused = [...request.parameters.keys()].find(
      (name) => name !== nearest?.parameter && !request.query.includes(`$${name}`),
    );
    if (unused !== undefined) throw new RespError(`Parameter \`${unused}\` not used.`);
  }
  const names = [...definition.fields.map(({ name }) => name), ...(nearest === undefined ? [] : [nearest.alias])];
  const undeclared = request.fields?.find((name) => !names.includes(name));
  if (undeclared !== undefined && !profile.returnsUndeclared) {
    throw new RespError(`Index field \`${undeclared}\` does not exist`);
  }
  if (request.sortBy?.field === nearest?.alias && request.sortBy !== undefined && !profile.sortsByDistance) {
    throw new RespError(`Index field \`${request.sortBy.field}\` does not exist`);
  }
}

function findRows(
  request: SearchRequest,
  { filter, nearest }: Query,
  index: SearchIndex,
  profile: EngineProfile,
  keyspace: Keyspace,
): Row[] {
  const test = compileFilter(filter, index.definition, profile);
  const isLive = (key: string): boolean => keyspace.get(key) !== undefined;
  const found =
    nearest === undefined
      ? index.filter(test, isLive).map((key): Row => ({ key }))
      : findNearest(request, nearest, index, profile, { test, isLive, isFiltered: filter.kind !== "all" });
  return request.sortBy === undefined ? found : sortRows(found, request.sortBy, nearest, keyspace);
}

function findNearest(
  { parameters }: SearchRequest,
  nearest: Nearest,
  index: SearchIndex,
  profile: EngineProfile,
  filter: {
    test: Parameters<SearchIndex["nearest"]>[0]["test"];
    isLive: (key: string) => boolean;
    isFiltered: boolean;
  },
): Row[] {
  const field = index.definition.fields.find(({ name }) => name === nearest.field);
  if (field?.kind !== "vector") throw new RespError(`Unknown field at offset 0 near ${nearest.field}`);
  if (nearest.efRuntime !== undefined && field.algorithm !== "HNSW") throw new RespError("Invalid option: EF_RUNTIME");
  const data = parameters.get(nearest.parameter);
  if (data === undefined) throw new RespError(`No such parameter \`${nearest.parameter}\``);
  if (nearest.count === 0) {
    if (profile.family === "valkey") throw new RespError("k must be positive");
    return [];
  }
  const query = readVector(Buffer.from(data), field.dimensions, field.type);
  if (query === undefined) throw wrongSize(data.length, field, profile);
  const hits = index.nearest({
    field,
    query,
    count: nearest.count,
    test: filter.test,
    isLive: filter.isLive,
    asSent: filter.isFiltered && profile.scalesFilteredCosine,
  });
  return hits.map(({ key, distance }) => ({ key, distance: formatDistance(distance) }));
}

function wrongSize(size: number, field: VectorField, { family }: EngineProfile): RespError {
  const expected = field.dimensions * (field.type === "FLOAT32" ? 4 : 8);
  const what = family === "valkey" ? "parameters" : "query";
  return new RespError(
    `Error parsing vector similarity ${what}: query vector blob size (${size}) does not match index's expected size (${expected}).`,
  );
}

function sortRows(
  rows: readonly Row[],
  { field, descending }: { field: string; descending: boolean },
  nearest: Nearest | undefined,
  keyspace: Keyspace,
): Row[] {
  const valueOf = ({ key, distance }: Row): string =>
    field === nearest?.alias ? (distance ?? "") : (keyspace.hash(key)?.get(field)?.toString("utf8") ?? "");
  const sign = descending ? -1 : 1;
  return rows.toSorted((left, right) => sign * compare(valueOf(left), valueOf(right)));
}

function compare(left: string, right: string): number {
  const [a, b] = [Number(left), Number(right)];
  if (!Number.isNaN(a) && !Number.isNaN(b)) return a - b;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function loadFields(
  { key, distance }: Row,
  { fields }: SearchRequest,
  nearest: Nearest | undefined,
  profile: EngineProfile,
  keyspace: Keyspace,
): Reply {
  const hash = keyspace.hash(key) ?? new Map<string, Buffer>();
  const loaded: [string, Reply][] = [];
  for (const name of fields ?? hash.keys()) {
    const value = hash.get(name);
    if (value !== undefined && name !== nearest?.alias) loaded.push([name, value]);
  }
  if (distance !== undefined && nearest !== undefined && (fields === undefined || fields.includes(nearest.alias))) {
    const pair: [string, Reply] = [nearest.alias, distance];
    if (profile.distanceFirst || fields === undefined) loaded.unshift(pair);
    else loaded.push(pair);
  }
  return loaded.flatMap(([name, value]) => [Buffer.from(name, "latin1"), value]);
}
