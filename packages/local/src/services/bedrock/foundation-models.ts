import type { Model } from "../../catalogue/model-profile.ts";
import { type LocalState, type Operation, ServiceError } from "../../operation.ts";

/** ListFoundationModels with its filters. Source: "ListFoundationModels", Amazon Bedrock API Reference. */
export const listFoundationModels: Operation = {
  name: "ListFoundationModels",
  service: "bedrock",
  method: "GET",
  path: "/foundation-models",
  async handle({ query }, state) {
    const models = state.catalogue.models.filter((model) =>
      filters.every(([name, holds]) => {
        const wanted = query.get(name);
        return wanted === null || holds(model, wanted);
      }),
    );
    return { kind: "json", body: { modelSummaries: models.map((model) => toSummary(model, state)) } };
  },
};

/** GetFoundationModel, by id or ARN. Source: "GetFoundationModel", Amazon Bedrock API Reference. */
export const getFoundationModel: Operation = {
  name: "GetFoundationModel",
  service: "bedrock",
  method: "GET",
  path: "/foundation-models/{modelIdentifier}",
  resource: (request) => request.params.modelIdentifier ?? "*",
  async handle(request, state) {
    const found = state.catalogue.find(request.params.modelIdentifier ?? "");
    if (found === undefined || !found.isBare || found.isUnchecked) {
      throw new ServiceError("ValidationException", 400, "The provided model identifier is invalid.");
    }
    return { kind: "json", body: { modelDetails: toSummary(found.model, state) } };
  },
};

const filters: readonly (readonly [parameter: string, holds: (model: Model, wanted: string) => boolean])[] = [
  ["byProvider", ({ provider }, wanted) => provider.toLowerCase() === wanted.toLowerCase()],
  ["byOutputModality", ({ outputModalities }, wanted) => outputModalities.some((modality) => modality === wanted)],
  ["byInferenceType", ({ inferenceTypes }, wanted) => inferenceTypes.some((type) => type === wanted)],
  // No model of this endpoint can be customised.
  ["byCustomizationType", () => false],
];

function toSummary(model: Model, { options }: LocalState): Record<string, unknown> {
  return {
    modelArn: `arn:aws:bedrock:${options.region}::foundation-model/${model.id}`,
    modelId: model.id,
    modelName: model.name,
    providerName: model.provider,
    inputModalities: model.inputModalities,
    outputModalities: model.outputModalities,
    responseStreamingSupported: model.streaming,
    customizationsSupported: [],
    inferenceTypesSupported: model.inferenceTypes,
    modelLifecycle: { status: "ACTIVE" },
  };
}
