import type { KnowledgeBaseQuery as WireQuery } from "@aws-sdk/client-bedrock-agent-runtime";
import { fromBase64, isPlainRecord, parseDataUrl } from "@langchain-aws/core";
import type { QueryImage, RetrievalQuery } from "../options.ts";

/**
 * The service's limit for an image, in bytes.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_InputImage.html
 */
const maxImageBytes = 5 * 1024 * 1024;

const formats = ["png", "jpeg", "gif", "webp"] as const;

/**
 * The query as it is sent, without the white space around its text.
 *
 * @throws TypeError for what is no text or image, RangeError for a query with nothing in it and for a large image; no part
 *   of the query is in the message
 */
export function buildQuery(query: RetrievalQuery): WireQuery {
  if (!isObject(query)) throw new TypeError("The query must be a text, or { text, image }.");
  const { text: given, image } = query;
  const text = queryText(given ?? "");
  if (image === undefined) {
    if (text === "") throw new RangeError("The query is blank. Pass a text, or an image.");
    return { text };
  }
  return { type: "IMAGE", ...(text !== "" && { text }), image: buildImage(image) };
}

/**
 * A text without the white space around it.
 *
 * @throws TypeError when it is no text
 */
export function queryText(text: unknown): string {
  if (typeof text !== "string") throw new TypeError("The query must be a text.");
  return text.trim();
}

function buildImage(image: QueryImage): NonNullable<WireQuery["image"]> {
  if (!isObject(image)) throw new TypeError("query.image must be { format, data }.");
  const format = formats.find((known) => known === image.format);
  if (format === undefined) throw new TypeError(`query.image.format must be one of ${formats.join(", ")}.`);
  const inlineContent = imageBytes(image.data, format);
  if (inlineContent.byteLength === 0) throw new RangeError("query.image.data is empty.");
  if (inlineContent.byteLength > maxImageBytes) throw tooLarge();
  return { format, inlineContent };
}

function imageBytes(data: unknown, format: string): Uint8Array {
  if (data instanceof Uint8Array) return data;
  if (typeof data !== "string") throw new TypeError("query.image.data must be bytes, base64 or a data: URI.");
  // Not even decoded: four characters of base64 are three bytes, and a data: URI is a few characters longer.
  if (data.length > maxImageBytes * 2) throw tooLarge();
  const decoded = decode(data);
  if (decoded.mimeType !== undefined && decoded.mimeType !== `image/${format}`) {
    throw new TypeError("query.image.format is not that of the data: URI.");
  }
  return decoded.bytes;
}

// No type guard: it would widen what the types say already.
const isObject = (value: unknown): boolean => isPlainRecord(value);

function decode(data: string): { mimeType?: string; bytes: Uint8Array } {
  try {
    return parseDataUrl(data) ?? { bytes: fromBase64(data) };
  } catch (cause) {
    throw new TypeError("query.image.data is neither base64 nor a data: URI of base64.", { cause });
  }
}

const tooLarge = (): RangeError => new RangeError("query.image.data is above 5 MiB, the service's limit.");
