import { checkDocument, type DocumentMembers, isObject } from "../documents/check-document.ts";
import { isMetadata, metadataProblem } from "../s3-vectors/metadata.ts";
import { bucketNamePattern, indexNamePattern } from "../s3-vectors/resource-names.ts";
import type { S3VectorsAccount } from "../s3-vectors/s3-vectors-account.ts";
import type { StoredIndex } from "../s3-vectors/stored-index.ts";
import { vectorProblem } from "../s3-vectors/vector.ts";

/** A vector as a file holds it. */
export interface SeedVector {
  key: string;
  vector: readonly number[];
  metadata?: Readonly<Record<string, unknown>>;
}

const members: DocumentMembers = {
  key: (value) =>
    typeof value === "string" && value.length > 0 && value.length <= 1024
      ? undefined
      : "a text of 1 to 1024 characters",
  vector: (value) =>
    Array.isArray(value) && value.length > 0 && value.length <= 4096 && value.every((item) => typeof item === "number")
      ? undefined
      : "a list of 1 to 4096 numbers",
  metadata: isObject,
};

/**
 * Puts vectors into an index of S3 Vectors. A bucket or an index that is not there is made: by cosine, as long as the first
 * vector.
 *
 * @param name - `bucket/index`
 * @returns how many there were
 * @throws Error naming the vector that is wrong; nothing was stored then
 */
export function seedVectors(account: S3VectorsAccount, name: string, vectors: readonly unknown[]): number {
  const [bucket = "", index = "", ...rest] = name.split("/");
  if (!bucketNamePattern.test(bucket) || !indexNamePattern.test(index) || rest.length > 0) {
    throw new Error("An index is named BUCKET/INDEX, each 3 to 63 lower-case letters, digits and hyphens.");
  }
  const checked = vectors.map((vector, at) => {
    checkVector(vector, `vectors[${at}]`);
    return { vector, numbers: Float32Array.from(vector.vector) };
  });
  const [first] = checked;
  if (first === undefined) return 0;
  const known = findIndex(account, name);
  const settings = known?.settings ?? { dimension: first.numbers.length, distanceMetric: "cosine" };
  for (const [at, { vector, numbers }] of checked.entries()) {
    const problem =
      vectorProblem(numbers, settings) ?? metadataProblem(vector.metadata ?? {}, known?.nonFilterableKeys ?? new Set());
    if (problem !== undefined) throw new Error(`vectors[${at}]: ${problem}.`);
  }
  const target = known ?? createIndex(account, name, first.numbers.length);
  for (const { vector, numbers } of checked) {
    const { key, metadata = {} } = vector;
    target.put({ key, metadata: isMetadata(metadata) ? metadata : {} }, numbers);
  }
  return checked.length;
}

function checkVector(vector: unknown, where: string): asserts vector is SeedVector {
  checkDocument(vector, members, where);
  const absent = ["key", "vector"].find((member) => vector[member] === undefined);
  if (absent !== undefined) throw new Error(`${where} has no \`${absent}\`.`);
}

function findIndex(account: S3VectorsAccount, name: string): StoredIndex | undefined {
  const [bucketName, indexName = ""] = name.split("/");
  return account
    .buckets()
    .find((bucket) => bucket.name === bucketName)
    ?.indexes.get(indexName);
}

function createIndex(account: S3VectorsAccount, name: string, dimension: number): StoredIndex {
  const [bucketName = "", indexName = ""] = name.split("/");
  const bucket = account.buckets().find((one) => one.name === bucketName) ?? account.createBucket(bucketName);
  return account.createIndex(bucket, {
    name: indexName,
    dimension,
    distanceMetric: "cosine",
    nonFilterableMetadataKeys: [],
  });
}
