import type { Embedder } from "./embedder.ts";
import type { ModelFamily, RequestSettings, TextLimits } from "./families/model-family.ts";
import type { EmbedManyOptions } from "./options.ts";
import { jsonLength, maxBatchBytes } from "./request.ts";
import type { EmbeddingsSettings } from "./resolve-options.ts";
import { checkStrings, checkTexts, type NameOf, prepareText, type TextRules } from "./text.ts";
import type { Vector, VectorForm } from "./vector.ts";

/** What a text is embedded for. */
export type Side = "document" | "query";

const nameOf: Readonly<Record<Side, NameOf>> = {
  document: (index) => `texts[${index}]`,
  query: () => "The text",
};

/** One vector for each text. Every text is checked before the first is sent. */
export async function embedTexts<V extends Vector>(
  embedder: Embedder,
  texts: readonly string[],
  side: Side,
  form: VectorForm<V>,
  options: EmbedManyOptions<V> = {},
): Promise<V[]> {
  checkStrings(texts, nameOf[side]);
  if (texts.length === 0) return [];
  const { settings } = embedder;
  const family = await embedder.family(options.signal);
  const rules = textRules(family, settings);
  checkTexts(texts, rules, nameOf[side]);
  // A copy of the references: what the caller does to the list meanwhile does not move the vectors.
  const kept = [...texts];
  const prepared = (index: number): string => prepareText(kept[index] ?? "", rules);
  const maxItems = batchSizeFor(family.textLimits, settings);
  return embedder.embed({
    total: kept.length,
    family,
    build: family.buildRequest.text,
    request: { ...sideSettings(settings, side), dimensions: embedder.dimensionsFor(family) },
    limits: { maxItems, maxBytes: maxBatchBytes },
    sizeOf: (index) => (maxItems === 1 ? 0 : jsonLength(prepared(index))),
    load: (index) => ({ text: prepared(index) }),
    form,
    options,
  });
}

/** How texts are prepared for a family. */
export const textRules = ({ textLimits }: ModelFamily, { stripNewLines, truncate }: EmbeddingsSettings): TextRules => ({
  stripNewLines,
  truncate,
  limits: textLimits,
});

/** What a request says of its purpose, for documents or for queries. */
export function sideSettings(settings: EmbeddingsSettings, side: Side): RequestSettings {
  const { embeddingType, truncate } = settings;
  return {
    embeddingType,
    truncate,
    inputType: side === "query" ? settings.queryInputType : settings.documentInputType,
    purpose: side === "query" ? settings.queryPurpose : settings.documentPurpose,
  };
}

/** Most inputs of one request. */
export const batchSizeFor = (
  { perRequest = 1 }: Pick<TextLimits, "perRequest">,
  settings: EmbeddingsSettings,
): number => Math.min(perRequest, settings.batchSize);
