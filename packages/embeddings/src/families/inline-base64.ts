import type { Media } from "./model-family.ts";

/** The bytes of inline media; nothing for media in S3, which families without `fromS3` never get. */
export function inlineBase64(media: Media | undefined): string | undefined {
  return media !== undefined && "base64" in media ? media.base64 : undefined;
}

/** An image as a `data:` URL. */
export function imageDataUrl(media: Media | undefined): string {
  return media !== undefined && "base64" in media ? `data:image/${media.format};base64,${media.base64}` : "";
}
