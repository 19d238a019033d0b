import type { PersistentStore, StoredRecord } from "../persistence/persistent-store.ts";
import type { Encryption } from "./encryption.ts";
import type { S3VectorsAccount, VectorBucket } from "./s3-vectors-account.ts";
import type { IndexSettings, StoredIndex, StoredVector } from "./stored-index.ts";

type Tags = Readonly<Record<string, string>>;

/** A bucket, followed by its indexes, each followed by its vectors, whose numbers are the bytes of their records. */
type S3VectorsRecord =
  | { kind: "bucket"; name: string; encryption: Encryption; createdAt: number; policy?: string; tags: Tags }
  | { kind: "index"; settings: Omit<IndexSettings, "arn">; tags: Tags }
  | { kind: "vector"; vector: StoredVector };

/** Vector buckets and all that is in them, to be kept on a disk. */
export function toPersistentS3Vectors(account: S3VectorsAccount): PersistentStore<S3VectorsRecord> {
  return {
    name: "s3-vectors",
    reset: () => account.reset(),
    onChange: (listener) => account.notice.onChange(listener),
    dump: async () => concatenated(account.buckets().map((bucket) => dumpBucket(account, bucket))),
    async load(records) {
      let bucket: VectorBucket | undefined;
      let index: StoredIndex | undefined;
      for (const { data, bytes } of records) {
        if (data.kind === "bucket") bucket = loadBucket(account, data);
        else if (bucket === undefined) throw new Error("an index or a vector stands before the first bucket");
        else if (data.kind === "index") index = loadIndex(account, bucket, data);
        else if (index === undefined) throw new Error("a vector stands before the first index");
        else index.put(data.vector, toNumbers(bytes?.[0]));
      }
    },
  };
}

/** Looks at everything at once; the records are made when they are read. */
function dumpBucket(account: S3VectorsAccount, bucket: VectorBucket): Iterable<StoredRecord<S3VectorsRecord>> {
  const { name, encryption, createdAt, policy, arn } = bucket;
  const tags = Object.fromEntries(account.tagsOf(arn));
  const own = { kind: "bucket" as const, name, encryption, createdAt, tags, ...(policy !== undefined && { policy }) };
  const indexes = account.indexesOf(bucket).map((index) => dumpIndex(account, index));
  return concatenated([[{ data: own }], ...indexes]);
}

function dumpIndex(account: S3VectorsAccount, index: StoredIndex): Iterable<StoredRecord<S3VectorsRecord>> {
  const { arn, ...settings } = index.settings;
  const own = { kind: "index" as const, settings, tags: Object.fromEntries(account.tagsOf(arn)) };
  return concatenated([[{ data: own }], toRecords(index.frozen())]);
}

function* toRecords(vectors: ReturnType<StoredIndex["frozen"]>): Generator<StoredRecord<S3VectorsRecord>> {
  for (const { vector, numbers } of vectors) {
    const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
    yield { data: { kind: "vector", vector }, bytes: [bytes] };
  }
}

function* concatenated<Item>(lists: readonly Iterable<Item>[]): Generator<Item> {
  for (const list of lists) yield* list;
}

/** One of the options is there already, with other settings perhaps. */
function loadBucket(
  account: S3VectorsAccount,
  { name, encryption, createdAt, policy, tags }: Extract<S3VectorsRecord, { kind: "bucket" }>,
): VectorBucket {
  const known = account.buckets().find((bucket) => bucket.name === name);
  const configured = known === undefined ? [] : account.indexesOf(known);
  if (known !== undefined) {
    for (const index of configured) account.deleteIndex({ bucket: known, index });
    account.deleteBucket(known);
  }
  const bucket = account.createBucket(name, encryption, createdAt);
  for (const { settings } of configured) account.createIndex(bucket, settings);
  account.setPolicy(bucket, policy);
  account.tag(bucket.arn, tags);
  return bucket;
}

function loadIndex(
  account: S3VectorsAccount,
  bucket: VectorBucket,
  { settings, tags }: Extract<S3VectorsRecord, { kind: "index" }>,
): StoredIndex {
  const configured = bucket.indexes.get(settings.name);
  if (configured !== undefined) account.deleteIndex({ bucket, index: configured });
  const index = account.createIndex(bucket, settings);
  account.tag(index.settings.arn, tags);
  return index;
}

/** Copied, since numbers may not begin at any byte. */
function toNumbers(bytes: Uint8Array = new Uint8Array()): Float32Array {
  return new Float32Array(bytes.slice().buffer);
}
