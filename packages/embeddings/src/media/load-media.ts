import type { Media, MediaLimits, Modality } from "../families/model-family.ts";
import { inputError } from "../input-error.ts";
import type { LoadedMedia, LocatedMedia } from "./locate-media.ts";
import { endingOf, formatName, sniffFormat } from "./media-format.ts";

/** What loading has to know. */
export interface LoadRules {
  readonly model: string;
  readonly modality: Modality;
  readonly limits: MediaLimits;
  /** Called when the format of an image was guessed. */
  readonly onGuess: () => void;
}

/**
 * Checks what can be told of media without reading them: whether the model reads from S3, and the size.
 *
 * @throws RangeError naming index and size, or TypeError for S3
 */
export function checkLocated(located: LocatedMedia, index: number, rules: LoadRules): void {
  const { modality, limits, model } = rules;
  if ("s3Uri" in located) {
    if (limits.fromS3 !== true) {
      throw inputError(TypeError, index, `${model} takes no S3 input (${modality} ${index}). Pass the bytes.`);
    }
    s3Format(located.s3Uri, located.format, index, rules);
    return;
  }
  checkSize(located.size, index, rules);
  if (located.format !== undefined) checkFormat(formatName(located.format, modality), index, rules);
}

/**
 * Media as a request holds them.
 *
 * @throws TypeError or RangeError naming the index
 */
export async function loadMedia(located: LocatedMedia, index: number, rules: LoadRules): Promise<Media> {
  if ("s3Uri" in located) {
    return {
      s3Uri: located.s3Uri,
      bucketOwner: located.bucketOwner,
      format: s3Format(located.s3Uri, located.format, index, rules),
    };
  }
  const loaded = await located.load();
  // A file may have grown since its size was asked for.
  checkSize((loaded.base64.length / 4) * 3 - 2, index, rules);
  const format = inlineFormat(located.format, loaded, index, rules);
  return { base64: loaded.base64, format: checkFormat(format, index, rules) };
}

function inlineFormat(said: string | undefined, { head }: LoadedMedia, index: number, rules: LoadRules): string {
  const { modality, onGuess } = rules;
  if (said !== undefined) return formatName(said, modality);
  const found = sniffFormat(head, modality);
  if (found?.modality === modality) return found.format;
  if (found !== undefined) {
    const what = `${found.modality} (${found.format})`;
    throw inputError(TypeError, index, `${modality} ${index} holds ${what}. Use the method for ${found.modality}.`);
  }
  if (modality !== "image") throw formatMissing(index, rules);
  onGuess();
  return "jpeg";
}

/** A model that names no formats needs none. */
function s3Format(uri: string, said: string | undefined, index: number, rules: LoadRules): string | undefined {
  const { modality, limits } = rules;
  const name = said ?? endingOf(uri);
  if (limits.formats === undefined) return name === undefined ? undefined : formatName(name, modality);
  if (name === undefined) throw formatMissing(index, rules);
  return checkFormat(formatName(name, modality), index, rules);
}

function checkFormat(format: string, index: number, { modality, limits, model }: LoadRules): string {
  if (limits.formats === undefined || limits.formats.includes(format)) return format;
  const known = limits.formats.join(", ");
  throw inputError(
    TypeError,
    index,
    `${modality} ${index} has a format that ${model} does not take. It takes: ${known}.`,
  );
}

function checkSize(size: number, index: number, { modality, limits, model }: LoadRules): void {
  const { maxBytes = Infinity } = limits;
  if (size === 0) throw inputError(RangeError, index, `${modality} ${index} is empty.`);
  if (size <= maxBytes) return;
  throw inputError(
    RangeError,
    index,
    `${modality} ${index} has ${size} bytes, and ${model} takes ${maxBytes}. Make it smaller.`,
  );
}

function formatMissing(index: number, { modality }: LoadRules): Error {
  return inputError(
    TypeError,
    index,
    `The format of ${modality} ${index} shows neither in its bytes nor in its name. Pass it as \`format\`.`,
  );
}
