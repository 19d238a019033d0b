import type { LocalState, Operation } from "../../operation.ts";
import { parseFilter } from "../../s3-vectors/metadata-filter.ts";
import { invalidQueryVector } from "../../s3-vectors/refusals.ts";
import type { Neighbour, StoredIndex } from "../../s3-vectors/stored-index.ts";
import { toVector, vectorProblem } from "../../s3-vectors/vector.ts";
import { define, toRecord } from "./define.ts";
import { type QueryVectorsRequest, requests } from "./requests.ts";

const DEFAULT_PAGE_SIZE = 100;

/** QueryVectors: the nearest vectors of those that a filter lets through, exactly, page by page. */
export const queryVectors: Operation = define({
  name: "QueryVectors",
  request: requests.queryVectors,
  alsoNeeds: (body) => {
    const { filter, returnMetadata } = toRecord(body);
    const isReading = returnMetadata === true || (filter !== undefined && filter !== null);
    return isReading ? ["s3vectors:GetVectors"] : [];
  },
  run: (request, state) => {
    const { s3Vectors } = state;
    const { index } = s3Vectors.index(request);
    const { topK, queryVector, filter } = request;
    const asked = { arn: index.settings.arn, topK, queryVector, filter };
    const { offset, results } = s3Vectors.queries.resume(request.nextToken, asked, () => search(index, request, state));
    const end = offset + (s3Vectors.options.queryPageSize ?? DEFAULT_PAGE_SIZE);
    return {
      vectors: results.slice(offset, end).flatMap((found) => toResult(index, found, request)),
      distanceMetric: index.settings.distanceMetric,
      ...(end < results.length && { nextToken: s3Vectors.queries.tokenOf(end, asked, results) }),
    };
  },
});

function search(index: StoredIndex, request: QueryVectorsRequest, { options }: LocalState): Neighbour[] {
  const query = toVector(request.queryVector.float32);
  const problem = vectorProblem(query, index.settings);
  if (problem !== undefined) throw invalidQueryVector(problem);
  const filter = parseFilter(request.filter, index.nonFilterableKeys, options.validation !== "off");
  return index.search(query, request.topK, filter);
}

/** A vector that was deleted since the first page is left out. */
function toResult(
  index: StoredIndex,
  { key, distance }: Neighbour,
  { returnDistance = false, returnMetadata = false }: QueryVectorsRequest,
): Record<string, unknown>[] {
  const slot = index.slotOf(key);
  if (slot === undefined) return [];
  const metadata = index.recordAt(slot)?.metadata;
  return [{ ...(returnDistance && { distance }), key, ...(returnMetadata && { metadata }) }];
}
