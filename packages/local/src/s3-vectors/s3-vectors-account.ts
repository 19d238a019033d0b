import { ChangeNotice } from "../persistence/change-notice.ts";
import { defaultEncryption, type Encryption } from "./encryption.ts";
import { OpenQueries } from "./open-queries.ts";
import { conflict, invalid, notFound } from "./refusals.ts";
import { bucketNamePattern, type Home, indexNamePattern, toBucketArn, toIndexArn } from "./resource-names.ts";
import type { S3VectorsOptions } from "./s3-vectors-options.ts";
import { type IndexSettings, StoredIndex } from "./stored-index.ts";

/** What a request names a bucket by: one of the two. */
export interface BucketReference {
  readonly vectorBucketName?: string;
  readonly vectorBucketArn?: string;
}

/** What a request names an index by: its ARN, or both names. */
export interface IndexReference {
  readonly vectorBucketName?: string;
  readonly indexName?: string;
  readonly indexArn?: string;
}

/** A vector bucket and what is in it. */
export interface VectorBucket {
  readonly name: string;
  readonly arn: string;
  readonly encryption: Encryption;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** By their names. */
  readonly indexes: Map<string, StoredIndex>;
  readonly policy?: string;
}

/** What an index is created with, by a request. */
export type NewIndex = Pick<IndexSettings, "name" | "dimension" | "distanceMetric" | "nonFilterableMetadataKeys"> & {
  encryption?: Encryption;
  /** @defaultValue now */
  createdAt?: number;
};

/** The vector buckets of an account, with their indexes, policies and tags. */
export class S3VectorsAccount {
  readonly options: S3VectorsOptions;
  readonly queries: OpenQueries;
  readonly notice: ChangeNotice = new ChangeNotice();
  readonly #home: Home;
  readonly #clock: () => number;
  readonly #buckets = new Map<string, VectorBucket & { policy?: string }>();
  readonly #tags = new Map<string, Map<string, string>>();

  constructor(options: S3VectorsOptions, home: Home, clock: () => number) {
    this.options = options;
    this.#home = home;
    this.#clock = clock;
    this.queries = new OpenQueries(clock);
    this.reset();
  }

  /** The buckets of the options with empty indexes, and nothing else. */
  reset(): void {
    this.#buckets.clear();
    this.#tags.clear();
    this.queries.clear();
    for (const { name, indexes = [] } of this.options.buckets ?? []) {
      const bucket = this.createBucket(name);
      for (const { distanceMetric = "cosine", nonFilterableMetadataKeys = [], ...rest } of indexes) {
        this.createIndex(bucket, { ...rest, distanceMetric, nonFilterableMetadataKeys });
      }
    }
    this.notice.changed();
  }

