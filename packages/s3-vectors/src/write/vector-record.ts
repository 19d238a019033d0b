import type { StoredMetadata } from "../metadata/to-stored-metadata.ts";
import type { S3VectorsVector } from "../options.ts";

/** A vector that is ready to be sent: the JSON around its numbers, and the numbers as the embedder gave them. */
export interface VectorRecord {
  /** The inputs that it stands for: its own, and earlier ones of the same id. */
  readonly indexes: readonly number[];
  readonly id: string;
  readonly head: Uint8Array;
  readonly numbers: S3VectorsVector;
  readonly tail: Uint8Array;
}

const encoder: TextEncoder = /* @__PURE__ */ new TextEncoder();

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_S3VectorBuckets_PutInputVector.html */
export function toRecord(
  indexes: readonly number[],
  id: string,
  numbers: S3VectorsVector,
  metadata: StoredMetadata,
): VectorRecord {
  const isBare = Object.keys(metadata).length === 0;
  return {
    indexes,
    id,
    head: encoder.encode(`{"key":${JSON.stringify(id)},"data":{"float32":[`),
    numbers,
    tail: encoder.encode(isBare ? "]}}" : `]},"metadata":${JSON.stringify(metadata)}}`),
  };
}
