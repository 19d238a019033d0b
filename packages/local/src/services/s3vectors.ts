import type { Service } from "../operation.ts";
import { bucketOperations } from "./s3vectors/buckets.ts";
import { keyedOperations } from "./s3vectors/keyed-vectors.ts";
import { indexOperations } from "./s3vectors/indexes.ts";
import { listVectors } from "./s3vectors/list-vectors.ts";
import { putVectors } from "./s3vectors/put-vectors.ts";
import { queryVectors } from "./s3vectors/query-vectors.ts";
import { tagOperations } from "./s3vectors/tags.ts";

/** Amazon S3 Vectors: buckets, indexes, vectors and their tags. Its errors name their type and nothing more. */
export const s3vectors: Service = {
  name: "s3vectors",
  signingName: "s3vectors",
  operations: [
    ...bucketOperations,
    ...indexOperations,
    putVectors,
    ...keyedOperations,
    listVectors,
    queryVectors,
    ...tagOperations,
  ],
  errorBody: ({ type, message, extra }) => ({
    body: { message, ...extra },
    headers: { "x-amzn-errortype": type },
  }),
};
