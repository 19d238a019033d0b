import { type AwsErrorDefaults, type AwsErrorFields, AwsLangChainError, errorBrands } from "@langchain-aws/core";

/** What is known about a failure besides its text. */
export interface S3VectorsErrorFields extends AwsErrorFields {
  /** The vector bucket: its name or its ARN. */
  bucket?: string;
  /** The index: its name or its ARN. */
  index?: string;
}

const brands: typeof errorBrands = /* @__PURE__ */ errorBrands.sub("aws").sub("s3-vectors");

const Branded: typeof AwsLangChainError = /* @__PURE__ */ brands.brand(AwsLangChainError);

/**
 * The root of this package's own errors, below the root of all `@langchain-aws` packages. `isInstance(error)` also
 * recognises errors of another copy of the package. What the service says and no class below names comes as an error of
 * `@langchain-aws/core`; in both the AWS SDK's own error is the `cause`.
 */
export class S3VectorsError extends Branded {
  static override readonly defaults: AwsErrorDefaults = {
    name: "S3VectorsError",
    code: "S3_VECTORS",
    retryable: false,
  };

  declare readonly bucket?: string;
  declare readonly index?: string;

  constructor(message: string, { bucket, index, ...fields }: S3VectorsErrorFields = {}) {
    super(message, { service: "s3vectors", ...fields });
    if (bucket !== undefined) Object.assign(this, { bucket });
    if (index !== undefined) Object.assign(this, { index });
  }
}

const Config: typeof S3VectorsError = /* @__PURE__ */ brands.brand(S3VectorsError, "config");

/** An option or an argument is missing or cannot work. Nothing was sent. */
export class S3VectorsConfigError extends Config {
  static override readonly defaults: AwsErrorDefaults = {
    name: "S3VectorsConfigError",
    code: "CONFIG_INVALID",
    retryable: false,
  };
}

const IndexNotFound: typeof S3VectorsError = /* @__PURE__ */ brands.brand(S3VectorsError, "index-not-found");

/** The index, or its bucket, is not there. */
export class S3VectorsIndexNotFoundError extends IndexNotFound {
  static override readonly defaults: AwsErrorDefaults = {
    name: "S3VectorsIndexNotFoundError",
    code: "INDEX_NOT_FOUND",
    retryable: false,
  };
}

const IndexMismatch: typeof S3VectorsError = /* @__PURE__ */ brands.brand(S3VectorsError, "index-mismatch");

/** The index is there and has another dimension, metric or data type. No vector was sent. */
export class S3VectorsIndexMismatchError extends IndexMismatch {
  static override readonly defaults: AwsErrorDefaults = {
    name: "S3VectorsIndexMismatchError",
    code: "INDEX_MISMATCH",
    retryable: false,
  };
}

const Metadata: typeof S3VectorsError = /* @__PURE__ */ brands.brand(S3VectorsError, "metadata");

/** A document's metadata cannot be stored. The text names the document and the keys, never a value. */
export class S3VectorsMetadataError extends Metadata {
  static override readonly defaults: AwsErrorDefaults = {
    name: "S3VectorsMetadataError",
    code: "INVALID_METADATA",
    retryable: false,
  };
}

const Filter: typeof S3VectorsError = /* @__PURE__ */ brands.brand(S3VectorsError, "filter");

/** A filter is not one, or names a key that cannot be filtered by. The text has the path of the member. */
export class S3VectorsFilterError extends Filter {
  static override readonly defaults: AwsErrorDefaults = {
    name: "S3VectorsFilterError",
    code: "INVALID_FILTER",
    retryable: false,
  };
}

const Vector: typeof S3VectorsError = /* @__PURE__ */ brands.brand(S3VectorsError, "vector");

/** A vector cannot be stored or searched with. The text names its id and its place. */
export class S3VectorsVectorError extends Vector {
  static override readonly defaults: AwsErrorDefaults = {
    name: "S3VectorsVectorError",
    code: "INVALID_VECTOR",
    retryable: false,
  };
}

const Access: typeof S3VectorsError = /* @__PURE__ */ brands.brand(S3VectorsError, "access");

/** The identity may not do this (403). The text names the actions that it needs. */
export class S3VectorsAccessError extends Access {
  static override readonly defaults: AwsErrorDefaults = {
    name: "S3VectorsAccessError",
    code: "ACCESS_DENIED",
    retryable: false,
  };
}

const MissingIds: typeof S3VectorsError = /* @__PURE__ */ brands.brand(S3VectorsError, "missing-ids");

/** Ids that `getByIds` was to find are not in the index. */
export class S3VectorsMissingIdsError extends MissingIds {
  static override readonly defaults: AwsErrorDefaults = {
    name: "S3VectorsMissingIdsError",
    code: "MISSING_IDS",
    retryable: false,
  };

  /** All of them. */
  declare readonly missingIds: readonly string[];

  constructor(
    message: string,
    { missingIds = [], ...fields }: S3VectorsErrorFields & { missingIds?: readonly string[] } = {},
  ) {
    super(message, fields);
    Object.defineProperty(this, "missingIds", { value: missingIds, configurable: true });
  }
}

/** Fields of {@link S3VectorsWriteError}. */
export interface S3VectorsWriteErrorFields extends S3VectorsErrorFields {
  writtenIds?: readonly string[];
  failedIds?: readonly string[];
  notAttemptedIds?: readonly string[];
}

const Write: typeof S3VectorsError = /* @__PURE__ */ brands.brand(S3VectorsError, "write");

/**
 * Some of a call's requests failed; `cause` is the first failure. No id is in two of the lists. For `delete`, what was
 * written is what is gone.
 */
export class S3VectorsWriteError extends Write {
  static override readonly defaults: AwsErrorDefaults = {
    name: "S3VectorsWriteError",
    code: "WRITE_FAILED",
    retryable: false,
  };

  /** What the service has stored. */
  declare readonly writtenIds: readonly string[];
  /** What was in a request that failed. A request whose answer was lost may have been carried out all the same. */
  declare readonly failedIds: readonly string[];
  /** What no request was made for. */
  declare readonly notAttemptedIds: readonly string[];

  constructor(message: string, fields: S3VectorsWriteErrorFields = {}) {
    const { writtenIds = [], failedIds = [], notAttemptedIds = [], ...facts } = fields;
    super(message, facts);
    // Not enumerable: a job may have a hundred thousand of them, and an error is printed whole.
    for (const [name, value] of Object.entries({ writtenIds, failedIds, notAttemptedIds })) {
      Object.defineProperty(this, name, { value, configurable: true });
    }
  }
}
