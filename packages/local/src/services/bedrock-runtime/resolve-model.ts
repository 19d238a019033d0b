import type { ResolvedModel } from "../../catalogue/model-catalogue.ts";
import type { LocalState, WireRequest } from "../../operation.ts";

/** The model of a request, and whether the account may use it. */
export interface RequestedModel {
  modelId: string;
  resolved: ResolvedModel;
  isDenied: boolean;
}

/**
 * Finds the model that a request's path names.
 *
 * @throws ServiceError `ValidationException` when the id means nothing
 */
export function resolveModel(request: WireRequest, { catalogue, options }: LocalState): RequestedModel {
  const modelId = request.params.modelId ?? "";
  const resolved = catalogue.resolve(modelId);
  return { modelId, resolved, isDenied: isModelDenied(modelId, resolved.model.id, options.models.denied) };
}

/** Whether the option `models.denied` names a model, by the id of the request or by its own; `*` is any text. */
export function isModelDenied(modelId: string, baseModelId: string, denied: readonly string[]): boolean {
  return denied.some((id) => matchesWildcard(id, modelId) || matchesWildcard(id, baseModelId));
}

function matchesWildcard(pattern: string, id: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[^A-Za-z0-9]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join(".*")}$`).test(id);
}