  /** Sorted by name. */
  buckets(): VectorBucket[] {
    return sortedByName(this.#buckets);
  }

  /** Sorted by name. */
  indexesOf({ indexes }: VectorBucket): StoredIndex[] {
    return sortedByName(indexes);
  }

  /** @throws ServiceError when the name is taken or cannot be one */
  createBucket(
    name: string,
    encryption: Encryption = defaultEncryption,
    createdAt: number = this.#clock(),
  ): VectorBucket {
    if (!bucketNamePattern.test(name)) throw invalid("Invalid vector bucket name");
    if (this.#buckets.has(name)) throw conflict("A vector bucket with the specified name already exists");
    const arn = toBucketArn(name, this.#home);
    const bucket = { name, arn, encryption, createdAt, indexes: new Map<string, StoredIndex>() };
    this.#buckets.set(name, bucket);
    this.notice.changed();
    return bucket;
  }

  /** @throws ServiceError when there is none, or the request does not name one */
  bucket({ vectorBucketName, vectorBucketArn }: BucketReference): VectorBucket {
    if ((vectorBucketName === undefined) === (vectorBucketArn === undefined)) {
      throw invalid("Must specify either vectorBucketName or vectorBucketArn but not both");
    }
    const name = vectorBucketName ?? vectorBucketArn?.split("/").at(-1) ?? "";
    const bucket = this.#buckets.get(name);
    if (bucket === undefined || (vectorBucketArn !== undefined && vectorBucketArn !== bucket.arn)) {
      throw notFound("vector bucket");
    }
    return bucket;
  }

  /** @throws ServiceError when an index is in it */
  deleteBucket(bucket: VectorBucket): void {
    if (bucket.indexes.size > 0) throw conflict("The specified vector bucket is not empty");
    this.#buckets.delete(bucket.name);
    this.#tags.delete(bucket.arn);
    this.notice.changed();
  }

  /** Gives a bucket a policy, or none. */
  setPolicy({ name }: VectorBucket, policy: string | undefined): void {
    const bucket = this.#buckets.get(name);
    if (bucket === undefined) return;
    if (policy === undefined) delete bucket.policy;
    else bucket.policy = policy;
    this.notice.changed();
  }

  /** @throws ServiceError when the name is taken or cannot be one */
  createIndex(
    bucket: VectorBucket,
    { encryption = bucket.encryption, createdAt = this.#clock(), ...index }: NewIndex,
  ): StoredIndex {
    if (!indexNamePattern.test(index.name)) throw invalid("Invalid index name");
    if (bucket.indexes.has(index.name)) throw conflict("An index with the specified name already exists");
    const arn = toIndexArn(bucket.name, index.name, this.#home);
    const created = new StoredIndex({ ...index, encryption, arn, createdAt }, this.notice.changed);
    bucket.indexes.set(index.name, created);
    this.notice.changed();
    return created;
  }

  /**
   * The index that a request names. The service does not tell an absent bucket from an absent index here.
   *
   * @throws ServiceError when there is none, or the request does not name one
   */
  index(reference: IndexReference): { bucket: VectorBucket; index: StoredIndex } {
    const [bucketName, indexName] = namesOf(reference);
    const bucket = this.#buckets.get(bucketName);
    const index = bucket?.indexes.get(indexName);
    const isOther = reference.indexArn !== undefined && reference.indexArn !== index?.settings.arn;
    if (bucket === undefined || index === undefined || isOther) throw notFound("index");
    return { bucket, index };
  }

  deleteIndex({ bucket, index }: { bucket: VectorBucket; index: StoredIndex }): void {
    bucket.indexes.delete(index.settings.name);
    this.#tags.delete(index.settings.arn);
    this.notice.changed();
  }

  /**
   * The tags of a bucket or an index.
   *
   * @throws ServiceError when the ARN is of neither
   */
  tagsOf(arn: string): ReadonlyMap<string, string> {
    return this.#tagsOf(arn);
  }

  /** Adds tags, in place of those of the same keys. @throws ServiceError when the ARN is of nothing that is there */
  tag(arn: string, tags: Readonly<Record<string, string>>): void {
    const kept = this.#tagsOf(arn);
    for (const [key, value] of Object.entries(tags)) kept.set(key, value);
    this.notice.changed();
  }

  /** Removes the tags of these keys. @throws ServiceError when the ARN is of nothing that is there */
  untag(arn: string, keys: readonly string[]): void {
    const kept = this.#tagsOf(arn);
    for (const key of keys) kept.delete(key);
    this.notice.changed();
  }

  #tagsOf(arn: string): Map<string, string> {
    const isKnown = this.buckets().some(
      (bucket) => bucket.arn === arn || this.indexesOf(bucket).some(({ settings }) => settings.arn === arn),
    );
    // The text is not confirmed.
    if (!isKnown) throw notFound("resource");
    const tags = this.#tags.get(arn) ?? new Map<string, string>();
    this.#tags.set(arn, tags);
    return tags;
  }
}

/** The name of the bucket and that of the index in it. */
function namesOf({ vectorBucketName, indexName, indexArn }: IndexReference): [string, string] {
  const hasNames = vectorBucketName !== undefined && indexName !== undefined;
  const hasArnAlone = indexArn !== undefined && vectorBucketName === undefined && indexName === undefined;
  if (!hasArnAlone && !(hasNames && indexArn === undefined)) {
    throw invalid("Must specify either indexArn or both vectorBucketName and indexName");
  }
  if (indexArn === undefined) return [vectorBucketName ?? "", indexName ?? ""];
  const [, bucket = "", , index = ""] = indexArn.split("/");
  return [bucket, index];
}

function sortedByName<T>(byName: ReadonlyMap<string, T>): T[] {
  return [...byName].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, value]) => value);
}
