import type { Operation } from "../../operation.ts";
import { invalid } from "../../s3-vectors/refusals.ts";
import type { StoredIndex } from "../../s3-vectors/stored-index.ts";
import { offsetOf, tokenOf } from "../page-token.ts";
import { define, toRecord } from "./define.ts";
import { type ListVectorsRequest, requests } from "./requests.ts";
import { returnedVector } from "./returned-vector.ts";

const DEFAULT_RESULTS = 500;
const MOST_BYTES = 1_048_576;

/** ListVectors: a page, or a page of one of several segments that together hold every vector once. */
export const listVectors: Operation = define({
  name: "ListVectors",
  request: requests.listVectors,
  alsoNeeds: (body) => {
    const { returnData, returnMetadata } = toRecord(body);
    return returnData === true || returnMetadata === true ? ["s3vectors:GetVectors"] : [];
  },
  run: (request, { s3Vectors }) => {
    const { index } = s3Vectors.index(request);
    const { segmentCount, segmentIndex } = segmentOf(request);
    const asked = { arn: index.settings.arn, segmentCount, segmentIndex };
    const start = Math.max(offsetOf(request.nextToken, asked), segmentIndex);
    const { slots, next } = pageFrom(index, start, segmentCount, request.maxResults ?? DEFAULT_RESULTS);
    return {
      vectors: slots.flatMap((slot) => returnedVector(index, slot, request)),
      ...(next !== undefined && { nextToken: tokenOf(next, asked) }),
    };
  },
});

/** A segment is every so manieth slot. */
function segmentOf({ segmentCount, segmentIndex }: ListVectorsRequest): { segmentCount: number; segmentIndex: number } {
  if ((segmentCount === undefined) !== (segmentIndex === undefined)) {
    throw invalid("Must specify both segmentCount and segmentIndex or neither");
  }
  const segment = { segmentCount: segmentCount ?? 1, segmentIndex: segmentIndex ?? 0 };
  if (segment.segmentIndex >= segment.segmentCount) throw invalid("segmentIndex must be less than segmentCount");
  return segment;
}

/** The slots of a page, which ends at its size or with the number that is asked for; and where the next begins. */
function pageFrom(
  index: StoredIndex,
  start: number,
  step: number,
  limit: number,
): { slots: number[]; next: number | undefined } {
  const slots: number[] = [];
  let bytes = 0;
  for (let slot = start; slot < index.slots; slot += step) {
    if (index.recordAt(slot) === undefined) continue;
    bytes += index.bytesAt(slot);
    if (slots.length === limit || (slots.length > 0 && bytes > MOST_BYTES)) return { slots, next: slot };
    slots.push(slot);
  }
  return { slots, next: undefined };
}
