import { checkDocument, type DocumentMembers, isTextList } from "../documents/check-document.ts";
import { bucketNamePattern, indexNamePattern } from "./resource-names.ts";
import type { S3VectorsOptions } from "./s3-vectors-options.ts";

const optionMembers: DocumentMembers = {
  buckets: (value) => (Array.isArray(value) ? undefined : "a list of vector buckets"),
  queryPageSize: wholeNumber(1, 10_000),
};

const bucketMembers: DocumentMembers = {
  name: named(bucketNamePattern, "3 to 63 lower-case letters, digits and hyphens"),
  indexes: (value) => (Array.isArray(value) ? undefined : "a list of indexes"),
};

const indexMembers: DocumentMembers = {
  name: named(indexNamePattern, "3 to 63 lower-case letters, digits, hyphens and dots"),
  dimension: wholeNumber(1, 4_096),
  distanceMetric: (value) => (value === "cosine" || value === "euclidean" ? undefined : '"cosine" or "euclidean"'),
  nonFilterableMetadataKeys: (value) => (isTextList(value) ? undefined : "a list of texts"),
};

/** @throws Error naming the member, and where it stands, when a bucket or an index of the options cannot work */
export function checkS3Vectors(options: unknown, where: string): asserts options is S3VectorsOptions {
  checkDocument(options, optionMembers, where);
  for (const [at, bucket] of toList(options["buckets"]).entries()) {
    const bucketAt = `${where}.buckets[${at}]`;
    checkAll(bucket, bucketMembers, ["name"], bucketAt);
    for (const [place, index] of toList(bucket["indexes"]).entries()) {
      checkAll(index, indexMembers, ["name", "dimension"], `${bucketAt}.indexes[${place}]`);
    }
  }
}

function checkAll(
  value: unknown,
  members: DocumentMembers,
  required: readonly string[],
  where: string,
): asserts value is Record<string, unknown> {
  checkDocument(value, members, where);
  for (const name of required) {
    if (value[name] === undefined)
      throw new Error(`${where}.${name} must be ${members[name]?.(undefined) ?? "given"}.`);
  }
}

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function named(pattern: RegExp, expected: string): (value: unknown) => string | undefined {
  return (value) => (typeof value === "string" && pattern.test(value) ? undefined : expected);
}

function wholeNumber(min: number, max: number): (value: unknown) => string | undefined {
  return (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= min && value <= max
      ? undefined
      : `a whole number from ${min} to ${max}`;
}
