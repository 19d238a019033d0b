import { Buffer } from "node:buffer";
import { embedBytes } from "../../../engines/embed-bytes.ts";
import { malformedInput } from "../../../validation/body-schema.ts";
import { ServiceError } from "../../../operation.ts";
import type { InvokeCall } from "./invoke-family.ts";

/** An image, a sound or a film: its bytes, or where in S3 they are. */
export type Medium = Uint8Array | { uri: string };

/** What the first bytes of an image of a format are, as hexadecimal digits; `..` is any byte. */
const imageHeads: readonly [format: string, head: RegExp][] = [
  ["png", /^89504e470d0a1a0a/],
  ["jpeg", /^ffd8ff/],
  ["gif", /^47494638(37|39)61/],
  ["webp", /^52494646.{8}57454250/],
];

const MOST_IMAGE_BYTES = 5 * 1024 * 1024;

/**
 * The vector of a medium. It comes from a hash of the bytes, so that equal media have equal vectors; an object in S3
 * is not read, its URI stands for it.
 *
 * @param aspect which of several vectors of one medium: `sound`
 */
export function embedMedium(medium: Medium, dimensions: number, aspect = ""): Float32Array {
  return embedBytes("uri" in medium ? medium.uri : medium, dimensions, aspect);
}

/**
 * Reads base64, as strictly as a service does.
 *
 * @throws ServiceError `ValidationException` naming the member
 */
export function readBase64(base64: string, pointer: string): Uint8Array {
  const isBase64 = base64.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(base64);
  if (!isBase64) throw malformedInput(`${pointer}: the value is not base64`);
  return Buffer.from(base64, "base64");
}

/** The format of an image by its first bytes; `png` for what none of the formats begins with. */
export function imageFormatOf(base64: string): string {
  const head = Buffer.from(base64.slice(0, 24), "base64").toString("hex");
  return imageHeads.find(([, pattern]) => pattern.test(head))?.[0] ?? "png";
}

/**
 * Reads an image and refuses what its model does not take. The words of these refusals are not the service's, which no
 * public recording shows.
 *
 * @throws ServiceError `ValidationException`
 */
export function readImage(base64: string, pointer: string, formats: readonly string[], call: InvokeCall): Uint8Array {
  const bytes = readBase64(base64, pointer);
  if (call.validation === "off" || call.isUnchecked) return bytes;
  if (bytes.length > MOST_IMAGE_BYTES) {
    throw invalid(`${pointer}: the image has ${bytes.length} bytes. Images have ${MOST_IMAGE_BYTES} bytes at most.`);
  }
  const head = Buffer.from(bytes.subarray(0, 16)).toString("hex");
  const format = imageHeads.find(([, pattern]) => pattern.test(head))?.[0];
  if (format === undefined || !formats.includes(format)) {
    throw invalid(`${pointer}: the bytes are no image of these formats: ${formats.join(", ")}.`);
  }
  return bytes;
}

/**
 * The base64 of a data URI of an image: `data:image/png;base64,…`.
 *
 * @throws ServiceError `ValidationException`
 */
export function base64OfDataUri(uri: string, pointer: string): string {
  const base64 = /^data:image\/[a-z0-9.+-]+;base64,/i.exec(uri);
  if (base64 === null) throw malformedInput(`${pointer}: the value is not a data URI of an image`);
  return uri.slice(base64[0].length);
}

/** A refusal of a value that no schema can tell. */
export function invalid(message: string): ServiceError {
  return new ServiceError("ValidationException", 400, message);
}
