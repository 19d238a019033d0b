import type { PlainRecord } from "@langchain-aws/core";
import type { BuildRequest, RequestSettings } from "./families/model-family.ts";
import { inputError } from "./input-error.ts";
import { mergeDeep } from "./merge.ts";

/** The largest body of InvokeModel, in bytes ("InvokeModel" in the Amazon Bedrock API reference). */
const maxBodyBytes = 25_000_000;

/** What several inputs may come to in one body: below the limit, with room for what is around them. */
export const maxBatchBytes = 20_000_000;

/**
 * The body of one request, as text. Pure; the inputs are not changed.
 *
 * @param indexes - of the inputs, as the caller counts them
 * @throws RangeError naming the size of a body that no model takes
 */
export function buildBody<Input>(
  build: BuildRequest<Input>,
  inputs: readonly Input[],
  settings: RequestSettings,
  modelKwargs: PlainRecord,
  indexes: readonly number[],
): string {
  const body = JSON.stringify(mergeDeep(build(inputs, settings), modelKwargs));
  const bytes = utf8Length(body);
  if (bytes <= maxBodyBytes) return body;
  const [first = 0, ...others] = indexes;
  const what = others.length === 0 ? `Input ${first}` : `Inputs ${first} to ${others.at(-1)}`;
  throw inputError(
    RangeError,
    first,
    `${what} would make a request of ${bytes} bytes, and the service takes ${maxBodyBytes}. Send less, or use S3.`,
  );
}

/** Bytes of a text in the JSON of a body, with its quotes. */
export const jsonLength = (text: string): number => utf8Length(JSON.stringify(text));

/** Bytes of base64 for so many bytes, with what a `data:` URL adds. */
export const base64Length = (bytes: number): number => Math.ceil(bytes / 3) * 4 + 64;

/** Counted without encoding: each unit is one byte, or two or three; a surrogate pair is four. */
function utf8Length(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x80) bytes += unit < 0x800 || (unit & 0xf800) === 0xd800 ? 1 : 2;
  }
  return bytes;
}
