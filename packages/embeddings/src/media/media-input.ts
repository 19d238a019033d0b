/**
 * An image, a sound or a film to embed. A string is tried as `s3://…`, as `data:…;base64,…`, as the path of a local
 * file (in Node, unless `allowFilePaths` is false) and as base64, in this order.
 */
export type MediaSourceInput = string | Uint8Array | ArrayBuffer | Blob | MediaDescription;

/** Media with what there is to say about them: one of `bytes`, `base64`, `path` and `s3Uri`. */
export interface MediaDescription {
  readonly bytes?: Uint8Array | ArrayBuffer;
  readonly base64?: string;
  /** A local file. Node only. */
  readonly path?: string;
  /** Read by the service, not here. */
  readonly s3Uri?: string;
  /** `jpeg`, `mp3`, `mp4`, …; needed where neither the bytes nor the name of an S3 object tell. */
  readonly format?: string;
  /** The account that owns the S3 bucket, where it is not the caller's. */
  readonly bucketOwner?: string;
}

/** What a string may be, for errors. */
export const acceptedForms: string =
  "bytes (Uint8Array, ArrayBuffer, Blob), an s3:// URI, a data: URL with base64, base64, the path of a local file, or " +
  "{ bytes | base64 | path | s3Uri, format?, bucketOwner? }";
