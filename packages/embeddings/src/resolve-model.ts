import { AwsConfigurationError, parseModelId } from "@langchain-aws/core";
import type { ModelFacts, ModelFamily } from "./families/model-family.ts";
import { findFamily } from "./model-families.ts";
import type { EmbeddingsSettings } from "./resolve-options.ts";

type Named = Pick<EmbeddingsSettings, "model" | "baseModelId" | "provider">;

/** What the options alone say about the model; nothing when only the control plane can tell. */
export function describeModel({ model, baseModelId, provider }: Named): ModelFacts | undefined {
  const parsed = parseModelId(baseModelId ?? model);
  const vendor = (provider ?? parsed.provider)?.toLowerCase();
  if (parsed.baseModelId !== undefined) return { vendor, id: parsed.baseModelId.toLowerCase() };
  const isOpaque = parsed.kind !== "unknown" || parsed.raw.startsWith("arn:");
  if (isOpaque) return provider === undefined ? undefined : { vendor, id: "" };
  return { vendor, id: parsed.raw.toLowerCase() };
}

/**
 * The family of a model, for these options.
 *
 * @throws AwsConfigurationError when the family cannot answer in the wanted type
 */
export function chooseFamily(facts: ModelFacts, { model, embeddingType }: EmbeddingsSettings): ModelFamily {
  const family = findFamily(facts);
  if (embeddingType !== "float" && !family.embeddingTypes.includes(embeddingType)) {
    const known = ["float", ...family.embeddingTypes].join(", ");
    throw new AwsConfigurationError(`${model} has no vectors of embeddingType "${embeddingType}". It has: ${known}.`);
  }
  return family;
}
