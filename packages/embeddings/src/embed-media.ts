import { AwsConfigurationError } from "@langchain-aws/core";
import { batchSizeFor, embedTexts, sideSettings, textRules } from "./embed-texts.ts";
import type { Embedder } from "./embedder.ts";
import type { Modality, ModelFamily, RequestSettings } from "./families/model-family.ts";
import { checkLocated, loadMedia, type LoadRules } from "./media/load-media.ts";
import { locateMedia, type LocatedMedia } from "./media/locate-media.ts";
import type { MediaSourceInput } from "./media/media-input.ts";
import type { EmbedManyOptions, EmbedMediaOptions } from "./options.ts";
import { base64Length, maxBatchBytes } from "./request.ts";
import { checkStrings, checkTexts, prepareText } from "./text.ts";
import { numberVectors } from "./vector.ts";

type MediaOptions = EmbedMediaOptions & EmbedManyOptions;

/** A text and an image for one vector; one of them will do. */
export interface MultimodalInput {
  readonly text?: string;
  readonly image?: MediaSourceInput;
}

/** One vector for each piece of media. All are checked before the first is sent, and read when their turn comes. */
export async function embedMedia(
  embedder: Embedder,
  modality: Modality,
  inputs: readonly MediaSourceInput[],
  options: MediaOptions = {},
): Promise<number[][]> {
  if (!Array.isArray(inputs)) throw new TypeError(`The ${modality}s must be an array.`);
  if (inputs.length === 0) return [];
  const family = await embedder.family(options.signal);
  const build = family.buildRequest[modality];
  if (build === undefined) throw unsupported(embedder, modality);
  const rules = loadRules(embedder, family, modality);
  const located: LocatedMedia[] = [];
  for (const [index, input] of inputs.entries()) {
    options.signal?.throwIfAborted();
    located.push(await locate(embedder, input, index, rules));
  }
  const load = async (index: number): Promise<{ media: Awaited<ReturnType<typeof loadMedia>> }> => {
    const place = located[index];
    if (place === undefined) throw new RangeError(`There is no ${modality} ${index}.`);
    return { media: await loadMedia(place, index, rules) };
  };
  return embedder.embed({
    total: located.length,
    family,
    build,
    request: mediaSettings(embedder, family, options),
    limits: { maxItems: batchSizeFor(rules.limits, embedder.settings), maxBytes: maxBatchBytes },
    sizeOf: (index) => sizeInBody(located[index]),
    load,
    form: numberVectors,
    options,
  });
}

/** One vector for a text and an image together. */
export async function embedFused(
  embedder: Embedder,
  { text, image }: MultimodalInput,
  options: EmbedMediaOptions = {},
): Promise<number[]> {
  const family = await embedder.family(options.signal);
  const build = family.buildRequest.fused;
  if (build === undefined) throw unsupported(embedder, "text with image");
  if (text === undefined || image === undefined) return embedOne(embedder, { text, image }, options);
  const texts: unknown[] = [text];
  checkStrings(texts, () => "The text");
  const words = textRules(family, embedder.settings);
  checkTexts(texts, words, () => "The text");
  const rules = loadRules(embedder, family, "image");
  const located = await locate(embedder, image, 0, rules);
  const [vector = []] = await embedder.embed({
    total: 1,
    family,
    build,
    request: mediaSettings(embedder, family, options),
    limits: { maxItems: 1, maxBytes: maxBatchBytes },
    sizeOf: () => 0,
    load: async () => ({ text: prepareText(text, words), media: await loadMedia(located, 0, rules) }),
    form: numberVectors,
    options,
  });
  return vector;
}

/** What is left of a pair when one of its parts is missing. */
async function embedOne(
  embedder: Embedder,
  { text, image }: MultimodalInput,
  options: EmbedMediaOptions,
): Promise<number[]> {
  if (text === undefined && image === undefined) throw new TypeError("embedMultimodal needs a text, an image or both.");
  const [vector = []] =
    text === undefined
      ? await embedMedia(embedder, "image", image === undefined ? [] : [image], options)
      : await embedTexts(embedder, [text], "document", numberVectors, options);
  return vector;
}

async function locate({ settings }: Embedder, input: unknown, index: number, rules: LoadRules): Promise<LocatedMedia> {
  const { modality } = rules;
  const located = await locateMedia(input, index, { modality, allowFilePaths: settings.allowFilePaths });
  checkLocated(located, index, rules);
  return located;
}

function loadRules({ settings, notices }: Embedder, family: ModelFamily, modality: Modality): LoadRules {
  return {
    model: settings.model,
    modality,
    limits: family.mediaLimits[modality] ?? {},
    onGuess: () =>
      notices.warn("image-format", "The format of an image is unknown; it is sent as jpeg. Pass { bytes, format }."),
  };
}

/** Media count as documents, unless the call says otherwise. */
function mediaSettings(embedder: Embedder, family: ModelFamily, options: EmbedMediaOptions): RequestSettings {
  const documents = sideSettings(embedder.settings, "document");
  return {
    ...documents,
    dimensions: embedder.dimensionsFor(family),
    inputType: options.inputType ?? documents.inputType,
    inputTypeIsChosen: options.inputType !== undefined,
    purpose: options.purpose ?? documents.purpose,
    detailLevel: options.detailLevel,
  };
}

const sizeInBody = (located: LocatedMedia | undefined): number =>
  located === undefined || "s3Uri" in located ? 0 : base64Length(located.size);

const unsupported = ({ settings }: Embedder, kind: string): AwsConfigurationError =>
  new AwsConfigurationError(`${settings.model} takes no ${kind} input. Use a model that does.`, {
    code: "CONFIG_UNSUPPORTED_MEDIA",
  });
