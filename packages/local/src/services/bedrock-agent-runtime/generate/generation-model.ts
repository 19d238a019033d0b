import { authorizeAction } from "../../../auth/authenticate.ts";
import { type LocalState, ServiceError, type WireRequest } from "../../../operation.ts";
import { checkModelAccess } from "../../../validation/check-model-access.ts";
import { isModelDenied } from "../../bedrock-runtime/resolve-model.ts";

/** The model that answers. */
export interface GenerationModel {
  /** As the caller wrote it. */
  modelId: string;
  baseModelId: string;
  family: string;
  maxOutputTokens: number;
}

/** The model of the service's own that answers where none is named. */
export const managedModel: GenerationModel = {
  modelId: "MANAGED",
  baseModelId: "MANAGED",
  family: "generic",
  maxOutputTokens: 4_096,
};

/**
 * The model that a request names to answer.
 *
 * @throws ServiceError `ValidationException` for one that is none or does not chat, its text not confirmed by a
 * recording; `AccessDeniedException` for one that the account or the key may not use
 */
export function resolveGenerationModel(modelArn: string, request: WireRequest, state: LocalState): GenerationModel {
  const { catalogue, options } = state;
  const resolved = catalogue.resolve(modelArn);
  const { model } = resolved;
  if (model.kind !== "chat")
    throw new ServiceError("ValidationException", 400, "The model arn provided is not supported.");
  const isDenied = isModelDenied(modelArn, model.id, options.models.denied);
  checkModelAccess({ operation: request.operation, modelId: modelArn, resolved, isDenied }, options.validation);
  authorizeAction(options, request.auth, "bedrock:InvokeModel", () => modelArn);
  return { modelId: modelArn, baseModelId: model.id, family: model.family, maxOutputTokens: model.maxOutputTokens };
}
