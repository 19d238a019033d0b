import { type Metadata, isMetadata, metadataProblem } from "../../s3-vectors/metadata.ts";
import { invalidRecord } from "../../s3-vectors/refusals.ts";
import type { StoredIndex } from "../../s3-vectors/stored-index.ts";
import { toVector, vectorProblem } from "../../s3-vectors/vector.ts";
import { define } from "./define.ts";
import { type PutVectorsRequest, requests } from "./requests.ts";
import type { Operation } from "../../operation.ts";

/** PutVectors: all vectors of a request, or none. Of two with one key the later stays. */
export const putVectors: Operation = define({
  name: "PutVectors",
  request: requests.putVectors,
  run: ({ vectors, ...reference }, { s3Vectors, options }) => {
    const { index } = s3Vectors.index(reference);
    const checked = vectors.map((vector, at) => toRecord(vector, at, index, options.validation !== "off"));
    for (const { key, metadata, numbers } of checked) index.put({ key, metadata }, numbers);
  },
});

interface CheckedVector {
  key: string;
  metadata: Metadata;
  numbers: Float32Array;
}

function toRecord(
  { key, data, metadata = {} }: PutVectorsRequest["vectors"][number],
  at: number,
  { settings, nonFilterableKeys }: StoredIndex,
  isLimited: boolean,
): CheckedVector {
  const numbers = toVector(data.float32);
  const problem =
    vectorProblem(numbers, settings) ?? (isLimited ? metadataProblem(metadata, nonFilterableKeys) : undefined);
  if (problem !== undefined) throw invalidRecord(at, key, problem);
  return { key, numbers, metadata: isMetadata(metadata) ? metadata : {} };
}
