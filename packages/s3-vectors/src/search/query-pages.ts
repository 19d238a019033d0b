import type { QueryVectorsCommandInput as WireQueryInput } from "@aws-sdk/client-s3vectors";
import type { VectorsClient } from "../client.ts";
import type { S3VectorsFilter } from "../filter/search-filter.ts";
import type { S3VectorsVector } from "../options.ts";

/** A vector that was found. */
export interface FoundVector {
  readonly key: string;
  readonly metadata: unknown;
  /** Only where it was asked for. */
  readonly distance: number | undefined;
}

/** What a search found. */
export interface FoundVectors {
  readonly vectors: FoundVector[];
  /** How the index measures, as the service says. */
  readonly distanceMetric: string | undefined;
}

/** What is searched for. */
export interface VectorQuery {
  readonly vector: S3VectorsVector;
  readonly k: number;
  readonly filter: S3VectorsFilter | undefined;
  readonly returnDistance: boolean;
}

/**
 * The nearest vectors in the order of the service. What does not fit on its page is asked for with the same request and
 * its token, until `k` are there or no more come: a filter may leave less.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-vectors-query.html
 */
export async function queryPages(
  client: VectorsClient,
  { vector, k, filter, returnDistance }: VectorQuery,
): Promise<FoundVectors> {
  const request = {
    topK: k,
    // Numbers as they are stored: rounded to single precision, and no typed array, which the AWS SDK does not take.
    queryVector: { float32: Array.from(vector, Math.fround) },
    ...(filter !== undefined && { filter: toDocument(filter) }),
    returnMetadata: true,
    returnDistance,
  };
  const found: FoundVector[] = [];
  let nextToken: string | undefined;
  let distanceMetric: string | undefined;
  do {
    const page = await client.query({ ...request, ...(nextToken !== undefined && { nextToken }) });
    for (const { key = "", metadata, distance } of page.vectors ?? []) found.push({ key, metadata, distance });
    ({ nextToken, distanceMetric } = page);
  } while (nextToken !== undefined && found.length < k);
  return { vectors: found.slice(0, k), distanceMetric };
}

function toDocument(filter: S3VectorsFilter): WireQueryInput["filter"] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a checked filter is JSON; the types differ in readonly alone
  return filter as WireQueryInput["filter"];
}
