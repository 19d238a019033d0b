import { PutVectorsCommand, S3VectorsClient, type S3VectorsClientConfig } from "@aws-sdk/client-s3vectors";
import { onTestFinished } from "vitest";

import type { LocalAws } from "../../src/index.ts";

/** The index of the options that tests fill. */
export const inIndex = { vectorBucketName: "media", indexName: "movies" } as const;

/** A client for this test alone. */
export function createS3VectorsClient(to: LocalAws, config: S3VectorsClientConfig = {}): S3VectorsClient {
  const client = new S3VectorsClient({ ...to.clientConfig("s3vectors"), ...config });
  onTestFinished(() => client.destroy());
  return client;
}

/** A vector as a test writes it. */
export type Written = readonly [
  key: string,
  numbers: number[],
  metadata?: Record<string, string | number | boolean | string[]>,
];

/** Puts vectors into the index of the options, as many at once as may be. */
export async function put(client: S3VectorsClient, vectors: readonly Written[]): Promise<void> {
  for (let start = 0; start < vectors.length; start += 500) {
    await client.send(
      new PutVectorsCommand({
        ...inIndex,
        vectors: vectors
          .slice(start, start + 500)
          .map(([key, float32, metadata]) => ({ key, data: { float32 }, ...(metadata !== undefined && { metadata }) })),
      }),
    );
  }
}

/** So many vectors of so many numbers, the same for the same seed. */
export function randomVectors(count: number, dimension: number, seed = 1): Float32Array[] {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  return Array.from({ length: count }, () => Float32Array.from({ length: dimension }, next));
}
