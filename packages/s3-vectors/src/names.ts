import { S3VectorsConfigError } from "./errors.ts";

const bucketName = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
const indexName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const bucketArn = /^arn:aws[-a-z0-9]*:s3vectors:([a-z0-9-]+):\d{12}:bucket\/([a-z0-9][a-z0-9-]{1,61}[a-z0-9])$/;
const indexArn =
  /^(arn:aws[-a-z0-9]*:s3vectors:([a-z0-9-]+):\d{12}:bucket\/([a-z0-9][a-z0-9-]{1,61}[a-z0-9]))\/index\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])$/;

/** How requests name the index: by its ARN alone, or by both names. */
export type IndexReference =
  | { readonly indexArn: string }
  | { readonly vectorBucketName: string; readonly indexName: string };

/** Where an index is. */
export interface IndexPlace {
  /** For every request but the one that creates. */
  readonly reference: IndexReference;
  /** For the request that creates. */
  readonly bucket: { readonly vectorBucketName: string } | { readonly vectorBucketArn: string };
  readonly indexName: string;
  /** The region inside an ARN. */
  readonly arnRegion?: string;
}

/**
 * Where an index is, from what was passed.
 *
 * @throws S3VectorsConfigError for names that the service would not take, and for names that are missing
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-vectors-buckets-naming.html
 */
export function placeOf(given: ReadonlyMap<string, unknown>): IndexPlace {
  const arn = textOf(given, "indexArn");
  if (arn !== undefined) return placeOfArn(arn, given);
  const name = textOf(given, "indexName");
  if (name === undefined) throw missing("index", "indexName", "indexArn");
  if (!indexName.test(name)) {
    throw invalid("indexName", "3 to 63 lower-case letters, digits, hyphens and dots, a letter or digit at both ends");
  }
  const { bucket, arnRegion } = bucketOf(given);
  const vectorBucketName = "vectorBucketName" in bucket ? bucket.vectorBucketName : nameInArn(bucket.vectorBucketArn);
  return {
    reference: { vectorBucketName, indexName: name },
    bucket,
    indexName: name,
    ...(arnRegion !== undefined && { arnRegion }),
  };
}

/** For texts: `manuals in docs-bucket`. */
export function describePlace({ reference, indexName: name }: IndexPlace): string {
  return "indexArn" in reference ? reference.indexArn : `${name} in ${reference.vectorBucketName}`;
}

/** For errors: what was passed for each. */
export function placeFields({ reference, bucket, indexName: name }: IndexPlace): { bucket: string; index: string } {
  return {
    bucket: "vectorBucketName" in bucket ? bucket.vectorBucketName : bucket.vectorBucketArn,
    index: "indexArn" in reference ? reference.indexArn : name,
  };
}

function placeOfArn(arn: string, given: ReadonlyMap<string, unknown>): IndexPlace {
  const [, vectorBucketArn = "", arnRegion, bucketInArn, name = ""] = indexArn.exec(arn) ?? [];
  if (vectorBucketArn === "") throw invalid("indexArn", "arn:aws:s3vectors:REGION:ACCOUNT:bucket/BUCKET/index/INDEX");
  const said: Readonly<Record<string, unknown>> = {
    indexName: name,
    vectorBucketName: bucketInArn,
    vectorBucketArn,
  };
  for (const [option, value] of Object.entries(said)) {
    if (given.has(option) && given.get(option) !== value) {
      throw new S3VectorsConfigError(`"${option}" and "indexArn" name different things. Pass indexArn alone.`, {
        code: "CONFIG_CONFLICTING_OPTIONS",
      });
    }
  }
  return {
    reference: { indexArn: arn },
    bucket: { vectorBucketArn },
    indexName: name,
    ...(arnRegion !== undefined && { arnRegion }),
  };
}

function bucketOf(given: ReadonlyMap<string, unknown>): Pick<IndexPlace, "bucket" | "arnRegion"> {
  const name = textOf(given, "vectorBucketName");
  const arn = textOf(given, "vectorBucketArn");
  if (name !== undefined && !bucketName.test(name)) {
    throw invalid("vectorBucketName", "3 to 63 lower-case letters, digits and hyphens, a letter or digit at both ends");
  }
  if (arn === undefined) {
    if (name === undefined) throw missing("bucket", "vectorBucketName", "vectorBucketArn");
    return { bucket: { vectorBucketName: name } };
  }
  const [, arnRegion, nameInside] = bucketArn.exec(arn) ?? [];
  if (arnRegion === undefined) throw invalid("vectorBucketArn", "arn:aws:s3vectors:REGION:ACCOUNT:bucket/BUCKET");
  if (name !== undefined && name !== nameInside) {
    throw new S3VectorsConfigError(
      '"vectorBucketName" and "vectorBucketArn" name different buckets. Pass one of them.',
      {
        code: "CONFIG_CONFLICTING_OPTIONS",
      },
    );
  }
  return { bucket: { vectorBucketArn: arn }, arnRegion };
}

function nameInArn(arn: string): string {
  return bucketArn.exec(arn)?.[2] ?? arn;
}

function textOf(given: ReadonlyMap<string, unknown>, name: string): string | undefined {
  const value = given.get(name);
  if (value === undefined || typeof value === "string") return value;
  throw invalid(name, "a text");
}

function invalid(option: string, expected: string): S3VectorsConfigError {
  return new S3VectorsConfigError(`${option} must be ${expected}.`, { code: "CONFIG_INVALID_NAME" });
}

function missing(what: string, name: string, arn: string): S3VectorsConfigError {
  return new S3VectorsConfigError(`No vector ${what}. Pass \`${name}\`, or \`${arn}\`.`, {
    code: "CONFIG_MISSING_NAME",
  });
}
