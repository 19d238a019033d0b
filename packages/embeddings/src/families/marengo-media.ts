import { isRecord, type PlainRecord } from "@langchain-aws/core";
import type { Media, ParsedReply } from "./model-family.ts";

/** Where the model finds the media. */
export function mediaSource(media: Media | undefined): object {
  if (media === undefined) return {};
  if ("base64" in media) return { base64String: media.base64 };
  const { s3Uri, bucketOwner } = media;
  return { s3Location: { uri: s3Uri, ...(bucketOwner !== undefined && { bucketOwner }) } };
}

/** `data` is a list or the object itself; the first vector counts. */
export function parseMarengoReply({ data }: PlainRecord): ParsedReply {
  const first: unknown = Array.isArray(data) ? data[0] : data;
  return { vectors: isRecord(first) && first["embedding"] !== undefined ? [first["embedding"]] : [] };
}
